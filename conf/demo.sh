#!/bin/sh
# Tries Pointperson on this machine: builds it, and runs it with a database, workers and a web
# server of its own.
#
#	sh conf/demo.sh [start]		installs what is missing (sudo only then), builds, starts,
#					and prints the address
#	sh conf/demo.sh stop		ends what start began, and only that
#	sh conf/demo.sh status		says what is running; ends with 0 if all of it is, else 3
#	sh conf/demo.sh log		shows the logs as they grow
#	sh conf/demo.sh mail		shows the newest mail that the portal wrote; none leaves this
#					machine
#	sh conf/demo.sh sms		shows the newest text message
#
# From the environment:
#	PORT			where the web server listens on 127.0.0.1; 8080
#	POINTPERSON_DEMO	the folder of its state; build/demo
#	POINTPERSON_BUILD	the folder it builds in; build
#
# Starting again takes seconds and keeps the data. To begin afresh: stop, then remove the folder
# build/demo.
set -eu

source=$(cd "$(dirname "$0")/.." && pwd -P)
build=${POINTPERSON_BUILD:-$source/build}
state=${POINTPERSON_DEMO:-$source/build/demo}
port=${PORT:-8080}
workers_per_page=2
seller_zone=Asia/Kolkata

. "$source/conf/stack.sh"

usage()
{
	sed -n '2,/^set/s/^# \{0,1\}//p' "$0"
}

# Ends with the message given and, where this start began something, without anything left running.
give_up()
{
	stack_say "$*" >&2
	exit 1
}

check_port()
{
	case $port in
	*[!0-9]* | '' | ??????*) number=0 ;;
	*) number=$port ;;
	esac
	[ "$number" -ge 1 ] && [ "$number" -le 65535 ] ||
	    give_up "PORT=$port is not a port: give a number from 1 to 65535."
	if stack_is_running nginx && [ "$(cat "$stack_folder/port" 2>/dev/null)" = "$port" ]; then
		return
	fi
	! stack_port_is_taken "$port" ||
	    give_up "Port $port is taken by another program: choose one, PORT=$((port + 1)) sh $0"
}

# One demonstration is started or stopped at a time. The lock ends with this script.
take_lock()
{
	exec 9> "$stack_folder/lock"
	flock -n 9 || give_up "Another $0 is at work on $stack_folder: wait until it is done."
}

open_existing()
{
	[ -d "$state/pids" ] || return 1
	stack_open "$state" || exit 1
}

# Runs a build step; shows what it does in the log only, unless it fails.
quietly()
{
	if ! "$@" > "$build/demo-build.log" 2>&1; then
		tail -n 30 "$build/demo-build.log" >&2
		give_up "That failed. All of it is in $build/demo-build.log"
	fi
}

build_programs()
{
	mkdir -p "$build"
	[ -w "$build" ] ||
	    give_up "The folder $build is another user's: remove it, or continue as that user."
	build=$(cd "$build" && pwd -P)
	if [ ! -x "$source/configure" ]; then
		stack_say 'Preparing the build (autoreconf).'
		quietly sh -c 'cd "$1" && autoreconf -i' sh "$source"
	fi
	if [ ! -f "$build/Makefile" ]; then
		stack_say 'Looking at this system (configure).'
		quietly sh -c 'cd "$1" && "$2/configure"' sh "$build" "$source"
	fi
	stack_say 'Building what changed.'
	make -s -j "$(nproc)" --no-print-directory -C "$build" all || give_up 'The build failed.'
}

fill_database()
{
	pointperson=$build/cgi-bin/tools/pointperson
	"$pointperson" migrate || give_up 'The migrations failed.'
	# Inside the database's folder, so that a new database is filled anew.
	[ -f "$stack_folder/database/filled" ] && return 0
	stack_say 'Loading the demonstration data.'
	"$pointperson" demo-data --file "$source/conf/demo.hdf" ||
	    give_up 'The demonstration data could not be loaded.'
	issue_invoices
	: > "$stack_folder/database/filled"
}

