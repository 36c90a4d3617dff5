/*
 * link_page: what the tests of the pages of one-use links share.
 */
#ifndef POINTPERSON_TESTS_LINK_PAGE_H
#define POINTPERSON_TESTS_LINK_PAGE_H

#include "harness/harness.h"

/* Asserts that the page shown last is of a link in this state, under this title. */
void	 expect_link(struct t *, const char *state, const char *title);

/*
 * Asserts that the page at `path`, where nobody is signed in, says so where no link is kept, and
 * where the one that is kept is not of the page's kind; `word` begins the tokens of that kind.
 */
void	 expect_needs_link(struct t *, const char *path, const char *word);

#endif
