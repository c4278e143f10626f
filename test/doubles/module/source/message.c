#include "fields.h"

static uint32_t  last_message_id;

/* [0, id, method, [{…}]]: everything up to the fields. */
static void
write_envelope(msgpack_writer_t *writer, uint32_t id, const char *method, ngx_uint_t fields)
{
    msgpack_write_array(writer, 4);
    msgpack_write_integer(writer, 0);
    msgpack_write_integer(writer, id);
    sigsci_write_text(writer, method);
    msgpack_write_array(writer, 1);
    msgpack_write_map(writer, (uint32_t) fields);
}

static void
write_request(msgpack_writer_t *writer, const sigsci_message_t *message)
{
    const ngx_str_t  *facts = &message->context->facts;
    size_t            split = message->context->facts_before_now;

    msgpack_write_encoded(writer, facts->data, split);
    sigsci_write_integer_field(writer, "NowMillis", sigsci_now_millis());
    msgpack_write_encoded(writer, facts->data + split, facts->len - split);
    sigsci_write_text_field(writer, "PostBody", &message->body);
}

void
sigsci_encode_module_init(msgpack_writer_t *writer, const sigsci_message_t *message)
{
    write_envelope(writer, message->id, "RPC.ModuleInit", 5);
    sigsci_write_module(writer);
    sigsci_write_integer_field(writer, "Timestamp", ngx_cached_time->sec);
    sigsci_write_integer_field(writer, "NowMillis", sigsci_now_millis());
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
    sigsci_write_integer_field(writer, "WAFResponse", message->context->answer->waf_response);
    sigsci_write_outcome(writer, message->outcome);
}

void
sigsci_encode_update_request(msgpack_writer_t *writer, const sigsci_message_t *message)
{
    const sigsci_answer_t  *answer = message->context->answer;

    write_envelope(writer, message->id, "RPC.UpdateRequest", 6);
    sigsci_write_integer_field(writer, "WAFResponse", answer->waf_response);
    sigsci_write_text(writer, "RequestID");
    msgpack_write_string(writer, answer->request_id.bytes, answer->request_id.length);
    sigsci_write_outcome(writer, message->outcome);
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
