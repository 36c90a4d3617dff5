#!/bin/sh
# installed.sh: whether Pointperson can be installed, used, upgraded, backed up, restored and removed on a Debian 12 that
# has nothing of it, by doing literally what README.md says, with systemd as it runs on a real machine.
#
#	sh tests/packages/installed.sh package	the Debian package: also upgraded over data, removed and purged
#	sh tests/packages/installed.sh source	make install
#	sh tests/packages/installed.sh apache	make install, Apache in the place of nginx, in both of its ways
#
# As root, with debootstrap, systemd-nspawn (systemd-container), node, and for the package debhelper and what
# conf/packages.sh build lists. It takes minutes and fetches some hundred megabytes, so tests/run.sh leaves it out. It
# works in a folder of its own below /var/tmp and leaves nothing; POINTPERSON_ROOT names a Debian made by debootstrap to
# copy in place of fetching one, POINTPERSON_PACKAGE a package of this source in place of making one.
#
# Prints a line for each case and "N passed, N failed"; ends with 1 where a case failed, 2 where it could not begin.
set -u

kind=${1:-package}
source=$(cd "$(dirname "$0")/../.." && pwd -P) || exit 2
case $kind in
package | source | apache) ;;
*) sed -n '2,/^set/s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
esac
[ "$(id -u)" = 0 ] || { echo 'Only root can make a machine within this one.' >&2; exit 2; }
for program in debootstrap systemd-nspawn nsenter node; do
	command -v $program > /dev/null || { echo "There is no $program here." >&2; exit 2; }
done

work=$(mktemp -d /var/tmp/pointperson-installed.XXXXXX) || exit 2
root=$work/root
machine=
leader=
. "$source/tests/harness/cases.sh"
email=asha@asha-traders.example
password=Lotus-Harbour-7

stop_machine()
{
	[ -z "$machine" ] || { kill -TERM "$machine" 2>/dev/null && wait "$machine" 2>/dev/null; }
	machine=
	leader=
}

clean_up()
{
	stop_machine
	umount "$root/proc" 2>/dev/null
	rm -rf "$work"
}
trap clean_up EXIT
trap 'exit 2' INT TERM HUP

give_up()
{
	echo "$*" >&2
	[ ! -f "$work/output" ] || tail -n 40 "$work/output" >&2
	failed=$((failed + 1))
	closing_line
	exit 1
}

