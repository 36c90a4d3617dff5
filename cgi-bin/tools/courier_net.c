#include "base/banned.h"
#include "tools/courier_net.h"

#include <curl/curl.h>
#include <string.h>
#include <strings.h>

#include "base/str.h"
#include "base/text.h"
#include "tools/courier_settings.h"
#include "tools/courier_status.h"
#include "tools/courier_words.h"

#define CONNECT_SEC	15	/* to reach a server */
#define MAIL_SEC	60	/* for a whole mail: half of OUTBOX_LEASE_SEC */
#define ASK_SEC		10	/* for an SMS gateway (LIBRARIES 1.3) */
#define ANSWER_BYTES	(64 * 1024)	/* read of a gateway's answer */
#define REPLY_BYTES	200	/* of a mail server's words kept */
#define NAME_BYTES	256	/* longest name of a host */

/* How far a conversation with a mail server has come. */
enum stage { STAGE_GREETING, STAGE_SENDER, STAGE_RECIPIENT, STAGE_CONTENT };

struct courier_net {
	CURL		*mail;			/* NULL: no connection is kept */
	CURL		*gateway;		/* the same */
	enum stage	 stage;			/* of the mail at hand */
	struct str	 reply;			/* the words of the last reply */
	bool		 is_reply_whole;	/* its last line has come */
	bool		 is_leaving;		/* what is said now answers our good-bye */
	char		 server[NAME_BYTES];	/* as the mail server calls itself */
	char		 problem[CURL_ERROR_SIZE];	/* libcurl's words */
};

/* What is left to be read of a mail. */
struct source {
	const char	*bytes;
	size_t		 length;
};

struct courier_net *
courier_net_new(void)
{
	struct courier_net *n = mem_keep(sizeof(*n));

	curl_global_init(CURL_GLOBAL_DEFAULT);
	str_init(&n->reply, REPLY_BYTES);
	return n;
}

void
courier_net_rest(struct courier_net *n)
{
	curl_easy_cleanup(n->mail);
	curl_easy_cleanup(n->gateway);
	n->mail = n->gateway = NULL;
}

void
courier_net_free(struct courier_net **n)
{
	if (*n == NULL)
		return;
	courier_net_rest(*n);
	str_release(&(*n)->reply);
	free(*n);
	*n = NULL;
	curl_global_cleanup();
}

