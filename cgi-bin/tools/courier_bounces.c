#include "base/banned.h"
#include "tools/courier_bounces.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/log.h"
#include "base/str.h"
#include "tools/courier_bounce.h"

#define SEEN		":2,S"	/* what a maildir calls a mail that somebody has seen */

bool
courier_bounces_words(int count, char **words, struct bounce_call *call)
{
	*call = (struct bounce_call){ .to = "" };
	if (count == 2 && strcmp(words[0], "--to") == 0)
		call->to = words[1];
	else if (count == 2 && strcmp(words[0], "--maildir") == 0)
		call->folder = words[1];
	else
		return count == 0;
	return words[1][0] != '\0';
}

static enum err
record(struct context *cx, void *closure)
{
	return bounce_record(cx, closure);
}

/* ERR_OK: dealt with, be it that it changes nothing. Neither addresses nor words are logged. */
static enum err
take(struct context *cx, const char *to, const struct str *mail)
{
	struct bounce_report report;
	enum err rc;

	mem_clear(cx->mem);
	cx->now = clock_now();
	rc = courier_bounce_read(cx->mem, cx->config, to, mail->text, mail->length, &report);
	if (rc != ERR_OK) {
		log_warn("a mail that came back changes nothing: %s", rc == ERR_FORGED ?
		    "it did not come to a sender of ours" : "there is no report in it");
		return ERR_OK;
	}
	rc = tool_transaction(cx, record, &report);
	if (rc == ERR_OK)
		log_info("message %lld: a report of it is recorded", (long long)report.message_id);
	else if (rc == ERR_MISSING || rc == ERR_INVALID)
		log_warn("message %lld: a report of it changes nothing: %s",
		    (long long)report.message_id, rc == ERR_MISSING ?
		    "no such message is on its way" : "it tells of no failure of our recipient");
	else
		log_err("message %lld: a report of it could not be recorded",
		    (long long)report.message_id);
	return rc == ERR_MISSING || rc == ERR_INVALID ? ERR_OK : rc;
}

static enum tool_exit
take_one(struct context *cx, const char *to)
{
	enum tool_exit status = TOOL_LATER;
	struct str mail;

	str_init(&mail, COURIER_BOUNCE_MAX);
	if (file_read_stream(STDIN_FILENO, &mail) && take(cx, to, &mail) == ERR_OK)
		status = TOOL_OK;
	str_release(&mail);
	return status;
}

/* Only a plain file: a name that leads elsewhere, or a pipe that waits, is no mail. */
static bool
read_file(const char *path, struct str *mail)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	struct stat status;
	bool is_read;

	is_read = fd >= 0 && fstat(fd, &status) == 0 && S_ISREG(status.st_mode) &&
	    file_read_stream(fd, mail);
	if (fd >= 0)
		close(fd);
	return is_read;
}

/* From new to cur. The same report again changes nothing, so a crash in between does no harm. */
static enum tool_exit
take_file(struct context *cx, const char *folder, const char *name)
{
	enum tool_exit status = TOOL_LATER;
	struct mem *m = mem_new();
	const char *from = mem_fmt(m, "%s/new/%s", folder, name);
	const char *to = mem_fmt(m, "%s/cur/%s%s", folder, name,
	    strchr(name, ':') == NULL ? SEEN : "");
	struct str mail;

	str_init(&mail, COURIER_BOUNCE_MAX);
	if (!read_file(from, &mail)) {
		log_err("a file of the maildir cannot be read");
		status = TOOL_FAILED;
	} else if (take(cx, "", &mail) == ERR_OK) {
		status = TOOL_OK;
		if (rename(from, to) != 0) {
			log_err("a mail cannot be moved to %s/cur: %s", folder, strerror(errno));
			status = TOOL_FAILED;
		}
	}
	str_release(&mail);
	mem_free(&m);
	return status;
}

/* One that cannot be recorded does not hold back the others, unless it is the database. */
static enum tool_exit
take_all(struct context *cx, const char *folder)
{
	DIR *dir = opendir(mem_fmt(cx->mem, "%s/new", folder));
	enum tool_exit status = TOOL_OK, one;
	struct dirent *entry;

	if (dir == NULL) {
		log_err("the folder %s/new cannot be read: %s", folder, strerror(errno));
		return TOOL_FAILED;
	}
	while (status != TOOL_LATER && (entry = readdir(dir)) != NULL) {
		if (entry->d_name[0] == '.')
			continue;
		one = take_file(cx, folder, entry->d_name);
		if (one == TOOL_LATER && db_ping(cx->db) == ERR_OK)
			one = TOOL_FAILED;
		if (one != TOOL_OK)
			status = one;
	}
	closedir(dir);
	return status;
}

enum tool_exit
courier_bounces(struct context *cx, const struct bounce_call *call)
{
	return call->folder == NULL ? take_one(cx, call->to) : take_all(cx, call->folder);
}