# seller_day WORDS: that day on the seller's calendar, by which invoices are dated; this machine's may
# be ahead of it.
seller_day()
{
	TZ=$seller_zone date -d "$1" +%Y-%m-%d
}

# Fourteen to Asha Traders, one a month up to this one: the newest is due, the one before it overdue,
# a third taken back by a credit note, and the others are paid.
issue_invoices()
{
	invoices=$stack_folder/invoices.csv
	echo 'account,reference,issued_on,due_on,from,to,description,sac,unit,quantity,price,discount,rate' > "$invoices"
	today=$(seller_day today)
	month=13
	while [ "$month" -ge 0 ]; do
		first=$(seller_day "${today%-*}-01 -$month month")
		last=$(seller_day "$first +1 month -1 day")
		until=
		[ "$month" -gt 0 ] || until=$(seller_day "$today +10 days")
		cat >> "$invoices" << END
1,DEMO-$first,$first,$until,$first,$last,Virtual phone numbers,998413,number,$((3 + (13 - month) / 4)),450.00,,18
1,DEMO-$first,$first,$until,$first,$last,Calls to mobiles,998413,minute,$((900 + month * 53 % 400)),0.65,,18
1,DEMO-$first,$first,$until,$first,$last,"Support, बिक्री के बाद",998713,month,1,1200.00,200.00,18
END
		month=$((month - 1))
	done
	"$pointperson" invoice import --file "$invoices" --mail none ||
	    give_up 'The demonstration invoices could not be issued.'
	credited=$(issued_invoices | sed -n 3p)
	pay_invoices
	"$pointperson" invoice credit --account 1 --invoice "$credited" --reference DEMO-credit \
	    --reason 'The numbers were not reachable' --all --mail none > /dev/null ||
	    give_up 'The demonstration credit note could not be issued.'
}

# Their numbers, newest first, and none of a note: where a start was broken off, the next one finds
# the same ones, and issues and notes nothing twice.
issued_invoices()
{
	"$pointperson" invoice list --account 1 | sed -n 's/^\(INV[^ ]*\) .*/\1/p'
}

pay_invoices()
{
	issued_invoices | tail -n +4 | while read -r number; do
		"$pointperson" invoice mark-paid --account 1 --invoice "$number" \
		    --reference "DEMO-$number" --way NEFT > /dev/null || exit 1
	done || give_up 'The demonstration payments could not be noted.'
}

# Mail and text messages go into folders here, and nowhere else.
mail_settings()
{
	cat >> "$POINTPERSON_SETTINGS" << END
site.support_email = support@demo.example
mail.from = portal@demo.example
mail.transport = maildir
mail.maildir = $stack_folder/mail
sms.transport = folder
sms.folder = $stack_folder/sms
sms.sender = PPDEMO
seller.name = Harbour Telephony Private Limited
seller.address.1 = 4 Dock Street, Ballard Estate
seller.address.2 = Mumbai 400001
seller.gstin = 27AAPFU0939F1ZV
seller.zone = $seller_zone
seller.contact = accounts@harbour.example
seller.signatory = Nandini Kulkarni
END
	# More settings, a line each: the tests want other limits.
	printf '%s\n' "${POINTPERSON_DEMO_SETTINGS-}" >> "$POINTPERSON_SETTINGS"
}

start_courier()
{
	if [ ! -x "$build/cgi-bin/tools/courier" ]; then
		stack_say 'Messages are not sent: courier was not built, configure says why.'
		return
	fi
	stack_launch courier "$build/cgi-bin/tools/courier" || exit 1
}

