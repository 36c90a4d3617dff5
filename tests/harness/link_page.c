#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/banned.h"
#include "harness/link_page.h"

#include <string.h>

#include "domain/link.h"

void
expect_link(struct t *t, const char *state, const char *title)
{
	assert_string_equal(t_view(t, "Data.state"), state);
	assert_string_equal(t_view(t, "Page.title"), title);
	assert_non_null(strstr(t_page(t), title));
}

void
expect_needs_link(struct t *t, const char *path, const char *word)
{
	t_as(t, 0, ROLE_NONE);
	assert_int_equal(t_get(t, path), 200);
	expect_link(t, "none", "Open the link in the mail once more");
	t->cookies = t_fmt(t, "pp_link=%s.1.1.1.x", word);
	assert_int_equal(t_get(t, path), 200);
	expect_link(t, "wrong", "This link does not work");
	t->cx.actor.account_id = t->accounts[0].id;
	t->cookies = t_fmt(t, "pp_link=%s",
	    strstr(link_make(&t->cx, LINK_AGREEMENT, 1, 0), "agree."));
	assert_int_equal(t_get(t, path), 200);
	expect_link(t, "wrong", "This link does not work");
}
