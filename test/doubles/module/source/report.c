#include "message.h"

/* Without a RequestID the agent has kept nothing, so only a conspicuous outcome is worth a report. */
static ngx_uint_t
is_conspicuous(const sigsci_main_conf_t *conf, const sigsci_outcome_t *outcome)
{
    return outcome->status >= 300 || outcome->size >= conf->anomaly_size || outcome->millis >= conf->anomaly_time;
}

void
sigsci_report(sigsci_main_conf_t *conf, const sigsci_context_t *context, const sigsci_outcome_t *outcome)
{
    sigsci_message_t  message = { sigsci_encode_update_request, 0, context, ngx_null_string, outcome };

    if (context->answer->request_id.length > 0) {
        sigsci_call_detached(conf, &message, "UpdateRequest");

    } else if (is_conspicuous(conf, outcome)) {
        message.encode = sigsci_encode_post_request;
        sigsci_call_detached(conf, &message, "PostRequest");
    }
}

/* A request that the agent did not see is not reported either: UpdateRequest would name nothing it knows. */
ngx_int_t
sigsci_log_handler(ngx_http_request_t *r)
{
    sigsci_context_t  *context = r == r->main ? sigsci_find_context(r) : NULL;
    sigsci_outcome_t   outcome;

    if (context == NULL || context->answer == NULL) {
        return NGX_OK;
    }

    outcome = sigsci_response_outcome(r);
    sigsci_report(sigsci_main_conf(r), context, &outcome);
    context->answer = NULL;

    return NGX_OK;
}
