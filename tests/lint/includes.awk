# includes.awk: the layer table of ARCHITECTURE.md, "The house". Where a wall is moved there, move it here.

BEGIN {
	split("string.h stdbool.h stdint.h stddef.h", names, " ")
	for (i in names)
		page_libc[names[i]] = 1

	split("context account session password user membership role throttle otp step_up second_factor user_passkey passkey_challenge outbox audit audit_log submission held_form", names, " ")
	for (i in names)
		web_domain[names[i]] = 1

	# The domain from top to bottom: a module includes only what comes later.
	order_count = split("purge billing_change billing_recipients invoice_mail overview " \
	    "leaving leaving_notice access_request support_request account_tab business_email contact_self audit_daily recipients contact_receives contact_link contact_yearly contact_primary contact_listing step_up contact_person " \
	    "bounce contact_proof contact_address email_link email_change invitation_link invitation_csv invitation_check invitation hand_over membership_list membership role_custom account user_passkey second_factor notice password user session contact_user role_grid audit_log role " \
	    "link invoice billing_check billing_details otp gstin pan indian_state " \
	    "message_log courier_run schema category throttle passkey_challenge submission held_form audit_head audit_erase audit_verify audit_retention audit_seal audit_unsigned audit audit_sign outbox context", order, " ")
	for (i = 1; i <= order_count; i++)
		rank[order[i]] = i

	# Libraries that one file alone may see: how their headers are called, and where that file is.
	library("mysql", "^(mysql|mariadb)/|^(mysql|mysql_version)\\.h$", "base/db.c", "base/db.h")
	library("ClearSilver", "^(ClearSilver|util|cs)/|^(ClearSilver|neo_[a-z]+|cs)\\.h$", "base/tree.c", "base/tree.h")
	library("libfcgi", "^(fcgiapp|fastcgi|fcgios|fcgimisc)\\.h$", "web/", "the transport of web/")
	library("libsodium", "^sodium(/|\\.h$)", "base/crypt.c", "base/crypt.h")
	library("libcurl", "^(curl/|curl\\.h$)", "tools/courier", "the outbox: only courier sends")
	library("GMime", "^gmime(/|\\.h$)", "tools/courier", "the outbox: only courier sends")
	library("libintl", "^libintl\\.h$", "base/language.c", "base/language.h")
	library("liboath", "^liboath/|^oath\\.h$", "base/totp.c", "base/totp.h")
	library("libcsv", "^csv\\.h$", "base/csv.c", "base/csv.h")
	library("libzip", "^zip(conf)?\\.h$", "base/archive.c", "base/archive.h")
	library("jansson", "^jansson\\.h$", "tools/invoice_json.c", "tools/invoice_file.h")
	library("libqrencode", "^qrencode\\.h$", "base/qr.c", "base/qr.h")
	library("libfido2", "^fido(/|\\.h$)", "base/passkey.c", "base/passkey.h")
	library("libcbor", "^cbor(/|\\.h$)", "base/passkey.c", "base/passkey.h")
	library("libidn2", "^idn2\\.h$", "", "the header of the file that has it")
	library("zxcvbn", "(^|/)zxcvbn\\.h$", "", "the header of the file that has it")
}

function library(name, pattern, home, instead) {
	library_name[++libraries] = name
	library_pattern[libraries] = pattern
	library_home[libraries] = home
	library_instead[libraries] = instead
}

{
	file[++files] = $0
	exists[$0] = 1
}

END {
	for (i = 1; i <= files; i++)
		if (read_file(file[i]))
			check_file(file[i])
	exit findings > 0
}

