#ifndef SIGSCI_MODULE_H
#define SIGSCI_MODULE_H

#include <ngx_config.h>
#include <ngx_core.h>
#include <ngx_http.h>

#include "answer.h"

/*
 * nginx's pools cut many allocations out of one block, between which AddressSanitizer sees no border. With this switch
 * each allocation of the module stands alone; the pool still frees it.
 */
#ifdef SIGSCI_SANITIZED
static inline void *
sigsci_exact_zeroed(ngx_pool_t *pool, size_t size)
{
    void  *memory = ngx_pmemalign(pool, size, 16);

    return memory != NULL ? memset(memory, 0, size) : NULL;
}

#define ngx_pnalloc(pool, size)  ngx_pmemalign(pool, size, 16)
#define ngx_pcalloc(pool, size)  sigsci_exact_zeroed(pool, size)
#endif

#define SIGSCI_MODULE_NAME  "sigsci-module-nginx-double 0.1.0"

/* The directives of the http level, one set for all servers. */
typedef struct {
    ngx_str_t    agent_host;      /* as written: unix:/path or tcp:host */
    ngx_int_t    agent_port;
    ngx_addr_t  *agent;           /* made of the two above */
    ngx_int_t    agent_timeout;   /* milliseconds, dial and I/O together */
    ngx_uint_t   handler_phase;
    ngx_int_t    max_post_len;    /* bytes */
    ngx_int_t    anomaly_size;    /* bytes */
    ngx_int_t    anomaly_time;    /* milliseconds */
    ngx_flag_t   debug;
    ngx_array_t *expected_content_types;   /* of ngx_str_t, lower case */
    ngx_flag_t   extend_content_types;
    ngx_flag_t   websocket_enabled;        /* at http level: without it no server or location has it */
} sigsci_main_conf_t;

typedef struct {
    ngx_flag_t  enabled;
    ngx_flag_t  websocket_enabled;
} sigsci_location_conf_t;

typedef enum {
    SIGSCI_WAITING,    /* for the client's body or for the agent */
    SIGSCI_DECIDED,    /* the verdict is there and has to be carried out */
    SIGSCI_FINISHED    /* nothing is left to do before the response */
} sigsci_state_t;

/* What the module knows about one main request, from its first look at it to the log phase. */
typedef struct {
    sigsci_state_t    state;
    ngx_int_t         verdict;     /* NGX_DECLINED to pass, else the status to answer with */
    ngx_str_t         facts;       /* the request as the client sent it, encoded (message.h) */
    size_t            facts_before_now;
    ngx_uint_t        fact_count;
    sigsci_answer_t  *answer;      /* NULL unless the agent gave a valid one */
} sigsci_context_t;

extern ngx_module_t  ngx_http_sigsci_module;

#define sigsci_main_conf(r)      ((sigsci_main_conf_t *) ngx_http_get_module_main_conf(r, ngx_http_sigsci_module))
#define sigsci_location_conf(r)  ((sigsci_location_conf_t *) ngx_http_get_module_loc_conf(r, ngx_http_sigsci_module))

/* agent_address.c: checks sigsci_agent_host where it stands; makes the address once all directives are read. */
char *sigsci_agent_host(ngx_conf_t *cf, ngx_command_t *command, void *conf);
char *sigsci_resolve_agent(ngx_conf_t *cf, sigsci_main_conf_t *conf);

/* context.c: a context outlives internal redirects. NULL: none yet, or no memory. */
sigsci_context_t *sigsci_find_context(ngx_http_request_t *r);
sigsci_context_t *sigsci_create_context(ngx_http_request_t *r);

/* request.c: the handler of the configured phase. */
ngx_int_t sigsci_phase_handler(ngx_http_request_t *r);

/* request_body.c: whether the agent wants to see the body; the body once nginx has read it (empty on failure). */
ngx_uint_t sigsci_wants_body(ngx_http_request_t *r);
ngx_str_t sigsci_collect_body(ngx_http_request_t *r);

/* request_headers.c: takes the client's X-SigSci-* away and sets what the agent said (NULL: nothing). */
ngx_int_t sigsci_set_request_headers(ngx_http_request_t *r, const sigsci_answer_t *answer);

/* verdict.c: turns an answer about `what` into a verdict; carries a verdict out and returns what a phase handler returns. */
ngx_int_t sigsci_judge(ngx_http_request_t *r, const sigsci_answer_t *answer, const char *what);
ngx_int_t sigsci_enforce(ngx_http_request_t *r, const sigsci_context_t *context);

/* report.c: the log phase. */
ngx_int_t sigsci_log_handler(ngx_http_request_t *r);

/* detached_call.c: RPC.ModuleInit. */
ngx_int_t sigsci_init_process(ngx_cycle_t *cycle);

/* response_headers.c: RespActions. */
ngx_int_t sigsci_install_header_filter(void);

/* request_headers.c: whether a name or value from the agent may stand in an HTTP header. */
ngx_uint_t sigsci_is_header(const sigsci_header_t *header);
ngx_uint_t sigsci_text_is(const sigsci_text_t *text, const char *name);

#endif
