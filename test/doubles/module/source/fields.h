#ifndef SIGSCI_FIELDS_H
#define SIGSCI_FIELDS_H

#include "message.h"

/* Pieces of which messages are made: a text, and map entries of a name and a value. */
void sigsci_write_text(msgpack_writer_t *writer, const char *text);
void sigsci_write_text_field(msgpack_writer_t *writer, const char *name, const ngx_str_t *value);
void sigsci_write_integer_field(msgpack_writer_t *writer, const char *name, int64_t value);

/* A header as an array of two texts; all headers of a list, whose number is returned. Writer NULL: counts only. */
void sigsci_write_pair(msgpack_writer_t *writer, const ngx_str_t *name, const ngx_str_t *value);
uint32_t sigsci_write_headers(msgpack_writer_t *writer, const ngx_list_t *headers);

/* The three fields that name module and server. */
void sigsci_write_module(msgpack_writer_t *writer);

/* Milliseconds since 1970, as of nginx's last look at the clock. */
int64_t sigsci_now_millis(void);

/* response.c: the fields ResponseCode, ResponseMillis, ResponseSize and HeadersOut. */
void sigsci_write_outcome(msgpack_writer_t *writer, const sigsci_outcome_t *outcome);

#endif
