/*
 * invoice: a tax invoice, credit note or debit note as it was issued, and what has become of it
 * since. Issued ones never change (domain/invoice_issue.h makes them): the state is worked out from
 * the payments and notes that name one.
 *
 * Source: CGST Rules 46 and 53 (DOMAIN.md 3); preferences.txt ("up to 12 past invoices").
 */
#ifndef POINTPERSON_DOMAIN_INVOICE_H
#define POINTPERSON_DOMAIN_INVOICE_H

#include "base/problems.h"
#include "domain/context.h"
#include "domain/invoice_registration.h"
#include "domain/invoice_tax.h"

#define INVOICE_NEWEST		12	/* shown at first: preferences.txt */
#define INVOICE_PAGE_MAX	50	/* of one page of older ones */
#define INVOICE_BATCH		100	/* read at once where all are: 80 KiB with what they say */
#define INVOICE_LINES_MAX	1000	/* of one invoice: a page of A4 holds about 25 */
#define INVOICE_NUMBER_MAX	16	/* characters: rule 46(b) */

enum invoice_kind { INVOICE_KIND_UNSET = 0, INVOICE_TAX, INVOICE_CREDIT, INVOICE_DEBIT,
	INVOICE_KIND__MAX };

enum invoice_state {
	INVOICE_STATE_NONE = 0,	/* a note: nothing is paid on it */
	INVOICE_DUE,
	INVOICE_OVERDUE,	/* the day until which it was to be paid has passed */
	INVOICE_PAID,
	INVOICE_CREDITED,	/* credit notes alone cover all of it */
	INVOICE_STATE__MAX
};

/* Seller or buyer, as it was. */
struct invoice_party {
	const char	*name;		/* legal name */
	const char	*address;	/* lines, ended by line feeds */
	const char	*tax_id;	/* GSTIN, UIN, or another country's; "" not registered */
	const char	*pan;		/* "" none */
	const char	*state;		/* two digits (DOMAIN.md 2), "96" abroad */
	const char	*contact;	/* the seller's: email, phone; "" none */
};

struct invoice {
	int64_t			 id;
	enum invoice_kind	 kind;
	int			 financial_year;	/* the year it begins in */
	const char		*number;		/* as printed */
	const char		*reference;	/* the provider's own key */
	int64_t			 of_id;		/* of a note: the invoice it corrects; 0 none */
	const char		*of_number;	/* that one's number, "" none */
	int			 of_year;	/* to find it by, as financial_year; 0 any */
	int64_t			 of_day;	/* and the day it was issued; 0 none */
	const char		*reason;	/* of a note: why; "" none */
	int64_t			 issued_day;	/* days as in base/calendar.h */
	int64_t			 due_day;	/* to be paid until; 0 none */
	int64_t			 from_day;	/* the period it is for; 0 none */
	int64_t			 to_day;	/* and its last day; 0 none */
	struct invoice_party	 seller;
	struct invoice_party	 buyer;
	const char		*declaration;	/* the seller's, below the total; "" none */
	const char		*signatory;	/* who signs for the seller; "" nobody */
	const char		*purchase_order;	/* the buyer's reference, "" none */
	const char		*place_of_supply;	/* two digits */
	enum invoice_supply	 supply;
	bool			 is_reverse_charge;
	struct invoice_line	*lines;		/* line_count of them; NULL where not loaded */
	size_t			 line_count;
	struct invoice_totals	 totals;
	int64_t			 issued_at;	/* UTC seconds */
	const char		*issued_by;
	bool			 is_registered;	/* with the government's portal; see the next */
	struct invoice_registration	 registration;
	/* Since then: */
	int64_t			 paid_paise;	/* payments */
	int64_t			 credited_paise;	/* credit notes */
	int64_t			 debited_paise;	/* debit notes */
	bool			 has_pdf;
};

/* Which invoices of the account; 0 and "" leave it open. */
struct invoice_filter {
	int		 financial_year;	/* the year it begins in */
	int64_t		 from_day;	/* issued on that day or later */
	int64_t		 to_day;	/* and not later than that one */
	const char	*number;	/* a part of the number */
	int64_t		 before_day;	/* the page after this day and id */
	int64_t		 before_id;
};

