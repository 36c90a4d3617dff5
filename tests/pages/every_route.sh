#!/bin/sh
# Every route that writes has at least one event: each POST and each download of every program has
# been asked by a test of its page, has done what it was asked to, and has written an event. What
# an event has to tell is checked by harness/witness.c while the tests run; it leaves a line in
# their logs for each route, which is what is read here.
set -eu

build=${POINTPERSON_BUILD:?is set by make check}

# Routes without an event, or that no test of a page can ask, and why: METHOD PATH WHY
excused='
POST /install/database		there is no account yet that an event could be of
POST /install/account		runs without settings: tests/faults/install.test.mjs sees its events
POST /manage/roles/edit		shows what would be saved, and never saves: POST /manage/roles does
POST /otp/new			only sends a code again; what it confirms has the event
POST /otp/cancel		drops what waited for a code, so nothing was changed
POST /otp/password		only asks for a code in another way; what it confirms has the event
POST /otp/left			the same
'

# Routes that are only asked where a library is there: METHOD PATH CONDITIONAL-OF-CONFIGURE
needs_library='
POST /login/code						HAVE_OATH
POST /login/passkey						HAVE_SOFTWARE_KEY
POST /billing/preferences/personal/second-factor/set-up		HAVE_OATH
POST /billing/preferences/personal/second-factor/new-codes	HAVE_OATH
POST /billing/preferences/personal/second-factor/remove		HAVE_OATH
POST /billing/preferences/personal/passkeys/new			HAVE_SOFTWARE_KEY
POST /billing/preferences/personal/passkeys/:id			HAVE_SOFTWARE_KEY
POST /billing/preferences/personal/passkeys/:id/remove		HAVE_SOFTWARE_KEY
POST /manage/users/invitations/csv				HAVE_CSV
GET /billing/invoices/all.zip					HAVE_ZIP
'

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

for program in "$build"/cgi-bin/*.fcgi; do
	"$program" --routes
done | awk -F '\t' '$1 == "POST" || /\tevent:/ { print $1, $2 }' | sort -u > "$work/routes"
cat "$build"/tests/pages/*.log | awk -F '\t' '
	$1 == "route" && NF == 4 { print $2, $3, $4 == "" ? "silent" : "told" }' |
	sort -u > "$work/seen"
[ -s "$work/routes" ] && [ -s "$work/seen" ] || { echo 'nothing to compare'; exit 1; }

# is_in TABLE METHOD PATH: prints the rest of its line there.
is_in()
{
	printf '%s\n' "$1" | awk -v method="$2" -v path="$3" '
		$1 == method && $2 == path { $1 = $2 = ""; print substr($0, 3); found = 1 }
		END { exit !found }'
}

# Was it left out with its library?
is_left_out()
{
	condition=$(is_in "$needs_library" "$1" "$2") || return 1
	grep -qF "S[\"${condition}_TRUE\"]=\"#\"" "$build/config.status"
}

while read -r method path; do
	if grep -qxF "$method $path told" "$work/seen"; then
		if is_in "$excused" "$method" "$path" > /dev/null; then
			echo "$method $path has an event: take it off the table in every_route.sh"
			failed=1
		fi
	elif ! is_in "$excused" "$method" "$path" > /dev/null && ! is_left_out "$method" "$path"; then
		if grep -qxF "$method $path silent" "$work/seen"; then
			echo "$method $path does what it is asked to and writes no event"
		else
			echo "$method $path: no test of its page has it do what it is asked to"
		fi
		failed=1
	fi
done < "$work/routes"

printf '%s\n' "$excused" "$needs_library" | awk 'NF { print $1, $2 }' | while read -r method path; do
	grep -qxF "$method $path" "$work/routes" || echo "$method $path is no route any more"
done > "$work/gone"
cat "$work/gone"
[ ! -s "$work/gone" ] || failed=1
exit "$failed"
