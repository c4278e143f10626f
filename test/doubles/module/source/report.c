#include "message.h"
#include "rpc.h"

/* Without a RequestID the agent has kept nothing, so only a conspicuous response is worth a report. */
static ngx_uint_t
is_conspicuous(ngx_http_request_t *r)
{
    const sigsci_main_conf_t  *conf = sigsci_main_conf(r);

    return sigsci_response_code(r) >= 300
           || sigsci_response_size(r) >= conf->anomaly_size
           || sigsci_response_millis(r) >= conf->anomaly_time;
}

/* A request that the agent did not see is not reported either: UpdateRequest would name nothing it knows. */
ngx_int_t
sigsci_log_handler(ngx_http_request_t *r)
{
    sigsci_context_t  *context = r == r->main ? sigsci_find_context(r) : NULL;
    sigsci_message_t   message = { NULL, 0, r, context, ngx_null_string };

    if (context == NULL || context->answer == NULL) {
        return NGX_OK;
    }

    if (context->answer->request_id.length > 0) {
        message.encode = sigsci_encode_update_request;
        sigsci_call_detached(sigsci_main_conf(r), &message, "UpdateRequest");

    } else if (is_conspicuous(r)) {
        message.encode = sigsci_encode_post_request;
        sigsci_call_detached(sigsci_main_conf(r), &message, "PostRequest");
    }

    context->answer = NULL;

    return NGX_OK;
}
