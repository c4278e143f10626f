#include "fields.h"

static void
write_headers_in(msgpack_writer_t *writer, const ngx_http_request_t *r)
{
    sigsci_write_text(writer, "HeadersIn");
    msgpack_write_array(writer, sigsci_write_headers(NULL, &r->headers_in.headers));
    sigsci_write_headers(writer, &r->headers_in.headers);
}

static void
write_scheme(msgpack_writer_t *writer, const ngx_http_request_t *r)
{
    ngx_str_t  scheme = ngx_string("http");

#if (NGX_HTTP_SSL)
    if (r->connection->ssl != NULL) {
        ngx_str_set(&scheme, "https");
    }
#endif

    sigsci_write_text_field(writer, "Scheme", &scheme);
}

static void
write_tls(msgpack_writer_t *writer, const ngx_http_request_t *r)
{
    ngx_str_t  protocol = ngx_null_string, cipher = ngx_null_string;

#if (NGX_HTTP_SSL)
    if (r->connection->ssl != NULL) {
        (void) ngx_ssl_get_protocol(r->connection, r->pool, &protocol);
        (void) ngx_ssl_get_cipher_name(r->connection, r->pool, &cipher);
        /* OpenSSL's texts are without a length: nginx hands out the pointer alone. */
        protocol.len = protocol.data ? ngx_strlen(protocol.data) : 0;
        cipher.len = cipher.data ? ngx_strlen(cipher.data) : 0;
    }
#endif

    sigsci_write_text_field(writer, "TLSProtocol", &protocol);
    sigsci_write_text_field(writer, "TLSCipher", &cipher);
}

/* In the vendor's order, which has NowMillis in the middle; ServerName is left out without a Host header, as there. */
static void
write_facts(msgpack_writer_t *writer, const ngx_http_request_t *r, sigsci_context_t *context)
{
    static ngx_str_t  oldest = ngx_string("HTTP/0.9");

    sigsci_write_module(writer);
    if (r->headers_in.host != NULL) {
        sigsci_write_text_field(writer, "ServerName", &r->headers_in.host->value);
    }
    sigsci_write_integer_field(writer, "Timestamp", r->start_sec);
    context->facts_before_now = writer->length;

    sigsci_write_text_field(writer, "RemoteAddr", &r->connection->addr_text);
    sigsci_write_text_field(writer, "Method", &r->method_name);
    write_scheme(writer, r);
    sigsci_write_text_field(writer, "URI", &r->unparsed_uri);
    sigsci_write_text_field(writer, "Protocol", r->http_protocol.len > 0 ? &r->http_protocol : &oldest);
    write_tls(writer, r);
    write_headers_in(writer, r);

    context->fact_count = r->headers_in.host != NULL ? 13 : 12;
}

ngx_int_t
sigsci_record_facts(ngx_http_request_t *r, sigsci_context_t *context)
{
    msgpack_writer_t  writer = { NULL, 0, 0 };

    write_facts(&writer, r, context);

    writer.size = writer.length;
    writer.length = 0;
    writer.buffer = ngx_pnalloc(r->pool, writer.size);
    if (writer.buffer == NULL) {
        return NGX_ERROR;
    }

    write_facts(&writer, r, context);
    context->facts.data = writer.buffer;
    context->facts.len = writer.length;

    return NGX_OK;
}
