#include "base/banned.h"

#include "domain/password.h"
#include "web/page.h"
#include "web/view.h"

void
show_password_rules(struct req *rq, struct view *v)
{
	struct password_rule rules[PASSWORD_RULES_MAX];
	size_t i, count = password_rules(rq->cx->mem, rq->cx->config, rules);
	struct view_row row;

	for (i = 0; i < count; i++) {
		row = view_row(v, "Data.rules");
		row_text(&row, "text", rules[i].text);
		row_text(&row, "pattern", rules[i].pattern);
	}
}
