#include "answer_values.h"

#include <string.h>

static msgpack_result_t
read_waf_response(sigsci_parse_t *parse, sigsci_answer_t *answer)
{
    msgpack_token_t   token;
    msgpack_result_t  result = sigsci_read_kind(parse, MSGPACK_INTEGER, &token, "WAFResponse is no integer");

    if (result != MSGPACK_OK) {
        return result;
    }

    if (token.integer < INT32_MIN || token.integer > INT32_MAX) {
        return sigsci_bad(parse, "WAFResponse does not fit 32 bits");
    }

    answer->waf_response = (int32_t) token.integer;

    return MSGPACK_OK;
}

static msgpack_result_t
read_request_id(sigsci_parse_t *parse, sigsci_answer_t *answer)
{
    msgpack_token_t   token;
    msgpack_result_t  result = sigsci_read_token(parse, &token);

    if (result != MSGPACK_OK || token.kind == MSGPACK_NIL) {
        return result;
    }

    if (token.kind != MSGPACK_STRING) {
        return sigsci_bad(parse, "RequestID is no string");
    }

    answer->request_id.bytes = token.bytes;
    answer->request_id.length = token.count;

    return MSGPACK_OK;
}

static int
is(const msgpack_token_t *key, const char *name)
{
    return key->count == strlen(name) && memcmp(key->bytes, name, key->count) == 0;
}

static msgpack_result_t
read_field(sigsci_parse_t *parse, sigsci_answer_t *answer, int *decided)
{
    msgpack_token_t   key;
    msgpack_result_t  result = sigsci_read_kind(parse, MSGPACK_STRING, &key, "a field's name is no string");

    if (result != MSGPACK_OK) {
        return result;
    }

    if (is(&key, "WAFResponse")) {
        *decided = 1;
        return read_waf_response(parse, answer);
    }
    if (is(&key, "RequestID")) {
        return read_request_id(parse, answer);
    }
    if (is(&key, "RequestHeaders")) {
        return sigsci_read_request_headers(parse, answer);
    }
    if (is(&key, "RespActions")) {
        return sigsci_read_actions(parse, answer);
    }

    return sigsci_skip_value(parse);
}

static msgpack_result_t
read_verdict(sigsci_parse_t *parse, sigsci_answer_t *answer)
{
    int               decided = 0;
    uint32_t          i;
    msgpack_token_t   map;
    msgpack_result_t  result = sigsci_read_kind(parse, MSGPACK_MAP, &map, "its result is no map");

    if (result != MSGPACK_OK) {
        return result;
    }

    for (i = 0; i < map.count; i++) {
        result = read_field(parse, answer, &decided);
        if (result != MSGPACK_OK) {
            return result;
        }
    }

    return decided ? MSGPACK_OK : sigsci_bad(parse, "it has no WAFResponse");
}

/* Everything before the result: [1, message id, nil, … */
static msgpack_result_t
read_envelope(sigsci_parse_t *parse, uint32_t message_id)
{
    msgpack_token_t   token;
    msgpack_result_t  result = sigsci_read_kind(parse, MSGPACK_ARRAY, &token, "it is no array");

    if (result != MSGPACK_OK) {
        return result;
    }

    if (token.count != 4) {
        return sigsci_bad(parse, "it is no array of four");
    }

    result = sigsci_read_kind(parse, MSGPACK_INTEGER, &token, "its type is no integer");
    if (result != MSGPACK_OK) {
        return result;
    }

    if (token.integer != 1) {
        return sigsci_bad(parse, "it is no reply");
    }

    result = sigsci_read_kind(parse, MSGPACK_INTEGER, &token, "its message id is no integer");
    if (result != MSGPACK_OK) {
        return result;
    }

    if (token.integer != (int64_t) message_id) {
        return sigsci_bad(parse, "it answers another message");
    }

    return sigsci_read_kind(parse, MSGPACK_NIL, &token, "it reports an error");
}

msgpack_result_t
sigsci_answer_parse(const unsigned char *bytes, size_t length, uint32_t message_id,
    sigsci_answer_t *answer, const char **problem)
{
    sigsci_parse_t    parse = { { bytes, bytes + length }, NULL };
    msgpack_result_t  result = read_envelope(&parse, message_id);

    if (result == MSGPACK_OK && answer == NULL) {
        result = sigsci_skip_value(&parse);

    } else if (result == MSGPACK_OK) {
        memset(answer, 0, sizeof(*answer));
        result = read_verdict(&parse, answer);
    }

    *problem = parse.problem;

    return result;
}