start_workers()
{
	for program in "$build"/cgi-bin/*.fcgi; do
		[ -x "$program" ] || give_up "There are no page programs in $build/cgi-bin."
		name=$(basename "$program" .fcgi)
		stack_workers_start "$name" "$program" "$workers_per_page" || exit 1
	done
}

# The status that the portal answers at /readyz; nothing where it does not answer. bash, which
# Debian always has, can speak TCP; curl need not be here.
readiness()
{
	bash -c 'exec 3<>"/dev/tcp/127.0.0.1/$1" || exit 1
		printf "GET /readyz HTTP/1.0\r\nHost: localhost:%s\r\n\r\n" "$1" >&3
		read -r -t 10 protocol status rest <&3 && echo "$status"' bash "$port" 2>/dev/null
}

check_ready()
{
	left=50
	until [ "$(readiness)" = 200 ]; do
		left=$((left - 1))
		if [ "$left" -le 0 ]; then
			"$build/cgi-bin/tools/pointperson" doctor || true
			stack_log_tail healthz
			give_up "The portal says that it is not ready. Its logs: $stack_folder/log"
		fi
		sleep 0.1
	done
}

undo_failed_start()
{
	trap - EXIT
	stack_say 'Stopping what was started.' >&2
	stack_stop_all
}

start()
{
	stack_check_source "$source" || exit 1
	sh "$source/conf/packages.sh" build run || exit 1
	stack_open "$state" || exit 1
	take_lock
	check_port
	build_programs
	trap undo_failed_start EXIT
	trap 'exit 130' INT
	trap 'exit 143' TERM HUP PIPE
	stack_say 'Starting the database.'
	stack_database_start && stack_database_users &&
	    stack_settings "$source" "$build" "http://localhost:$port" && mail_settings || exit 1
	fill_database
	stack_say 'Starting the pages and the web server.'
	stack_stop $(stack_names)
	start_workers
	start_courier
	stack_nginx_start "$source/conf/nginx.conf" "$port" "$source/templates/static" || exit 1
	echo "$port" > "$stack_folder/port"
	check_ready
	trap - EXIT
	welcome
}

welcome()
{
	cat << END

Pointperson is running:  http://localhost:$port

Sign in with one of these; the password of each is  Lotus-Harbour-7
    owner@demo.example      Super Admin of Asha Traders
    admin@demo.example      Admin of Asha Traders, and a member of Binary Mills
    billing@demo.example    Billing of Asha Traders
    manager@demo.example    Manager of Asha Traders
    agent@demo.example      Agent of Asha Traders
    owner@other.example     Super Admin of Binary Mills

Mail it writes:  sh $0 mail
To stop it:      sh $0 stop
END
}

stop()
{
	if ! open_existing; then
		stack_say 'Nothing was started here.'
		return
	fi
	take_lock
	stack_stop_all
	stack_say 'Stopped. The data is kept for the next start.'
}

status()
{
	open_existing || { stack_say 'Nothing was started here.'; exit 3; }
	all=0
	for name in database $(stack_names); do
		if stack_is_running "$name"; then
			stack_say "$name: running"
		else
			stack_say "$name: stopped"
			all=3
		fi
	done
	stack_is_running nginx || { stack_say 'The web server does not run.'; exit 3; }
	stack_say "http://localhost:$(cat "$stack_folder/port")"
	exit "$all"
}

show_log()
{
	open_existing || give_up 'Nothing was started here.'
	exec tail -n 20 -F "$stack_folder"/log/*.log
}

# newest FOLDER PATTERN: the file written last. The names begin with the second and the number of the
# message.
newest()
{
	find "$1" -maxdepth 1 -name "$2" -type f 2>/dev/null | sed 's|.*/||' |
	    sort -t . -k 1,1n -k 2,2n | tail -n 1
}

show_mail()
{
	open_existing || give_up 'Nothing was started here.'
	file=$(newest "$stack_folder/mail/new" '*.pointperson')
	[ -n "$file" ] || give_up 'The portal has not written any mail yet.'
	"$build/cgi-bin/tools/courier" --show "$stack_folder/mail/new/$file"
}

show_sms()
{
	open_existing || give_up 'Nothing was started here.'
	file=$(newest "$stack_folder/sms" '*.txt')
	[ -n "$file" ] || give_up 'The portal has not written any text message yet.'
	cat "$stack_folder/sms/$file"
}

[ $# -le 1 ] || { usage >&2; exit 2; }
case ${1-start} in
start) start ;;
stop) stop ;;
status) status ;;
log) show_log ;;
mail) show_mail ;;
sms) show_sms ;;
help | -h | --help) usage ;;
*) usage >&2; exit 2 ;;
esac
