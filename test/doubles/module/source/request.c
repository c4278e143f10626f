#include "message.h"
#include "rpc.h"

/* Lets nginx notice a client that goes away, and wakes the request for nothing else. */
static ngx_int_t
suspend(ngx_http_request_t *r)
{
    ngx_event_t  *readable = r->connection->read;

    r->read_event_handler = ngx_http_test_reading;
    r->write_event_handler = ngx_http_request_empty_handler;

    if (readable->ready) {
        ngx_post_event(readable, &ngx_posted_events);
        return NGX_OK;
    }

    return ngx_handle_read_event(readable, 0);
}

static void
resume(ngx_http_request_t *r)
{
    if (ngx_handle_read_event(r->connection->read, 0) != NGX_OK) {
        ngx_http_finalize_request(r, NGX_HTTP_INTERNAL_SERVER_ERROR);
        return;
    }

    r->read_event_handler = ngx_http_block_reading;
    r->write_event_handler = ngx_http_core_run_phases;
    ngx_http_core_run_phases(r);
}

/* Every way of having no answer ends here. */
static void
pass_unseen(ngx_http_request_t *r, sigsci_context_t *context, const char *problem, ngx_err_t error)
{
    ngx_log_error(NGX_LOG_ERR, r->connection->log, error, "sigsci: no answer from the agent at %V: %s; the request passes",
                  &sigsci_main_conf(r)->agent->name, problem);

    context->state = SIGSCI_DECIDED;
    context->verdict = NGX_DECLINED;
    context->answer = NULL;
    (void) sigsci_set_request_headers(r, NULL);
}

static void
take_answer(ngx_http_request_t *r, sigsci_context_t *context, sigsci_answer_t *answer)
{
    context->state = SIGSCI_DECIDED;
    context->answer = answer;
    context->verdict = sigsci_judge(r, answer, "request");

    if (sigsci_main_conf(r)->debug) {
        ngx_log_error(NGX_LOG_NOTICE, r->connection->log, 0, "sigsci: the agent answered %D", answer->waf_response);
    }

    if (sigsci_set_request_headers(r, answer) != NGX_OK) {
        ngx_log_error(NGX_LOG_ERR, r->connection->log, 0, "sigsci: no memory for the agent's request headers");
    }
}

static void
on_answer(sigsci_rpc_t *rpc)
{
    ngx_http_request_t  *r = rpc->data;
    ngx_connection_t    *c = r->connection;
    sigsci_context_t    *context = sigsci_find_context(r);

    ngx_http_set_log_request(c->log, r);
    c->log->action = NULL;

    if (rpc->problem != NULL) {
        pass_unseen(r, context, rpc->problem, rpc->error);
    } else {
        take_answer(r, context, rpc->answer);
    }

    resume(r);
    /* We come from the agent's event, not the client's: nobody else runs what was posted meanwhile. */
    ngx_http_run_posted_requests(c);
}

static void
on_request_end(void *data)
{
    sigsci_rpc_abort(data);
}

static sigsci_rpc_t *
make_call(ngx_http_request_t *r, const sigsci_context_t *context, ngx_str_t body)
{
    sigsci_rpc_t        *rpc = ngx_pcalloc(r->pool, sizeof(*rpc));
    sigsci_answer_t     *answer = ngx_pcalloc(r->pool, sizeof(*answer));
    sigsci_message_t     message = { sigsci_encode_pre_request, 0, context, body, NULL };
    ngx_http_cleanup_t  *cleanup = ngx_http_cleanup_add(r, 0);

    if (rpc == NULL || answer == NULL || cleanup == NULL
        || sigsci_build_message(r->pool, &message, &rpc->request) != NGX_OK)
    {
        return NULL;
    }

    cleanup->handler = on_request_end;
    cleanup->data = rpc;

    rpc->pool = r->pool;
    rpc->log = r->connection->log;
    rpc->conf = sigsci_main_conf(r);
    rpc->id = message.id;
    rpc->answer = answer;
    rpc->done = on_answer;
    rpc->data = r;

    return rpc;
}

/* Starts the call; afterwards the context is waiting, or decided when no call is possible. */
static void
ask(ngx_http_request_t *r, sigsci_context_t *context, ngx_str_t body)
{
    sigsci_rpc_t  *rpc = make_call(r, context, body);

    if (rpc == NULL) {
        pass_unseen(r, context, "no memory for the question", 0);
        return;
    }

    r->connection->log->action = "asking the WAF agent";

    if (sigsci_rpc_start(rpc) != NGX_AGAIN) {
        pass_unseen(r, context, rpc->problem, rpc->error);
        r->connection->log->action = NULL;
        return;
    }

    context->state = SIGSCI_WAITING;

    if (suspend(r) != NGX_OK) {
        sigsci_rpc_abort(rpc);
        pass_unseen(r, context, "nginx cannot watch the client", 0);
    }
}

/* nginx calls this when the whole body is there, possibly before ngx_http_read_client_request_body returns. */
static void
on_body(ngx_http_request_t *r)
{
    sigsci_context_t  *context = sigsci_find_context(r);

    ask(r, context, sigsci_collect_body(r));

    if (context->state == SIGSCI_DECIDED) {
        r->write_event_handler = ngx_http_core_run_phases;
        ngx_http_core_run_phases(r);
    }
}

static ngx_int_t
read_body(ngx_http_request_t *r, sigsci_context_t *context)
{
    ngx_int_t  rc;

    context->state = SIGSCI_WAITING;

    rc = ngx_http_read_client_request_body(r, on_body);
    if (rc >= NGX_HTTP_SPECIAL_RESPONSE) {
        context->state = SIGSCI_FINISHED;
        return rc;
    }

    /* Gives back the reference that reading the body took. */
    ngx_http_finalize_request(r, NGX_DONE);

    return NGX_DONE;
}

static ngx_int_t
proceed(ngx_http_request_t *r, sigsci_context_t *context)
{
    switch (context->state) {
    case SIGSCI_WAITING:
        return NGX_DONE;
    case SIGSCI_DECIDED:
        context->state = SIGSCI_FINISHED;
        return sigsci_enforce(r, context);
    default:
        return NGX_DECLINED;
    }
}

/* nginx's own error page for a request that it finished itself is not inspected, like that request. */
static ngx_uint_t
is_inspected(ngx_http_request_t *r)
{
    return sigsci_location_conf(r)->enabled && !r->error_page;
}

ngx_int_t
sigsci_phase_handler(ngx_http_request_t *r)
{
    ngx_str_t          nothing = ngx_null_string;
    sigsci_context_t  *context;

    /* A rewrite that has just changed the URI leads to another location: its configuration counts. */
    if (r != r->main || r->uri_changed) {
        return NGX_DECLINED;
    }

    context = sigsci_find_context(r);
    if (context != NULL) {
        return proceed(r, context);
    }

    if (!is_inspected(r)) {
        return NGX_DECLINED;
    }

    context = sigsci_create_context(r);
    if (context == NULL || sigsci_record_facts(r, context) != NGX_OK) {
        return NGX_DECLINED;
    }

    if (sigsci_wants_body(r)) {
        return read_body(r, context);
    }

    ask(r, context, nothing);

    return proceed(r, context);
}
