#include "module.h"
#include "websocket.h"

static ngx_http_output_header_filter_pt  next_header_filter;

/*
 * Headers to which nginx holds a pointer beside its list. Those with `by_nginx` it writes itself while the pointer is
 * NULL; an entry with hash 0 behind the pointer keeps it from doing so.
 */
typedef struct {
    const char  *name;
    size_t       offset;
    ngx_uint_t   by_nginx;
} known_header_t;

static const known_header_t  known_headers[] = {
    { "Server", offsetof(ngx_http_headers_out_t, server), 1 },
    { "Date", offsetof(ngx_http_headers_out_t, date), 1 },
    { "Last-Modified", offsetof(ngx_http_headers_out_t, last_modified), 0 },
    { "ETag", offsetof(ngx_http_headers_out_t, etag), 0 },
    { "Location", offsetof(ngx_http_headers_out_t, location), 0 },
    { "Refresh", offsetof(ngx_http_headers_out_t, refresh), 0 },
    { "Content-Encoding", offsetof(ngx_http_headers_out_t, content_encoding), 0 },
    { "WWW-Authenticate", offsetof(ngx_http_headers_out_t, www_authenticate), 0 },
    { "Accept-Ranges", offsetof(ngx_http_headers_out_t, accept_ranges), 0 },
    { "Expires", offsetof(ngx_http_headers_out_t, expires), 0 },
};

static const known_header_t *
find_known(const sigsci_text_t *name)
{
    size_t  i;

    for (i = 0; i < sizeof(known_headers) / sizeof(known_headers[0]); i++) {
        if (sigsci_text_is(name, known_headers[i].name)) {
            return &known_headers[i];
        }
    }

    return NULL;
}

static void
point(ngx_http_request_t *r, const known_header_t *known, ngx_table_elt_t *header)
{
    if (known != NULL) {
        *(ngx_table_elt_t **) ((u_char *) &r->headers_out + known->offset) = header;
    }
}

/* Framing belongs to nginx: with another length or coding the response would fall apart. */
static ngx_uint_t
is_framing(const sigsci_text_t *name)
{
    return sigsci_text_is(name, "content-length") || sigsci_text_is(name, "transfer-encoding")
           || sigsci_text_is(name, "connection") || sigsci_text_is(name, "keep-alive")
           || sigsci_text_is(name, "upgrade") || sigsci_text_is(name, "trailer");
}

static ngx_uint_t
has_name(const ngx_table_elt_t *header, const sigsci_text_t *name)
{
    return header->hash != 0 && header->key.len == name->length
           && ngx_strncasecmp(header->key.data, (u_char *) name->bytes, name->length) == 0;
}

/* Counts the headers of that name in nginx's list, and takes them out of the response if asked to. */
static ngx_uint_t
find_all(ngx_http_request_t *r, const sigsci_text_t *name, ngx_uint_t take_out)
{
    ngx_uint_t        i, found = 0;
    ngx_table_elt_t  *header;
    ngx_list_part_t  *part;

    for (part = &r->headers_out.headers.part; part != NULL; part = part->next) {
        for (header = part->elts, i = 0; i < part->nelts; i++) {
            if (has_name(&header[i], name)) {
                found++;
                header[i].hash = take_out ? 0 : header[i].hash;
            }
        }
    }

    return found;
}

static ngx_table_elt_t *
push(ngx_http_request_t *r, const sigsci_header_t *said)
{
    ngx_table_elt_t  *header = ngx_list_push(&r->headers_out.headers);

    if (header == NULL) {
        return NULL;
    }

    header->hash = 1;
    header->key.data = (u_char *) said->name.bytes;
    header->key.len = said->name.length;
    header->value.data = (u_char *) said->value.bytes;
    header->value.len = said->value.length;
    header->lowcase_key = ngx_pnalloc(r->pool, said->name.length);
    if (header->lowcase_key == NULL) {
        return NULL;
    }

    ngx_strlow(header->lowcase_key, header->key.data, header->key.len);

    return header;
}

