#ifndef SIGSCI_WEBSOCKET_H
#define SIGSCI_WEBSOCKET_H

#include "rpc.h"
#include "websocket_frames.h"

/* Bytes that grow at their end; zeroed: empty. */
typedef struct {
    u_char  *data;
    size_t   length;
    size_t   size;
} sigsci_bytes_t;

typedef enum {
    SIGSCI_HOLDING,    /* the bytes of a message are kept back until enough of it is there to ask */
    SIGSCI_ASKING,     /* nothing goes on: the agent has the word */
    SIGSCI_RELEASED,   /* what was kept back goes on */
    SIGSCI_FLOWING,    /* the rest of a message that the agent has judged by its beginning */
    SIGSCI_BLOCKED     /* the connection ends here */
} sigsci_frames_state_t;

/* What comes from the client of one upgraded connection. */
typedef struct {
    ngx_http_request_t     *r;
    ngx_recv_pt             receive;       /* the connection's own way to read */
    sigsci_frames_state_t   state;
    websocket_reader_t      reader;

    ngx_pool_t             *pool;          /* of the message at hand; NULL: none has begun */
    sigsci_bytes_t          held;          /* its frames as they came */
    sigsci_bytes_t          shown;         /* its content, for the agent */
    size_t                  delivered;     /* bytes of `held` that have gone on */
    ngx_uint_t              is_whole;      /* `held` ends with the message */
    sigsci_rpc_t           *rpc;

    u_char                 *rest;          /* read from the client, and not looked at yet */
    size_t                  rest_length;
    u_char                 *store;         /* memory for it */
    size_t                  store_size;
} sigsci_websocket_t;

/* websocket.c: called with the headers of each response; from a 101 to a websocket on, the client's frames are watched. */
ngx_int_t sigsci_watch_websocket(ngx_http_request_t *r);

/*
 * websocket_message.c: looks at `length` bytes until a message is complete enough to ask about, keeps the bytes of
 * messages back and moves the others to the front of the buffer. Returns how many it looked at, and in `through` how
 * many go on.
 */
size_t sigsci_websocket_sift(sigsci_websocket_t *websocket, u_char *buffer, size_t length, size_t *through);

/* Moves bytes of a released message to a buffer; 0: there are no more, and the message is done with. */
size_t sigsci_websocket_deliver(sigsci_websocket_t *websocket, u_char *buffer, size_t size);

/* websocket_question.c: asks the agent about the message; afterwards the state is asking, or released if that is not possible. */
void sigsci_websocket_ask(sigsci_websocket_t *websocket);

#endif
