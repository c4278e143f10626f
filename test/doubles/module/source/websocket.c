#include "module.h"
#include "websocket.h"

/* The backend alone decides what an upgraded connection speaks: only its response header counts. */
static ngx_uint_t
becomes_websocket(ngx_http_request_t *r)
{
    ngx_uint_t              i;
    const ngx_table_elt_t  *header;
    const ngx_list_part_t  *part;

    if (r->headers_out.status != NGX_HTTP_SWITCHING_PROTOCOLS || r->upstream == NULL || !r->upstream->upgrade) {
        return 0;
    }

    for (part = &r->headers_out.headers.part; part != NULL; part = part->next) {
        for (header = part->elts, i = 0; i < part->nelts; i++) {
            if (header[i].hash != 0 && header[i].key.len == 7 && header[i].value.len == 9
                && ngx_strncasecmp(header[i].key.data, (u_char *) "upgrade", 7) == 0
                && ngx_strncasecmp(header[i].value.data, (u_char *) "websocket", 9) == 0)
            {
                return 1;
            }
        }
    }

    return 0;
}

/*
 * A request that was not asked about has no facts to repeat, a limit of 0 nothing to show, and a stream of HTTP/2 no
 * connection of its own.
 */
static ngx_uint_t
is_watched(ngx_http_request_t *r)
{
    const sigsci_main_conf_t      *conf = sigsci_main_conf(r);
    const sigsci_location_conf_t  *location = sigsci_location_conf(r);

    return conf->websocket_enabled && location->websocket_enabled && location->enabled && conf->max_post_len > 0
           && r == r->main && r->stream == NULL && sigsci_find_context(r) != NULL && becomes_websocket(r);
}

/* Bytes that were not looked at are kept for the next call. */
static ngx_int_t
keep_rest(sigsci_websocket_t *websocket, const u_char *bytes, size_t length)
{
    if (length > websocket->store_size) {
        websocket->store = ngx_pnalloc(websocket->r->pool, length);
        websocket->store_size = websocket->store != NULL ? length : 0;
    }

    if (websocket->store_size < length) {
        return NGX_ERROR;
    }

    if (length > 0) {
        ngx_memcpy(websocket->store, bytes, length);
    }

    websocket->rest = websocket->store;
    websocket->rest_length = length;

    return NGX_OK;
}

/* Reads once and sifts. Bytes that may go on; 0: none of them; else what the connection's own way to read returned. */
static ssize_t
read_on(sigsci_websocket_t *websocket, u_char *buffer, size_t size, ngx_uint_t *is_end)
{
    size_t             seen, through;
    ssize_t            n;
    ngx_uint_t         is_rest = websocket->rest_length > 0;
    ngx_connection_t  *c = websocket->r->connection;

    if (is_rest) {
        n = (ssize_t) ngx_min(size, websocket->rest_length);
        ngx_memcpy(buffer, websocket->rest, (size_t) n);

    } else {
        n = websocket->receive(c, buffer, size);
        if (n <= 0) {
            *is_end = 1;
            return n;
        }
    }

    seen = sigsci_websocket_sift(websocket, buffer, (size_t) n, &through);

    if (is_rest) {
        websocket->rest += seen;
        websocket->rest_length -= seen;

    } else if (keep_rest(websocket, buffer + seen, (size_t) n - seen) != NGX_OK) {
        *is_end = 1;
        return NGX_ERROR;
    }

    return (ssize_t) through;
}

/*
 * Stands where nginx reads from the client. While the agent is asked there is nothing to read; `ready` is taken away,
 * so that nginx stops trying, and given back with the answer. It must be set whenever bytes are kept here, because
 * nothing more may come over the network to wake the connection.
 */
static ssize_t
receive(ngx_connection_t *c, u_char *buffer, size_t size)
{
    ssize_t              n;
    ngx_uint_t           is_end = 0;
    ngx_http_request_t  *r = c->data;
    sigsci_websocket_t  *websocket = ngx_http_get_module_ctx(r, ngx_http_sigsci_module);

    /* The backend is gone: nginx only reads to throw away (lingering_close). */
    if (r->upstream->peer.connection == NULL) {
        return websocket->receive(c, buffer, size);
    }

    for ( ;; ) {
        switch (websocket->state) {
        case SIGSCI_ASKING:
            c->read->ready = 0;
            return NGX_AGAIN;
        case SIGSCI_BLOCKED:
            return NGX_ERROR;
        case SIGSCI_RELEASED:
            n = (ssize_t) sigsci_websocket_deliver(websocket, buffer, size);
            break;
        default:
            n = read_on(websocket, buffer, size, &is_end);
        }

        if (is_end) {
            return n;
        }

        if (n > 0) {
            c->read->ready |= websocket->state == SIGSCI_RELEASED || websocket->rest_length > 0;
            return n;
        }
    }
}

static void
on_request_end(void *data)
{
    sigsci_websocket_t  *websocket = data;

    websocket->r->connection->recv = websocket->receive;

    if (websocket->rpc != NULL) {
        sigsci_rpc_abort(websocket->rpc);
    }

    if (websocket->pool != NULL) {
        ngx_destroy_pool(websocket->pool);
    }
}

/* A client may have sent frames before it knew of the 101: nginx has read them behind the request's headers. */
static void
take_early_frames(sigsci_websocket_t *websocket)
{
    ngx_buf_t  *early = websocket->r->header_in;

    websocket->rest = early->pos;
    websocket->rest_length = (size_t) (early->last - early->pos);
    early->last = early->pos;

    if (websocket->rest_length > 0) {
        websocket->r->connection->read->ready = 1;
    }
}

ngx_int_t
sigsci_watch_websocket(ngx_http_request_t *r)
{
    sigsci_websocket_t  *websocket;
    ngx_http_cleanup_t  *cleanup;

    if (!is_watched(r)) {
        return NGX_OK;
    }

    websocket = ngx_pcalloc(r->pool, sizeof(*websocket));
    cleanup = ngx_http_cleanup_add(r, 0);
    if (websocket == NULL || cleanup == NULL) {
        return NGX_ERROR;
    }

    websocket->r = r;
    websocket->receive = r->connection->recv;
    take_early_frames(websocket);

    cleanup->handler = on_request_end;
    cleanup->data = websocket;

    ngx_http_set_ctx(r, websocket, ngx_http_sigsci_module);
    r->connection->recv = receive;

    return NGX_OK;
}
