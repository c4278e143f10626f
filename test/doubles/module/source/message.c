#include "message.h"

static uint32_t  last_message_id;

static void
write_text(msgpack_writer_t *writer, const char *text)
{
    msgpack_write_string(writer, text, ngx_strlen(text));
}

static void
write_text_field(msgpack_writer_t *writer, const char *name, const ngx_str_t *value)
{
    write_text(writer, name);
    msgpack_write_string(writer, value->data, value->len);
}

static void
write_integer_field(msgpack_writer_t *writer, const char *name, int64_t value)
{
    write_text(writer, name);
    msgpack_write_integer(writer, value);
}

static void
write_pair(msgpack_writer_t *writer, const ngx_str_t *name, const ngx_str_t *value)
{
    msgpack_write_array(writer, 2);
    msgpack_write_string(writer, name->data, name->len);
    msgpack_write_string(writer, value->data, value->len);
}

/* [0, id, method, [{…}]]: everything up to the fields. */
static void
write_envelope(msgpack_writer_t *writer, uint32_t id, const char *method, ngx_uint_t fields)
{
    msgpack_write_array(writer, 4);
    msgpack_write_integer(writer, 0);
    msgpack_write_integer(writer, id);
    write_text(writer, method);
    msgpack_write_array(writer, 1);
    msgpack_write_map(writer, (uint32_t) fields);
}

static void
write_module(msgpack_writer_t *writer)
{
    static ngx_str_t  module = ngx_string(SIGSCI_MODULE_NAME), server = ngx_string(NGINX_VER), flavor = ngx_null_string;

    write_text_field(writer, "ModuleVersion", &module);
    write_text_field(writer, "ServerVersion", &server);
    write_text_field(writer, "ServerFlavor", &flavor);
}

static int64_t
now_millis(void)
{
    return (int64_t) ngx_cached_time->sec * 1000 + (int64_t) ngx_cached_time->msec;
}

/* A list holds headers that some module has taken back: their hash is 0. Counts only when the writer is NULL. */
static uint32_t
write_list(msgpack_writer_t *writer, const ngx_list_t *headers)
{
    uint32_t                count = 0;
    ngx_uint_t              i;
    const ngx_table_elt_t  *header;
    const ngx_list_part_t  *part;

    for (part = &headers->part; part != NULL; part = part->next) {
        for (header = part->elts, i = 0; i < part->nelts; i++) {
            if (header[i].hash == 0) {
                continue;
            }
            if (writer != NULL) {
                write_pair(writer, &header[i].key, &header[i].value);
            }
            count++;
        }
    }

    return count;
}

static void
write_headers_in(msgpack_writer_t *writer, const ngx_http_request_t *r)
{
    write_text(writer, "HeadersIn");
    msgpack_write_array(writer, write_list(NULL, &r->headers_in.headers));
    write_list(writer, &r->headers_in.headers);
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

    write_text_field(writer, "Scheme", &scheme);
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

    write_text_field(writer, "TLSProtocol", &protocol);
    write_text_field(writer, "TLSCipher", &cipher);
}

