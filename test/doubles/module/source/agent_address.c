#include "module.h"

static ngx_uint_t
starts_with(const ngx_str_t *text, const char *prefix)
{
    return text->len > ngx_strlen(prefix) && ngx_strncmp(text->data, prefix, ngx_strlen(prefix)) == 0;
}

char *
sigsci_agent_host(ngx_conf_t *cf, ngx_command_t *command, void *conf)
{
    ngx_str_t           *values = cf->args->elts;
    sigsci_main_conf_t  *main_conf = conf;

    if (main_conf->agent_host.data != NULL) {
        return "is duplicate";
    }

    if (!starts_with(&values[1], "unix:/") && !starts_with(&values[1], "tcp:")) {
        ngx_conf_log_error(NGX_LOG_EMERG, cf, 0, "invalid value \"%V\" in \"%V\" directive, "
                           "it must be \"unix:/absolute/path\" or \"tcp:host\"", &values[1], &command->name);
        return NGX_CONF_ERROR;
    }

    main_conf->agent_host = values[1];

    return NGX_CONF_OK;
}

static char *
refuse(ngx_conf_t *cf, const ngx_str_t *host, const char *problem)
{
    ngx_conf_log_error(NGX_LOG_EMERG, cf, 0, "sigsci_agent_host \"%V\": %s", host, problem);

    return NGX_CONF_ERROR;
}

char *
sigsci_resolve_agent(ngx_conf_t *cf, sigsci_main_conf_t *conf)
{
    ngx_url_t  url;

    ngx_memzero(&url, sizeof(url));
    url.url = conf->agent_host;

    if (starts_with(&url.url, "tcp:")) {
        if (conf->agent_port == NGX_CONF_UNSET) {
            return refuse(cf, &conf->agent_host, "sigsci_agent_port is missing");
        }
        url.url.data += ngx_strlen("tcp:");
        url.url.len -= ngx_strlen("tcp:");
        url.default_port = (in_port_t) conf->agent_port;
    }

    if (ngx_parse_url(cf->pool, &url) != NGX_OK || url.naddrs == 0) {
        return refuse(cf, &conf->agent_host, url.err ? url.err : "no address");
    }

    if (url.family != AF_UNIX && !url.no_port) {
        return refuse(cf, &conf->agent_host, "the port belongs into sigsci_agent_port");
    }

    conf->agent = &url.addrs[0];

    return NGX_CONF_OK;
}
