#include "module.h"
#include "websocket.h"

#define POOL_SIZE      4096
#define BYTES_START    1024
#define FRAMING_SLACK  4096

static ngx_int_t
append(ngx_pool_t *pool, sigsci_bytes_t *bytes, const u_char *data, size_t length)
{
    u_char  *larger;
    size_t   size = bytes->size > 0 ? bytes->size : BYTES_START;

    if (length > bytes->size - bytes->length) {
        while (size - bytes->length < length) {
            size *= 2;
        }

        larger = ngx_pnalloc(pool, size);
        if (larger == NULL) {
            return NGX_ERROR;
        }

        if (bytes->data != NULL) {
            ngx_memcpy(larger, bytes->data, bytes->length);
            (void) ngx_pfree(pool, bytes->data);
        }

        bytes->data = larger;
        bytes->size = size;
    }

    ngx_memcpy(bytes->data + bytes->length, data, length);
    bytes->length += length;

    return NGX_OK;
}

static size_t
limit(const sigsci_websocket_t *websocket)
{
    return (size_t) sigsci_main_conf(websocket->r)->max_post_len;
}

static ngx_int_t
show(sigsci_websocket_t *websocket, const u_char *bytes, const websocket_piece_t *piece)
{
    size_t  before = websocket->shown.length, length = ngx_min(piece->length, limit(websocket) - before);

    if (!piece->is_payload || length == 0) {
        return NGX_OK;
    }

    if (append(websocket->pool, &websocket->shown, bytes, length) != NGX_OK) {
        return NGX_ERROR;
    }

    websocket_unmask(piece, websocket->shown.data + before, length);

    return NGX_OK;
}

static ngx_int_t
hold(sigsci_websocket_t *websocket, const u_char *bytes, const websocket_piece_t *piece)
{
    if (websocket->pool == NULL) {
        websocket->pool = ngx_create_pool(POOL_SIZE, ngx_cycle->log);
    }

    if (websocket->pool == NULL || show(websocket, bytes, piece) != NGX_OK
        || append(websocket->pool, &websocket->held, bytes, piece->length) != NGX_OK)
    {
        return NGX_ERROR;
    }

    websocket->is_whole = piece->ends_message;

    return NGX_OK;
}

/* Empty fragments cost memory and show nothing; so the frames that are kept have a limit too. */
static ngx_uint_t
is_enough(const sigsci_websocket_t *websocket)
{
    return websocket->is_whole || websocket->shown.length == limit(websocket)
           || websocket->held.length >= 2 * limit(websocket) + FRAMING_SLACK;
}

static void
release_unseen(sigsci_websocket_t *websocket)
{
    ngx_log_error(NGX_LOG_ERR, websocket->r->connection->log, 0, "sigsci: no memory for a message; the message passes");

    websocket->is_whole = 0;
    websocket->state = SIGSCI_RELEASED;
}

/* Control frames stand between the frames of a message at will, so they may as well go ahead of it. */
size_t
sigsci_websocket_sift(sigsci_websocket_t *websocket, u_char *buffer, size_t length, size_t *through)
{
    size_t              seen = 0;
    websocket_piece_t   piece;
    websocket_reader_t  before;

    *through = 0;

    while (seen < length && (websocket->state == SIGSCI_HOLDING || websocket->state == SIGSCI_FLOWING)) {
        before = websocket->reader;
        websocket_next_piece(&websocket->reader, buffer + seen, length - seen, &piece);

        if (!piece.is_data || websocket->state == SIGSCI_FLOWING) {
            ngx_memmove(buffer + *through, buffer + seen, piece.length);
            *through += piece.length;
            websocket->state = piece.ends_message ? SIGSCI_HOLDING : websocket->state;

        } else if (hold(websocket, buffer + seen, &piece) != NGX_OK) {
            websocket->reader = before;
            release_unseen(websocket);
            break;

        } else if (is_enough(websocket)) {
            sigsci_websocket_ask(websocket);
        }

        seen += piece.length;
    }

    return seen;
}

static void
finish_message(sigsci_websocket_t *websocket)
{
    websocket->state = websocket->is_whole ? SIGSCI_HOLDING : SIGSCI_FLOWING;

    if (websocket->pool != NULL) {
        ngx_destroy_pool(websocket->pool);
    }

    websocket->pool = NULL;
    websocket->rpc = NULL;
    websocket->delivered = 0;
    ngx_memzero(&websocket->held, sizeof(websocket->held));
    ngx_memzero(&websocket->shown, sizeof(websocket->shown));
}

size_t
sigsci_websocket_deliver(sigsci_websocket_t *websocket, u_char *buffer, size_t size)
{
    size_t  length = ngx_min(size, websocket->held.length - websocket->delivered);

    if (length == 0) {
        finish_message(websocket);
        return 0;
    }

    ngx_memcpy(buffer, websocket->held.data + websocket->delivered, length);
    websocket->delivered += length;

    return length;
}
