#include "rpc.h"

#define INPUT_START  4096
#define INPUT_MAX    65536

static void
close_connection(sigsci_rpc_t *rpc)
{
    if (rpc->peer.connection != NULL) {
        ngx_close_connection(rpc->peer.connection);
        rpc->peer.connection = NULL;
    }
}

void
sigsci_rpc_abort(sigsci_rpc_t *rpc)
{
    close_connection(rpc);
}

static void
finish(sigsci_rpc_t *rpc, const char *problem)
{
    close_connection(rpc);
    rpc->problem = problem;
    rpc->done(rpc);
}

/* NGX_AGAIN while something is left to send. */
static ngx_int_t
send_request(sigsci_rpc_t *rpc)
{
    ssize_t            n;
    ngx_connection_t  *c = rpc->peer.connection;

    while (rpc->sent < rpc->request.len) {
        n = c->send(c, rpc->request.data + rpc->sent, rpc->request.len - rpc->sent);

        if (n == NGX_AGAIN) {
            break;
        }
        if (n <= 0) {
            rpc->error = ngx_socket_errno;
            return NGX_ERROR;
        }

        rpc->sent += (size_t) n;
    }

    if (ngx_handle_write_event(c->write, 0) != NGX_OK) {
        return NGX_ERROR;
    }

    return rpc->sent < rpc->request.len ? NGX_AGAIN : NGX_OK;
}

/* Doubles the input buffer when it is full. */
static ngx_int_t
make_room(sigsci_rpc_t *rpc)
{
    u_char  *larger;
    size_t   size = rpc->input_size == 0 ? INPUT_START : rpc->input_size * 2;

    if (rpc->input_length < rpc->input_size) {
        return NGX_OK;
    }

    if (size > INPUT_MAX) {
        return NGX_DECLINED;
    }

    larger = ngx_pnalloc(rpc->pool, size);
    if (larger == NULL) {
        return NGX_ERROR;
    }

    if (rpc->input_length > 0) {
        ngx_memcpy(larger, rpc->input, rpc->input_length);
    }

    rpc->input = larger;
    rpc->input_size = size;

    return NGX_OK;
}

/* Reads once. Sets `problem` when there is nothing to hope for; NGX_OK: there are more bytes than before. */
static ngx_int_t
receive(sigsci_rpc_t *rpc)
{
    ssize_t            n;
    ngx_int_t          room = make_room(rpc);
    ngx_connection_t  *c = rpc->peer.connection;

    if (room != NGX_OK) {
        rpc->problem = room == NGX_DECLINED ? "its answer is larger than 64 KiB" : "no memory for its answer";
        return NGX_ERROR;
    }

    n = c->recv(c, rpc->input + rpc->input_length, rpc->input_size - rpc->input_length);

    if (n == NGX_AGAIN) {
        return NGX_AGAIN;
    }
    if (n <= 0) {
        rpc->error = n == 0 ? 0 : ngx_socket_errno;
        rpc->problem = n == 0 ? "it closed the connection before its answer was complete" : "the connection broke";
        return NGX_ERROR;
    }

    rpc->input_length += (size_t) n;

    return NGX_OK;
}

static void
on_readable(ngx_event_t *event)
{
    ngx_int_t         rc;
    msgpack_result_t  result = MSGPACK_SHORT;
    ngx_connection_t *c = event->data;
    sigsci_rpc_t     *rpc = c->data;

    for (rc = receive(rpc); rc == NGX_OK; rc = receive(rpc)) {
        result = sigsci_answer_parse(rpc->input, rpc->input_length, rpc->id, rpc->answer, &rpc->problem);
        if (result != MSGPACK_SHORT) {
            break;
        }
    }

    if (result == MSGPACK_OK) {
        finish(rpc, NULL);

    } else if (result == MSGPACK_BAD || rc == NGX_ERROR) {
        finish(rpc, rpc->problem);

    } else if (ngx_handle_read_event(event, 0) != NGX_OK) {
        finish(rpc, "nginx cannot watch the connection");
    }
}

/* The only timer of a call hangs on the write event: one deadline for dial and I/O. */
static void
on_writable(ngx_event_t *event)
{
    ngx_connection_t *c = event->data;
    sigsci_rpc_t     *rpc = c->data;

    if (event->timedout) {
        finish(rpc, "timed out");

    } else if (send_request(rpc) == NGX_ERROR) {
        finish(rpc, "the connection broke while sending");
    }
}

static ngx_int_t
dial(sigsci_rpc_t *rpc)
{
    ngx_int_t  rc;

    rpc->quiet = *rpc->log;
    rpc->quiet.log_level = NGX_LOG_ALERT;

    rpc->peer.sockaddr = rpc->conf->agent->sockaddr;
    rpc->peer.socklen = rpc->conf->agent->socklen;
    rpc->peer.name = &rpc->conf->agent->name;
    rpc->peer.get = ngx_event_get_peer;
    rpc->peer.log = &rpc->quiet;
    rpc->peer.log_error = NGX_ERROR_ERR;

    rc = ngx_event_connect_peer(&rpc->peer);

    if (rc != NGX_OK && rc != NGX_AGAIN) {
        rpc->error = rc == NGX_DECLINED ? ngx_socket_errno : 0;
        close_connection(rpc);
        rpc->problem = "cannot connect";
        return NGX_ERROR;
    }

    rpc->peer.connection->data = rpc;
    rpc->peer.connection->read->handler = on_readable;
    rpc->peer.connection->write->handler = on_writable;
    ngx_add_timer(rpc->peer.connection->write, (ngx_msec_t) rpc->conf->agent_timeout);

    return rc;
}

ngx_int_t
sigsci_rpc_start(sigsci_rpc_t *rpc)
{
    ngx_int_t  rc = dial(rpc);

    if (rc != NGX_OK) {
        return rc;
    }

    if (send_request(rpc) == NGX_ERROR) {
        close_connection(rpc);
        rpc->problem = "the connection broke while sending";
        return NGX_ERROR;
    }

    return NGX_AGAIN;
}
