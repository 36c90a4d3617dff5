#include "base/banned.h"

#include "web/page.h"

#define MINUTE_SEC	60
#define HOUR_SEC	3600

const struct choice message_states[] = {
	{ "", "All" },
	{ "waiting", "Waiting" },
	{ "sent", "Accepted" },
	{ "failed", "Given up" },
	{ "bounced", "Came back" },
	{ "expired", "Too late" },
	{ NULL, NULL }
};

const struct choice address_labels[] = {
	{ "work", "Work" },
	{ "personal", "Personal" },
	{ "mobile", "Mobile" },
	{ NULL, NULL }
};

/* Rounded up, so that nobody comes too early. */
const char *
in_words(const struct req *rq, int64_t sec)
{
	int64_t unit = sec >= 2 * HOUR_SEC ? HOUR_SEC : sec >= 2 * MINUTE_SEC ? MINUTE_SEC : 1;
	int64_t n = (sec + unit - 1) / unit;
	struct mem *m = rq->cx->mem;

	if (unit == HOUR_SEC)
		return mem_fmt(m, language_count("%lld hour", "%lld hours", n), (long long)n);
	if (unit == MINUTE_SEC)
		return mem_fmt(m, language_count("%lld minute", "%lld minutes", n), (long long)n);
	return mem_fmt(m, language_count("%lld second", "%lld seconds", n), (long long)n);
}
