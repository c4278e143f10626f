#include "answer.h"

#include <string.h>

/* The bytes being read, and why they are no answer once that is known. */
typedef struct {
    msgpack_reader_t  reader;
    const char       *problem;
} parse_t;

static msgpack_result_t
bad(parse_t *parse, const char *problem)
{
    if (parse->problem == NULL) {
        parse->problem = problem;
    }

    return MSGPACK_BAD;
}

static msgpack_result_t
skip_value(parse_t *parse)
{
    msgpack_result_t  result = msgpack_skip(&parse->reader, SIGSCI_ANSWER_DEPTH_MAX);

    return result == MSGPACK_BAD ? bad(parse, "it nests too deep or is no MessagePack") : result;
}

static msgpack_result_t
read_token(parse_t *parse, msgpack_token_t *token)
{
    msgpack_result_t  result = msgpack_read(&parse->reader, token);

    return result == MSGPACK_BAD ? bad(parse, "it is no MessagePack") : result;
}

static msgpack_result_t
read_kind(parse_t *parse, msgpack_kind_t kind, msgpack_token_t *token, const char *problem)
{
    msgpack_result_t  result = read_token(parse, token);

    if (result == MSGPACK_OK && token->kind != kind) {
        return bad(parse, problem);
    }

    return result;
}

/* An array, or nil for an empty one: encoders write an unset list as nil. */
static msgpack_result_t
read_list(parse_t *parse, uint32_t *count, const char *problem)
{
    msgpack_token_t   token;
    msgpack_result_t  result = read_token(parse, &token);

    if (result != MSGPACK_OK) {
        return result;
    }

    if (token.kind != MSGPACK_ARRAY && token.kind != MSGPACK_NIL) {
        return bad(parse, problem);
    }

    *count = token.kind == MSGPACK_ARRAY ? token.count : 0;

    return MSGPACK_OK;
}

static msgpack_result_t
read_text(parse_t *parse, sigsci_text_t *text, const char *problem)
{
    msgpack_token_t   token;
    msgpack_result_t  result = read_kind(parse, MSGPACK_STRING, &token, problem);

    if (result == MSGPACK_OK) {
        text->bytes = token.bytes;
        text->length = token.count;
    }

    return result;
}

static msgpack_result_t
read_waf_response(parse_t *parse, sigsci_answer_t *answer)
{
    msgpack_token_t   token;
    msgpack_result_t  result = read_kind(parse, MSGPACK_INTEGER, &token, "WAFResponse is no integer");

    if (result != MSGPACK_OK) {
        return result;
    }

    if (token.integer < INT32_MIN || token.integer > INT32_MAX) {
        return bad(parse, "WAFResponse does not fit 32 bits");
    }

    answer->waf_response = (int32_t) token.integer;

    return MSGPACK_OK;
}

static msgpack_result_t
read_request_id(parse_t *parse, sigsci_answer_t *answer)
{
    msgpack_token_t   token;
    msgpack_result_t  result = read_token(parse, &token);

    if (result != MSGPACK_OK || token.kind == MSGPACK_NIL) {
        return result;
    }

    if (token.kind != MSGPACK_STRING) {
        return bad(parse, "RequestID is no string");
    }

    answer->request_id.bytes = token.bytes;
    answer->request_id.length = token.count;

    return MSGPACK_OK;
}

static msgpack_result_t
read_pair(parse_t *parse, sigsci_header_t *header)
{
    uint32_t          count;
    msgpack_result_t  result;

    result = read_list(parse, &count, "a request header is no pair");
    if (result != MSGPACK_OK) {
        return result;
    }

    if (count != 2) {
        return bad(parse, "a request header is no pair");
    }

    result = read_text(parse, &header->name, "a request header's name is no string");
    if (result != MSGPACK_OK) {
        return result;
    }

    return read_text(parse, &header->value, "a request header's value is no string");
}

static msgpack_result_t
read_request_headers(parse_t *parse, sigsci_answer_t *answer)
{
    uint32_t          count, i;
    msgpack_result_t  result;

    result = read_list(parse, &count, "RequestHeaders is no array");
    if (result != MSGPACK_OK) {
        return result;
    }

    if (count > SIGSCI_ANSWER_HEADERS_MAX) {
        return bad(parse, "it has more than 64 request headers");
    }

    for (i = 0; i < count; i++) {
        result = read_pair(parse, &answer->request_headers[i]);
        if (result != MSGPACK_OK) {
            return result;
        }
    }

    answer->request_header_count = count;

    return MSGPACK_OK;
}

