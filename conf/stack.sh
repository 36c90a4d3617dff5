# stack: starts and stops a private database, page workers and web server that all live in one
# folder. Sourced by conf/demo.sh and tests/run.sh; it runs nothing by itself. It knows processes
# and files, and nothing of the portal's pages beyond the names that the settings need.
#
# Everything stands in the folder given to stack_open, which only its owner can enter:
#
#	database/	the data of MariaDB
#	settings/	pointperson.hdf, and pointperson.secrets.hdf with the passwords made here
#	sockets/	unix sockets; in a short folder below /tmp where this path is too long
#	run/		small lock files of the programs
#	nginx/		the configuration made from conf/nginx.conf, and temporary files
#	log/		one log per process
#	pids/		one file per process started: its number and when it started
#
# Each process leads a session of its own and stays in the folder, so that its children are found
# and a number that the system has given to somebody else's process since is never signalled.
# Functions return non-zero after printing what went wrong.

# Database and web server stand where an ordinary user's PATH does not look.
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
export PATH

# The kernel takes 107 bytes; this leaves some to the programs that append to it.
stack_socket_path_max=100
# Room for the longest socket name, with a reserve for pages still to come.
stack_socket_name_max=28

stack_say()
{
	printf '%s\n' "$*"
}

stack_fail()
{
	printf '%s\n' "$*" >&2
	return 1
}

# stack_check_source FOLDER: complains of a path that configure refuses, for make would fail in it.
stack_check_source()
{
	case $1 in
	*[[:space:]\"\#\$\&\'\`\\]*) ;;
	*) return 0 ;;
	esac
	stack_fail "Programs cannot be built in a folder whose path holds a space or one of \" ' \` \\ # \$ &
Move the folder $1 to a path without them, and start again there."
}

# stack_open FOLDER: makes the folder and its parts, sets stack_folder and stack_sockets.
stack_open()
{
	stack_make_folders "$1" || return 1
	stack_folder=$(cd "$1" && pwd -P) || return 1
	# The folder remembered from the last time may have been cleared away, or be somebody else's
	# by now, or belong to the folder that this one was copied from.
	stack_sockets=$(cat "$stack_folder/socket-folder" 2>/dev/null) || stack_sockets=
	if [ -n "$stack_sockets" ] && [ -O "$stack_sockets" ] &&
	    [ "$(cat "$stack_sockets/belongs-to" 2>/dev/null)" = "$stack_folder" ]; then
		return
	fi
	stack_sockets=$stack_folder/sockets
	length=$(printf %s "$stack_sockets/" | wc -c)
	if [ "$length" -le $((stack_socket_path_max - stack_socket_name_max)) ]; then
		mkdir -p "$stack_sockets"
	else
		stack_sockets_elsewhere "$(mktemp -d /tmp/pointperson.XXXXXX)"
	fi
}

# stack_sockets_elsewhere FOLDER: has the unix sockets in that folder from now on.
stack_sockets_elsewhere()
{
	[ -d "$1" ] || return 1
	stack_sockets=$1
	printf '%s\n' "$stack_folder" > "$stack_sockets/belongs-to"
	printf '%s\n' "$stack_sockets" > "$stack_folder/socket-folder"
}

stack_make_folders()
{
	(
		mkdir -p "$(dirname "$1")" || exit 1
		umask 077
		mkdir -p "$1" || exit 1
		[ -O "$1" ] ||
		    stack_fail "The folder $1 is another user's: remove it or become that user." ||
		    exit 1
		chmod 700 "$1"
		cd "$1" && mkdir -p database settings run nginx log pids
	)
}

# What one process is, from /proc: "PID STATE SESSION STARTED" on a line for each process of the
# machine. The name in brackets can hold anything, so it is cut out first.
stack_processes()
{
	cat /proc/[0-9]*/stat 2>/dev/null | sed 's/^\([0-9]*\) (.*) /\1 /' |
	    awk '{ print $1, $2, $5, $21 }'
}

