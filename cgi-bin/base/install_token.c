#include "base/banned.h"
#include "base/install_token.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"

#define FILE_BYTES	1024	/* a token is a line */
#define SPACES		" \t\r\n"

char *
install_token_file(struct mem *m, const char *settings_file)
{
	const char *slash = strrchr(settings_file, '/');
	int folder = slash == NULL ? 0 : (int)(slash - settings_file + 1);

	return mem_fmt(m, "%.*sinstall.token", folder, settings_file);
}

const char *
install_token_read(struct mem *m, const char *settings_file)
{
	char *text = file_read(install_token_file(m, settings_file), FILE_BYTES, NULL);
	const char *token = NULL;
	size_t length;

	if (text != NULL) {
		token = text + strspn(text, SPACES);
		for (length = strlen(token); length > 0; length--)
			if (strchr(SPACES, token[length - 1]) == NULL)
				break;
		token = mem_dup_bytes(m, token, length);
	}
	free(text);
	return token;
}

static void
make_key(const char *purpose, const char *token, unsigned char key[CRYPT_KEY_BYTES])
{
	struct mem *m = mem_new();
	const char *text = mem_fmt(m, "pointperson installer %s %s", purpose, token);

	_Static_assert(CRYPT_HASH_BYTES == CRYPT_KEY_BYTES, "a hash is a key");
	crypt_hash(text, strlen(text), key);
	mem_free(&m);
}

void
install_token_keys(const char *token, struct crypt_keys *keys)
{
	if (token == NULL) {
		crypt_random(keys, sizeof(*keys));
		return;
	}
	make_key("mac", token, keys->mac);
	make_key("seal", token, keys->seal);
}
