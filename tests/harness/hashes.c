#include "base/banned.h"
#include "harness/hashes.h"

#include "base/crypt.h"

static int hashes;

enum err __real_crypt_password_check(const char *password, const char *hash);
enum err __real_crypt_password_hash(struct mem *, const char *password, struct crypt_cost,
    const char **hash);

enum err
__wrap_crypt_password_check(const char *password, const char *hash)
{
	hashes++;
	return __real_crypt_password_check(password, hash);
}

enum err
__wrap_crypt_password_hash(struct mem *m, const char *password, struct crypt_cost cost,
    const char **hash)
{
	hashes++;
	return __real_crypt_password_hash(m, password, cost, hash);
}

void
t_hashes_begin(void)
{
	hashes = 0;
}

int
t_hashes(void)
{
	return hashes;
}
