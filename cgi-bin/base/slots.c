#include "base/banned.h"
#include "base/slots.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

#include "base/log.h"

#define PAUSE_MS 20	/* about the time of one password hash */

static enum err
try(const char *folder, int64_t number, int *slot)
{
	char path[1024];

	snprintf(path, sizeof(path), "%s/slot-%lld.lock", folder, (long long)number);
	if ((*slot = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600)) < 0) {
		log_err("slots: %s: %s", path, strerror(errno));
		return ERR_BUG;
	}
	if (flock(*slot, LOCK_EX | LOCK_NB) == 0)
		return ERR_OK;
	slots_leave(slot);
	return ERR_BUSY;
}

enum err
slots_enter(const char *folder, int64_t count, int64_t wait_ms, int *slot)
{
	const struct timespec pause = { 0, PAUSE_MS * 1000000L };
	int64_t number, waited_ms;
	enum err rc;

	for (waited_ms = 0;; waited_ms += PAUSE_MS) {
		for (number = 0; number < count; number++)
			if ((rc = try(folder, number, slot)) != ERR_BUSY)
				return rc;
		if (waited_ms >= wait_ms)
			return ERR_BUSY;
		nanosleep(&pause, NULL);
	}
}

void
slots_leave(int *slot)
{
	if (*slot >= 0)
		close(*slot);
	*slot = -1;
}
