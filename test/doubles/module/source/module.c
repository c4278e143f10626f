#include "module.h"

static ngx_conf_num_bounds_t  port_range = { ngx_conf_check_num_bounds, 1, 65535 };
static ngx_conf_num_bounds_t  natural = { ngx_conf_check_num_bounds, 0, -1 };
static ngx_conf_num_bounds_t  positive = { ngx_conf_check_num_bounds, 1, -1 };

static ngx_conf_enum_t  phases[] = {
    { ngx_string("rewrite"), NGX_HTTP_REWRITE_PHASE },
    { ngx_string("preaccess"), NGX_HTTP_PREACCESS_PHASE },
    { ngx_string("access"), NGX_HTTP_ACCESS_PHASE },
    { ngx_string("precontent"), NGX_HTTP_PRECONTENT_PHASE },
    { ngx_null_string, 0 }
};

/* Media types, separated by blanks or given as several arguments; kept in lower case. */
static char *
expected_content_types(ngx_conf_t *cf, ngx_command_t *command, void *conf)
{
    u_char              *at, *end;
    ngx_str_t           *values = cf->args->elts, *type;
    ngx_uint_t           i;
    sigsci_main_conf_t  *main_conf = conf;

    (void) command;

    if (main_conf->expected_content_types != NULL) {
        return "is duplicate";
    }

    main_conf->expected_content_types = ngx_array_create(cf->pool, 4, sizeof(ngx_str_t));
    if (main_conf->expected_content_types == NULL) {
        return NGX_CONF_ERROR;
    }

    for (i = 1; i < cf->args->nelts; i++) {
        ngx_strlow(values[i].data, values[i].data, values[i].len);
        end = values[i].data + values[i].len;

        for (at = values[i].data; at < end; at = type->data + type->len + 1) {
            type = ngx_array_push(main_conf->expected_content_types);
            if (type == NULL) {
                return NGX_CONF_ERROR;
            }
            type->data = at;
            type->len = (size_t) (ngx_strlchr(at, end, ' ') != NULL ? ngx_strlchr(at, end, ' ') - at : end - at);
            if (type->len == 0) {
                main_conf->expected_content_types->nelts--;
            }
        }
    }

    return NGX_CONF_OK;
}

#define HTTP_LEVEL      NGX_HTTP_MAIN_CONF
#define EVERY_LEVEL     (NGX_HTTP_MAIN_CONF|NGX_HTTP_SRV_CONF|NGX_HTTP_LOC_CONF)
#define MAIN(name, takes, setter, field, post) \
    { ngx_string(name), HTTP_LEVEL|(takes), setter, NGX_HTTP_MAIN_CONF_OFFSET, offsetof(sigsci_main_conf_t, field), post }
#define LOCATION(name, field) \
    { ngx_string(name), EVERY_LEVEL|NGX_CONF_FLAG, ngx_conf_set_flag_slot, NGX_HTTP_LOC_CONF_OFFSET, \
      offsetof(sigsci_location_conf_t, field), NULL }

static ngx_command_t  directives[] = {
    MAIN("sigsci_agent_host", NGX_CONF_TAKE1, sigsci_agent_host, agent_host, NULL),
    MAIN("sigsci_agent_port", NGX_CONF_TAKE1, ngx_conf_set_num_slot, agent_port, &port_range),
    MAIN("sigsci_agent_timeout", NGX_CONF_TAKE1, ngx_conf_set_num_slot, agent_timeout, &positive),
    MAIN("sigsci_handler_phase", NGX_CONF_TAKE1, ngx_conf_set_enum_slot, handler_phase, &phases),
    MAIN("sigsci_agent_max_post_len", NGX_CONF_TAKE1, ngx_conf_set_num_slot, max_post_len, &natural),
    MAIN("sigsci_anomaly_resp_size", NGX_CONF_TAKE1, ngx_conf_set_num_slot, anomaly_size, &positive),
    MAIN("sigsci_anomaly_resp_time", NGX_CONF_TAKE1, ngx_conf_set_num_slot, anomaly_time, &positive),
    MAIN("sigsci_debug", NGX_CONF_FLAG, ngx_conf_set_flag_slot, debug, NULL),
    MAIN("sigsci_expected_content_types", NGX_CONF_1MORE, expected_content_types, expected_content_types, NULL),
    MAIN("sigsci_extend_content_types", NGX_CONF_FLAG, ngx_conf_set_flag_slot, extend_content_types, NULL),
    LOCATION("sigsci_enabled", enabled),
    LOCATION("sigsci_websocket_enabled", websocket_enabled),
    ngx_null_command
};

