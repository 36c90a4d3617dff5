#include "base/banned.h"

#include "web/page.h"

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

const char *
in_words(const struct req *rq, int64_t sec)
{
	return language_wait(rq->cx->mem, sec);
}
