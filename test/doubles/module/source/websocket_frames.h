#ifndef SIGSCI_WEBSOCKET_FRAMES_H
#define SIGSCI_WEBSOCKET_FRAMES_H

#include <stddef.h>
#include <stdint.h>

#define WEBSOCKET_HEADER_MAX  14

/* Where in a stream of frames (RFC 6455, section 5.2) its reader stands; all zero before the first frame. */
typedef struct {
    unsigned char  header[WEBSOCKET_HEADER_MAX];
    size_t         header_length;   /* bytes of the header seen so far */
    uint64_t       payload_seen;
} websocket_reader_t;

/* Some bytes of one frame, either of its header or of its payload. */
typedef struct {
    size_t         length;
    unsigned       is_payload;
    unsigned       is_data;         /* text, binary and what continues them; else a control frame */
    unsigned       ends_message;    /* the last bytes of the last frame of a message */
    unsigned char  mask[4];         /* of the first four bytes of a payload, then again; zeros: it is not masked */
} websocket_piece_t;

/*
 * Takes the next piece off the beginning of `bytes`, of which there must be at least one. What the RFC forbids is
 * read by the same rules and left to the application to refuse: opcodes 3 to 7 are data, 11 to 15 control.
 */
void websocket_next_piece(websocket_reader_t *reader, const unsigned char *bytes, size_t length,
    websocket_piece_t *piece);

/* Takes the mask off `length` bytes, which are the first of a piece of payload. */
void websocket_unmask(const websocket_piece_t *piece, unsigned char *payload, size_t length);

#endif
