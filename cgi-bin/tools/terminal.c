#include "base/banned.h"
#include "tools/terminal.h"

#include <ctype.h>
#include <signal.h>
#include <stdbool.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "base/crypt.h"
#include "base/text.h"

#define LINE_BYTES	1024	/* more than the longest password, to tell that it is too long */
#define GROUPS		4	/* of a made password */
#define GROUP_LETTERS	5

/* What a signal handler must put back. */
static struct termios before;

static void
put_back(int number)
{
	tcsetattr(STDIN_FILENO, TCSANOW, &before);
	raise(number);
}

/* Reads a line without its end. False where there is none. */
static bool
read_line(char *line, size_t size)
{
	if (fgets(line, (int)size, stdin) == NULL)
		return false;
	line[strcspn(line, "\r\n")] = '\0';
	return true;
}

/*
 * A terminal that stays silent after Ctrl-C would be a nuisance, so the signals that end us put it
 * back first.
 */
static bool
read_silently(const char *prompt, char *line, size_t size)
{
	static const int ending[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT };
	struct sigaction handler = { .sa_handler = put_back, .sa_flags = (int)SA_RESETHAND };
	struct sigaction old[sizeof(ending) / sizeof(ending[0])];
	struct termios silent;
	bool is_read;
	size_t i;

	tcgetattr(STDIN_FILENO, &before);
	silent = before;
	silent.c_lflag &= ~(tcflag_t)ECHO;
	for (i = 0; i < sizeof(ending) / sizeof(ending[0]); i++)
		sigaction(ending[i], &handler, &old[i]);
	tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
	fputs(prompt, stderr);
	is_read = read_line(line, size);
	fputc('\n', stderr);
	tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
	for (i = 0; i < sizeof(ending) / sizeof(ending[0]); i++)
		sigaction(ending[i], &old[i], NULL);
	return is_read;
}

enum err
terminal_password(struct mem *m, const char *whose, const char **password, const char **again,
    const char **problem)
{
	char line[LINE_BYTES] = "", second[LINE_BYTES] = "";
	bool is_read, is_terminal = isatty(STDIN_FILENO);

	*problem = NULL;
	is_read = is_terminal ?
	    read_silently(mem_fmt(m, "Password for %s: ", whose), line, sizeof(line)) &&
		read_silently("The same again: ", second, sizeof(second)) :
	    read_line(line, sizeof(line));
	if (!is_read)
		*problem = "No password was typed.";
	else if (!text_is_utf8(line, strlen(line)))
		*problem = "The password is not a text in UTF-8.";
	*password = mem_dup(m, line);
	*again = is_terminal ? mem_dup(m, second) : *password;
	crypt_wipe(line, sizeof(line));
	crypt_wipe(second, sizeof(second));
	return *problem == NULL ? ERR_OK : ERR_INVALID;
}

char *
terminal_make_password(struct mem *m)
{
	/* 32 of them, so that five random bits choose one evenly. */
	static const char letters[] = "abcdefghijkmnpqrstuvwxyz23456789";
	unsigned char bytes[GROUPS * GROUP_LETTERS];
	char *text = mem_alloc(m, sizeof(bytes) + GROUPS);
	bool has_digit = false, has_capital = false;
	size_t i, at;

	/* One capital, and a digit where chance gave none: the rule for passwords asks for them. */
	while (!has_digit || !has_capital) {
		has_digit = has_capital = false;
		crypt_random(bytes, sizeof(bytes));
		for (i = at = 0; i < sizeof(bytes); i++) {
			char c = letters[bytes[i] % 32];

			if (i > 0 && i % GROUP_LETTERS == 0)
				text[at++] = '-';
			if (!has_capital && isalpha((unsigned char)c)) {
				c = (char)toupper((unsigned char)c);
				has_capital = true;
			}
			has_digit |= isdigit((unsigned char)c) != 0;
			text[at++] = c;
		}
	}
	crypt_wipe(bytes, sizeof(bytes));
	return text;
}
