/*
 * invoice_mailing: which of the invoices that a command issues are mailed to who receives them.
 * What another system has issued before is history here, so it is mailed only when that is asked
 * for: a mailbox full of old invoices cannot be taken back.
 */
#ifndef POINTPERSON_TOOLS_INVOICE_MAILING_H
#define POINTPERSON_TOOLS_INVOICE_MAILING_H

#include "domain/invoice.h"
#include "tools/tool.h"

enum invoice_mailing_which {
	MAILING_NEW = 0,	/* numbered here, and dated in the last seven days */
	MAILING_ALL,
	MAILING_NONE,
	MAILING__MAX
};

/* One run of a command. */
struct invoice_mailing {
	enum invoice_mailing_which	 which;
	bool				 is_wanted;	/* the one at hand is to be mailed */
	bool				 is_received;	/* and somebody receives it */
	size_t				 mailed;	/* so far; tried, or issued */
	size_t				 silent;	/* that nobody receives */
};

/* For the table of options of a command. */
#define INVOICE_MAILING_OPTION                                                                     \
	{ "mail", "WHICH", "to who receives invoices: new, all or none; new", false }

/* For the text below it. */
#define INVOICE_MAILING_HELP                                                                       \
	"Who receives the invoices of the account gets a mail with the PDF of each new one: of\n"  \
	"what is numbered here and dated in the last seven days. What another system has\n"        \
	"numbered is not mailed, unless --mail all says so; --mail none mails nothing."

/* Reads the option. ERR_INVALID: it is another word, which is complained about. */
enum err	 invoice_mailing_read(const struct tool *, struct invoice_mailing *) MUST_CHECK;

/* The next one: is it to be mailed? As it was read: its number says who has numbered it. */
void		 invoice_mailing_begin(struct context *, struct invoice_mailing *,
		    const struct invoice *as_read);

/* It was issued: mails it, in its transaction, where it is to be; not what is only tried. */
enum err	 invoice_mailing_send(struct context *, struct invoice_mailing *, int64_t id,
		    bool is_trial) MUST_CHECK;

/* Its transaction is behind it: counts it. */
void		 invoice_mailing_count(struct invoice_mailing *);

#endif