# blocks FROM TO: the lines of README.md that one types, between a line that begins with FROM and one that does with TO.
blocks()
{
	awk -v from="$1" -v to="$2" '
		index($0, from) == 1 { is_in = 1; found = 1; next }
		is_in && index($0, to) == 1 { exit }
		is_in && /^```/ { is_code = !is_code; next }
		is_in && is_code
		END { exit !found }' "$source/README.md" || give_up "README.md has no \"$1\""
}

# follow FROM TO: does what README.md says there, in the machine; what is on standard input is typed.
follow()
{
	blocks "$1" "$2" > "$root/root/followed"
	[ $kind != apache ] || sed -i 's/nginx-light/apache2/' "$root/root/followed"
	[ -s "$root/root/followed" ] || give_up "README.md says nothing to do in \"$1\""
	inside sh -ec 'cd /root/here && . /root/followed' > "$work/output" 2>&1 || give_up "README.md, \"$1\", does not work"
}

# inside COMMAND...: in the machine, before it is started or while it runs.
inside()
{
	if [ -n "$leader" ]; then
		set -- nsenter --target "$leader" --mount --uts --ipc --net --pid --cgroup --root --wdns=/root "$@"
	else
		set -- chroot "$root" "$@"
	fi
	env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive "$@"
}

sql()
{
	inside mariadb --batch --skip-column-names pointperson -e "$1"
}

# visit WORDS...: a person with a browser, on the machine's own network.
visit()
{
	nsenter --target "$leader" --net env POINTPERSON_URL=http://localhost:8080 \
	    node "$source/tests/packages/visitor.mjs" "$@"
}

status()
{
	inside curl --silent --output /dev/null --write-out '%{http_code}' "http://localhost:8080$1"
}

make_root()
{
	if [ -n "${POINTPERSON_ROOT-}" ]; then
		cp -a "$POINTPERSON_ROOT" "$root" || exit 2
	else
		debootstrap --variant=minbase bookworm "$root" > "$work/output" 2>&1 || give_up 'debootstrap'
	fi
	cp /etc/resolv.conf "$root/etc/resolv.conf"
	echo portal > "$root/etc/hostname"
	echo '127.0.0.1 localhost portal' > "$root/etc/hosts"
	mkdir -p "$root/root/here"
	echo 'APT::Get::Assume-Yes "true";' > "$root/etc/apt/apt.conf.d/90installed"
	# What any machine has. Nothing starts before the machine does.
	printf '#!/bin/sh\nexit 101\n' > "$root/usr/sbin/policy-rc.d"
	chmod 755 "$root/usr/sbin/policy-rc.d"
	mount -t proc proc "$root/proc"
	{ inside apt-get update && inside apt-get install --no-install-recommends systemd systemd-sysv dbus sudo curl \
	    ca-certificates; } > "$work/output" 2>&1 || give_up 'The machine cannot be made.'
}

start_machine()
{
	rm -f "$root/usr/sbin/policy-rc.d"
	umount "$root/proc"
	boot
}

boot()
{
	systemd-nspawn --quiet --boot --directory="$root" --private-network --register=no --keep-unit \
	    --machine="pp$$" < /dev/null > "$work/machine" 2>&1 &
	machine=$!
	left=300
	until [ -n "$leader" ] && inside systemctl is-active --quiet multi-user.target 2>/dev/null; do
		for process in $(cat "/proc/$machine/task/$machine/children" 2>/dev/null); do
			case $(sed -n 's/^NSpid://p' "/proc/$process/status") in
			*[!0-9]1) leader=$process ;;
			esac
		done
		left=$((left - 1))
		[ $left -gt 0 ] || { cat "$work/machine" >&2; give_up 'The machine does not start.'; }
		sleep 0.2
	done
}

restart_machine()
{
	stop_machine
	boot
}

# make_package VERSION: of this source, as package.deb.
make_package()
{
	if [ -n "${POINTPERSON_PACKAGE-}" ]; then
		cp "$POINTPERSON_PACKAGE" "$work/package.deb" || exit 2
		return
	fi
	[ -x "$source/configure" ] || (cd "$source" && autoreconf -i) || exit 2
	mkdir "$work/build"
	(cd "$work/build" && "$source/configure" && make deb DEB_VERSION="$1") > "$work/output" 2>&1 ||
	    give_up 'The package cannot be made.'
	mv "$work"/build/pointperson_*.deb "$work/package.deb"
	rm -rf "$work/build"
}

# The same package with one migration more, as the next version. Its programs do not know of that one, so they work, and
# say that they are not ready.
make_newer_package()
{
	dpkg-deb -R "$work/package.deb" "$work/newer"
	sql_folder=$work/newer/usr/share/pointperson/sql
	count=$(ls "$sql_folder"/0*.sql | wc -l)
	echo 'CREATE TABLE next_version (x INT PRIMARY KEY);' > "$sql_folder/$(printf %04d $((count + 1)))-next-version.sql"
	sed -i 's/^Version: .*/Version: 9.0.0-1/' "$work/newer/DEBIAN/control"
	(cd "$work/newer" && find usr lib -type f -exec md5sum {} + > DEBIAN/md5sums)
	dpkg-deb --root-owner-group -b "$work/newer" "$work/newer.deb" > /dev/null
	rm -rf "$work/newer"
}

# rows WHEN: writes what is in the tables to rows.WHEN, but of those that courier changes as it starts; prints a line for
# each table. CHECKSUM TABLE tells equal rows of a table that was altered, and of one made anew, apart.
rows()
{
	for table in $(sql 'SHOW TABLES' | grep -vx -e throttle -e courier_run); do
		inside mariadb-dump --skip-extended-insert --order-by-primary --no-create-info --hex-blob --compact \
		    pointperson "$table" > "$work/rows"
		echo "$table $(md5sum < "$work/rows")"
		cat "$work/rows" >&3
	done 3> "$work/rows.$1"
}

migrations()
{
	sql 'SELECT COUNT(*) FROM schema_migration WHERE finished_at IS NOT NULL'
}

# What one chooses in step 3, for a trial.
choose_settings()
{
	cat >> "$root/etc/pointperson/pointperson.hdf" << END
# Chosen by us
site.support_email = help@asha-traders.example
mail.from = portal@asha-traders.example
mail.transport = maildir
mail.maildir = /var/lib/pointperson/mail
seller.name = Harbour Telephony Private Limited
seller.address.1 = 4 Dock Street
seller.address.2 = Mumbai 400001
seller.gstin = 27AAPFU0939F1ZV
END
}

# With the billing details that an account's people keep in the portal.
issue_invoices()
{
	sql "UPDATE billing_details SET legal_name = 'Asha Traders LLP', registration = 'none', street = '1 Mill Road',
	    city = 'Pune', state = '27', pin = '411001', country = 'India' WHERE account_id = 1"
	cat > "$root/root/invoices.csv" << END
account,reference,issued_on,from,to,description,sac,unit,quantity,price,discount,rate
1,A-1,2026-05-01,2026-05-01,2026-05-31,Virtual phone numbers,998413,number,3,450.00,,18
1,A-2,2026-06-01,2026-06-01,2026-06-30,Virtual phone numbers,998413,number,4,450.00,,18
END
	inside pointperson invoice import --file /root/invoices.csv > "$work/output" 2>&1 || give_up 'No invoices were issued.'
}

# sign_in: with the second factor, once more within the same half minute.
sign_in()
{
	sql 'UPDATE user SET totp_step = 0'
	visit sign-in $email $password "$key" > "$work/hash" 2> "$work/output" && echo yes || { cat "$work/output" >&2; echo no; }
}

# check_portal WHEN [READINESS]
check_portal()
{
	check "$1: the portal is ready" "$(status /healthz) $(status /readyz)" "200 ${2-200}"
	check "$1: who has a second factor signs in, and sees pages and invoices" "$(sign_in)" yes
	check "$1: the invoice's PDF is what it was" "$(cat "$work/hash")" "${pdf:=$(cat "$work/hash")}"
	check "$1: courier runs" "$(inside systemctl is-active pointperson-courier)" active
	units=$(inside systemctl --failed --plain --no-legend | awk '{ print $1 }')
	check "$1: nothing has failed" "$units" ''
	for unit in $units; do
		inside journalctl --no-pager --output short-precise --lines 40 --unit "$unit" >&2
	done
	inside sudo -u pointperson pointperson doctor > "$work/output" 2>&1
	check "$1: doctor finds nothing wrong" "$? $(grep -v '^ok' "$work/output")" '0 '
}

unsealed()
{
	sql 'SELECT COUNT(*) FROM audit_event LEFT JOIN audit_seal ON event_id = id WHERE event_id IS NULL'
}

# check_seals WHEN: as where no mail is set up. The timer looks once a minute.
check_seals()
{
	inside systemctl stop pointperson-courier
	newest=$(sql 'SELECT MAX(id) FROM audit_event')
	check "$1: a sign-in is an event" "$(sign_in) $(sql "SELECT MAX(id) > $newest FROM audit_event")" 'yes 1'
	left=180
	until [ "$(unsealed)" = 0 ] || [ $left = 0 ]; do
		left=$((left - 1))
		sleep 1
	done
	check "$1: it is sealed without courier" "$(unsealed)" 0
	inside systemctl start pointperson-courier
}

# What of the portal is on the disk outside of the database, the caches and what a person put there.
remains()
{
	(cd "$root" && find . -xdev \( -path ./proc -o -path ./sys -o -path ./dev -o -path ./run -o -path ./var/lib/mysql -o -path ./root -o \
	    -path ./var/log/journal -o -path ./var/cache/apt -o -path ./etc/nginx -o -path ./var/log/nginx \) -prune -o \
	    -name '*pointperson*' -print)
	inside sh -c 'find /run -xdev -name "*pointperson*"; getent passwd pointperson; getent group pointperson'
	# systemd may remember the name of a unit whose file is gone.
	inside systemctl list-units --all --plain --no-legend 'pointperson*' | awk '$2 != "not-found" { print $1 }'
}

echo "-- a machine, and the $kind"
if [ $kind = package ]; then
	make_package 0.1.0-1
	make_newer_package
fi
make_root
if [ $kind = package ]; then
	cp "$work/package.deb" "$root/root/here/pointperson_0.1.0-1_$(dpkg --print-architecture).deb"
	follow '#### As a Debian package' '#### From the source'
else
	(cd "$source" && tar --exclude=./build --exclude=node_modules --exclude=.git -cf - .) | tar -C "$root/root/here" -xf -
	(cd "$root/root/here" && rm -rf Makefile config.status configure autom4te.cache build-aux)
	follow '#### From the source' '`configure` names'
	# Once the machine runs it reaches nobody.
	[ $kind != apache ] || inside apt-get install libapache2-mod-fcgid > "$work/output" 2>&1 ||
	    give_up 'There is no mod_fcgid.'
	start_machine
	follow '`configure` names' '#### What is where then'
fi
check 'the programs are there' "$(inside pointperson --version | cut -d ' ' -f 1)" pointperson
check 'the settings are there' "$(inside stat -c '%a %U' /etc/pointperson/pointperson.hdf)" '644 root'
if command -v mandoc > /dev/null; then
	check 'the manual pages are there' "$(ls "$root"/usr/share/man/man[578]/ | grep -c '^pointperson\|^courier')" 4
fi
[ $kind != package ] || start_machine
inside apt-get clean

echo '-- README.md, from step 2 on'
follow '**2. The database' '**3. '
check 'the secrets are for root and the portal' \
    "$(inside stat -c '%a %U %G' /etc/pointperson/pointperson.secrets.hdf)" '640 root pointperson'
choose_settings
follow '**3. Settings' '**4. '
printf '%s\n' $password > "$work/typed"
follow '**4. Tables' '**5. ' < "$work/typed"
follow '**5. Start it' '**6. '
if [ $kind = apache ]; then
	follow '## Install on Apache' 'It answers'
else
	follow '**6. The web server' '**7. '
fi
check 'what was stopped starts with its first request' \
    "$(inside systemctl is-active pointperson@password.service) $(status /password/forgot) $(inside systemctl is-active \
    pointperson@password.service)" \
    'inactive 200 active'
check 'the socket is for the web server alone' "$(inside stat -c '%a %U %G' /run/pointperson/login.sock)" \
    '660 pointperson www-data'
key=$(visit turn-on $email $password 2> "$work/output") || give_up 'No second factor can be set up.'
issue_invoices
check_portal 'installed'
inside sh -c 'killed=$(pidof login.fcgi); kill -KILL $killed
    for process in $killed; do while [ -e /proc/$process ]; do sleep 0.05; done; done'
check 'killed pages come back' "$(status /login)" 200
inside systemctl restart 'pointperson@*.service' 'pointperson-courier*' &
restart=$!
check 'new settings lose no request' "$(for try in 1 2 3 4 5 6 7 8 9 10; do status /login; echo; done | sort -u)" 200
wait $restart
restart_machine
check_portal 'after a start of the machine'
check 'after a start of the machine: its timers run' \
    "$(inside systemctl is-active pointperson-purge.timer pointperson-seal.timer | tr '\n' ' ')" 'active active '

check_seals 'after a start of the machine'

if [ $kind = apache ]; then
	echo '-- Apache starts the pages itself'
	inside systemctl disable --now pointperson.target pointperson-courier > "$work/output" 2>&1
	sed -i 's/^#Define POINTPERSON_FCGID/Define POINTPERSON_FCGID/' "$root/etc/apache2/sites-available/pointperson.conf"
	inside a2enmod fcgid rewrite > "$work/output" 2>&1
	# Where systemd may not count the processes of a service, it starts Apache while the last ones still hold the port.
	inside sh -c 'systemctl stop apache2; while pidof apache2; do sleep 0.05; done' > "$work/output" 2>&1
	follow 'Where Apache should start' '## Install on shared hosting'
	check_portal 'by mod_fcgid'
	restart_machine
	check_portal 'by mod_fcgid, after a start of the machine'
	check 'after a start of the machine: its timers run' \
	    "$(inside systemctl is-active pointperson-purge.timer pointperson-seal.timer | tr '\n' ' ')" 'active active '
	check 'the pages are processes of Apache' "$(inside sh -c 'stat -c %U /proc/$(pidof -s login.fcgi)')" www-data
	check_seals 'by mod_fcgid'
	closing_line
	exit
fi

echo '-- backup, wipe, restore'
follow '## Backup and restore' 'To restore, '
inside systemctl stop pointperson.target
before=$(rows before)
sql 'DROP DATABASE pointperson'
inside mariadb -e "DROP USER pointperson@localhost, pointperson_migrations@localhost"
rm -rf "$root/etc/pointperson"
follow 'To restore, ' 'Try a restore'
inside systemctl stop pointperson.target
check 'restored: every table is what it was' "$(rows after)" "$before"
diff "$work/rows.before" "$work/rows.after" >&2
check 'restored: there was something in them' "$(sql 'SELECT COUNT(*) FROM invoice_pdf')" 2
inside systemctl start pointperson.target
check_portal 'restored'

if [ $kind = package ]; then
	echo '-- upgrade over data'
	had=$(migrations)
	people=$(sql 'SELECT COUNT(*) FROM user; SELECT COUNT(*) FROM invoice')
	rm -f "$root"/root/here/*.deb
	cp "$work/newer.deb" "$root/root/here/pointperson_9.0.0-1_$(dpkg --print-architecture).deb"
	# The timer beside it: a minute may be full just now, and what fails then is what "nothing has failed" looks at.
	inside systemctl stop mariadb.socket mariadb.service pointperson-seal.timer > /dev/null
	inside sh -c 'apt-get install /root/here/*.deb' > "$work/output" 2>&1
	check 'upgraded without the database: that is said, with what to do' \
	    "$(grep -c 'then run: dpkg --configure' "$work/output") $(status /login)" '1 503'
	inside systemctl start mariadb.socket mariadb.service
	follow '## Upgrade' 'From the source, build'
	check 'upgraded: the new migration was run' "$(migrations)" "$((had + 1))"
	check 'upgraded: nothing is lost' "$(sql 'SELECT COUNT(*) FROM user; SELECT COUNT(*) FROM invoice')" "$people"
	check 'upgraded: our settings are as they were' "$(inside grep -c 'Chosen by us' /etc/pointperson/pointperson.hdf)" 1
	check_portal 'upgraded' 503

	echo '-- removed, installed again, purged'
	inside apt-get remove pointperson > "$work/output" 2>&1 || give_up 'The package cannot be removed.'
	check 'removed: no program is left' "$(ls "$root"/usr/sbin/pointperson "$root"/usr/libexec/pointperson 2>/dev/null)" ''
	check 'removed: nothing runs' "$(inside sh -c 'pidof multiwatch courier')" ''
	check 'removed: the web server says so' "$(status /login)" 503
	check 'removed: settings and keys stay' "$(inside grep -c '^keys' /etc/pointperson/pointperson.secrets.hdf)" 2
	inside sh -c 'apt-get install /root/here/*.deb' > "$work/output" 2>&1 || give_up 'It cannot be installed again.'
	check_portal 'installed again' 503
	inside apt-get purge pointperson > "$work/output" 2>&1 || give_up 'The package cannot be purged.'
	check 'purged: the database is kept, and one is told so' \
	    "$(grep -c 'DROP DATABASE pointperson' "$work/output") $(sql 'SELECT COUNT(*) FROM invoice')" '1 2'
	check 'purged: nothing else is left' "$(remains)" ''
else
	echo '-- upgrade, and uninstalled'
	follow 'From the source, build as' 'In between nginx'
	check_portal 'upgraded'
	inside systemctl disable --now pointperson.target pointperson-courier > /dev/null 2>&1
	inside make -C /root/here/build/install uninstall > "$work/output" 2>&1 || give_up 'make uninstall'
	check 'uninstalled: settings and keys stay' "$(ls "$root/etc/pointperson" | tr '\n' ' ')" \
	    'pointperson.hdf pointperson.secrets.hdf '
	# What it made as it ran, and its user, are for a person to remove.
	rm -rf "$root/etc/pointperson" "$root/var/lib/pointperson" \
	    "$root/var/lib/systemd/timers/stamp-pointperson-purge.timer"
	inside sh -c 'systemctl daemon-reload; userdel pointperson; rm -rf /run/pointperson'
	check 'uninstalled: nothing else is left' "$(remains)" ''
fi

closing_line
