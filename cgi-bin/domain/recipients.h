/*
 * recipients: who receives what, and why. The rule: whoever is chosen for a category and has a
 * proven email; where nobody such is left, the Primary; where the Primary has none either, the
 * Super Admins with a proven one. Security codes are the Primary's alone and pass to nobody.
 */
#ifndef POINTPERSON_DOMAIN_RECIPIENTS_H
#define POINTPERSON_DOMAIN_RECIPIENTS_H

#include "domain/category.h"
#include "domain/contact_person.h"

#define RECIPIENTS_VISIBLE_MAX	50	/* named in one mail; more make its head unreadable */
#define RECIPIENTS_ADMINS_MAX	20	/* Super Admins; more than an account has in earnest */

/* Why somebody stands in the list of a category. */
enum recipient_why {
	RECEIVES_CHOSEN = 0,	/* ticked for it */
	RECEIVES_ALWAYS,	/* the Primary, who cannot be without it */
	RECEIVES_AS_PRIMARY,	/* nobody chosen has a proven email */
	RECEIVES_AS_SUPER_ADMIN,	/* nor has the Primary */
	RECIPIENT_WHY__MAX
};

/* Why somebody who is listed receives nothing all the same. */
enum recipient_lack {
	LACKS_NOTHING = 0,	/* receives */
	LACKS_PROOF,		/* nobody has shown that the email is read */
	LACKS_READER,		/* messages to the email do not arrive */
	LACKS_CONSENT,		/* the person withdrew it */
	RECIPIENT_LACK__MAX
};

struct recipient {
	const struct contact_person	*person;	/* NULL: a Super Admin */
	const struct contact_address	*address;	/* what receives; NULL: a Super Admin's */
	const char			*name;
	const char			*email;		/* where it is sent */
	enum recipient_why		 why;
	enum recipient_lack		 lack;		/* LACKS_NOTHING: receives */
};

/*
 * What becomes of one category. Of billing messages the person whom they are addressed to comes
 * first; where nobody is, the first who receives is.
 */
struct recipients {
	struct recipient	*list;	/* as the people stand; stand-ins last; see below */
	size_t			 count;
	bool			 is_silent;	/* nobody of them would receive it */
};

/* A Super Admin whose email is proven. */
struct recipients_admin {
	const char	*name;
	const char	*email;
};

/* The rule, for every category: all has CATEGORY__MAX of them. What it points to must live on. */
void recipients_resolve(struct mem *, const struct contact_person *people, size_t count,
    const struct recipients_admin *admins, size_t admin_count, struct recipients *all);

/* The same for the actor's account, in two statements. */
enum err recipients_load(struct context *, struct recipients *all) MUST_CHECK;

/* The same with all contact persons, chosen or not. */
enum err recipients_load_people(struct context *, struct recipients *all,
    struct contact_person **people, size_t *count) MUST_CHECK;

/*
 * Those alone who are chosen for the category and receive it, in one statement: for what passes to
 * nobody else. is_silent: there are none.
 */
enum err recipients_load_chosen(struct context *, enum category, struct recipients *) MUST_CHECK;

/* A contact person as one who is chosen: where it would be sent, and why it would not be. */
struct recipient recipients_chosen(const struct contact_person *);

/* The first of the list who receives: whom a billing message is addressed to. NULL: nobody. */
const struct recipient *recipients_first(const struct recipients *);

/* Those who receive, in a line: "Asha Rao <asha@example.in>, Ravi Iyer <...>". In the arena. */
const char *recipients_text(struct mem *, const struct recipients *);

/*
 * Sends the message, by email, to everyone who receives the category: a mail of their own each, but
 * a billing message names all of them, at most RECIPIENTS_VISIBLE_MAX. Recipient, name, category
 * and contact person are filled in here. Where nobody would receive it nothing is written but a
 * line in the log.
 */
enum err recipients_notice(struct context *, const struct outbox_message *,
    enum category) MUST_CHECK;

/* The same to those of a category who are known already. */
enum err recipients_send(struct context *, const struct outbox_message *, enum category,
    const struct recipients *) MUST_CHECK;

#endif
