/*
 * indian_state: the States and Union territories by their GST code, and the PIN codes that begin
 * there. Codes: DOMAIN.md 2. PIN codes: DOMAIN.md 4; their ranges overlap, and some post offices
 * deliver across a border, so they are for a second look, never for a refusal.
 */
#ifndef POINTPERSON_DOMAIN_INDIAN_STATE_H
#define POINTPERSON_DOMAIN_INDIAN_STATE_H

#include <stdbool.h>

#define INDIAN_STATE_ABROAD	"96"	/* code of an address outside India */
#define INDIAN_STATE_OTHER	"97"	/* code of "Other Territory", as the sea around India */
#define INDIAN_STATE_PINS	4	/* runs of PIN codes that one state has */

/* What an address can lie in, for a form and for the table: STATE(code, name). */
#define INDIAN_STATES(STATE)                                                                       \
	STATE("35", "Andaman and Nicobar Islands")                                                 \
	STATE("37", "Andhra Pradesh")                                                              \
	STATE("12", "Arunachal Pradesh")                                                           \
	STATE("18", "Assam")                                                                       \
	STATE("10", "Bihar")                                                                       \
	STATE("04", "Chandigarh")                                                                  \
	STATE("22", "Chhattisgarh")                                                                \
	STATE("26", "Dadra and Nagar Haveli and Daman and Diu")                                    \
	STATE("07", "Delhi")                                                                       \
	STATE("30", "Goa")                                                                         \
	STATE("24", "Gujarat")                                                                     \
	STATE("06", "Haryana")                                                                     \
	STATE("02", "Himachal Pradesh")                                                            \
	STATE("01", "Jammu and Kashmir")                                                           \
	STATE("20", "Jharkhand")                                                                   \
	STATE("29", "Karnataka")                                                                   \
	STATE("32", "Kerala")                                                                      \
	STATE("38", "Ladakh")                                                                      \
	STATE("31", "Lakshadweep")                                                                 \
	STATE("23", "Madhya Pradesh")                                                              \
	STATE("27", "Maharashtra")                                                                 \
	STATE("14", "Manipur")                                                                     \
	STATE("17", "Meghalaya")                                                                   \
	STATE("15", "Mizoram")                                                                     \
	STATE("13", "Nagaland")                                                                    \
	STATE("21", "Odisha")                                                                      \
	STATE("34", "Puducherry")                                                                  \
	STATE("03", "Punjab")                                                                      \
	STATE("08", "Rajasthan")                                                                   \
	STATE("11", "Sikkim")                                                                      \
	STATE("33", "Tamil Nadu")                                                                  \
	STATE("36", "Telangana")                                                                   \
	STATE("16", "Tripura")                                                                     \
	STATE("09", "Uttar Pradesh")                                                               \
	STATE("05", "Uttarakhand")                                                                 \
	STATE("19", "West Bengal")                                                                 \
	STATE(INDIAN_STATE_OTHER, "Other Territory")                                               \
	STATE(INDIAN_STATE_ABROAD, "Outside India")

/*
 * The code of a state as it is now: "37" for "28", which was Andhra Pradesh before Telangana left
 * it, and "26" for "25"; another known code itself, also those that are no state ("97", "99").
 * NULL: there is no such code.
 */
const char	*indian_state_now(const char *code);

/* The name of any code above, or of one that is read only; "" for an unknown one. */
const char	*indian_state_name(const char *code);

/* Does a place there have an address: not an old code, nor "96", "97" and "99"? */
bool		 indian_state_is_place(const char *code);

/*
 * Can a PIN code of six digits lie in the state? True where nothing is known of the state's PIN
 * codes.
 */
bool		 indian_state_has_pin(const char *code, const char *pin);

/* Has it the form of a PIN code: six digits, the first not 0? */
bool		 indian_pin_is_well_formed(const char *pin);

#endif
