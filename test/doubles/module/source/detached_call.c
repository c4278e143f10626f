#include "message.h"
#include "rpc.h"

#ifdef SIGSCI_SANITIZED
#include <sanitizer/lsan_interface.h>
#endif

static void
on_end(sigsci_rpc_t *rpc)
{
    if (rpc->problem != NULL) {
        ngx_log_error(NGX_LOG_WARN, rpc->log, rpc->error, "sigsci: %s to the agent at %V is lost: %s",
                      rpc->data, &rpc->conf->agent->name, rpc->problem);
    }

    ngx_destroy_pool(rpc->pool);
}

void
sigsci_call_detached(sigsci_main_conf_t *conf, sigsci_message_t *message, const char *what)
{
    ngx_pool_t    *pool = ngx_create_pool(1024, ngx_cycle->log);
    sigsci_rpc_t  *rpc;

    if (pool == NULL) {
        return;
    }

    rpc = ngx_pcalloc(pool, sizeof(*rpc));
    if (rpc == NULL || sigsci_build_message(pool, message, &rpc->request) != NGX_OK) {
        ngx_destroy_pool(pool);
        return;
    }

    rpc->pool = pool;
    rpc->log = ngx_cycle->log;
    rpc->conf = conf;
    rpc->id = message->id;
    rpc->done = on_end;
    rpc->data = (void *) what;

    if (sigsci_rpc_start(rpc) != NGX_AGAIN) {
        on_end(rpc);
    }
}

#ifdef SIGSCI_SANITIZED
/* nginx never frees its tables of connections; LeakSanitizer is told so by address, their function has no name. */
static void
forgive_nginx(ngx_cycle_t *cycle)
{
    __lsan_ignore_object(cycle->connections);
    __lsan_ignore_object(cycle->read_events);
    __lsan_ignore_object(cycle->write_events);
}
#endif

/* Workers only: nginx's cache processes serve no request. */
ngx_int_t
sigsci_init_process(ngx_cycle_t *cycle)
{
    sigsci_message_t     message = { sigsci_encode_module_init, 0, NULL, ngx_null_string, NULL };
    sigsci_main_conf_t  *conf;

#ifdef SIGSCI_SANITIZED
    forgive_nginx(cycle);
#endif

    if (ngx_process == NGX_PROCESS_HELPER || ngx_get_conf(cycle->conf_ctx, ngx_http_module) == NULL) {
        return NGX_OK;
    }

    conf = ngx_http_cycle_get_module_main_conf(cycle, ngx_http_sigsci_module);
    sigsci_call_detached(conf, &message, "ModuleInit");

    return NGX_OK;
}
