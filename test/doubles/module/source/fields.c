#include "fields.h"

void
sigsci_write_text(msgpack_writer_t *writer, const char *text)
{
    msgpack_write_string(writer, text, ngx_strlen(text));
}

void
sigsci_write_text_field(msgpack_writer_t *writer, const char *name, const ngx_str_t *value)
{
    sigsci_write_text(writer, name);
    msgpack_write_string(writer, value->data, value->len);
}

void
sigsci_write_integer_field(msgpack_writer_t *writer, const char *name, int64_t value)
{
    sigsci_write_text(writer, name);
    msgpack_write_integer(writer, value);
}

void
sigsci_write_pair(msgpack_writer_t *writer, const ngx_str_t *name, const ngx_str_t *value)
{
    msgpack_write_array(writer, 2);
    msgpack_write_string(writer, name->data, name->len);
    msgpack_write_string(writer, value->data, value->len);
}

/* A list holds headers that some module has taken back: their hash is 0. */
uint32_t
sigsci_write_headers(msgpack_writer_t *writer, const ngx_list_t *headers)
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
                sigsci_write_pair(writer, &header[i].key, &header[i].value);
            }
            count++;
        }
    }

    return count;
}

void
sigsci_write_module(msgpack_writer_t *writer)
{
    static ngx_str_t  module = ngx_string(SIGSCI_MODULE_NAME), server = ngx_string(NGINX_VER), flavor = ngx_null_string;

    sigsci_write_text_field(writer, "ModuleVersion", &module);
    sigsci_write_text_field(writer, "ServerVersion", &server);
    sigsci_write_text_field(writer, "ServerFlavor", &flavor);
}

int64_t
sigsci_now_millis(void)
{
    return (int64_t) ngx_cached_time->sec * 1000 + (int64_t) ngx_cached_time->msec;
}
