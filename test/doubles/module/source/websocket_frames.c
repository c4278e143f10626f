#include "websocket_frames.h"

#include <string.h>

/* How many bytes follow the first two to tell the payload's length. */
static size_t
length_bytes(const websocket_reader_t *reader)
{
    switch (reader->header[1] & 0x7f) {
    case 126:
        return 2;
    case 127:
        return 8;
    default:
        return 0;
    }
}

static size_t
mask_bytes(const websocket_reader_t *reader)
{
    return (reader->header[1] & 0x80) != 0 ? 4 : 0;
}

/* The second byte tells how long the header is. */
static size_t
header_size(const websocket_reader_t *reader)
{
    return reader->header_length < 2 ? 2 : 2 + length_bytes(reader) + mask_bytes(reader);
}

static uint64_t
payload_length(const websocket_reader_t *reader)
{
    size_t    i, count = length_bytes(reader);
    uint64_t  length = 0;

    if (count == 0) {
        return reader->header[1] & 0x7f;
    }

    for (i = 0; i < count; i++) {
        length = (length << 8) | reader->header[2 + i];
    }

    return length;
}

static size_t
take_header(websocket_reader_t *reader, const unsigned char *bytes, size_t length)
{
    size_t  taken = 0;

    while (taken < length && reader->header_length < header_size(reader)) {
        reader->header[reader->header_length++] = bytes[taken++];
    }

    return taken;
}

static void
take_payload(websocket_reader_t *reader, size_t length, websocket_piece_t *piece)
{
    size_t    i, at = 2 + length_bytes(reader);
    uint64_t  left = payload_length(reader) - reader->payload_seen;

    piece->is_payload = 1;
    piece->length = length < left ? length : (size_t) left;

    for (i = 0; i < mask_bytes(reader); i++) {
        piece->mask[i] = reader->header[at + (reader->payload_seen + i) % 4];
    }

    reader->payload_seen += piece->length;
}

void
websocket_next_piece(websocket_reader_t *reader, const unsigned char *bytes, size_t length, websocket_piece_t *piece)
{
    memset(piece, 0, sizeof(*piece));

    if (reader->header_length < header_size(reader)) {
        piece->length = take_header(reader, bytes, length);
    } else {
        take_payload(reader, length, piece);
    }

    piece->is_data = (reader->header[0] & 0x08) == 0;

    if (reader->header_length == header_size(reader) && reader->payload_seen == payload_length(reader)) {
        piece->ends_message = piece->is_data && (reader->header[0] & 0x80) != 0;
        memset(reader, 0, sizeof(*reader));
    }
}

void
websocket_unmask(const websocket_piece_t *piece, unsigned char *payload, size_t length)
{
    size_t  i;

    for (i = 0; i < length; i++) {
        payload[i] ^= piece->mask[i % 4];
    }
}
