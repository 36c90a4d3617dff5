/*
 * page: what a page is made of, and the verbs its handlers have. A page file includes this,
 * web/view.h and the domain; it knows nouns and forms, nothing else.
 *
 * A page is a const record: a name, a prefix, and a table of routes. Everything that a check needs
 * stands in the table; a handler never checks.
 */
#ifndef POINTPERSON_WEB_PAGE_H
#define POINTPERSON_WEB_PAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/language.h"
#include "base/problems.h"
#include "domain/context.h"
#include "domain/role.h"
#include "domain/throttle.h"
#include "web/download.h"

struct req;
struct view;
struct exchange;

#define NEW_PASSWORD_MAX 256 /* bytes: USER_PASSWORD_MAX */
#define SIGN_IN_EMAIL_MAX 254 /* characters: EMAIL_MAX */

enum method { METHOD_UNSET = 0, GET, POST };

enum need {
	OPTIONAL = 0,
	REQUIRED,
	ONE_OF /* one of several is: the handler says so where all are empty */
};

enum field_kind {
	FIELD_UNSET = 0,
	FIELD_TEXT, /* one line in any script; outer spaces are dropped */
	FIELD_LINES, /* several lines, of at most `longest` bytes; outer spaces are dropped */
	FIELD_EMAIL, /* as text; the domain says whether it is an address */
	FIELD_PHONE, /* as text; the domain reads it */
	FIELD_WEBSITE, /* as text; the domain reads it */
	FIELD_IDENTIFIER, /* letters and digits, spaced as one likes; the domain reads it */
	FIELD_PASSWORD, /* exactly as typed, in bytes, never sent back */
	FIELD_CODE, /* a one-time password: digits with any spaces, never sent back */
	FIELD_COUNT, /* a whole number that a form of ours carries: broken is 400 */
	FIELD_FLAG, /* a tick: "yes" or absent */
	FIELD_CHOICE, /* one of choices */
	FIELD_LIST, /* the same of so many that they stand in a list that opens */
	FIELD_ROW, /* the id of one of the rows that the handler offers: see form_offer() */
	FIELD_LANGUAGE, /* the tag of a language there is, or LANGUAGE_OF_BROWSER */
	/* Words of our own, each a tick, sent as many values of one name; longest: most of them */
	FIELD_TICKS,
	FIELD_PATH, /* a path of ours that a form of ours carries; anything else is dropped */
	FIELD_SEALED, /* a sealed value that a form of ours carries */
	FIELD__MAX
};

#define LANGUAGE_OF_BROWSER "browser" /* a choice that is none */

struct choice {
	const char	*value;		/* as sent */
	const char	*label;		/* as shown */
};

/* One declared field of a form: the single source of its rules. */
struct field {
	const char		*name;		/* as sent; NULL ends a table */
	const char		*label;		/* as shown; NULL: hidden */
	enum field_kind		 kind;
	enum need		 need;		/* REQUIRED: refused while empty */
	size_t longest; /* characters (FIELD_PASSWORD, FIELD_LINES: bytes); 0: no text */
	const char *missing; /* sentence when it is required and empty; NULL: made from the label */
	const char		*hint;		/* shown under the label; NULL none */
	const char *autocomplete; /* the HTML token; NULL: off (FIELD_CODE: one-time-code) */
	const struct choice	*choices;	/* of a choice or list, ended by a NULL value */
};

typedef enum err handler(struct req *, struct view *);

