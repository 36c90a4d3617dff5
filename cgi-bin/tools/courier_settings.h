/*
 * courier_settings: what the settings of mail and text messages mean together. Each alone is
 * checked by base/config.
 */
#ifndef POINTPERSON_TOOLS_COURIER_SETTINGS_H
#define POINTPERSON_TOOLS_COURIER_SETTINGS_H

#include "base/config.h"

/* Why nothing could be sent with these settings: a sentence for the administrator, "" if it can. */
const char	*courier_settings_problem(struct mem *, const struct config *);

/* What mail.smtp_tls means for this server: never TLS_AUTO. */
enum smtp_tls	 courier_settings_tls(const struct config *);

#endif
