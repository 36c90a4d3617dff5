/*
 * install_token: the file that opens the installer. Who can write it beside the settings has the
 * files of this installation in hand; a visitor, who has not, cannot begin.
 */
#ifndef POINTPERSON_BASE_INSTALL_TOKEN_H
#define POINTPERSON_BASE_INSTALL_TOKEN_H

#include <stdbool.h>

#include "base/crypt.h"
#include "base/mem.h"

#define INSTALL_TOKEN_MIN 20	/* characters: not guessed over the network, whatever they are */

/* Where it stands: beside the settings file. In the arena. */
char		*install_token_file(struct mem *, const char *settings_file);

/* What it holds, without the spaces around it; NULL: there is none. In the arena. */
const char	*install_token_read(struct mem *, const char *settings_file);

/*
 * The keys of an installation that has none yet: made from the token, so that what one request of
 * the installer signs, the next one knows. Without a token they are those of this process alone.
 */
void		 install_token_keys(const char *token, struct crypt_keys *);

#endif
