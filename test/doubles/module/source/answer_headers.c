#include "answer_values.h"

#include <string.h>

static msgpack_result_t
read_pair(sigsci_parse_t *parse, sigsci_header_t *header)
{
    uint32_t          count;
    msgpack_result_t  result;

    result = sigsci_read_list(parse, &count, "a request header is no pair");
    if (result != MSGPACK_OK) {
        return result;
    }

    if (count != 2) {
        return sigsci_bad(parse, "a request header is no pair");
    }

    result = sigsci_read_text(parse, &header->name, "a request header's name is no string");
    if (result != MSGPACK_OK) {
        return result;
    }

    return sigsci_read_text(parse, &header->value, "a request header's value is no string");
}

msgpack_result_t
sigsci_read_request_headers(sigsci_parse_t *parse, sigsci_answer_t *answer)
{
    uint32_t          count, i;
    msgpack_result_t  result;

    result = sigsci_read_list(parse, &count, "RequestHeaders is no array");
    if (result != MSGPACK_OK) {
        return result;
    }

    if (count > SIGSCI_ANSWER_HEADERS_MAX) {
        return sigsci_bad(parse, "it has more than 64 request headers");
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
read_arguments(sigsci_parse_t *parse, sigsci_action_t *action)
{
    uint32_t          count, wanted;
    msgpack_result_t  result;

    memset(&action->header, 0, sizeof(action->header));

    result = sigsci_read_list(parse, &count, "a response action's arguments are no array");
    if (result != MSGPACK_OK) {
        return result;
    }

    wanted = action->code == SIGSCI_HEADER_DELETE ? 1 : 2;
    if (count != wanted) {
        return sigsci_bad(parse, "a response action has a wrong number of arguments");
    }

    result = sigsci_read_text(parse, &action->header.name, "a response action's name is no string");
    if (result != MSGPACK_OK || wanted == 1) {
        return result;
    }

    return sigsci_read_text(parse, &action->header.value, "a response action's value is no string");
}

/* A pair [code, arguments]; an action of a code that we do not know is passed over. */
static msgpack_result_t
read_action(sigsci_parse_t *parse, sigsci_answer_t *answer)
{
    uint32_t          count;
    msgpack_token_t   token;
    sigsci_action_t  *action = &answer->actions[answer->action_count];
    msgpack_result_t  result;

    result = sigsci_read_list(parse, &count, "a response action is no pair");
    if (result != MSGPACK_OK) {
        return result;
    }

    if (count != 2) {
        return sigsci_bad(parse, "a response action is no pair");
    }

    result = sigsci_read_kind(parse, MSGPACK_INTEGER, &token, "a response action's code is no integer");
    if (result != MSGPACK_OK) {
        return result;
    }

    if (token.integer < SIGSCI_HEADER_ADD || token.integer > SIGSCI_HEADER_DELETE) {
        return sigsci_skip_value(parse);
    }

    action->code = (sigsci_action_code_t) token.integer;

    result = read_arguments(parse, action);
    if (result == MSGPACK_OK) {
        answer->action_count++;
    }

    return result;
}

msgpack_result_t
sigsci_read_actions(sigsci_parse_t *parse, sigsci_answer_t *answer)
{
    uint32_t          count;
    msgpack_result_t  result;

    result = sigsci_read_list(parse, &count, "RespActions is no array");
    if (result != MSGPACK_OK) {
        return result;
    }

    if (count > SIGSCI_ANSWER_HEADERS_MAX) {
        return sigsci_bad(parse, "it has more than 64 response actions");
    }

    for (answer->action_count = 0; count > 0; count--) {
        result = read_action(parse, answer);
        if (result != MSGPACK_OK) {
            return result;
        }
    }

    return MSGPACK_OK;
}