/* In the vendor's order, which has NowMillis in the middle; ServerName is left out without a Host header, as there. */
static void
write_facts(msgpack_writer_t *writer, const ngx_http_request_t *r, sigsci_context_t *context)
{
    static ngx_str_t  oldest = ngx_string("HTTP/0.9");

    write_module(writer);
    if (r->headers_in.host != NULL) {
        write_text_field(writer, "ServerName", &r->headers_in.host->value);
    }
    write_integer_field(writer, "Timestamp", r->start_sec);
    context->facts_before_now = writer->length;

    write_text_field(writer, "RemoteAddr", &r->connection->addr_text);
    write_text_field(writer, "Method", &r->method_name);
    write_scheme(writer, r);
    write_text_field(writer, "URI", &r->unparsed_uri);
    write_text_field(writer, "Protocol", r->http_protocol.len > 0 ? &r->http_protocol : &oldest);
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

static void
write_request(msgpack_writer_t *writer, const sigsci_message_t *message)
{
    const ngx_str_t  *facts = &message->context->facts;
    size_t            split = message->context->facts_before_now;

    msgpack_write_encoded(writer, facts->data, split);
    write_integer_field(writer, "NowMillis", now_millis());
    msgpack_write_encoded(writer, facts->data + split, facts->len - split);
    write_text_field(writer, "PostBody", &message->body);
}

ngx_int_t
sigsci_response_code(const ngx_http_request_t *r)
{
    return (ngx_int_t) (r->err_status ? r->err_status : r->headers_out.status);
}

int64_t
sigsci_response_millis(const ngx_http_request_t *r)
{
    int64_t  millis = now_millis() - ((int64_t) r->start_sec * 1000 + (int64_t) r->start_msec);

    return millis > 0 ? millis : 0;
}

int64_t
sigsci_response_size(const ngx_http_request_t *r)
{
    return r->headers_out.content_length_n >= 0 ? r->headers_out.content_length_n : r->connection->sent;
}

/* Headers that nginx keeps outside its list. Writer NULL: counts only. */
static uint32_t
write_own_headers(msgpack_writer_t *writer, const ngx_http_request_t *r)
{
    u_char                          digits[NGX_OFF_T_LEN];
    uint32_t                        count = 0;
    ngx_str_t                       value;
    const ngx_http_headers_out_t   *out = &r->headers_out;
    static ngx_str_t                type = ngx_string("Content-Type"), length = ngx_string("Content-Length"),
                                    encoding = ngx_string("Transfer-Encoding"), chunked = ngx_string("chunked");

    if (out->content_type.len > 0) {
        if (writer != NULL) {
            write_pair(writer, &type, &out->content_type);
        }
        count++;
    }

    if (out->content_length_n >= 0 && out->content_length == NULL) {
        if (writer != NULL) {
            value.data = digits;
            value.len = (size_t) (ngx_sprintf(digits, "%O", out->content_length_n) - digits);
            write_pair(writer, &length, &value);
        }
        count++;
    }

    if (r->chunked) {
        if (writer != NULL) {
            write_pair(writer, &encoding, &chunked);
        }
        count++;
    }

    return count;
}

static void
write_response(msgpack_writer_t *writer, const sigsci_message_t *message)
{
    const ngx_http_request_t  *r = message->r;

    write_integer_field(writer, "ResponseCode", sigsci_response_code(r));
    write_integer_field(writer, "ResponseMillis", sigsci_response_millis(r));
    write_integer_field(writer, "ResponseSize", sigsci_response_size(r));

    write_text(writer, "HeadersOut");
    msgpack_write_array(writer, write_list(NULL, &r->headers_out.headers) + write_own_headers(NULL, r));
    write_list(writer, &r->headers_out.headers);
    write_own_headers(writer, r);
}

void
sigsci_encode_module_init(msgpack_writer_t *writer, const sigsci_message_t *message)
{
    write_envelope(writer, message->id, "RPC.ModuleInit", 5);
    write_module(writer);
    write_integer_field(writer, "Timestamp", ngx_cached_time->sec);
    write_integer_field(writer, "NowMillis", now_millis());
}

void
sigsci_encode_pre_request(msgpack_writer_t *writer, const sigsci_message_t *message)
{
    write_envelope(writer, message->id, "RPC.PreRequest", message->context->fact_count + 2);
    write_request(writer, message);
}

void
sigsci_encode_post_request(msgpack_writer_t *writer, const sigsci_message_t *message)
{
    write_envelope(writer, message->id, "RPC.PostRequest", message->context->fact_count + 7);
    write_request(writer, message);
    write_integer_field(writer, "WAFResponse", message->context->answer->waf_response);
    write_response(writer, message);
}

void
sigsci_encode_update_request(msgpack_writer_t *writer, const sigsci_message_t *message)
{
    const sigsci_answer_t  *answer = message->context->answer;

    write_envelope(writer, message->id, "RPC.UpdateRequest", 6);
    write_integer_field(writer, "WAFResponse", answer->waf_response);
    write_text(writer, "RequestID");
    msgpack_write_string(writer, answer->request_id.bytes, answer->request_id.length);
    write_response(writer, message);
}

ngx_int_t
sigsci_build_message(ngx_pool_t *pool, sigsci_message_t *message, ngx_str_t *bytes)
{
    msgpack_writer_t  writer = { NULL, 0, 0 };

    message->id = ++last_message_id;
    message->encode(&writer, message);

    writer.size = writer.length;
    writer.length = 0;
    writer.buffer = ngx_pnalloc(pool, writer.size);
    if (writer.buffer == NULL) {
        return NGX_ERROR;
    }

    message->encode(&writer, message);
    bytes->data = writer.buffer;
    bytes->len = writer.length;

    return NGX_OK;
}
