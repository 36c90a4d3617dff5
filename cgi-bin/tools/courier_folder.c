#include "base/banned.h"
#include "tools/courier_folder.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FOLDER_MODE	0700
#define FILE_MODE	0600

static bool
make(struct mem *m, const char *folder, bool is_maildir)
{
	static const char *const parts[] = { "tmp", "new", "cur" };
	size_t i;

	if (mkdir(folder, FOLDER_MODE) != 0 && errno != EEXIST)
		return false;
	for (i = 0; is_maildir && i < sizeof(parts) / sizeof(parts[0]); i++)
		if (mkdir(mem_fmt(m, "%s/%s", folder, parts[i]), FOLDER_MODE) != 0 &&
		    errno != EEXIST)
			return false;
	return true;
}

static bool
write_file(const char *path, const char *bytes, size_t length)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, FILE_MODE);
	bool is_written = fd >= 0;
	ssize_t n;

	while (is_written && length > 0) {
		n = write(fd, bytes, length);
		is_written = n > 0 || (n < 0 && errno == EINTR);
		bytes += n > 0 ? n : 0;
		length -= n > 0 ? (size_t)n : 0;
	}
	is_written = is_written && fsync(fd) == 0;
	if (fd >= 0)
		close(fd);
	return is_written;
}

/* The new name itself must reach the disk before the message counts as sent. */
static bool
keep_name(const char *folder)
{
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool is_kept = fd >= 0 && fsync(fd) == 0;

	if (fd >= 0)
		close(fd);
	return is_kept;
}

struct outcome
courier_folder(struct mem *m, const char *folder, bool is_maildir, const char *name,
    const char *bytes, size_t length)
{
	const char *to = is_maildir ? mem_fmt(m, "%s/new", folder) : folder;
	const char *first = mem_fmt(m, "%s/%s%s.%ld", folder, is_maildir ? "tmp/" : ".", name,
	    (long)getpid());

	if (!make(m, folder, is_maildir) || !write_file(first, bytes, length) ||
	    rename(first, mem_fmt(m, "%s/%s", to, name)) != 0 || !keep_name(to)) {
		const char *why = strerror(errno);

		unlink(first);
		return (struct outcome){ .words =
					     mem_fmt(m, "the folder cannot be used: %s", why) };
	}
	return (struct outcome){ .fate = FATE_SENT, .words = "put into the folder of this host" };
}
