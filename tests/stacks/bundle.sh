#!/bin/sh
# bundle.sh: whether the archive for shared hosting has all that its programs need, and nothing in the
# document root that is not for everybody.
#
#	sh tests/stacks/bundle.sh ZIP BUILD
#
# Prints a line for each finding and "N passed, N failed".
set -u

zip=$1
build=$2
source=$(cd "$(dirname "$0")/../.." && pwd -P)
home=$(mktemp -d) || exit 2
trap 'rm -rf "$home"' EXIT
trap 'exit 2' INT TERM HUP
. "$source/tests/harness/cases.sh"

cd "$home" && unzip -q "$zip" && cp -R pointperson/public_html . || exit 2

# ---- programs and libraries ----
for program in public_html/pages/*.fcgi pointperson/bin/pointperson pointperson/bin/courier; do
	# What the loader would take, without an environment: ours, and the C library of the host.
	env -i LD_TRACE_LOADED_OBJECTS=1 "./$program" > found 2>&1
	note "$program cannot be loaded: $(cat found)" $?
	foreign=$(awk '$2 == "=>" { print $1, $3 }' found | grep -v "^[^ ]* $home/" |
	    grep -vE '^(libc|libm|libdl|librt|libpthread|libresolv)\.so\.')
	note "$program takes from this machine: $foreign" "$([ -z "$foreign" ]; echo $?)"
	grep -q "$home/.*/lib/libmariadb" found
	note "$program does not take libmariadb from the archive" $?
	! objdump -h "$program" | grep -q '\.debug_info'
	note "$program is not stripped" $?
done
for page in public_html/pages/*.fcgi; do
	name=$(basename "$page" .fcgi)
	env -i "./$page" --routes > routes
	note "$page does not start" $?
	[ "$(sh "$source/conf/paths.sh" program "$(sed -n '1p' routes | cut -f 2)")" = "$name" ]
	note "$page answers to other paths than $name" $?
done
env -i pointperson/bin/pointperson --help | grep -q "$home/pointperson/pointperson.hdf"
note 'the command line does not look for its settings beside itself' $?
[ -f pointperson/lib/plugins/caching_sha2_password.so ]
note 'nobody can sign in to a MySQL of today' $?
env -i LD_TRACE_LOADED_OBJECTS=1 LD_PRELOAD="$home/pointperson/lib/plugins/caching_sha2_password.so" \
    pointperson/bin/pointperson | grep -q "libcrypto.so.* => $home/"
note 'the way to sign in to a MySQL takes its library from this machine' $?

# ---- settings ----
: > pointperson/pointperson.hdf
env -i pointperson/bin/pointperson check-config > said 2>&1
note "the settings that it brings along are wrong: $(cat said)" $?
env -i pointperson/bin/pointperson routes > routes 2>&1
[ "$(wc -l < routes)" -gt 60 ]
note 'the command line does not find the pages' $?

# ---- the first run: no settings yet ----
# first_run: what the installer answers to whoever opens it.
first_run()
{
	env -i GATEWAY_INTERFACE=CGI/1.1 REQUEST_METHOD=GET REQUEST_URI=/install QUERY_STRING= \
	    REMOTE_ADDR=127.0.0.1 HTTP_HOST=localhost public_html/pages/install.fcgi < /dev/null \
	    > said 2>&1
}
rm pointperson/pointperson.hdf
first_run
grep -q '<h1>Install Pointperson</h1>' said && grep -q "$home/pointperson/install.token" said
note "the installer does not say how to begin: $(cat said)" $?
echo 'a line that nobody guesses' > pointperson/install.token
first_run
grep -q '^Location: /install/database' said
note "the installer does not ask for the database: $(cat said)" $?
rm pointperson/install.token

# ---- the document root ----
strangers=$(find public_html -type f | grep -vE '^public_html/(\.htaccess|pages/([a-z-]+\.fcgi|settings\.path)|static/[a-z-]+\.(css|js|svg|html))$')
note "the document root has: $strangers" "$([ -z "$strangers" ]; echo $?)"
open=$(find pointperson public_html -perm /022 ! -type l)
note "others may write to: $open" "$([ -z "$open" ]; echo $?)"
[ ! -e pointperson/pointperson.secrets.hdf ]
note 'it has keys' $?

# ---- too old a host ----
BUNDLE_GLIBC=2.17 sh "$source/conf/bundle.sh" "$source" "$build" refused > said 2>&1
[ $? != 0 ] && grep -q 'login.fcgi needs glibc 2' said && [ ! -f refused.zip ]
note "it was made for a host that cannot run it: $(cat said)" $?

closing_line
