#include "base/banned.h"
#include "base/spool.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "base/mem.h"

#define PATH_BYTES 4096	/* PATH_MAX of Linux */

struct spool {
	int	 fd;		/* the file */
	int64_t	 place;		/* where the next byte goes, or comes from */
	int64_t	 length;	/* bytes in it */
	bool	 is_broken;	/* something could not be written */
};

/* A file system that knows no file without a name has one for a moment. */
static int
open_in(const char *folder)
{
	char path[PATH_BYTES];
	int fd = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, S_IRUSR | S_IWUSR);

	if (fd >= 0 || (size_t)snprintf(path, sizeof(path), "%s/pointperson-XXXXXX", folder) >=
	    sizeof(path))
		return fd;
	if ((fd = mkostemp(path, O_CLOEXEC)) >= 0)
		unlink(path);
	return fd;
}

struct spool *
spool_new(void)
{
	const char *const folders[] = { getenv("TMPDIR"), "/var/tmp", "/tmp" };
	struct spool *s;
	int fd = -1;
	size_t i;

	for (i = 0; fd < 0 && i < sizeof(folders) / sizeof(folders[0]); i++)
		if (folders[i] != NULL && folders[i][0] != '\0')
			fd = open_in(folders[i]);
	if (fd < 0) {
		log_err("spool: no temporary file: %s", strerror(errno));
		return NULL;
	}
	s = mem_keep(sizeof(*s));
	s->fd = fd;
	return s;
}

void
spool_free(struct spool **s)
{
	if (*s == NULL)
		return;
	close((*s)->fd);
	free(*s);
	*s = NULL;
}

void
spool_add(struct spool *s, const void *bytes, size_t length)
{
	const char *from = bytes;
	ssize_t n;

	while (length > 0 && !s->is_broken) {
		if ((n = pwrite(s->fd, from, length, s->place)) < 0) {
			if (errno == EINTR)
				continue;
			log_err("spool: %s", strerror(errno));
			s->is_broken = true;
			return;
		}
		from += n;
		length -= (size_t)n;
		s->place += n;
		if (s->place > s->length)
			s->length = s->place;
	}
}

int64_t
spool_place(const struct spool *s)
{
	return s->place;
}

void
spool_move(struct spool *s, int64_t place)
{
	s->place = place;
}

int64_t
spool_length(const struct spool *s)
{
	return s->length;
}

enum err
spool_end(struct spool *s)
{
	s->place = 0;
	return s->is_broken ? ERR_BUG : ERR_OK;
}

size_t
spool_read(struct spool *s, void *to, size_t room)
{
	ssize_t n;

	while ((n = pread(s->fd, to, room, s->place)) < 0 && errno == EINTR)
		;
	if (n < 0)
		log_err("spool: %s", strerror(errno));
	if (n <= 0)
		return 0;
	s->place += n;
	return (size_t)n;
}
