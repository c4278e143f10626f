#ifndef SIGSCI_MSGPACK_WRITER_H
#define SIGSCI_MSGPACK_WRITER_H

#include <stddef.h>
#include <stdint.h>

/*
 * Writes MessagePack (https://github.com/msgpack/msgpack/blob/master/spec.md) into a buffer of fixed size.
 * Without a buffer (NULL) the same calls only count, so that a message is measured first and written second.
 * `length` grows past `size` when the buffer is too small; nothing is written outside of it.
 */
typedef struct {
    unsigned char  *buffer;
    size_t          size;
    size_t          length;
} msgpack_writer_t;

void msgpack_write_array(msgpack_writer_t *writer, uint32_t count);
void msgpack_write_map(msgpack_writer_t *writer, uint32_t count);
/* Integers take the smallest format that holds them, as the vendor's npm client does. */
void msgpack_write_integer(msgpack_writer_t *writer, int64_t value);
/* Any bytes as str; cut at 4 GiB, which no caller reaches. */
void msgpack_write_string(msgpack_writer_t *writer, const void *bytes, size_t length);
/* Bytes that are MessagePack already. */
void msgpack_write_encoded(msgpack_writer_t *writer, const void *bytes, size_t length);

#endif