/* The arguments [name] or [name, value]; deleting needs a name only. */
static msgpack_result_t
read_arguments(parse_t *parse, sigsci_action_t *action)
{
    uint32_t          count, wanted;
    msgpack_result_t  result;

    memset(&action->header, 0, sizeof(action->header));

    result = read_list(parse, &count, "a response action's arguments are no array");
    if (result != MSGPACK_OK) {
        return result;
    }

    wanted = action->code == SIGSCI_HEADER_DELETE ? 1 : 2;
    if (count != wanted) {
        return bad(parse, "a response action has a wrong number of arguments");
    }

    result = read_text(parse, &action->header.name, "a response action's name is no string");
    if (result != MSGPACK_OK || wanted == 1) {
        return result;
    }

    return read_text(parse, &action->header.value, "a response action's value is no string");
}

/* A pair [code, arguments]; an action of a code that we do not know is passed over. */
static msgpack_result_t
read_action(parse_t *parse, sigsci_answer_t *answer)
{
    uint32_t          count;
    msgpack_token_t   token;
    sigsci_action_t  *action = &answer->actions[answer->action_count];
    msgpack_result_t  result;

    result = read_list(parse, &count, "a response action is no pair");
    if (result != MSGPACK_OK) {
        return result;
    }

    if (count != 2) {
        return bad(parse, "a response action is no pair");
    }

    result = read_kind(parse, MSGPACK_INTEGER, &token, "a response action's code is no integer");
    if (result != MSGPACK_OK) {
        return result;
    }

    if (token.integer < SIGSCI_HEADER_ADD || token.integer > SIGSCI_HEADER_DELETE) {
        return skip_value(parse);
    }

    action->code = (sigsci_action_code_t) token.integer;

    result = read_arguments(parse, action);
    if (result == MSGPACK_OK) {
        answer->action_count++;
    }

    return result;
}

static msgpack_result_t
read_actions(parse_t *parse, sigsci_answer_t *answer)
{
    uint32_t          count;
    msgpack_result_t  result;

    result = read_list(parse, &count, "RespActions is no array");
    if (result != MSGPACK_OK) {
        return result;
    }

    if (count > SIGSCI_ANSWER_HEADERS_MAX) {
        return bad(parse, "it has more than 64 response actions");
    }

    for (answer->action_count = 0; count > 0; count--) {
        result = read_action(parse, answer);
        if (result != MSGPACK_OK) {
            return result;
        }
    }

    return MSGPACK_OK;
}

static int
is(const msgpack_token_t *key, const char *name)
{
    return key->count == strlen(name) && memcmp(key->bytes, name, key->count) == 0;
}

static msgpack_result_t
read_field(parse_t *parse, sigsci_answer_t *answer, int *decided)
{
    msgpack_token_t   key;
    msgpack_result_t  result = read_kind(parse, MSGPACK_STRING, &key, "a field's name is no string");

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
        return read_request_headers(parse, answer);
    }
    if (is(&key, "RespActions")) {
        return read_actions(parse, answer);
    }

    return skip_value(parse);
}

static msgpack_result_t
read_verdict(parse_t *parse, sigsci_answer_t *answer)
{
    int               decided = 0;
    uint32_t          i;
    msgpack_token_t   map;
    msgpack_result_t  result = read_kind(parse, MSGPACK_MAP, &map, "its result is no map");

    if (result != MSGPACK_OK) {
        return result;
    }

    for (i = 0; i < map.count; i++) {
        result = read_field(parse, answer, &decided);
        if (result != MSGPACK_OK) {
            return result;
        }
    }

    return decided ? MSGPACK_OK : bad(parse, "it has no WAFResponse");
}

/* Everything before the result: [1, message id, nil, … */
static msgpack_result_t
read_envelope(parse_t *parse, uint32_t message_id)
{
    msgpack_token_t   token;
    msgpack_result_t  result = read_kind(parse, MSGPACK_ARRAY, &token, "it is no array");

    if (result != MSGPACK_OK) {
        return result;
    }

    if (token.count != 4) {
        return bad(parse, "it is no array of four");
    }

    result = read_kind(parse, MSGPACK_INTEGER, &token, "its type is no integer");
    if (result != MSGPACK_OK) {
        return result;
    }

    if (token.integer != 1) {
        return bad(parse, "it is no reply");
    }

    result = read_kind(parse, MSGPACK_INTEGER, &token, "its message id is no integer");
    if (result != MSGPACK_OK) {
        return result;
    }

    if (token.integer != (int64_t) message_id) {
        return bad(parse, "it answers another message");
    }

    return read_kind(parse, MSGPACK_NIL, &token, "it reports an error");
}

msgpack_result_t
sigsci_answer_parse(const unsigned char *bytes, size_t length, uint32_t message_id,
    sigsci_answer_t *answer, const char **problem)
{
    parse_t           parse = { { bytes, bytes + length }, NULL };
    msgpack_result_t  result = read_envelope(&parse, message_id);

    if (result == MSGPACK_OK && answer == NULL) {
        result = skip_value(&parse);

    } else if (result == MSGPACK_OK) {
        memset(answer, 0, sizeof(*answer));
        result = read_verdict(&parse, answer);
    }

    *problem = parse.problem;

    return result;
}
