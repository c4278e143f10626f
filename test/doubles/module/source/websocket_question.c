#include "message.h"
#include "websocket.h"

/* A message gets no response: one that passed is reported as switched protocols, one that did not by its verdict. */
static void
report(const sigsci_websocket_t *websocket, sigsci_answer_t *answer)
{
    sigsci_context_t  context = *sigsci_find_context(websocket->r);
    sigsci_outcome_t  outcome = { NGX_HTTP_SWITCHING_PROTOCOLS, 0, 0, NULL };

    if (websocket->state == SIGSCI_BLOCKED) {
        outcome.status = answer->waf_response;
    }

    context.answer = answer;
    sigsci_report(sigsci_main_conf(websocket->r), &context, &outcome);
}

static void
release_unseen(sigsci_websocket_t *websocket, const char *problem, ngx_err_t error)
{
    ngx_log_error(NGX_LOG_ERR, websocket->r->connection->log, error,
                  "sigsci: no answer from the agent at %V: %s; the message passes",
                  &sigsci_main_conf(websocket->r)->agent->name, problem);

    websocket->state = SIGSCI_RELEASED;
}

static void
obey(sigsci_websocket_t *websocket, sigsci_answer_t *answer)
{
    websocket->state = SIGSCI_RELEASED;

    if (sigsci_judge(websocket->r, answer, "message") != NGX_DECLINED) {
        ngx_log_error(NGX_LOG_NOTICE, websocket->r->connection->log, 0,
                      "sigsci: the agent answered %D to a message, the connection ends", answer->waf_response);
        websocket->state = SIGSCI_BLOCKED;
    }

    report(websocket, answer);
}

/* nginx reads on from the client when its event comes up, after the agent's event has ended. */
static void
on_answer(sigsci_rpc_t *rpc)
{
    sigsci_websocket_t  *websocket = rpc->data;
    ngx_event_t         *readable = websocket->r->connection->read;

    if (rpc->problem != NULL) {
        release_unseen(websocket, rpc->problem, rpc->error);
    } else {
        obey(websocket, rpc->answer);
    }

    readable->ready = 1;
    ngx_post_event(readable, &ngx_posted_events);
}

static ngx_int_t
make_call(sigsci_websocket_t *websocket)
{
    sigsci_rpc_t      *rpc = ngx_pcalloc(websocket->pool, sizeof(*rpc));
    sigsci_answer_t   *answer = ngx_pcalloc(websocket->pool, sizeof(*answer));
    ngx_str_t          body = { websocket->shown.length, websocket->shown.data };
    sigsci_message_t   message = { sigsci_encode_pre_request, 0, sigsci_find_context(websocket->r), body, NULL };

    if (rpc == NULL || answer == NULL
        || sigsci_build_message(websocket->pool, &message, &rpc->request) != NGX_OK)
    {
        return NGX_ERROR;
    }

    rpc->pool = websocket->pool;
    rpc->log = websocket->r->connection->log;
    rpc->conf = sigsci_main_conf(websocket->r);
    rpc->id = message.id;
    rpc->answer = answer;
    rpc->done = on_answer;
    rpc->data = websocket;
    websocket->rpc = rpc;

    return NGX_OK;
}

void
sigsci_websocket_ask(sigsci_websocket_t *websocket)
{
    if (make_call(websocket) != NGX_OK) {
        release_unseen(websocket, "no memory for the question", 0);
        return;
    }

    websocket->state = SIGSCI_ASKING;

    if (sigsci_rpc_start(websocket->rpc) != NGX_AGAIN) {
        release_unseen(websocket, websocket->rpc->problem, websocket->rpc->error);
    }
}