struct route {
	enum method		 method;	/* METHOD_UNSET ends a table */
	/* Below the prefix; ":id" stands for a row's id (":id.pdf" too), ":token" for a
	 * secret: see keep_link(). */
	const char		*path;
	enum permission		 permission;	/* PERM_UNSET: the program refuses to start */
	const struct field	*fields;	/* of the form (POST) or query (GET); NULL none */
	const struct field	*form;		/* GET: fields of the form it shows; NULL none */
	const char		*template;	/* GET: what prints it; NULL for a download */
	const char *download_event; /* GET: the event of a file that it sends with send_file() */
	handler			*run;
	handler			*again;		/* POST: the GET handler that shows it again */
	/* POST: the GET handler that shows what it would do (ERR_UNCONFIRMED), to be sent again */
	handler			*confirm;
	enum throttle_policy	 throttle;	/* POST: whose tries are counted before run */
	/* The field that is their key. NULL: the actor's own email; the client's tries alone where
	 * nobody is signed in. */
	const char		*throttle_field;
	bool throttle_pending; /* the key is the email of whose second factor is waited for */
	enum throttle_policy	 rate;	/* POST: how often the actor may do it */
	/*
	 * POST with a FIELD_CODE: a one-time password of this purpose is typed here, bound to the
	 * id in the path, without one to the session, or to the user or account. Its try is taken
	 * before run.
	 */
	const char		*code_purpose;
	bool			 code_is_users;	/* it is bound to the user */
	bool			 code_is_accounts;	/* it is bound to the account */
	const char		*refused_event;	/* POST: event when values were refused */
	const char *step_up; /* POST: its purpose, where a change may need a one-time password */
	/* The Primary is the one who has left: a Super Admin is asked for the own code at once. */
	bool			 step_up_is_left;
	bool			 any_account;	/* POST: its form may be of any account */
	bool over_http; /* GET: shown by http too where the site is https: it tells nothing */
	/* Open to whose role asks for a second factor and who has none: it leads there, or out. */
	bool			 before_second_factor;
	/*
	 * Of every route of the installer: it runs without settings and database, and reads both
	 * anew for each request. Nobody is signed in there, and no transaction is begun.
	 */
	bool			 is_installing;
};

struct page {
	const char		*name;		/* as the program and the socket are called */
	const char *prefix; /* where it stands: "/manage/business-profile", "" for the root */
	const char *title; /* heading and window title, unless the handler sets another */
	const struct route	*routes;
};

/* Of a form that is nothing but a button. */
extern const struct field no_fields[];

/* The same about a row that is as it was when the page was opened. */
extern const struct field version_fields[];

/* Which version of a row its form was opened with: another one since is a conflict. */
#define VERSION_FIELD { .name = "version", .kind = FIELD_COUNT, .need = REQUIRED }

/* Which one-use link a form is about: filled with its mark (domain/link.h); see is_other_link(). */
#define LINK_FIELD { .name = "of", .kind = FIELD_SEALED }

/* A one-time password, of a route with a code_purpose. OTP_TYPED_MAX is in domain/otp.h. */
#define CODE_FIELD                                                                                 \
	{ .name = "code",                                                                          \
	    .label = "Code",                                                                       \
	    .kind = FIELD_CODE,                                                                    \
	    .need = REQUIRED,                                                                      \
	    .longest = OTP_TYPED_MAX,                                                              \
	    .missing = "Type the code from the message.",                                          \
	    .hint = "Six digits. Spaces do not matter." }

/* What a passkey answered, by static/passkey.js: two fields of a table. */
#define PASSKEY_FIELDS                                                                             \
	{ .name = "challenge", .kind = FIELD_SEALED }, { .name = "passkey", .kind = FIELD_SEALED }

/*
 * A second factor: fields of a table, for take_factor(). SECOND_FACTOR_TYPED_MAX is in
 * domain/second_factor.h.
 */
#define FACTOR_FIELDS                                                                              \
	{ .name = "code",                                                                          \
	    .label = "Code",                                                                       \
	    .kind = FIELD_CODE,                                                                    \
	    .need = ONE_OF,                                                                        \
	    .longest = SECOND_FACTOR_TYPED_MAX,                                                    \
	    .hint = "Six digits from your app, or one of your recovery codes. Spaces do not"       \
		    " matter." },                                                                  \
	PASSKEY_FIELDS

/*
 * "It is me": what somebody at a screen that was left open cannot show. The password, or a second
 * factor where there is one: fields of a table, for check_me(). USER_PASSWORD_MAX is in
 * domain/user.h.
 */