/*
 * The account's invoices and notes that fit, newest first, without lines and parties except
 * for the seller's tax_id, at most `most`; *count is how many.
 */
enum err	 invoice_list(struct context *, const struct invoice_filter *, struct invoice *,
		    size_t most, size_t *count) MUST_CHECK;

/*
 * Hands them to each(), one by one, at most `most`, and holds no more than INVOICE_BATCH of them:
 * neither the invoice nor what each() takes from the arena stays. Ends with each()'s error, where
 * it has one.
 */
typedef enum err invoice_taker(struct context *, const struct invoice *, void *closure);
enum err	 invoice_each(struct context *, const struct invoice_filter *, size_t most,
		    invoice_taker *each, void *closure) MUST_CHECK;

/* One of the account's, with lines. ERR_MISSING: no such row here, whether or not elsewhere. */
enum err	 invoice_load(struct context *, int64_t id, struct invoice *) MUST_CHECK;

/* The same in one statement: line_count tells how many lines there are, and none is read. */
enum err	 invoice_load_head(struct context *, int64_t id, struct invoice *) MUST_CHECK;

/*
 * The account's invoice (no note) of that number, and of the financial year that begins in `year`;
 * 0 leaves it open. ERR_MISSING: there is none. ERR_INVALID: it is the number of several years; see
 * the problems.
 */
enum err	 invoice_find(struct context *, const char *number, int year, int64_t *id,
		    struct problems *) MUST_CHECK;

/* The same, but an invoice or a note. */
enum err	 invoice_find_any(struct context *, const char *number, int year, int64_t *id,
		    struct problems *) MUST_CHECK;

/* The day that it is now where the seller is: an invoice falls due there, for everybody. */
int64_t			 invoice_today(const struct context *);

/* "2026-27": the name of a financial year, by the year in which it begins. In the arena. */
const char		*invoice_year_name(struct context *, int year);

/*
 * The days of a month written "2026-04". ERR_INVALID: it is written otherwise, or there is no such
 * month.
 */
enum err		 invoice_month_days(struct context *, const char *month, int64_t *first,
			    int64_t *last) MUST_CHECK;

/* "Apr 2026". In the arena. */
const char		*invoice_month_name(struct context *, int year, int month);

/* "2.5" of 2500 thousandths. In the arena. */
const char		*invoice_quantity_text(struct mem *, int64_t quantity_milli);

/*
 * "18" of 1800 basis points, in one part; "0.125" of 25 in two, for CGST and SGST alike. In the
 * arena.
 */
const char		*invoice_rate_text(struct mem *, int64_t rate_bp, int parts);

/* The total in the words of Indian English. In the arena. */
const char		*invoice_total_words(struct context *, const struct invoice *);

/*
 * What the third proviso to CGST Rules 46 asks to be said of an export or a supply to a special
 * economic zone; "" for others.
 */
const char		*invoice_endorsement(const struct invoice *);

/* What is still to be paid, in paise; below zero where too much was. 0 for a note. */
int64_t			 invoice_balance(const struct invoice *);

/* What has become of it by that day. */
enum invoice_state	 invoice_state(const struct invoice *, int64_t today);

/* "invoice", "credit", "debit": as stored; INVOICE_KIND_UNSET for another word. */
const char		*invoice_kind_word(enum invoice_kind);
enum invoice_kind	 invoice_kind_by_word(const char *word);

/* Is it an invoice of a seller without GSTIN, who charges no tax? */
bool			 invoice_is_untaxed(const struct invoice *);

/*
 * What it is called: "Tax invoice", "Credit note", "Debit note"; "Invoice" where it is untaxed
 * (CGST Act s. 31). By the kind and the seller's tax_id alone.
 */
const char		*invoice_name(const struct invoice *);

/* "Due", "Overdue", "Paid", "Credited"; "" for INVOICE_STATE_NONE. */
const char		*invoice_state_name(enum invoice_state);

#endif
