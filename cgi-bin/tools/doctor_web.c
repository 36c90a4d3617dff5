#include "base/banned.h"
#include "tools/doctor.h"

#include <string.h>

#include "tools/courier_net.h"

/* A page that needs nothing and changes nothing: what it answers is the web server's doing. */
#define HARMLESS	"/healthz"
#define SIGN_IN		"/login"	/* it is shown to everybody, where it may be */
#define FORM_TYPE	"Content-Type: application/x-www-form-urlencoded"

/* What lies beside the programs where all of it was put into a folder that the web server shows. */
static const char *const private_files[] = {
	"/pointperson.hdf", "/pointperson.secrets.hdf", "/conf/pointperson.hdf",
	"/conf/pointperson.secrets.hdf", "/pointperson/pointperson.hdf",
	"/pointperson/pointperson.secrets.hdf", "/pointperson/install.token", "/settings.path",
	"/install.token", "/templates/home.cs", "/sql/grants.sql",
	"/sql/0001-accounts-and-users.sql", "/.git/config", "/.htaccess",
};

static struct net_answer
ask(struct doctor *d, struct courier_net *net, const char *path, const char *body)
{
	struct mem *m = d->tool->mem;
	struct net_request q = {
		.url = mem_fmt(m, "%s%s", d->tool->config.site_url, path),
		.is_post = body != NULL,
		.headers = { FORM_TYPE },
		.header_count = body != NULL ? 1 : 0,
		.body = body,
	};

	return courier_net_ask(net, m, &q);
}

static bool
does_answer(struct doctor *d, struct courier_net *net)
{
	const char *what = mem_fmt(d->tool->mem, "the site answers at %s",
	    d->tool->config.site_url);
	struct net_answer a = ask(d, net, HARMLESS, NULL);

	if (a.status == 200)
		doctor_report(d, GRADE_OK, what, " ");
	else if (a.status == 0)
		doctor_report(d, GRADE_WARN, what, "it does not: %s; start the web server with the "
		    "shipped configuration, or correct site.url", a.problem);
	else
		doctor_report(d, GRADE_FAIL, what, "it says %d; run: systemctl restart "
		    "pointperson.target; then read the web server's error log", a.status);
	return a.status == 200;
}

static void
check_private_files(struct doctor *d, struct courier_net *net)
{
	struct mem *m = d->tool->mem;
	const char *open_one = NULL;
	size_t i;

	for (i = 0; i < sizeof(private_files) / sizeof(private_files[0]); i++)
		if (ask(d, net, private_files[i], NULL).status == 200)
			open_one = private_files[i];
	doctor_report(d, open_one == NULL ? GRADE_OK : GRADE_FAIL, "private files stay private",
	    "everyone can read %s; take the folder out of what the web server shows, use the "
	    "shipped configuration, and change all passwords that stood there",
	    open_one == NULL ? "" : mem_fmt(m, "%s%s", d->tool->config.site_url, open_one));
}

/* As large as the settings allow. The page answers that it takes no form, once it got that far. */
static void
check_form_size(struct doctor *d, struct courier_net *net)
{
	size_t size = (size_t)d->tool->config.body_max;
	char *body = mem_alloc(d->tool->mem, size + 1);
	struct net_answer a;

	memset(body, 'a', size);
	body[1] = '=';
	body[size] = '\0';
	a = ask(d, net, HARMLESS, body);
	doctor_report(d, a.status >= 400 && a.status < 500 && a.status != 413 ? GRADE_OK :
	    GRADE_FAIL, "the web server takes the largest form",
	    "it answers %d to %zu bytes; allow form.body_max: client_max_body_size of nginx, "
	    "LimitRequestBody and FcgidMaxRequestLen of Apache", a.status, size);
}

/* Whoever comes by http is led to https: where this was asked already, if the pages could tell. */
static void
check_https(struct doctor *d, struct courier_net *net)
{
	struct net_answer a = ask(d, net, SIGN_IN, NULL);

	doctor_report(d, a.status != 303 ? GRADE_OK : GRADE_WARN,
	    "the pages see how they are asked",
	    "they take https for http, so cookies are not Secure; name the machine in front of the "
	    "web server in site.proxies and let it send X-Forwarded-Proto, or let the web server "
	    "give the pages HTTPS=on");
}

void
doctor_check_web(struct doctor *d)
{
	struct courier_net *net = courier_net_new();

	if (does_answer(d, net)) {
		check_https(d, net);
		check_private_files(d, net);
		check_form_size(d, net);
	}
	courier_net_free(&net);
}
