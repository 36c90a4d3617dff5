/*
 * billing_details: whom an account's invoices are made out to: legal name, tax ids, address. The
 * one owner of these facts; they are changed by billing_change_save() and checked by
 * billing_check(). An invoice copies them when it is issued, so a change is about the next one.
 */
#ifndef POINTPERSON_DOMAIN_BILLING_DETAILS_H
#define POINTPERSON_DOMAIN_BILLING_DETAILS_H

#include "domain/context.h"

#define BILLING_NAME_MAX	120	/* characters; the columns' widths, as those below */
#define BILLING_TAX_ID_MAX	40
#define BILLING_STREET_MAX	500
#define BILLING_AREA_MAX	160
#define BILLING_CITY_MAX	100
#define BILLING_PIN_MAX		12
#define BILLING_COUNTRY_MAX	60
#define BILLING_PO_MAX		60
#define BILLING_INDIA		"India"	/* how the country is stored, however it was typed */

/* registration, as stored and as sent by the form; "" not said yet. */
#define BILLING_GSTIN		"gstin"
#define BILLING_UNREGISTERED	"none"
#define BILLING_ABROAD		"abroad"

struct billing_address {
	const char	*street;	/* building and street, any script */
	const char	*area;
	const char	*city;
	const char	*state;		/* GST code, see domain/indian_state.h; "" not said */
	const char	*pin;		/* postal code; six digits in India */
	const char	*country;	/* name; BILLING_INDIA, "" not said */
};

/* All text in the arena, "" where there is none. */
struct billing_details {
	int64_t			 version;	/* as loaded, or as the form was opened with */
	const char		*legal_name;
	const char		*registration;	/* BILLING_GSTIN, ... */
	const char		*gstin;
	const char		*tax_id;	/* another country's */
	const char *pan;	/* "": the one within the GSTIN, see billing_pan() */
	struct billing_address	 address;
	const char		*po_reference;	/* the customer's own, for each invoice */
	int64_t			 saved_at;	/* UTC seconds */
	const char		*saved_by;	/* name, "" where nobody has yet */
	const char		*last_form;	/* nonce of the form that wrote the row last */
	bool has_receiver; /* somebody with a proven email is chosen for billing messages */
};

/* The columns of an address of a row called b, read by billing_address_read(). */
#define BILLING_ADDRESS_COLUMNS	"b.street, b.area, b.city, b.state, b.pin, b.country"

void		 billing_address_read(struct context *, struct db_stmt *, unsigned int first,
		    struct billing_address *);

/* The address on one line, without what is not said and without India. In the arena. */
const char	*billing_address_line(struct mem *, const struct billing_address *);

/* Those of the actor's account. ERR_MISSING: there is no such account. */
enum err	 billing_details_load(struct context *, struct billing_details *) MUST_CHECK;

/* The same, and nobody else changes them before this transaction ends. */
enum err	 billing_details_hold(struct context *, struct billing_details *) MUST_CHECK;

/* Writes a new account's, of which no more is known. Text is not checked here. */
enum err	 billing_details_add(struct context *, int64_t account_id, const char *legal_name,
		    const char *street, const char *country) MUST_CHECK;

/* Writes all of them in place of `version`. ERR_CONFLICT: that one is not the newest. */
enum err	 billing_details_write(struct context *, const struct billing_details *) MUST_CHECK;

/* The PAN: as typed, or the one within the GSTIN; "" none. */
const char	*billing_pan(struct mem *, const struct billing_details *);

#endif
