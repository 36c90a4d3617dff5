#include "base/banned.h"
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"

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

	if ((fd = open(path, O_RDONLY | O_CLOEXEC)) < 0)
		return NULL;
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && (size_t)st.st_size <= max)
		text = read_bytes(fd, (size_t)st.st_size, length);
	else
		errno = EFBIG;
	close(fd);
	return text;
}
