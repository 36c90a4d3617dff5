#include "base/banned.h"
#include "domain/context.h"

#include <string.h>

bool
context_is_outdated(const struct context *cx, int64_t version, int64_t opened_with,
    const char *last_form)
{
	return version != opened_with &&
	    (cx->form_nonce[0] == '\0' || strcmp(last_form, cx->form_nonce) != 0);
}
