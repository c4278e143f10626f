#include "answer_values.h"

msgpack_result_t
sigsci_bad(sigsci_parse_t *parse, const char *problem)
{
    if (parse->problem == NULL) {
        parse->problem = problem;
    }

    return MSGPACK_BAD;
}

msgpack_result_t
sigsci_skip_value(sigsci_parse_t *parse)
{
    msgpack_result_t  result = msgpack_skip(&parse->reader, SIGSCI_ANSWER_DEPTH_MAX);

    return result == MSGPACK_BAD ? sigsci_bad(parse, "it nests too deep or is no MessagePack") : result;
}

msgpack_result_t
sigsci_read_token(sigsci_parse_t *parse, msgpack_token_t *token)
{
    msgpack_result_t  result = msgpack_read(&parse->reader, token);

    return result == MSGPACK_BAD ? sigsci_bad(parse, "it is no MessagePack") : result;
}

msgpack_result_t
sigsci_read_kind(sigsci_parse_t *parse, msgpack_kind_t kind, msgpack_token_t *token, const char *problem)
{
    msgpack_result_t  result = sigsci_read_token(parse, token);

    if (result == MSGPACK_OK && token->kind != kind) {
        return sigsci_bad(parse, problem);
    }

    return result;
}

msgpack_result_t
sigsci_read_list(sigsci_parse_t *parse, uint32_t *count, const char *problem)
{
    msgpack_token_t   token;
    msgpack_result_t  result = sigsci_read_token(parse, &token);

    if (result != MSGPACK_OK) {
        return result;
    }

    if (token.kind != MSGPACK_ARRAY && token.kind != MSGPACK_NIL) {
        return sigsci_bad(parse, problem);
    }

    *count = token.kind == MSGPACK_ARRAY ? token.count : 0;

    return MSGPACK_OK;
}

msgpack_result_t
sigsci_read_text(sigsci_parse_t *parse, sigsci_text_t *text, const char *problem)
{
    msgpack_token_t   token;
    msgpack_result_t  result = sigsci_read_kind(parse, MSGPACK_STRING, &token, problem);

    if (result == MSGPACK_OK) {
        text->bytes = token.bytes;
        text->length = token.count;
    }

    return result;
}
