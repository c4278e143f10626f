#include "msgpack_writer.h"

#include <string.h>

void
msgpack_write_encoded(msgpack_writer_t *writer, const void *bytes, size_t length)
{
    if (writer->buffer != NULL && length > 0
        && writer->length <= writer->size && length <= writer->size - writer->length)
    {
        memcpy(writer->buffer + writer->length, bytes, length);
    }

    writer->length += length;
}

/* A format byte followed by the `width` low bytes of `value`, the highest first. */
static void
write_head(msgpack_writer_t *writer, unsigned format, uint64_t value, unsigned width)
{
    unsigned       i;
    unsigned char  head[9];

    head[0] = (unsigned char) format;

    for (i = 0; i < width; i++) {
        head[1 + i] = (unsigned char) (value >> (8 * (width - 1 - i)));
    }

    msgpack_write_encoded(writer, head, 1 + width);
}

void
msgpack_write_array(msgpack_writer_t *writer, uint32_t count)
{
    if (count < 16) {
        write_head(writer, 0x90 | count, 0, 0);
    } else if (count <= 0xffff) {
        write_head(writer, 0xdc, count, 2);
    } else {
        write_head(writer, 0xdd, count, 4);
    }
}

void
msgpack_write_map(msgpack_writer_t *writer, uint32_t count)
{
    if (count < 16) {
        write_head(writer, 0x80 | count, 0, 0);
    } else if (count <= 0xffff) {
        write_head(writer, 0xde, count, 2);
    } else {
        write_head(writer, 0xdf, count, 4);
    }
}

static void
write_natural(msgpack_writer_t *writer, uint64_t value)
{
    if (value < 0x80) {
        write_head(writer, (unsigned) value, 0, 0);
    } else if (value <= 0xff) {
        write_head(writer, 0xcc, value, 1);
    } else if (value <= 0xffff) {
        write_head(writer, 0xcd, value, 2);
    } else if (value <= 0xffffffff) {
        write_head(writer, 0xce, value, 4);
    } else {
        write_head(writer, 0xcf, value, 8);
    }
}

static void
write_negative(msgpack_writer_t *writer, int64_t value)
{
    if (value >= -32) {
        write_head(writer, 0x100u + (unsigned) value, 0, 0);
    } else if (value >= INT8_MIN) {
        write_head(writer, 0xd0, (uint64_t) value, 1);
    } else if (value >= INT16_MIN) {
        write_head(writer, 0xd1, (uint64_t) value, 2);
    } else if (value >= INT32_MIN) {
        write_head(writer, 0xd2, (uint64_t) value, 4);
    } else {
        write_head(writer, 0xd3, (uint64_t) value, 8);
    }
}

void
msgpack_write_integer(msgpack_writer_t *writer, int64_t value)
{
    if (value >= 0) {
        write_natural(writer, (uint64_t) value);
    } else {
        write_negative(writer, value);
    }
}

void
msgpack_write_string(msgpack_writer_t *writer, const void *bytes, size_t length)
{
    uint32_t  count = length > UINT32_MAX ? UINT32_MAX : (uint32_t) length;

    if (count < 32) {
        write_head(writer, 0xa0 | count, 0, 0);
    } else if (count <= 0xff) {
        write_head(writer, 0xd9, count, 1);
    } else if (count <= 0xffff) {
        write_head(writer, 0xda, count, 2);
    } else {
        write_head(writer, 0xdb, count, 4);
    }

    msgpack_write_encoded(writer, bytes, count);
}
