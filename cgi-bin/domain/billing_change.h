/*
 * billing_change: billing details are changed. Legal name and tax registration are confirmed by a
 * one-time password where they were there before: a fraud begins there.
 */
#ifndef POINTPERSON_DOMAIN_BILLING_CHANGE_H
#define POINTPERSON_DOMAIN_BILLING_CHANGE_H

#include "base/problems.h"
#include "domain/billing_details.h"

/*
 * Saves what was typed for the actor's account, and writes the event. ERR_INVALID: see the
 * problems. ERR_CONFLICT: somebody else saved since `version`. ERR_STEP_UP: legal name or
 * registration would become another one, and nobody has confirmed it yet; once confirmed, who
 * receives billing messages is told. After ERR_OK the problems hold the warnings of billing_look().
 */
enum err	 billing_change_save(struct context *, const struct billing_details *,
		    struct problems *) MUST_CHECK;

#endif
