#include "module.h"

/*
 * An internal redirect (error_page, try_files, X-Accel-Redirect) clears all module contexts of a request, but a request
 * is inspected once. So the context hangs on the request's pool, as a clean-up entry that does nothing but be found.
 */
static void
mark(void *data)
{
    (void) data;
}

sigsci_context_t *
sigsci_find_context(ngx_http_request_t *r)
{
    ngx_pool_cleanup_t  *entry;

    for (entry = r->pool->cleanup; entry != NULL; entry = entry->next) {
        if (entry->handler == mark) {
            return entry->data;
        }
    }

    return NULL;
}

sigsci_context_t *
sigsci_create_context(ngx_http_request_t *r)
{
    ngx_pool_cleanup_t  *entry = ngx_pool_cleanup_add(r->pool, sizeof(sigsci_context_t));

    if (entry == NULL) {
        return NULL;
    }

    ngx_memzero(entry->data, sizeof(sigsci_context_t));
    entry->handler = mark;

    return entry->data;
}