static void *
create_main_conf(ngx_conf_t *cf)
{
    sigsci_main_conf_t  *conf = ngx_pcalloc(cf->pool, sizeof(*conf));

    if (conf == NULL) {
        return NULL;
    }

    conf->agent_port = NGX_CONF_UNSET;
    conf->agent_timeout = NGX_CONF_UNSET;
    conf->handler_phase = NGX_CONF_UNSET_UINT;
    conf->max_post_len = NGX_CONF_UNSET;
    conf->anomaly_size = NGX_CONF_UNSET;
    conf->anomaly_time = NGX_CONF_UNSET;
    conf->debug = NGX_CONF_UNSET;
    conf->extend_content_types = NGX_CONF_UNSET;

    return conf;
}

static char *
init_main_conf(ngx_conf_t *cf, void *parsed)
{
    sigsci_main_conf_t  *conf = parsed;

    if (conf->agent_host.data == NULL) {
        ngx_str_set(&conf->agent_host, "unix:/var/run/sigsci.sock");
    }

    ngx_conf_init_value(conf->agent_timeout, 100);
    ngx_conf_init_uint_value(conf->handler_phase, NGX_HTTP_REWRITE_PHASE);
    ngx_conf_init_value(conf->max_post_len, 100000);
    ngx_conf_init_value(conf->anomaly_size, 524288);
    ngx_conf_init_value(conf->anomaly_time, 1000);
    ngx_conf_init_value(conf->debug, 0);
    ngx_conf_init_value(conf->extend_content_types, 0);

    return sigsci_resolve_agent(cf, conf);
}

static void *
create_location_conf(ngx_conf_t *cf)
{
    sigsci_location_conf_t  *conf = ngx_pcalloc(cf->pool, sizeof(*conf));

    if (conf == NULL) {
        return NULL;
    }

    conf->enabled = NGX_CONF_UNSET;
    conf->websocket_enabled = NGX_CONF_UNSET;

    return conf;
}

static char *
merge_location_conf(ngx_conf_t *cf, void *parent, void *child)
{
    sigsci_location_conf_t  *outer = parent, *inner = child;

    (void) cf;

    ngx_conf_merge_value(inner->enabled, outer->enabled, 1);
    ngx_conf_merge_value(inner->websocket_enabled, outer->websocket_enabled, 0);

    return NGX_CONF_OK;
}

/*
 * Handlers of a phase run last registered first. In the rewrite phase ours has to be the last one, because a
 * `return` there ends a request before the WAF sees it; in the others the first, so that nothing decides before it.
 */
static ngx_int_t
add_phase_handler(ngx_array_t *handlers, ngx_uint_t run_last)
{
    ngx_http_handler_pt  *place = ngx_array_push(handlers);

    if (place == NULL) {
        return NGX_ERROR;
    }

    if (run_last) {
        ngx_memmove((ngx_http_handler_pt *) handlers->elts + 1, handlers->elts, (handlers->nelts - 1) * handlers->size);
        place = handlers->elts;
    }

    *place = sigsci_phase_handler;

    return NGX_OK;
}

static ngx_int_t
install(ngx_conf_t *cf)
{
    ngx_http_handler_pt        *log_handler;
    sigsci_main_conf_t         *conf = ngx_http_conf_get_module_main_conf(cf, ngx_http_sigsci_module);
    sigsci_location_conf_t     *http_level = ngx_http_conf_get_module_loc_conf(cf, ngx_http_sigsci_module);
    ngx_http_core_main_conf_t  *core = ngx_http_conf_get_module_main_conf(cf, ngx_http_core_module);

    conf->websocket_enabled = http_level->websocket_enabled == 1;

    if (add_phase_handler(&core->phases[conf->handler_phase].handlers, conf->handler_phase == NGX_HTTP_REWRITE_PHASE)
        != NGX_OK)
    {
        return NGX_ERROR;
    }

    log_handler = ngx_array_push(&core->phases[NGX_HTTP_LOG_PHASE].handlers);
    if (log_handler == NULL) {
        return NGX_ERROR;
    }

    *log_handler = sigsci_log_handler;

    return sigsci_install_header_filter();
}

static ngx_http_module_t  hooks = {
    NULL,                   /* preconfiguration */
    install,                /* postconfiguration */
    create_main_conf,
    init_main_conf,
    NULL,                   /* create server configuration */
    NULL,                   /* merge server configuration */
    create_location_conf,
    merge_location_conf
};

ngx_module_t  ngx_http_sigsci_module = {
    NGX_MODULE_V1,
    &hooks,
    directives,
    NGX_HTTP_MODULE,
    NULL,                   /* init master */
    NULL,                   /* init module */
    sigsci_init_process,
    NULL,                   /* init thread */
    NULL,                   /* exit thread */
    NULL,                   /* exit process */
    NULL,                   /* exit master */
    NGX_MODULE_V1_PADDING
};
