/*
 * setup_private: what the files of setup share.
 */
#ifndef POINTPERSON_TOOLS_SETUP_PRIVATE_H
#define POINTPERSON_TOOLS_SETUP_PRIVATE_H

#include "base/config_write.h"
#include "tools/setup.h"

/*
 * Writes a secret (NULL: there is none) and then the settings. ERR_INVALID: a file cannot be
 * written; the problem of the whole form says which and why.
 */
enum err	 setup_write(struct context *, const struct config_value *settings, size_t count,
		    const struct config_value *secret, struct problems *) MUST_CHECK;

#endif