#define OWN_PASSWORD	"current_password"
#define OWN_CODE	"own_code"
#define ME_FIELDS                                                                                  \
	{ .name = OWN_PASSWORD,                                                                    \
	    .label = "Your password",                                                              \
	    .kind = FIELD_PASSWORD,                                                                \
	    .need = ONE_OF,                                                                        \
	    .longest = USER_PASSWORD_MAX,                                                          \
	    .autocomplete = "current-password" },                                                  \
	{ .name = OWN_CODE,                                                                        \
	    .label = "Or a code",                                                                  \
	    .kind = FIELD_CODE,                                                                    \
	    .need = ONE_OF,                                                                        \
	    .longest = SECOND_FACTOR_TYPED_MAX,                                                    \
	    .hint = "Six digits from your app, or one of your recovery codes." },                  \
	PASSKEY_FIELDS

/* A new password, typed twice: two fields of a table. */
#define NEW_PASSWORD_FIELDS                                                                        \
	{ .name = "new_password",                                                                  \
	    .label = "New password",                                                               \
	    .kind = FIELD_PASSWORD,                                                                \
	    .need = REQUIRED,                                                                      \
	    .longest = NEW_PASSWORD_MAX,                                                           \
	    .missing = "Enter a new password.",                                                    \
	    .hint = "Any script, spaces and pasting are fine; 256 bytes are the most.",            \
	    .autocomplete = "new-password" },                                                      \
	{ .name = "confirm_password",                                                              \
	    .label = "New password once more",                                                     \
	    .kind = FIELD_PASSWORD,                                                                \
	    .need = REQUIRED,                                                                      \
	    .longest = NEW_PASSWORD_MAX,                                                           \
	    .missing = "Enter the new password once more.",                                        \
	    .autocomplete = "new-password" }

/* Who one is, by address and password: two fields of a table. */
#define SIGN_IN_FIELDS                                                                             \
	{ .name = "email",                                                                         \
	    .label = "Email",                                                                      \
	    .kind = FIELD_EMAIL,                                                                   \
	    .need = REQUIRED,                                                                      \
	    .longest = SIGN_IN_EMAIL_MAX,                                                          \
	    .missing = "Enter your email address.",                                                \
	    .autocomplete = "username" },                                                          \
	{ .name = "password",                                                                      \
	    .label = "Password",                                                                   \
	    .kind = FIELD_PASSWORD,                                                                \
	    .need = REQUIRED,                                                                      \
	    .longest = NEW_PASSWORD_MAX,                                                           \
	    .missing = "Enter your password.",                                                     \
	    .autocomplete = "current-password" }

/* The sign-in form; shown by its own page, and by any page whose session has ended. */
extern const struct field sign_in_fields[];

/*
 * The page of this program; defined by its page file. A program that carries out the changes of
 * other pages links them under names of their own.
 */
#ifndef PAGE
#define PAGE page
#endif
extern const struct page PAGE;

struct req {
	struct context	*cx;	/* for the domain's functions */
	struct exchange	*x;	/* the page loop's; not for pages */
};

/* The id in the route's path. */
int64_t			 route_id(const struct req *);

/* The secret in the route's path, as it came. */
const char		*route_token(const struct req *);

/*
 * Moves the secret of a one-use link out of the address bar: into a cookie of ten minutes, with 303
 * to the path without it. Returns ERR_OK.
 */
enum err		 keep_link(struct req *, const char *token, const char *path);

/* The secret of the link that was opened last; "" none, or too long ago. */
const char		*kept_link(const struct req *);

/*
 * Was the form (LINK_FIELD) about another link than the one that was opened last, of this mark?
 * tell_other_link() says that nothing was done then; 303 to the page of the link opened last.
 */
bool			 is_other_link(const struct req *, const char *mark);
enum err		 tell_other_link(struct req *, const char *path);

/* Values of declared fields; asking for an undeclared one is a bug that ends the program. */
const char		*form_text(const struct req *, const char *name);
bool			 form_flag(const struct req *, const char *name);
int64_t			 form_count(const struct req *, const char *name);

/*
 * What was sent of a query's fields, once more for a link: "&who=Asha%20Rao&area=contact". Without
 * those that say which page of a list it is (ended by NULL).
 */
