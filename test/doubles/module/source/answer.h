#ifndef SIGSCI_ANSWER_H
#define SIGSCI_ANSWER_H

#include "msgpack_reader.h"

#define SIGSCI_ANSWER_HEADERS_MAX  64
#define SIGSCI_ANSWER_DEPTH_MAX    16

typedef struct {
    const unsigned char  *bytes;
    size_t                length;
} sigsci_text_t;

typedef struct {
    sigsci_text_t  name;
    sigsci_text_t  value;
} sigsci_header_t;

typedef enum {
    SIGSCI_HEADER_ADD = 1,
    SIGSCI_HEADER_SET = 2,
    SIGSCI_HEADER_SET_IF_ABSENT = 3,
    SIGSCI_HEADER_DELETE = 4
} sigsci_action_code_t;

typedef struct {
    sigsci_action_code_t  code;
    sigsci_header_t       header;
} sigsci_action_t;

/* What the agent said about a request. All texts point into the bytes that were parsed. */
typedef struct {
    int32_t          waf_response;
    sigsci_text_t    request_id;
    sigsci_header_t  request_headers[SIGSCI_ANSWER_HEADERS_MAX];
    size_t           request_header_count;
    sigsci_action_t  actions[SIGSCI_ANSWER_HEADERS_MAX];
    size_t           action_count;
} sigsci_answer_t;

/*
 * Reads a MessagePack-RPC reply `[1, message_id, nil, result]`; what follows it is left unread.
 * With `answer` the result must be the map that PreRequest returns; without (NULL) any value will do.
 * MSGPACK_SHORT: more bytes may complete it. MSGPACK_BAD: `*problem` says why it never can be one.
 */
msgpack_result_t sigsci_answer_parse(const unsigned char *bytes, size_t length, uint32_t message_id,
    sigsci_answer_t *answer, const char **problem);

#endif
