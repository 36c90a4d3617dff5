#include "base/banned.h"
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/str.h"

#define PART_BYTES	4096	/* read at once from a stream */

/* Reads exactly `size` bytes; a file that is shorter meanwhile gives what there was. */
static char *
read_bytes(int fd, size_t size, size_t *length)
{
	char *text = mem_keep(size + 1);
	size_t got = 0;
	ssize_t n;

	while (got < size &&
	    ((n = read(fd, text + got, size - got)) > 0 || (n < 0 && errno == EINTR)))
		got += n > 0 ? (size_t)n : 0;
	text[got] = '\0';
	if (length != NULL)
		*length = got;
	return text;
}

char *
file_read(const char *path, size_t max, size_t *length)
{
	struct stat st;
	char *text = NULL;
	int fd;

	/* Nobody is waited for who has yet to write into a pipe. */
	if ((fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)) < 0)
		return NULL;
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && (size_t)st.st_size <= max)
		text = read_bytes(fd, (size_t)st.st_size, length);
	else
		errno = EFBIG;
	close(fd);
	return text;
}

bool
file_read_stream(int fd, struct str *text)
{
	char part[PART_BYTES];
	ssize_t n;

	while ((n = read(fd, part, sizeof(part))) != 0)
		if (n > 0)
			str_add_bytes(text, part, (size_t)n);
		else if (errno != EINTR)
			return false;
	return true;
}
