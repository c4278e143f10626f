#ifndef SIGSCI_MESSAGE_H
#define SIGSCI_MESSAGE_H

#include "module.h"
#include "msgpack_writer.h"

typedef struct sigsci_message_s  sigsci_message_t;

/* How it went with what the agent was asked about. */
typedef struct {
    ngx_int_t                  status;
    int64_t                    millis;
    int64_t                    size;      /* bytes */
    const ngx_http_request_t  *r;         /* whose response headers are told; NULL: none */
} sigsci_outcome_t;

/* The ingredients of a message; each encoder takes what it needs. */
struct sigsci_message_s {
    void                  (*encode)(msgpack_writer_t *writer, const sigsci_message_t *message);
    uint32_t                id;
    const sigsci_context_t *context;
    ngx_str_t               body;
    const sigsci_outcome_t *outcome;
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

/* response.c: status as sent, milliseconds since the request began, bytes as the vendor counts them. */
sigsci_outcome_t sigsci_response_outcome(const ngx_http_request_t *r);

/* report.c: tells the agent the outcome, if it has kept something or the outcome is conspicuous. */
void sigsci_report(sigsci_main_conf_t *conf, const sigsci_context_t *context, const sigsci_outcome_t *outcome);

#endif
