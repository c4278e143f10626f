/*
 * Runs the module's MessagePack code on data from standard input, built with AddressSanitizer and UBSan.
 *
 *   harness parse    records of message id (4 bytes), length (4 bytes), bytes; prints a line for each
 *   harness write    integers of 8 bytes; writes them, then strings of their low 17 bits as length, to standard output
 *   harness overrun  reads one byte too far, to show that the sanitizer is awake
 *
 * Numbers are big-endian. Every record lies in memory of exactly its own size.
 */
#include "answer.h"
#include "msgpack_writer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int
read_number(unsigned width, uint64_t *value)
{
    int       byte;
    unsigned  i;

    for (*value = 0, i = 0; i < width; i++) {
        byte = getchar();
        if (byte == EOF) {
            return 0;
        }
        *value = *value << 8 | (uint64_t) byte;
    }

    return 1;
}

static unsigned char *
exactly(size_t size)
{
    unsigned char  *memory = malloc(size > 0 ? size : 1);

    if (memory == NULL) {
        exit(3);
    }

    return memory;
}

static void
print_text(const char *label, const sigsci_text_t *text)
{
    size_t  i;

    printf(" %s=", label);
    for (i = 0; i < text->length; i++) {
        printf("%02x", text->bytes[i]);
    }
}

static void
print_answer(const sigsci_answer_t *answer)
{
    size_t  i;

    printf("ok %d", answer->waf_response);
    print_text("id", &answer->request_id);

    for (i = 0; i < answer->request_header_count; i++) {
        print_text("name", &answer->request_headers[i].name);
        print_text("value", &answer->request_headers[i].value);
    }

    for (i = 0; i < answer->action_count; i++) {
        printf(" action=%d", (int) answer->actions[i].code);
        print_text("name", &answer->actions[i].header.name);
        print_text("value", &answer->actions[i].header.value);
    }

    putchar('\n');
}

static int
parse_all(void)
{
    uint64_t           id, length;
    const char        *problem;
    unsigned char     *bytes;
    sigsci_answer_t   *answer = malloc(sizeof(*answer));
    msgpack_result_t   result, any;

    while (answer != NULL && read_number(4, &id) && read_number(4, &length)) {
        bytes = exactly((size_t) length);
        if (fread(bytes, 1, (size_t) length, stdin) != (size_t) length) {
            exit(3);
        }

        any = sigsci_answer_parse(bytes, (size_t) length, (uint32_t) id, NULL, &problem);
        result = sigsci_answer_parse(bytes, (size_t) length, (uint32_t) id, answer, &problem);

        if (result == MSGPACK_OK) {
            print_answer(answer);
        } else if (result == MSGPACK_SHORT) {
            printf("short\n");
        } else {
            printf("bad %s\n", problem);
        }

        if (result == MSGPACK_OK && any != MSGPACK_OK) {
            printf("disagreement\n");
        }

        free(bytes);
    }

    free(answer);

    return 0;
}

static void
write_value(msgpack_writer_t *writer, int64_t value, const unsigned char *text)
{
    msgpack_write_integer(writer, value);
    msgpack_write_string(writer, text, (size_t) value & 0x1ffff);
}

static int
write_all(void)
{
    uint64_t          value;
    unsigned char    *text = exactly(0x20000);
    msgpack_writer_t  measured, written;

    memset(text, 'x', 0x20000);

    while (read_number(8, &value)) {
        measured = (msgpack_writer_t) { NULL, 0, 0 };
        write_value(&measured, (int64_t) value, text);

        written = (msgpack_writer_t) { exactly(measured.length), measured.length, 0 };
        write_value(&written, (int64_t) value, text);
        if (written.length != measured.length) {
            exit(4);
        }

        fwrite(written.buffer, 1, written.length, stdout);
        free(written.buffer);
    }

    free(text);

    return 0;
}

static int
overrun(void)
{
    unsigned char           *bytes = exactly(1);
    volatile unsigned char   beyond;

    beyond = bytes[strlen("x")];
    free(bytes);

    return beyond == 0;
}

int
main(int count, char **arguments)
{
    const char  *mode = count == 2 ? arguments[1] : "";

    if (strcmp(mode, "parse") == 0) {
        return parse_all();
    }
    if (strcmp(mode, "write") == 0) {
        return write_all();
    }
    if (strcmp(mode, "overrun") == 0) {
        return overrun();
    }

    fprintf(stderr, "usage: harness parse|write|overrun\n");

    return 2;
}
