/*
 * notice: a message to the people who look after an account.
 */
#ifndef POINTPERSON_DOMAIN_NOTICE_H
#define POINTPERSON_DOMAIN_NOTICE_H

#include "domain/context.h"
#include "domain/outbox.h"
#include "domain/role.h"

/*
 * Sends the message, by email, to each active member of the actor's account whose role is one of
 * the five down to `lowest`, or was copied from one of those: ROLE_SUPER_ADMIN to the Super Admins,
 * ROLE_ADMIN to the Admins too. Recipient and name are filled in here.
 */
enum err	 notice_to_members(struct context *, const struct outbox_message *,
		    enum role_id lowest) MUST_CHECK;

#endif