const char		*form_query(const struct req *, const char *const *paging);

/* Is this word among the ticks? The form_text() of a FIELD_TICKS: words with spaces between. */
bool			 ticks_have(const char *ticks, const char *word);

/* Is the form shown again with what was sent, and not as one opens it? */
bool			 form_was_sent(const struct req *);

/* What several pages call the same. A message's states begin with "All", for filters. */
extern const struct choice message_states[];
extern const struct choice address_labels[];

/* The label of a stored value, in the language of texts; where no choice has it, the value. */
const char		*choice_label(const struct choice *, const char *value);

/* A time to wait: "45 seconds", "12 minutes", "3 hours". In the arena. */
const char		*in_words(const struct req *, int64_t sec);

/* What is wrong with the form so far; a handler hands it to the domain's functions. */
struct problems		*form_problems(struct req *);

/*
 * What the form shows at first. What was typed prevails where the form is shown again; then the
 * value stands beside it as Form.x.stored, for a version conflict.
 */
void			 form_fill(struct req *, const char *name, const char *value);
void			 form_fill_flag(struct req *, const char *name, bool value);
void			 form_fill_count(struct req *, const char *name, int64_t value);

/*
 * One of the rows that a FIELD_ROW gives the choice of, at most 64 in a form. Whether the one that
 * was chosen may be, the domain says.
 */
void			 form_offer(struct req *, const char *name, int64_t id, const char *label);

/* An E.164 number, as a person would write it. */
void			 form_fill_phone(struct req *, const char *name, const char *e164);

/*
 * Puts one tick of a FIELD_TICKS into a row for the template's macro tick_cell; form_fill() comes
 * first. What is wrong with it is a problem of the field "NAME-WORD".
 */
struct view_row;
void			 form_row_tick(struct req *, struct view_row *, const char *name,
			    const char *word);

/* Answers with a file; its route names the event. Returns ERR_OK. */
enum err		 send_file(struct req *, const struct download *);

/* Answers with 303 to a path of ours. Returns ERR_OK, so that a handler can end with it. */
enum err		 go_to(struct req *, const char *path);

/* The same with a message shown there once. */
enum err		 see_other(struct req *, const char *path, const char *format, ...)
			    __attribute__((format(printf, 3, 4)));

/* Marks a row on the page that see_other() leads to: an element's id there. */
void			 mark_row(struct req *, const char *format, ...)
			    __attribute__((format(printf, 2, 3)));

/*
 * Signs the user in: begins a session, sets its cookie, and leads to `next` or to the form whose
 * values had waited. Who has a second factor is led to type it first, for five minutes; there is no
 * session until then. ERR_DENIED: the user has no account to enter.
 */
enum err		 sign_in(struct req *, int64_t user_id, const char *next, const char *held);

/*
 * Puts what waited for a form whose account the user does not belong to any more into the view, for
 * the macro typed() of layout/typed.cs. False: nothing waits. sign_in() and switch_account() lead
 * to the page that calls it, login/unsaved.
 */
bool			 show_unsaved(struct req *, struct view *);

/* Whose password was right in this browser, and whose second factor is to be shown. */
struct signing_in {
	int64_t	 user_id;	/* 0: nobody's, or too long ago */
	bool	 has_app;	/* an authenticator app */
	bool	 has_passkey;
};
struct signing_in	 signing_in(struct req *);

/*
 * The same after take_factor(): begins the session that waited. said: shown where it leads, ""
 * nothing. ERR_DENIED as above.
 */
enum err		 sign_in_with_code(struct req *, const char *said);

/*
 * A text for the next page alone, sealed in a cookie of ten minutes: a secret that nobody can ask
 * for again. take_once() gives it, "" where there is none, and the browser forgets it.
 */
void			 give_once(struct req *, const char *text);
const char		*take_once(struct req *);

/* The actor's password, or code, was typed and right: its tries are free again. */
enum err		 password_was_right(struct req *);

/*
 * Whether the field holds the actor's own password; its tries are free again then. ERR_INVALID: it
 * does not, and the form says so.
 */
