/*
 * invoice_mail: an invoice, credit note or debit note by mail, its document with it: to who
 * receives invoices when it is issued, and a copy whenever somebody asks for one. The message only
 * names the document; the courier takes it along (domain/outbox.h).
 */
#ifndef POINTPERSON_DOMAIN_INVOICE_MAIL_H
#define POINTPERSON_DOMAIN_INVOICE_MAIL_H

#include "domain/invoice.h"
#include "domain/recipients.h"

/* What can be sent, and to whom. */
struct invoice_copy {
	int64_t			 id;
	const char		*name;	/* see invoice_name() */
	const char		*number;
	bool			 has_pdf;	/* false: there is nothing to send */
	struct recipients	 who;	/* who receives invoices */
};

/*
 * An invoice or note of the actor's account, and who receives invoices, in two statements.
 * ERR_MISSING: no such row here, whether or not elsewhere.
 */
enum err	 invoice_mail_load(struct context *, int64_t id, struct invoice_copy *) MUST_CHECK;

/*
 * Sends a copy to the actor, or to all who receive invoices, and writes the event. *whom says to
 * whom, in the arena. ERR_MISSING as above. ERR_REFUSED: it has no document, or nobody receives
 * invoices.
 */
enum err	 invoice_mail_copy(struct context *, int64_t id, bool to_recipients,
		    const char **whom) MUST_CHECK;

/*
 * Tells all who receive invoices of one that was just issued, its document with it where it has
 * one, and writes the event; where nobody receives them, the event says that. In the transaction of
 * the issue. *is_sent: did anybody receive it?
 */
enum err	 invoice_mail_issued(struct context *, int64_t id, bool *is_sent) MUST_CHECK;

#endif
