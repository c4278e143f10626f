#ifndef SIGSCI_MSGPACK_READER_H
#define SIGSCI_MSGPACK_READER_H

#include <stddef.h>
#include <stdint.h>

/* How far a read got: the value, a need for more bytes, or bytes that can never become a value. */
typedef enum {
    MSGPACK_OK,
    MSGPACK_SHORT,
    MSGPACK_BAD
} msgpack_result_t;

/* A window on bytes of somebody else; reads move `position` and never pass `end`. */
typedef struct {
    const unsigned char  *position;
    const unsigned char  *end;
} msgpack_reader_t;

typedef enum {
    MSGPACK_NIL,
    MSGPACK_INTEGER,
    MSGPACK_STRING,   /* str or bin */
    MSGPACK_ARRAY,
    MSGPACK_MAP,
    MSGPACK_OTHER     /* boolean, float, extension, integer above INT64_MAX */
} msgpack_kind_t;

/* `integer` for MSGPACK_INTEGER; `bytes` and `count` for strings; `count` of elements or pairs for containers. */
typedef struct {
    msgpack_kind_t        kind;
    int64_t               integer;
    const unsigned char  *bytes;
    uint32_t              count;
} msgpack_token_t;

/* Reads a scalar whole, of a container only its head. */
msgpack_result_t msgpack_read(msgpack_reader_t *reader, msgpack_token_t *token);

/* Passes over one value that holds containers at most `depth` deep; deeper ones are MSGPACK_BAD. */
msgpack_result_t msgpack_skip(msgpack_reader_t *reader, unsigned depth);

#endif