/* A connection kept from before serves again; all else begins afresh. */
static CURL *
ready(CURL **handle, struct courier_net *n)
{
	if (*handle == NULL && (*handle = curl_easy_init()) == NULL)
		_Exit(70);
	curl_easy_reset(*handle);
	n->problem[0] = '\0';
	curl_easy_setopt(*handle, CURLOPT_ERRORBUFFER, n->problem);
	curl_easy_setopt(*handle, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(*handle, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(*handle, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_SEC);
	curl_easy_setopt(*handle, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	return *handle;
}

static void
allow(CURL *curl, bool is_mail)
{
#if LIBCURL_VERSION_NUM >= 0x075500
	curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, is_mail ? "smtp,smtps" : "http,https");
#else
	curl_easy_setopt(curl, CURLOPT_PROTOCOLS, is_mail ? (long)(CURLPROTO_SMTP |
	    CURLPROTO_SMTPS) : (long)(CURLPROTO_HTTP | CURLPROTO_HTTPS));
#endif
}

static size_t
give(char *to, size_t size, size_t count, void *closure)
{
	struct source *from = closure;
	size_t length = size * count < from->length ? size * count : from->length;

	memcpy(to, from->bytes, length);
	from->bytes += length;
	from->length -= length;
	return length;
}

/* Which command the replies answer: libcurl tells only the last code, and a 550 to each differs. */
static int
on_command(CURL *curl, curl_infotype type, char *data, size_t length, void *closure)
{
	struct courier_net *n = closure;

	(void)curl;
	if (type != CURLINFO_HEADER_OUT)
		return 0;
	if (length >= 10 && strncasecmp(data, "MAIL FROM:", 10) == 0)
		n->stage = STAGE_SENDER;
	else if (length >= 8 && strncasecmp(data, "RCPT TO:", 8) == 0)
		n->stage = STAGE_RECIPIENT;
	else if (length >= 4 && strncasecmp(data, "DATA", 4) == 0)
		n->stage = STAGE_CONTENT;
	else if (length >= 4 && strncasecmp(data, "QUIT", 4) == 0)
		n->is_leaving = true;
	return 0;
}

/* "220 mx.example.in ESMTP", and the first line that answers EHLO: the server's name. */
static void
keep_name(struct courier_net *n, const char *words, size_t length)
{
	size_t name = 0;

	while (name < length && name + 1 < NAME_BYTES && words[name] > ' ' && words[name] <= '~')
		name++;
	if (n->stage == STAGE_GREETING && n->server[0] == '\0' && name > 0)
		snprintf(n->server, NAME_BYTES, "%.*s", (int)name, words);
}

/* One line of a reply, "550-5.1.1 No such user" or "550 5.1.1 here". */
static size_t
on_reply(char *line, size_t size, size_t count, void *closure)
{
	struct courier_net *n = closure;
	size_t length = size * count, words;

	if (length < 3 || n->is_leaving)
		return length;
	if (n->is_reply_whole)
		str_reset(&n->reply);
	n->is_reply_whole = length < 4 || line[3] != '-';
	for (words = length; words > 4 && (line[words - 1] == '\r' || line[words - 1] == '\n');)
		words--;
	if (words <= 4)
		return length;
	if (memcmp(line, "220", 3) == 0)
		keep_name(n, line + 4, words - 4);
	if (n->reply.length > 0)
		str_add_char(&n->reply, ' ');
	str_add_bytes(&n->reply, line + 4, words - 4);
	return length;
}

/* A server's words as they may be shown. */
static char *
defused(struct mem *m, const char *text)
{
	char *copy = mem_dup(m, text), *c;

	for (c = copy; *c != '\0'; c++)
		if (*c < ' ' || *c > '~')
			*c = '?';
	return copy;
}

/*
 * A refusal is final only where it is about the recipient or the mail: before the recipient was
 * named, and often when it is, it is about us (password, sender, blocked address), which somebody
 * can put right.
 */
static bool
is_final(const struct courier_net *n, struct mem *m, int code, const char *reply,
    const char *sender)
{
	return code >= 500 && (n->stage == STAGE_CONTENT || (n->stage == STAGE_RECIPIENT &&
	    !courier_status_is_about_us(m, code, reply, sender)));
}

/* "550 5.1.1 no such user": nothing of it was said by our message. */
static const char *
said(struct mem *m, long code, const char *reply)
{
	const char *status = courier_status_in(m, reply), *words = courier_words(m, reply);

	return mem_fmt(m, "%ld%s%s%s%s", code, status[0] == '\0' ? "" : " ", status,
	    words[0] == '\0' ? "" : " ", words);
}

static struct outcome
judge(struct courier_net *n, struct mem *m, CURLcode rc, const char *url, const char *sender)
{
	struct outcome out = { .fate = FATE_LATER };
	const char *reply = n->reply.text;
	long code = 0;

	curl_easy_getinfo(n->mail, CURLINFO_RESPONSE_CODE, &code);
	out.code = (int)code;
	if (rc == CURLE_OK) {
		out.fate = FATE_SENT;
		out.words = mem_fmt(m, "accepted by %s", n->server[0] == '\0' ? url :
		    defused(m, n->server));
	} else if (is_final(n, m, out.code, reply, sender)) {
		out.fate = FATE_FAILED;
		out.status = courier_status_of_reply(m, (int)code, reply);
		out.words = mem_fmt(m, "refused: %s", said(m, code, reply));
	} else if (code >= 400) {
		out.words = mem_fmt(m, "%s: %s", code >= 500 ?
		    "the mail server does not take our mail" : "not taken now",
		    said(m, code, reply));
	} else {
		out.code = 0;
		out.words = mem_fmt(m, "no answer from the mail server: %s",
		    defused(m, n->problem[0] != '\0' ? n->problem : curl_easy_strerror(rc)));
	}
	return out;
}

static void
set_server(CURL *curl, struct mem *m, const struct config *c)
{
	enum smtp_tls tls = courier_settings_tls(c);
	bool is_verified = tls != TLS_OPPORTUNISTIC;

	curl_easy_setopt(curl, CURLOPT_URL, courier_settings_server(m, c));
	curl_easy_setopt(curl, CURLOPT_USE_SSL, tls == TLS_REQUIRED ? (long)CURLUSESSL_ALL :
	    tls == TLS_NONE ? (long)CURLUSESSL_NONE : (long)CURLUSESSL_TRY);
	curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, is_verified ? 1L : 0L);
	curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, is_verified ? 2L : 0L);
	if (c->mail.smtp_ca[0] != '\0')
		curl_easy_setopt(curl, CURLOPT_CAINFO, c->mail.smtp_ca);
	if (c->mail.smtp_user[0] != '\0') {
		curl_easy_setopt(curl, CURLOPT_USERNAME, c->mail.smtp_user);
		curl_easy_setopt(curl, CURLOPT_PASSWORD, c->mail.smtp_password);
	}
}

