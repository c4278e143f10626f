#ifndef SIGSCI_RPC_H
#define SIGSCI_RPC_H

#include "module.h"
#include <ngx_event_connect.h>

typedef struct sigsci_rpc_s  sigsci_rpc_t;

/*
 * One call to the agent over a connection of its own, driven by nginx's events; nothing in it waits.
 * The caller fills `pool` to `data` and starts it. `done` is called once from the event loop, with `problem` NULL when
 * a valid answer came; it is not called when sigsci_rpc_start fails or after sigsci_rpc_abort.
 */
struct sigsci_rpc_s {
    ngx_pool_t             *pool;      /* must live until the end of the call */
    ngx_log_t              *log;
    sigsci_main_conf_t     *conf;
    ngx_str_t               request;   /* the encoded message */
    uint32_t                id;        /* its message id */
    sigsci_answer_t        *answer;    /* NULL: any result will do */
    void                  (*done)(sigsci_rpc_t *rpc);
    void                   *data;

    const char             *problem;   /* why there is no answer */
    ngx_err_t               error;     /* the system's number for it, 0: none */
    ngx_log_t               quiet;     /* for the connection: the caller writes the one line about its faults */
    ngx_peer_connection_t   peer;
    size_t                  sent;
    u_char                 *input;
    size_t                  input_size;
    size_t                  input_length;
};

/* NGX_AGAIN: under way. NGX_ERROR: `problem` says why not. */
ngx_int_t sigsci_rpc_start(sigsci_rpc_t *rpc);

/* Ends a call that is under way; does nothing to one that has ended. */
void sigsci_rpc_abort(sigsci_rpc_t *rpc);

#endif