function check_file(name,    i, text) {
	lex_c()
	room = room_of(name)
	includes = 0
	if (room == "page" && name ~ /\.h$/)
		finding(1, "a header among the pages: move it to web/ or domain/, only pages stand here")
	if (room !~ /^(page|web|domain|base|tools)$/)
		finding(1, "no room is called " room ": use web/, domain/, base/ or tools/")
	for (i = 1; i <= line_count; i++) {
		if (starts_in_comment[i] || code[i] !~ /^[ \t]*#[ \t]*include/)
			continue
		text = line[i]
		sub(/^[ \t]*#[ \t]*include[ \t]*/, "", text)
		check_include(name, i, text)
	}
	check_first(name)
}

function check_include(name, at, text,    quoted, target) {
	includes++
	quoted = text ~ /^"/
	if (!match(text, /^("[^"]+"|<[^>]+>)/)) {
		finding(at, "include of a macro: name the header itself")
		return
	}
	target = substr(text, 2, RLENGTH - 2)
	include_at[includes] = at
	include_text[includes] = quoted ? target : "<" target ">"

	if (target ~ /^(cgi\/|cgi\.h$|ClearSilver\/cgi\/)/)
		finding(at, "the CGI kit of ClearSilver has remote defects: use the request of web/")
	else if (target == "fcgi_stdio.h")
		finding(at, "fcgi_stdio.h redefines stdio: use fcgiapp.h in the transport of web/")
	else if (check_library(name, at, target))
		return
	else if (!quoted)
		check_system(at, target)
	else
		check_ours(name, at, target)
}

function check_library(name, at, target,    i, below) {
	below = substr(name, length("cgi-bin/") + 1)
	for (i = 1; i <= libraries; i++) {
		if (target !~ library_pattern[i])
			continue
		if (library_home[i] != "" && index(below, library_home[i]) != 1)
			finding(at, target " is seen only by " library_home[i] ": use " library_instead[i])
		else if (below ~ /\.h$/)
			finding(at, target " in a header shows " library_name[i] " to others: include it in the .c alone")
		else if (room == "page")
			finding(at, "a page sees no library: put this into a module of domain/")
		else if (library_seen[i] != "" && library_seen[i] != name)
			finding(at, target " is already included by " library_seen[i] ": use " library_instead[i])
		else
			library_seen[i] = name
		return 1
	}
	return 0
}

function check_system(at, target) {
	if (target ~ /^(web|domain|base|tools)\//)
		finding(at, "write our own header in quotes: \"" target "\"")
	else if (room == "page" && !(target in page_libc))
		finding(at, "a page may not include <" target ">: it knows nouns and forms, put the work into domain/ or web/")
}

function check_ours(name, at, target,    to) {
	to = target
	if (target !~ /^(web|domain|base|tools)\/[a-z0-9_\/-]+\.h$/) {
		finding(at, "\"" target "\" has no room: write the path from cgi-bin, as in \"base/mem.h\"")
		return
	}
	sub(/\/.*/, "", to)
	# The installer is the one page that does a tool's work.
	if (name ~ /(^|\/)cgi-bin\/install\.c$/ && target == "tools/setup.h")
		return
	if (room == "page" && to != "domain" && target !~ /^(web\/page|web\/view|base\/banned)\.h$/)
		finding(at, "a page may include web/page.h, web/view.h and domain/*.h, not " target)
	else if (room == "tools" && to == "web")
		finding(at, "tools/ has no pages: use domain/ or base/ instead of " target)
	else if (room == "web" && to == "tools")
		finding(at, "web/ may not include " target ": move what both need to base/")
	else if (room == "web" && to == "domain" && !(module_of(target) in web_domain))
		finding(at, "no step of web/ needs " target ": let the page call it")
	else if (room == "domain" && to != "domain" && to != "base")
		finding(at, "domain/ is below " to "/: pass what is needed as a parameter instead of including " target)
	else if (room == "domain" && to == "domain")
		check_order(name, at, target)
	else if (room == "base" && to != "base")
		finding(at, "base/ knows nothing of portals: move the code up instead of including " target)
}

# domain/contact_person_sql.c belongs to contact_person: the longest name of the order that begins it.
function module_of(name,    stem, best, i) {
	stem = name
	sub(/.*\//, "", stem)
	sub(/\.[ch]$/, "", stem)
	if (stem in rank)
		return stem
	for (i = 1; i <= order_count; i++)
		if (index(stem, order[i] "_") == 1 && length(order[i]) > length(best))
			best = order[i]
	return best == "" ? stem : best
}

function check_order(name, at, target,    from, to) {
	from = module_of(name)
	to = module_of(target)
	if (from == to)
		return
	if (!(from in rank))
		finding(at, "module " from " has no place in the order of domain/: give it one in tests/lint/includes.awk")
	else if (!(to in rank))
		finding(at, "module " to " has no place in the order of domain/: give it one in tests/lint/includes.awk")
	else if (rank[to] < rank[from])
		finding(at, "domain/" to " stands above " from ": move what is needed down, or the call up")
	else if ((from == "audit" || from == "outbox") && to != "context" && to != "audit_sign")
		finding(at, from " is among the lowest and includes only domain/context.h of the domain")
}

function check_first(name,    own) {
	if (name !~ /\.c$/)
		return
	if (includes == 0 || include_text[1] != "base/banned.h")
		finding(includes ? include_at[1] : 1, "the first include must be \"base/banned.h\"")
	own = name
	sub(/\.c$/, ".h", own)
	if (!(own in exists) || includes == 0)
		return
	sub(/^cgi-bin\//, "", own)
	if (includes < 2 || include_text[2] != own)
		finding(include_at[includes < 2 ? 1 : 2], "the second include must be its own header, \"" own "\"")
}
