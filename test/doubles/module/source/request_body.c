#include "module.h"

static ngx_uint_t
holds(const ngx_str_t *type, const char *part)
{
    return ngx_strlcasestrn(type->data, type->data + type->len, (u_char *) part, ngx_strlen(part) - 1) != NULL;
}

static ngx_uint_t
begins(const ngx_str_t *type, const char *prefix)
{
    return type->len >= ngx_strlen(prefix) && ngx_strncasecmp(type->data, (u_char *) prefix, ngx_strlen(prefix)) == 0;
}

/* The types that the vendor's modules inspect: forms, JSON, JavaScript, XML, GraphQL, gRPC, and no type at all. */
static ngx_uint_t
is_known_type(const ngx_str_t *type)
{
    return type->len == 0
           || holds(type, "application/x-www-form-urlencoded") || begins(type, "multipart/form-data")
           || begins(type, "application/graphql") || begins(type, "application/grpc")
           || holds(type, "json") || holds(type, "javascript") || holds(type, "xml");
}

static ngx_uint_t
is_expected_type(const sigsci_main_conf_t *conf, const ngx_str_t *type)
{
    ngx_str_t   *expected;
    ngx_uint_t   i;

    if (conf->expected_content_types == NULL) {
        return 0;
    }

    for (expected = conf->expected_content_types->elts, i = 0; i < conf->expected_content_types->nelts; i++) {
        if (type->len >= expected[i].len && ngx_strncasecmp(type->data, expected[i].data, expected[i].len) == 0) {
            return 1;
        }
    }

    return 0;
}

/* More than one Content-Type header: which of them an application believes is unknown, so the body is inspected. */
static ngx_uint_t
is_ambiguous(ngx_http_request_t *r)
{
    ngx_uint_t             i, seen = 0;
    const ngx_table_elt_t *header;
    const ngx_list_part_t *part;

    for (part = &r->headers_in.headers.part; part != NULL; part = part->next) {
        for (header = part->elts, i = 0; i < part->nelts; i++) {
            seen += header[i].key.len == 12 && ngx_strncasecmp(header[i].key.data, (u_char *) "content-type", 12) == 0;
        }
    }

    return seen > 1;
}

ngx_uint_t
sigsci_wants_body(ngx_http_request_t *r)
{
    off_t                length = r->headers_in.content_length_n;
    ngx_str_t            type = ngx_null_string;
    sigsci_main_conf_t  *conf = sigsci_main_conf(r);

    if (length < 1 || length > (off_t) conf->max_post_len) {
        return 0;
    }

    if (r->headers_in.content_type != NULL) {
        type = r->headers_in.content_type->value;
    }

    return conf->extend_content_types || is_known_type(&type) || is_expected_type(conf, &type) || is_ambiguous(r);
}

/* Appends one buffer of nginx's, which lies in memory or, past client_body_buffer_size, in a temporary file. */
static ngx_int_t
append(ngx_str_t *body, size_t capacity, ngx_buf_t *buffer)
{
    off_t    size = ngx_buf_size(buffer);
    ssize_t  n;

    if (size <= 0) {
        return NGX_OK;
    }

    if ((size_t) size > capacity - body->len) {
        return NGX_ERROR;
    }

    if (ngx_buf_in_memory(buffer)) {
        ngx_memcpy(body->data + body->len, buffer->pos, (size_t) size);

    } else {
        n = ngx_read_file(buffer->file, body->data + body->len, (size_t) size, buffer->file_pos);
        if (n != (ssize_t) size) {
            return NGX_ERROR;
        }
    }

    body->len += (size_t) size;

    return NGX_OK;
}

ngx_str_t
sigsci_collect_body(ngx_http_request_t *r)
{
    size_t        capacity = (size_t) r->headers_in.content_length_n;
    ngx_str_t     body = ngx_null_string, nothing = ngx_null_string;
    ngx_chain_t  *link;

    if (r->request_body == NULL || r->request_body->bufs == NULL) {
        return nothing;
    }

    body.data = ngx_pnalloc(r->pool, capacity);
    if (body.data == NULL) {
        return nothing;
    }

    for (link = r->request_body->bufs; link != NULL; link = link->next) {
        if (append(&body, capacity, link->buf) != NGX_OK) {
            ngx_log_error(NGX_LOG_ERR, r->connection->log, 0, "sigsci: the body cannot be read and is not inspected");
            return nothing;
        }
    }

    return body;
}
