#include "msgpack_reader.h"

static msgpack_result_t
read_number(msgpack_reader_t *reader, unsigned width, uint64_t *value)
{
    unsigned  i;

    if ((size_t) (reader->end - reader->position) < width) {
        return MSGPACK_SHORT;
    }

    *value = 0;

    for (i = 0; i < width; i++) {
        *value = *value << 8 | *reader->position++;
    }

    return MSGPACK_OK;
}

static msgpack_result_t
take_bytes(msgpack_reader_t *reader, msgpack_kind_t kind, uint64_t length, msgpack_token_t *token)
{
    if ((uint64_t) (reader->end - reader->position) < length) {
        return MSGPACK_SHORT;
    }

    token->kind = kind;
    token->bytes = reader->position;
    token->count = (uint32_t) length;
    reader->position += length;

    return MSGPACK_OK;
}

static msgpack_result_t
take_container(msgpack_kind_t kind, uint64_t count, msgpack_token_t *token)
{
    token->kind = kind;
    token->count = (uint32_t) count;

    return MSGPACK_OK;
}

static msgpack_result_t
take_integer(int64_t value, msgpack_token_t *token)
{
    token->kind = MSGPACK_INTEGER;
    token->integer = value;

    return MSGPACK_OK;
}

/* uint 8 to 64 (0xcc to 0xcf) and int 8 to 64 (0xd0 to 0xd3). */
static msgpack_result_t
read_integer(msgpack_reader_t *reader, unsigned format, msgpack_token_t *token)
{
    unsigned  width = 1u << (format & 3);
    uint64_t  value, sign;

    if (read_number(reader, width, &value) != MSGPACK_OK) {
        return MSGPACK_SHORT;
    }

    if (format < 0xd0) {
        if (value > INT64_MAX) {
            token->kind = MSGPACK_OTHER;
            return MSGPACK_OK;
        }
        return take_integer((int64_t) value, token);
    }

    sign = (uint64_t) 1 << (8 * width - 1);

    return take_integer((int64_t) ((value ^ sign) - sign), token);
}

/* A count or length of `width` bytes, then what it counts; `extra` is the type byte of an extension. */
static msgpack_result_t
read_counted(msgpack_reader_t *reader, msgpack_kind_t kind, unsigned width, unsigned extra, msgpack_token_t *token)
{
    uint64_t  count;

    if (read_number(reader, width, &count) != MSGPACK_OK) {
        return MSGPACK_SHORT;
    }

    if (kind == MSGPACK_ARRAY || kind == MSGPACK_MAP) {
        return take_container(kind, count, token);
    }

    return take_bytes(reader, kind, count + extra, token);
}

static msgpack_result_t
read_wide(msgpack_reader_t *reader, unsigned format, msgpack_token_t *token)
{
    switch (format) {
    case 0xc0: return take_bytes(reader, MSGPACK_NIL, 0, token);
    case 0xc1: return MSGPACK_BAD;
    case 0xc2: case 0xc3: return take_bytes(reader, MSGPACK_OTHER, 0, token);
    case 0xc4: case 0xc5: case 0xc6: return read_counted(reader, MSGPACK_STRING, 1u << (format - 0xc4), 0, token);
    case 0xc7: case 0xc8: case 0xc9: return read_counted(reader, MSGPACK_OTHER, 1u << (format - 0xc7), 1, token);
    case 0xca: return take_bytes(reader, MSGPACK_OTHER, 4, token);
    case 0xcb: return take_bytes(reader, MSGPACK_OTHER, 8, token);
    case 0xd4: case 0xd5: case 0xd6: case 0xd7: case 0xd8:
        return take_bytes(reader, MSGPACK_OTHER, 1 + (1u << (format - 0xd4)), token);
    case 0xd9: case 0xda: case 0xdb: return read_counted(reader, MSGPACK_STRING, 1u << (format - 0xd9), 0, token);
    case 0xdc: case 0xdd: return read_counted(reader, MSGPACK_ARRAY, 2u << (format - 0xdc), 0, token);
    case 0xde: case 0xdf: return read_counted(reader, MSGPACK_MAP, 2u << (format - 0xde), 0, token);
    default: return read_integer(reader, format, token);
    }
}

msgpack_result_t
msgpack_read(msgpack_reader_t *reader, msgpack_token_t *token)
{
    unsigned  format;

    if (reader->position == reader->end) {
        return MSGPACK_SHORT;
    }

    format = *reader->position++;

    if (format < 0x80) {
        return take_integer(format, token);
    }
    if (format < 0x90) {
        return take_container(MSGPACK_MAP, format & 0x0f, token);
    }
    if (format < 0xa0) {
        return take_container(MSGPACK_ARRAY, format & 0x0f, token);
    }
    if (format < 0xc0) {
        return take_bytes(reader, MSGPACK_STRING, format & 0x1f, token);
    }
    if (format >= 0xe0) {
        return take_integer((int64_t) format - 0x100, token);
    }

    return read_wide(reader, format, token);
}

msgpack_result_t
msgpack_skip(msgpack_reader_t *reader, unsigned depth)
{
    uint64_t          children;
    msgpack_token_t   token;
    msgpack_result_t  result;

    result = msgpack_read(reader, &token);
    if (result != MSGPACK_OK || (token.kind != MSGPACK_ARRAY && token.kind != MSGPACK_MAP)) {
        return result;
    }

    if (depth == 0) {
        return MSGPACK_BAD;
    }

    /* Each child takes at least one byte, so the end of the bytes bounds this loop. */
    for (children = (uint64_t) token.count * (token.kind == MSGPACK_MAP ? 2 : 1); children > 0; children--) {
        result = msgpack_skip(reader, depth - 1);
        if (result != MSGPACK_OK) {
            return result;
        }
    }

    return MSGPACK_OK;
}
