#ifndef SIGSCI_MESSAGE_H
#define SIGSCI_MESSAGE_H

#include "module.h"
#include "msgpack_writer.h"

typedef struct sigsci_message_s  sigsci_message_t;

/* The ingredients of a message; each encoder takes what it needs. */
struct sigsci_message_s {
    void                  (*encode)(msgpack_writer_t *writer, const sigsci_message_t *message);
    uint32_t                id;
    ngx_http_request_t     *r;
    const sigsci_context_t *context;
    ngx_str_t               body;
};

/* Encoders of whole messages; fields and types as in rpc-fields.md beside the doubles. */
void sigsci_encode_module_init(msgpack_writer_t *writer, const sigsci_message_t *message);
void sigsci_encode_pre_request(msgpack_writer_t *writer, const sigsci_message_t *message);
void sigsci_encode_post_request(msgpack_writer_t *writer, const sigsci_message_t *message);
void sigsci_encode_update_request(msgpack_writer_t *writer, const sigsci_message_t *message);

/*
 * Encodes what a request looked like when the client sent it, without map or envelope, into context->facts: PreRequest
 * and PostRequest both say it, but until PostRequest redirects and the agent's headers have changed the request.
 */
ngx_int_t sigsci_record_facts(ngx_http_request_t *r, sigsci_context_t *context);

/* Encodes a message into memory of `pool` under a new message id. */
ngx_int_t sigsci_build_message(ngx_pool_t *pool, sigsci_message_t *message, ngx_str_t *bytes);

/* detached_call.c: sends a message on a pool of its own; `what` names it in the log if it gets lost. */
void sigsci_call_detached(sigsci_main_conf_t *conf, sigsci_message_t *message, const char *what);

/* How the response went: status as sent, milliseconds since the request began, bytes as the vendor counts them. */
ngx_int_t sigsci_response_code(const ngx_http_request_t *r);
int64_t sigsci_response_millis(const ngx_http_request_t *r);
int64_t sigsci_response_size(const ngx_http_request_t *r);

#endif