# stack_members NAME: the numbers of the living processes of what was started as NAME, its leader
# first.
stack_members()
{
	[ -f "$stack_folder/pids/$1" ] || return 0
	read -r leader started < "$stack_folder/pids/$1" || return 0
	stack_processes | awk -v leader="$leader" -v started="$started" '
		$1 == leader && $4 != started { other = 1 }
		$3 == leader && $2 != "Z" && $4 >= started {
			if ($1 == leader)
				first = $1
			else
				rest = rest " " $1
		}
		END { if (!other) print first rest }' | tr ' ' '\n' | while read -r member; do
			[ -n "$member" ] || continue
			# A process that hides its folder from us still has our session and is no
			# older than we remember.
			place=$(readlink "/proc/$member/cwd" 2>/dev/null) || place=$stack_folder
			case $place/ in
			"$stack_folder"/*) echo "$member" ;;
			esac
		done
}

stack_is_running()
{
	[ -n "$(stack_members "$1")" ]
}

# stack_launch NAME COMMAND...: starts the command in the background, its output in log/NAME.log.
stack_launch()
{
	name=$1
	shift
	# File 9 is the caller's lock; a process that inherited it would hold it for as long as it
	# lives.
	(
		umask 077
		cd "$stack_folder" && exec setsid "$@"
	) >> "$stack_folder/log/$name.log" 2>&1 < /dev/null 9>&- &
	leader=$!
	started=$(stack_processes | awk -v leader="$leader" '$1 == leader { print $4 }')
	printf '%s %s\n' "$leader" "${started:-0}" > "$stack_folder/pids/$name"
	# It is ours to find once it leads its session: microseconds from now, on a busy machine
	# later, and after ten seconds never.
	left=500
	until stack_is_running "$name"; do
		left=$((left - 1))
		if [ "$left" -le 0 ] || ! kill -0 "$leader" 2>/dev/null; then
			stack_log_tail "$name"
			stack_fail "$name ended as soon as it was started."
			return 1
		fi
		sleep 0.02
	done
}

stack_log_tail()
{
	echo "The end of $stack_folder/log/$1.log:" >&2
	tail -n 20 "$stack_folder/log/$1.log" >&2
}

# stack_signal NAME: asks it to end. Its leader passes that on; where the leader is gone, the others
# are asked.
stack_signal()
{
	members=$(stack_members "$1")
	[ -n "$members" ] || return 0
	read -r leader started < "$stack_folder/pids/$1"
	case $members in
	"$leader"*) kill -TERM "$leader" 2>/dev/null ;;
	*) kill -TERM $members 2>/dev/null ;;
	esac
	return 0
}

# stack_await_end NAME SECONDS: waits for its end, and ends by force what is left after that time.
stack_await_end()
{
	left=$(($2 * 20))
	while members=$(stack_members "$1") && [ -n "$members" ]; do
		if [ "$left" -le 0 ]; then
			stack_say "$1 did not end within $2 seconds and is ended by force."
			kill -KILL $members 2>/dev/null
			left=20
		fi
		left=$((left - 1))
		sleep 0.05
	done
	rm -f "$stack_folder/pids/$1"
}

# stack_stop NAME...: ends these, together.
stack_stop()
{
	for name in "$@"; do
		stack_signal "$name"
	done
	for name in "$@"; do
		stack_await_end "$name" 20
	done
}

# The names of what was started and not stopped since, except the database.
stack_names()
{
	for file in "$stack_folder"/pids/*; do
		[ -f "$file" ] || continue
		[ "${file##*/}" = database ] || echo "${file##*/}"
	done
}