static void
watch(CURL *curl, struct courier_net *n)
{
	curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, on_reply);
	curl_easy_setopt(curl, CURLOPT_HEADERDATA, n);
	curl_easy_setopt(curl, CURLOPT_VERBOSE, 1L);
	curl_easy_setopt(curl, CURLOPT_DEBUGFUNCTION, on_command);
	curl_easy_setopt(curl, CURLOPT_DEBUGDATA, n);
}

struct outcome
courier_net_mail(struct courier_net *n, struct mem *m, const struct config *c, const char *sender,
    const char *recipient, const char *bytes, size_t length)
{
	struct source source = { bytes, length };
	struct curl_slist *to = curl_slist_append(NULL, mem_fmt(m, "<%s>", recipient));
	bool is_kept = n->mail != NULL;
	CURL *curl = ready(&n->mail, n);
	CURLcode rc;

	n->stage = STAGE_GREETING;
	n->is_reply_whole = true;
	n->is_leaving = false;
	str_reset(&n->reply);
	if (!is_kept)
		n->server[0] = '\0';
	allow(curl, true);
	set_server(curl, m, c);
	watch(curl, n);
	curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)MAIL_SEC);
	curl_easy_setopt(curl, CURLOPT_MAIL_FROM, mem_fmt(m, "<%s>", sender));
	curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, to);
	curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
	curl_easy_setopt(curl, CURLOPT_READFUNCTION, give);
	curl_easy_setopt(curl, CURLOPT_READDATA, &source);
	curl_easy_setopt(curl, CURLOPT_INFILESIZE_LARGE, (curl_off_t)length);
	rc = curl_easy_perform(curl);
	curl_slist_free_all(to);
	return judge(n, m, rc, c->mail.smtp_url, sender);
}

static size_t
on_answer(char *data, size_t size, size_t count, void *closure)
{
	struct str *body = closure;

	str_add_bytes(body, data, size * count);
	return body->is_full ? 0 : size * count;
}

static void
set_request(CURL *curl, const struct net_request *q, struct curl_slist *headers)
{
	curl_easy_setopt(curl, CURLOPT_URL, q->url);
	curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
	curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)ASK_SEC);
	if (q->is_post)
		curl_easy_setopt(curl, CURLOPT_POSTFIELDS, q->body);
}

struct net_answer
courier_net_ask(struct courier_net *n, struct mem *m, const struct net_request *q)
{
	struct net_answer answer = { .problem = "" };
	struct curl_slist *headers = NULL;
	CURL *curl = ready(&n->gateway, n);
	struct str body;
	long status = 0;
	CURLcode rc;
	size_t i;

	str_init(&body, ANSWER_BYTES);
	for (i = 0; i < q->header_count; i++)
		headers = curl_slist_append(headers, q->headers[i]);
	allow(curl, false);
	set_request(curl, q, headers);
	curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, on_answer);
	curl_easy_setopt(curl, CURLOPT_WRITEDATA, &body);
	rc = curl_easy_perform(curl);
	curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
	answer.status = (int)status;
	answer.body = mem_dup(m, body.text);
	/* An answer cut at our limit is an answer all the same. */
	if (status == 0 || (rc != CURLE_OK && rc != CURLE_WRITE_ERROR)) {
		answer.status = 0;
		answer.problem = defused(m, n->problem[0] != '\0' ? n->problem :
		    curl_easy_strerror(rc));
	}
	str_release(&body);
	curl_slist_free_all(headers);
	return answer;
}
