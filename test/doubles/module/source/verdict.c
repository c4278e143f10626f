#include "module.h"

static const sigsci_text_t *
find_redirect(const sigsci_answer_t *answer)
{
    size_t  i;

    for (i = 0; i < answer->request_header_count; i++) {
        if (sigsci_text_is(&answer->request_headers[i].name, "x-sigsci-redirect")
            && sigsci_is_header(&answer->request_headers[i])
            && answer->request_headers[i].value.length > 0)
        {
            return &answer->request_headers[i].value;
        }
    }

    return NULL;
}

ngx_int_t
sigsci_judge(ngx_http_request_t *r, const sigsci_answer_t *answer, const char *what)
{
    int32_t  status = answer->waf_response;

    if (status == 200) {
        return NGX_DECLINED;
    }

    if (status < 300 || status > 599) {
        ngx_log_error(NGX_LOG_WARN, r->connection->log, 0, "sigsci: the agent answered %D, the %s passes",
                      status, what);
        return NGX_DECLINED;
    }

    if (status < 400 && find_redirect(answer) == NULL) {
        ngx_log_error(NGX_LOG_WARN, r->connection->log, 0,
                      "sigsci: the agent answered %D without X-Sigsci-Redirect, the %s passes", status, what);
        return NGX_DECLINED;
    }

    return status;
}

static ngx_int_t
set_location(ngx_http_request_t *r, const sigsci_text_t *target)
{
    ngx_table_elt_t  *header = ngx_list_push(&r->headers_out.headers);

    if (header == NULL) {
        return NGX_ERROR;
    }

    header->hash = 1;
    ngx_str_set(&header->key, "Location");
    header->value.data = (u_char *) target->bytes;
    header->value.len = target->length;

    return NGX_OK;
}

/* Statuses that mean something else than a response inside nginx, such as closing the connection at once. */
static ngx_uint_t
is_internal(ngx_int_t status)
{
    return status == NGX_HTTP_REQUEST_TIME_OUT || status == NGX_HTTP_CLOSE || (status >= 494 && status <= 499);
}

static ngx_int_t
send_text(ngx_http_request_t *r, ngx_int_t status)
{
    ngx_str_t                 type = ngx_string("text/plain");
    ngx_http_complex_value_t  text;

    ngx_memzero(&text, sizeof(text));
    ngx_str_set(&text.value, "not acceptable\n");

    return ngx_http_send_response(r, (ngx_uint_t) status, &type, &text);
}

/*
 * A block ends the request here rather than by a returned status: a phase may treat some statuses its own way
 * (`satisfy any` lets another handler overrule a 403).
 */
ngx_int_t
sigsci_enforce(ngx_http_request_t *r, const sigsci_context_t *context)
{
    ngx_int_t  status = context->verdict;

    if (status == NGX_DECLINED) {
        return NGX_DECLINED;
    }

    if (status < 400 && set_location(r, find_redirect(context->answer)) != NGX_OK) {
        status = NGX_HTTP_INTERNAL_SERVER_ERROR;
    }

    ngx_http_finalize_request(r, is_internal(status) ? send_text(r, status) : status);

    return NGX_DONE;
}
