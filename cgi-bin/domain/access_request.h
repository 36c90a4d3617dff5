/*
 * access_request: somebody was refused and asks for the right. One open request a person and
 * permission; asking again counts, within bounds.
 */
#ifndef POINTPERSON_DOMAIN_ACCESS_REQUEST_H
#define POINTPERSON_DOMAIN_ACCESS_REQUEST_H

#include "domain/context.h"
#include "domain/role.h"

/*
 * Records that the actor asks for a permission, met at a path of ours, writes the event, and mails
 * the account's Super Admins (once a day for the same person and permission). ERR_THROTTLED: the
 * same was asked so often lately that nothing is recorded of it any more.
 */
enum err	 access_request_add(struct context *, enum permission, const char *path) MUST_CHECK;

#endif
