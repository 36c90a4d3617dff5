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

/* The host of site.url, without its port. In the arena. */
const char	*courier_settings_host(struct mem *, const struct config *);

/*
 * mail.smtp_url as libcurl takes it: behind it stands the name that we say in EHLO (RFC 5321
 * 4.1.1.1), the site's host where none was written there. Without one libcurl says the machine's
 * name, so too where the site's host is an address or a short name. In the arena.
 */
const char	*courier_settings_server(struct mem *, const struct config *);

#endif
