/*
 * main: the program around a page: reads the settings, opens what lives as long as the process, and
 * answers requests until the web server says stop.
 *
 * PROGRAM            serves: FastCGI where file descriptor 0 listens, else one CGI request
 * PROGRAM --routes   prints the table of routes, tab separated: method, path, permission, fields
 *
 * As CGI the arguments are the web server's ("?a+b" becomes two of them) and are ignored.
 */
#include "base/banned.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/config.h"
#include "base/file.h"
#include "base/language.h"
#include "base/log.h"
#include "base/str.h"
#include "base/tree.h"
#include "web/loop.h"
#include "web/request.h"

#define EXIT_SETTINGS	78	/* EX_CONFIG of sysexits.h */
#define STATIC_BYTES	(256 * 1024)	/* ours are below 20 KiB */
#define VERSION_BYTES	6		/* of the hash: one in 2^48 is the same by chance */
#define EXIT_BUG	70	/* EX_SOFTWARE of sysexits.h */

static void
print_route(const struct route *r)
{
	struct mem *m = mem_new();
	const struct field *f;

	printf("%s\t%s\t%s\t", r->method == GET ? "GET" : "POST",
	    request_route_path(m, &page, r->path), role_permission_name(r->permission));
	for (f = r->fields; f != NULL && f->name != NULL; f++)
		printf("%s%s%s", f == r->fields ? "" : ",", f->name,
		    f->need == REQUIRED ? "!" : "");
	if (r->step_up != NULL)
		printf("\tstep-up:%s", r->step_up);
	printf("\n");
	mem_free(&m);
}

static int
print_routes(void)
{
	const struct route *r;

	for (r = page.routes; r->method != METHOD_UNSET; r++)
		print_route(r);
	return fflush(stdout) == 0 ? 0 : 1;
}

/* A core file would hold keys and passwords. */
static void
refuse_core_files(void)
{
	const struct rlimit none = { 0, 0 };

	setrlimit(RLIMIT_CORE, &none);
}

/*
 * What the addresses of static files carry: part of a hash of their contents, so that a browser may
 * keep them for good and still sees a new one at once.
 */
static const char *
static_version(struct mem *m, const char *templates)
{
	static const char *const names[] = { "pointperson.css", "pointperson.js", "passkey.js",
		"favicon.svg" };
	unsigned char hash[CRYPT_HASH_BYTES];
	struct str all;
	char *text;
	size_t i;

	str_init(&all, sizeof(names) / sizeof(names[0]) * STATIC_BYTES);
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		text = file_read(mem_fmt(m, "%s/static/%s", templates, names[i]), STATIC_BYTES,
		    NULL);
		str_add(&all, text == NULL ? "" : text);
		free(text);
	}
	crypt_hash(all.text, all.length, hash);
	str_release(&all);
	return crypt_encode(m, hash, VERSION_BYTES);
}

static void
serve(struct worker *w)
{
	struct transport *t = transport_of_process();

	while (t->accept(t))
		loop_answer(w, t);
}

int
main(int argc, char **argv)
{
	struct worker w = { .page = &page };
	struct mem *settings;
	struct config config;
	const char *problem;

	log_program(page.name);
	if (!loop_page_is_sound(&page) || crypt_init() != ERR_OK)
		return EXIT_BUG;
	if (getenv("GATEWAY_INTERFACE") == NULL && argc == 2 && strcmp(argv[1], "--routes") == 0)
		return print_routes();
	refuse_core_files();
	settings = mem_new();
	if (config_load(settings, config_file(), &config, &problem) != ERR_OK || !config.has_keys) {
		log_err("settings: %s", config.has_keys ? problem :
		    problem[0] != '\0' ? problem : "no keys: run `pointperson migrate` first");
		return EXIT_SETTINGS;
	}
	w.config = &config;
	w.db = db_new(&config.database);
	w.mem = mem_new();
	language_open(config.translations_folder);
	w.templates = templates_new(config.templates_folder);
	w.static_version = static_version(settings, config.templates_folder);
	serve(&w);
	templates_free(&w.templates);
	db_free(&w.db);
	mem_free(&w.mem);
	crypt_wipe(&config.keys, sizeof(config.keys));
	mem_free(&settings);
	return 0;
}