static ngx_int_t
delete_header(ngx_http_request_t *r, const sigsci_header_t *said)
{
    ngx_table_elt_t       *silence = NULL;
    const known_header_t  *known = find_known(&said->name);

    find_all(r, &said->name, 1);

    if (known != NULL && known->by_nginx) {
        silence = push(r, said);
        if (silence == NULL) {
            return NGX_ERROR;
        }
        silence->hash = 0;
    }

    point(r, known, silence);

    if (sigsci_text_is(&said->name, "last-modified")) {
        r->headers_out.last_modified_time = -1;
    }

    return NGX_OK;
}

static ngx_int_t
add_header(ngx_http_request_t *r, const sigsci_header_t *said)
{
    ngx_table_elt_t       *header = push(r, said);
    const known_header_t  *known = find_known(&said->name);

    if (header == NULL) {
        return NGX_ERROR;
    }

    /* nginx makes a Location that starts with a slash absolute when it has the pointer; the agent's stays as said. */
    if (!sigsci_text_is(&said->name, "location")) {
        point(r, known, header);
    }

    return NGX_OK;
}

static ngx_uint_t
is_present(ngx_http_request_t *r, const sigsci_text_t *name)
{
    const known_header_t  *known = find_known(name);

    if (sigsci_text_is(name, "last-modified") && r->headers_out.last_modified_time != -1) {
        return 1;
    }

    return find_all(r, name, 0) > 0 || (known != NULL && known->by_nginx);
}

/* Content-Type is a field of its own and cannot stand twice. */
static void
change_content_type(ngx_http_request_t *r, const sigsci_action_t *action)
{
    ngx_http_headers_out_t  *out = &r->headers_out;

    if (action->code == SIGSCI_HEADER_SET_IF_ABSENT && out->content_type.len > 0) {
        return;
    }

    out->content_type.data = (u_char *) action->header.value.bytes;
    out->content_type.len = action->header.value.length;
    out->content_type_len = action->header.value.length;
    out->content_type_lowcase = NULL;
    out->charset.len = 0;
}

static ngx_int_t
carry_out(ngx_http_request_t *r, const sigsci_action_t *action)
{
    const sigsci_header_t  *header = &action->header;

    if (!sigsci_is_header(header) || is_framing(&header->name)) {
        ngx_log_error(NGX_LOG_WARN, r->connection->log, 0, "sigsci: the agent's response action is left out, "
                      "its header is malformed or not the agent's to change");
        return NGX_OK;
    }

    if (sigsci_text_is(&header->name, "content-type")) {
        change_content_type(r, action);
        return NGX_OK;
    }

    switch (action->code) {
    case SIGSCI_HEADER_ADD:
        return add_header(r, header);
    case SIGSCI_HEADER_SET:
        return delete_header(r, header) == NGX_OK ? add_header(r, header) : NGX_ERROR;
    case SIGSCI_HEADER_SET_IF_ABSENT:
        return is_present(r, &header->name) ? NGX_OK : add_header(r, header);
    default:
        return delete_header(r, header);
    }
}

static ngx_int_t
header_filter(ngx_http_request_t *r)
{
    size_t             i;
    sigsci_context_t  *context = r == r->main ? sigsci_find_context(r) : NULL;

    for (i = 0; context != NULL && context->answer != NULL && i < context->answer->action_count; i++) {
        if (carry_out(r, &context->answer->actions[i]) != NGX_OK) {
            return NGX_ERROR;
        }
    }

    if (sigsci_watch_websocket(r) != NGX_OK) {
        return NGX_ERROR;
    }

    return next_header_filter(r);
}

ngx_int_t
sigsci_install_header_filter(void)
{
    next_header_filter = ngx_http_top_header_filter;
    ngx_http_top_header_filter = header_filter;

    return NGX_OK;
}
