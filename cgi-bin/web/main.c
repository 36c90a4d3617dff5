/*
 * main: the program around a page: reads the settings, opens what lives as long as the process, and
 * answers requests until the web server says stop.
 *
 * PROGRAM            serves: FastCGI where file descriptor 0 listens, else one CGI request
 * PROGRAM --routes   prints the table of routes, tab separated: method, path, permission, fields,
 *                    and where there are any step-up: and its purpose, event: and a download's
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
#include "base/install_token.h"
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
	if (r->download_event != NULL)
		printf("\t\tevent:%s", r->download_event);
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

/* What stands until the settings are read again. */
struct opened {
	struct mem	*settings;
	struct config	 config;
};

/*
 * The installer begins with no settings at all, and signs its forms by its token until there are
 * keys.
 */
static enum err
load(struct opened *o, const char **problem)
{
	const char *file = config_file(o->settings);
	enum err rc = config_load(o->settings, file, &o->config, problem);

	if (!page.routes->is_installing)
		return rc == ERR_OK && !o->config.has_keys ? ERR_MISSING : rc;
	if (!o->config.has_keys)
		install_token_keys(install_token_read(o->settings, file), &o->config.keys);
	return rc == ERR_MISSING ? ERR_OK : rc;
}

static bool
open_worker(struct worker *w, struct opened *o)
{
	const char *problem = "";

	o->settings = mem_new();
	if (load(o, &problem) != ERR_OK) {
		log_err("settings: %s",
		    problem[0] != '\0' ? problem : "no keys: run `pointperson migrate` first");
		mem_free(&o->settings);
		return false;
	}
	w->page = &page;
	w->config = &o->config;
	w->db = db_new(&o->config.database);
	w->mem = mem_new();
	language_open(o->config.translations_folder);
	w->templates = templates_new(o->config.templates_folder);
	w->static_version = static_version(o->settings, o->config.templates_folder);
	return true;
}

static void
close_worker(struct worker *w, struct opened *o)
{
	templates_free(&w->templates);
	db_free(&w->db);
	mem_free(&w->mem);
	crypt_wipe(&o->config.keys, sizeof(o->config.keys));
	mem_free(&o->settings);
}

/* Answers until the web server says stop. The settings of the installer change while it runs. */
static int
serve(void)
{
	struct transport *t = transport_of_process();
	struct worker w = { 0 };
	struct opened o;
	bool is_open = true;

	if (!open_worker(&w, &o))
		return EXIT_SETTINGS;
	while (is_open && t->accept(t)) {
		if (page.routes->is_installing) {
			close_worker(&w, &o);
			is_open = open_worker(&w, &o);
		}
		if (is_open)
			loop_answer(&w, t);
	}
	if (!is_open)
		return EXIT_SETTINGS;
	close_worker(&w, &o);
	return 0;
}

int
main(int argc, char **argv)
{
	log_program(page.name);
	if (!loop_page_is_sound(&page) || crypt_init() != ERR_OK)
		return EXIT_BUG;
	if (getenv("GATEWAY_INTERFACE") == NULL && argc == 2 && strcmp(argv[1], "--routes") == 0)
		return print_routes();
	refuse_core_files();
	return serve();
}