enum err		 check_own_password(struct req *, const char *field);

/*
 * Takes what the FACTOR_FIELDS, or a table with another field for the code, hold: a passkey or a
 * code of this user, so that it is never taken again. ERR_INVALID: it is none, and the form says
 * so.
 */
struct second_factor_use;
enum err		 take_factor(struct req *, int64_t user_id, const char *code_field,
			    struct second_factor_use *);

/*
 * The same for the actor: its tries are free again, and who used a recovery code is told by mail.
 */
enum err		 check_factor(struct req *);

/* Is it the actor? Takes what the ME_FIELDS hold, as above, or the password. */
enum err		 check_me(struct req *);

/*
 * For the page that shows ME_FIELDS or FACTOR_FIELDS: what the actor has goes into Data.has_factor,
 * Data.has_app and, to ask for a passkey, Data.passkey.
 */
void			 show_me(struct req *, struct view *);

/*
 * Asks for a passkey of this user, 0 whoever it belongs to: Data.passkey. Nothing where this
 * installation cannot check one.
 */
void			 ask_passkey(struct req *, struct view *, int64_t user_id);

/* No wrong password was typed, whatever else is refused: the try that was taken is given back. */
void			 password_was_no_try(struct req *);

/*
 * It was not the route's one-time password: says so, and how often it can still be tried. Returns
 * ERR_INVALID; another error is the database's.
 */
enum err		 tell_wrong_code(struct req *);

/* Puts the rules of a new password into Data.rules: text and pattern of each. */
void			 show_password_rules(struct req *, struct view *);

/* Ends the session and its cookies and leads to the sign-in page. */
enum err		 sign_out(struct req *);

/* Moves the session to another of the user's accounts. ERR_MISSING: not one of them. */
enum err switch_account(struct req *, int64_t account_id, const char *next, const char *held);

/*
 * Carries out a form of one of these pages (ended by NULL) that had waited, sealed, for a one-time
 * password: with the permission, fields and handler of its route. An error is answered as that
 * route's own. ERR_MISSING: it is no form of theirs, or not this user's.
 */
enum err carry_out(struct req *, struct view *, const struct page *const *pages,
    const char *sealed);

/*
 * What the domain wants confirmed (ERR_STEP_UP) waits for a code, while what the handler has done
 * until then stands: the whole form is carried out once more then. Returns ERR_OK.
 */
enum err		 let_wait(struct req *);

/* Leads to the form that had waited, filled as it was. ERR_MISSING as above. */
enum err		 show_waiting(struct req *, const char *sealed);

/* The page at a path of ours, NULL none. */
const char		*page_at(const char *path);

/*
 * Calls each() for every page the actor can go to whose name, older name (also, "" none) or purpose
 * holds the words; all of them for "".
 */
void			 find_pages(const struct req *, const char *query,
			    void (*each)(void *, const char *href, const char *name,
				const char *also, const char *purpose),
			    void *);

/*
 * Draws a text as a QR code for the macro qr() of layout/qr.cs: Data.qr.path, the `d` of an SVG
 * path, and Data.qr.size, the units of its square. Nothing where this installation draws none, or
 * the text is too long for one.
 */
enum err		 show_qr(struct req *, struct view *, const char *text);

/*
 * Puts the newest events of an object into Data.history: who, when, which fields; old and new
 * values for who may see the audit log, written as the fields table says.
 */
enum err		 show_history(struct req *, struct view *, const char *object_type,
			    int64_t id, const struct field *);

/* One event of the audit log as the next row of a list, with its values for who may see them. */
struct audit_entry;
void			 show_audit_entry(struct req *, struct view *, const char *list,
			    const struct audit_entry *);

/* The site as the browser asked for it: "https://portal.example.com". In the arena. */
const char		*asked_site(const struct req *);

/* The folder whose files the web server gives out, where it tells; "" else. */
const char		*document_root(const struct req *);

/* The status of the answer where it is not 200: for /readyz. */
void			 answer_status(struct req *, int status);

#endif
