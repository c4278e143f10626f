#ifndef SIGSCI_ANSWER_VALUES_H
#define SIGSCI_ANSWER_VALUES_H

#include "answer.h"

/* The bytes being read, and why they are no answer once that is known. */
typedef struct {
    msgpack_reader_t  reader;
    const char       *problem;
} sigsci_parse_t;

/* Gives up; the first problem stays. */
msgpack_result_t sigsci_bad(sigsci_parse_t *parse, const char *problem);

msgpack_result_t sigsci_skip_value(sigsci_parse_t *parse);
msgpack_result_t sigsci_read_token(sigsci_parse_t *parse, msgpack_token_t *token);

/* A value of one kind; `problem` is what another kind means. */
msgpack_result_t sigsci_read_kind(sigsci_parse_t *parse, msgpack_kind_t kind, msgpack_token_t *token,
    const char *problem);
msgpack_result_t sigsci_read_text(sigsci_parse_t *parse, sigsci_text_t *text, const char *problem);

/* The head of an array, or nil for an empty one: encoders write an unset list as nil. */
msgpack_result_t sigsci_read_list(sigsci_parse_t *parse, uint32_t *count, const char *problem);

/* answer_headers.c: the lists RequestHeaders and RespActions. */
msgpack_result_t sigsci_read_request_headers(sigsci_parse_t *parse, sigsci_answer_t *answer);
msgpack_result_t sigsci_read_actions(sigsci_parse_t *parse, sigsci_answer_t *answer);

#endif
