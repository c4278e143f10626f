#include "module.h"

ngx_uint_t
sigsci_text_is(const sigsci_text_t *text, const char *name)
{
    return text->length == ngx_strlen(name) && ngx_strncasecmp((u_char *) text->bytes, (u_char *) name, text->length) == 0;
}

/* Names are tokens of RFC 9110; a value must not break out of its line. */
ngx_uint_t
sigsci_is_header(const sigsci_header_t *header)
{
    size_t         i;
    unsigned char  byte;

    for (i = 0; i < header->name.length; i++) {
        byte = header->name.bytes[i];
        if (byte <= ' ' || byte >= 0x7f || strchr("\"(),/:;<=>?@[\\]{}", byte) != NULL) {
            return 0;
        }
    }

    for (i = 0; i < header->value.length; i++) {
        byte = header->value.bytes[i];
        if (byte == '\r' || byte == '\n' || byte == '\0') {
            return 0;
        }
    }

    return header->name.length > 0;
}

/* nginx has read these already and keeps to them: a second value would only mislead the backend. */
static ngx_uint_t
is_fixed(const sigsci_text_t *name)
{
    return sigsci_text_is(name, "host") || sigsci_text_is(name, "connection") || sigsci_text_is(name, "upgrade")
           || sigsci_text_is(name, "content-length") || sigsci_text_is(name, "transfer-encoding");
}

/* The redirect is an order to the module, not news for the backend. */
static ngx_uint_t
is_for_backend(ngx_http_request_t *r, const sigsci_header_t *header)
{
    if (sigsci_text_is(&header->name, "x-sigsci-redirect")) {
        return 0;
    }

    if (sigsci_is_header(header) && !is_fixed(&header->name)) {
        return 1;
    }

    ngx_log_error(NGX_LOG_WARN, r->connection->log, 0, "sigsci: the agent's request header is left out, "
                  "it is malformed or not the agent's to set");

    return 0;
}

/* The client's X-SigSci-* are never true, and what the agent sets replaces what the client sent. */
static ngx_uint_t
is_replaced(const ngx_table_elt_t *sent, const sigsci_answer_t *answer)
{
    size_t  i;

    if (sent->key.len > 9 && ngx_strncasecmp(sent->key.data, (u_char *) "x-sigsci-", 9) == 0) {
        return 1;
    }

    for (i = 0; answer != NULL && i < answer->request_header_count; i++) {
        const sigsci_text_t  *name = &answer->request_headers[i].name;

        if (sent->key.len == name->length && !is_fixed(name)
            && ngx_strncasecmp(sent->key.data, (u_char *) name->bytes, name->length) == 0)
        {
            return 1;
        }
    }

    return 0;
}

/* Walks `part`; with `kept` copies what is not replaced. Returns how many are replaced, or NGX_ERROR. */
static ngx_int_t
sift(const ngx_list_part_t *part, const sigsci_answer_t *answer, ngx_list_t *kept)
{
    ngx_int_t               replaced = 0;
    ngx_uint_t              i;
    ngx_table_elt_t        *copy;
    const ngx_table_elt_t  *header;

    for (; part != NULL; part = part->next) {
        for (header = part->elts, i = 0; i < part->nelts; i++) {
            if (is_replaced(&header[i], answer)) {
                replaced++;
                continue;
            }
            if (kept != NULL) {
                copy = ngx_list_push(kept);
                if (copy == NULL) {
                    return NGX_ERROR;
                }
                *copy = header[i];
            }
        }
    }

    return replaced;
}

/*
 * Proxying sends every entry of the list whatever its hash, so a header goes away only with a new list. The pointers in
 * headers_in to single headers stay valid: the old entries live as long as the request.
 */
static ngx_int_t
drop_replaced(ngx_http_request_t *r, const sigsci_answer_t *answer)
{
    ngx_list_part_t  sent = r->headers_in.headers.part;
    ngx_uint_t       is_unmade = r->headers_in.headers.last == NULL;   /* a request in HTTP/0.9 */

    if (sift(&sent, answer, NULL) == 0 && !is_unmade) {
        return NGX_OK;
    }

    if (ngx_list_init(&r->headers_in.headers, r->pool, 20, sizeof(ngx_table_elt_t)) != NGX_OK) {
        return NGX_ERROR;
    }

    return sift(&sent, answer, &r->headers_in.headers) == NGX_ERROR ? NGX_ERROR : NGX_OK;
}

static ngx_int_t
add(ngx_http_request_t *r, const sigsci_header_t *said)
{
    const sigsci_text_t  *name = &said->name, *value = &said->value;
    u_char               *bytes = ngx_pnalloc(r->pool, 2 * name->length + value->length);
    ngx_table_elt_t      *header = ngx_list_push(&r->headers_in.headers);

    if (bytes == NULL || header == NULL) {
        return NGX_ERROR;
    }

    header->key.data = bytes;
    header->key.len = name->length;
    header->lowcase_key = bytes + name->length;
    header->value.data = bytes + 2 * name->length;
    header->value.len = value->length;

    ngx_memcpy(header->key.data, name->bytes, name->length);
    header->hash = ngx_hash_strlow(header->lowcase_key, header->key.data, name->length);

    if (value->length > 0) {
        ngx_memcpy(header->value.data, value->bytes, value->length);
    }

    return NGX_OK;
}

static ngx_uint_t
says_itself(const sigsci_answer_t *answer, const char *name)
{
    size_t  i;

    for (i = 0; i < answer->request_header_count; i++) {
        if (sigsci_text_is(&answer->request_headers[i].name, name)) {
            return 1;
        }
    }

    return 0;
}

/* A header of our own making, unless the agent sends one of that name itself. */
static ngx_int_t
add_own(ngx_http_request_t *r, const sigsci_answer_t *answer, const char *name, const void *value, size_t length)
{
    sigsci_header_t  header = { { (const unsigned char *) name, ngx_strlen(name) }, { value, length } };

    if (length == 0 || says_itself(answer, name) || !is_for_backend(r, &header)) {
        return NGX_OK;
    }

    return add(r, &header);
}

ngx_int_t
sigsci_set_request_headers(ngx_http_request_t *r, const sigsci_answer_t *answer)
{
    size_t  i;
    u_char  digits[NGX_INT32_LEN], *end;

    if (drop_replaced(r, answer) != NGX_OK) {
        return NGX_ERROR;
    }

    if (answer == NULL) {
        return NGX_OK;
    }

    for (i = 0; i < answer->request_header_count; i++) {
        if (is_for_backend(r, &answer->request_headers[i]) && add(r, &answer->request_headers[i]) != NGX_OK) {
            return NGX_ERROR;
        }
    }

    end = ngx_sprintf(digits, "%D", answer->waf_response);
    if (add_own(r, answer, "X-SigSci-AgentResponse", digits, (size_t) (end - digits)) != NGX_OK) {
        return NGX_ERROR;
    }

    return add_own(r, answer, "X-SigSci-RequestID", answer->request_id.bytes, answer->request_id.length);
}