# Ends everything started in the folder: the web server and the workers first, so that none misses
# its database.
stack_stop_all()
{
	stack_stop $(stack_names)
	stack_stop database
	rm -f "$stack_sockets"/*.sock
	if [ -f "$stack_sockets/belongs-to" ]; then
		rm -f "$stack_sockets/belongs-to" "$stack_folder/socket-folder"
		rmdir "$stack_sockets"
	fi
}

# stack_sql [OPTION...]: runs the statements on standard input as the database's root. Only the
# folder protects that user, who has no password.
stack_sql()
{
	mariadb --no-defaults --batch --skip-column-names --socket="$stack_sockets/database.sock" \
	    --user=root "$@"
}

stack_database_install()
{
	[ -d "$stack_folder/database/data" ] && return 0
	stack_say 'Making a database of its own.'
	rm -rf "$stack_folder/database/new"
	# --force: this host's name need not be one that resolves.
	if ! mariadb-install-db --no-defaults --user="$(id -un)" \
	    --datadir="$stack_folder/database/new" \
	    --auth-root-authentication-method=normal --skip-test-db --skip-name-resolve --force \
	    > "$stack_folder/log/database-install.log" 2>&1 < /dev/null; then
		stack_log_tail database-install
		stack_fail 'The database could not be made.'
		return 1
	fi
	# Renamed only when whole: an interrupted installation is begun again.
	mv "$stack_folder/database/new" "$stack_folder/database/data"
}

# What a test writes need not outlive a power cut: without waiting for the disk its tables are made in
# half the time. What a killed server wrote is kept all the same.
stack_database_haste()
{
	[ -z "${POINTPERSON_TEST_RUN-}" ] ||
	    echo --loose-debug-no-sync --loose-skip-sync-frm --loose-innodb-flush-method=nosync
}

# Waits until the database answers; fails where it ends before, or not within a minute.
stack_database_await()
{
	left=600
	until echo 'SELECT 1' | stack_sql > /dev/null 2>&1; do
		left=$((left - 1))
		[ "$left" -gt 0 ] && stack_is_running database || return 1
		sleep 0.1
	done
}

# Starts the database, where it is not running, and waits until it answers.
stack_database_start()
{
	# One that is about to end still runs, and answers nobody any more.
	stack_is_running database && stack_database_await && return 0
	stack_database_install || return 1
	# Small buffers: a few thousand rows live here. Writes reach the disk once a second, which
	# only a power cut shows.
	# A folder of its own for what it sorts: two servers gave their files there the same names.
	mkdir -p "$stack_folder/database/tmp" || return 1
	stack_launch database mariadbd --no-defaults --user="$(id -un)" \
	    --datadir="$stack_folder/database/data" --tmpdir="$stack_folder/database/tmp" \
	    --socket="$stack_sockets/database.sock" --pid-file="$stack_folder/run/mariadbd.pid" \
	    --skip-networking --skip-name-resolve --skip-log-bin --character-set-server=utf8mb4 \
	    --innodb-buffer-pool-size=32M --innodb-log-file-size=16M \
	    --innodb-flush-log-at-trx-commit=2 --max-connections=150 $(stack_database_haste) ||
	    return 1
	stack_database_await && return 0
	stack_log_tail database
	stack_fail 'The database did not start.'
}

# stack_secret NAME: the value of a setting in the secrets file.
stack_secret()
{
	sed -n "s/^$1 = //p" "$stack_folder/settings/pointperson.secrets.hdf"
}

stack_random()
{
	od -An -N24 -tx1 /dev/urandom | tr -d ' \n'
}

# The secrets file is made once: the portal's command line adds its keys to it.
stack_secrets_make()
{
	secrets=$stack_folder/settings/pointperson.secrets.hdf
	[ -f "$secrets" ] && return 0
	(
		umask 077
		printf 'database.password = %s\ndatabase.migration_password = %s\n' \
		    "$(stack_random)" "$(stack_random)" > "$secrets.new"
		chmod 640 "$secrets.new"
		mv "$secrets.new" "$secrets"
	)
}

# Makes the database "pointperson" and its two users: one for the application, without any right
# until the migrations grant some, and one for the migrations. Said again at every start, so that
# passwords and database always agree.
stack_database_users()
{
	stack_secrets_make || return 1
	stack_sql << END
CREATE DATABASE IF NOT EXISTS pointperson CHARACTER SET utf8mb4;
CREATE USER IF NOT EXISTS 'pointperson'@'localhost';
CREATE USER IF NOT EXISTS 'pointperson_migrations'@'localhost';
ALTER USER 'pointperson'@'localhost' IDENTIFIED BY '$(stack_secret database.password)';
ALTER USER 'pointperson_migrations'@'localhost'
    IDENTIFIED BY '$(stack_secret database.migration_password)';
GRANT ALL PRIVILEGES ON pointperson.* TO 'pointperson_migrations'@'localhost' WITH GRANT OPTION;
END
}

# stack_settings SOURCE BUILD URL: writes the settings file and names it in the environment.
stack_settings()
{
	POINTPERSON_SETTINGS=$stack_folder/settings/pointperson.hdf
	export POINTPERSON_SETTINGS
	cat > "$POINTPERSON_SETTINGS.new" << END
# Written at every start: a change made here is lost at the next one.
demo = yes
site.url = $3
database.socket = $stack_sockets/database.sock
database.name = pointperson
database.user = pointperson
database.migration_user = pointperson_migrations
paths.templates = $1/templates
paths.translations = $2/locale
paths.sql = $1/sql
paths.programs = $2/cgi-bin
paths.run = $stack_folder/run
END
	mv "$POINTPERSON_SETTINGS.new" "$POINTPERSON_SETTINGS"
}

# stack_workers_start NAME PROGRAM COUNT: COUNT processes of the program on sockets/NAME.sock, each
# started again when it ends. One that lives for less than a second twenty times in a row is given
# up. multiwatch ends its children by SIGUSR1, on which libfcgi finishes the request at hand; its
# option for another signal sends the wrong one.
stack_workers_start()
{
	rm -f "$stack_sockets/$1.sock"
	stack_launch "$1" spawn-fcgi -n -s "$stack_sockets/$1.sock" -M 0660 -- \
	    "$(command -v multiwatch)" -f "$3" -r 20 -t 1000 -- "$2"
}

# stack_port_is_taken PORT: whether something on this machine already answers for localhost there.
stack_port_is_taken()
{
	cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | awk -v port="$(printf %04X "$1")" '
		BEGIN {
			split("00000000 0100007F 00000000000000000000000000000000 " \
			    "00000000000000000000000001000000 " \
			    "0000000000000000FFFF00000100007F", names, " ")
			for (i in names)
				local[names[i] ":" port] = 1
		}
		$4 == "0A" && ($2 in local) { taken = 1 }
		END { exit !taken }'
}

# Text that stands literally on the right side of sed's s|...|...|.
stack_quoted()
{
	printf %s "$1" | sed 's/[&|\\]/\\&/g'
}

# stack_nginx_configure SHIPPED PORT STATIC: the shipped file with this folder's places in it and what
# the settings say, and a main file around.
stack_nginx_configure()
{
	support=$(sed -n 's/^site\.support_email = //p' "$stack_folder/settings/pointperson.hdf")
	sed -e "s|127\.0\.0\.1:8080|127.0.0.1:$2|" \
	    -e "s|/run/pointperson/|$(stack_quoted "$stack_sockets/")|" \
	    -e "s|/usr/share/pointperson/static/|$(stack_quoted "$3/")|" \
	    -e "s|support_email \"\"|support_email \"$(stack_quoted "$support")\"|" \
	    -e "s|/var/log/nginx/pointperson\.log|$(stack_quoted "$stack_folder/log/access.log")|" \
	    "$1" > "$stack_folder/nginx/portal.conf" || return 1
	{
		# As root, nginx would hand its work to a user who may not enter this folder.
		[ "$(id -u)" != 0 ] || echo 'user root root;'
		cat << END
daemon off;
worker_processes 1;
pid "$stack_folder/run/nginx.pid";
error_log stderr;
events { worker_connections 1024; }
http {
	client_body_temp_path "$stack_folder/nginx/body";
	fastcgi_temp_path "$stack_folder/nginx/fastcgi";
	proxy_temp_path "$stack_folder/nginx/proxy";
	scgi_temp_path "$stack_folder/nginx/scgi";
	uwsgi_temp_path "$stack_folder/nginx/uwsgi";
	include "$stack_folder/nginx/portal.conf";
}
END
	} > "$stack_folder/nginx/nginx.conf"
}

# stack_nginx_start SHIPPED PORT STATIC: the web server on 127.0.0.1:PORT, configured by the shipped
# file.
stack_nginx_start()
{
	stack_nginx_configure "$@" || return 1
	if stack_port_is_taken "$2"; then
		stack_fail "Port $2 is taken by another program."
		return 1
	fi
	stack_launch nginx nginx -p "$stack_folder/nginx/" -e "$stack_folder/log/nginx.log" \
	    -c "$stack_folder/nginx/nginx.conf" || return 1
	left=100
	until stack_port_is_taken "$2"; do
		left=$((left - 1))
		if [ "$left" -le 0 ] || ! stack_is_running nginx; then
			stack_log_tail nginx
			stack_fail 'nginx did not start.'
			return 1
		fi
		sleep 0.05
	done
}
