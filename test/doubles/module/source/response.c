#include "fields.h"

static int64_t
millis_since_start(const ngx_http_request_t *r)
{
    int64_t  millis = sigsci_now_millis() - ((int64_t) r->start_sec * 1000 + (int64_t) r->start_msec);

    return millis > 0 ? millis : 0;
}

sigsci_outcome_t
sigsci_response_outcome(const ngx_http_request_t *r)
{
    sigsci_outcome_t  outcome;

    outcome.status = (ngx_int_t) (r->err_status ? r->err_status : r->headers_out.status);
    outcome.millis = millis_since_start(r);
    outcome.size = r->headers_out.content_length_n >= 0 ? r->headers_out.content_length_n : r->connection->sent;
    outcome.r = r;

    return outcome;
}

static uint32_t
write_own(msgpack_writer_t *writer, const char *name, const u_char *value, size_t length)
{
    ngx_str_t  name_text = { ngx_strlen(name), (u_char *) name }, value_text = { length, (u_char *) value };

    if (writer != NULL) {
        sigsci_write_pair(writer, &name_text, &value_text);
    }

    return 1;
}

/* Headers that nginx writes from fields beside its list; returns their number. Writer NULL: counts only. */
static uint32_t
write_own_headers(msgpack_writer_t *writer, const ngx_http_request_t *r)
{
    u_char                         text[sizeof("Mon, 28 Sep 1970 06:00:00 GMT") + NGX_OFF_T_LEN];
    u_char                        *end;
    uint32_t                       count = 0;
    const ngx_http_headers_out_t  *out = &r->headers_out;

    if (out->content_type.len > 0) {
        count += write_own(writer, "Content-Type", out->content_type.data, out->content_type.len);
    }

    if (out->content_length_n >= 0 && out->content_length == NULL) {
        end = ngx_sprintf(text, "%O", out->content_length_n);
        count += write_own(writer, "Content-Length", text, (size_t) (end - text));
    }

    if (out->last_modified_time != -1 && out->last_modified == NULL) {
        end = ngx_http_time(text, out->last_modified_time);
        count += write_own(writer, "Last-Modified", text, (size_t) (end - text));
    }

    /* nginx has made it absolute and written it itself, and has taken it out of the list. */
    if (out->location != NULL && out->location->hash == 0) {
        count += write_own(writer, "Location", out->location->value.data, out->location->value.len);
    }

    if (r->chunked) {
        count += write_own(writer, "Transfer-Encoding", (const u_char *) "chunked", ngx_strlen("chunked"));
    }

    return count;
}

/* Returns the number of headers. Writer NULL: counts only. */
static uint32_t
write_headers_out(msgpack_writer_t *writer, const ngx_http_request_t *r)
{
    uint32_t  listed = r != NULL ? sigsci_write_headers(writer, &r->headers_out.headers) : 0;

    return r != NULL ? listed + write_own_headers(writer, r) : 0;
}

void
sigsci_write_outcome(msgpack_writer_t *writer, const sigsci_outcome_t *outcome)
{
    sigsci_write_integer_field(writer, "ResponseCode", outcome->status);
    sigsci_write_integer_field(writer, "ResponseMillis", outcome->millis);
    sigsci_write_integer_field(writer, "ResponseSize", outcome->size);

    sigsci_write_text(writer, "HeadersOut");
    msgpack_write_array(writer, write_headers_out(NULL, outcome->r));
    write_headers_out(writer, outcome->r);
}
