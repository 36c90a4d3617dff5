# page: what the measurements of one page share, the page of a contact person, signed in; sourced by them
# after `source` and `build` are set: the folders of the source and of the optimised programs.

. "$source/conf/stack.sh"

give_up()
{
	stack_say "$*" >&2
	exit 1
}

quietly()
{
	if ! "$@" > "$build/build.log" 2>&1; then
		tail -n 30 "$build/build.log" >&2
		give_up "That failed. All of it is in $build/build.log"
	fi
}

# page_build: the page's program with optimisation, and flags for what is measured beside it.
page_build()
{
	stack_say 'Building with optimisation.'
	[ -x "$source/configure" ] || quietly sh -c 'cd "$1" && autoreconf -i' sh "$source"
	[ -f "$build/Makefile" ] || quietly sh -c 'cd "$1" && "$2/configure"' sh "$build" "$source"
	quietly make -s -j "$(nproc)" --no-print-directory -C "$build" \
	    cgi-bin/business-profile.fcgi cgi-bin/tools/pointperson
	flags="-std=gnu11 -O2 -g -Wall -Wextra -I$source/cgi-bin"
}

# The demonstration data, and a session in it. Only the hash of a token is kept, and b2sum makes the
# same hash as the portal.
fill_database()
{
	pointperson=$build/cgi-bin/tools/pointperson
	"$pointperson" migrate > /dev/null &&
	    "$pointperson" demo-data --file "$source/conf/demo.hdf" > /dev/null ||
	    give_up 'The database could not be filled.'
	token=$(stack_random)
	BENCH_TOKEN_HASH=$(printf %s "$token" | b2sum -l 256 | cut -d ' ' -f 1)
	BENCH_SOCKET=$stack_sockets/database.sock
	BENCH_PASSWORD=$(stack_secret database.password)
	BENCH_ACCOUNT=$(echo 'SELECT MIN(id) FROM account' | stack_sql pointperson)
	BENCH_PERSON=$(echo "SELECT MIN(id) FROM contact_person WHERE account_id = $BENCH_ACCOUNT" |
	    stack_sql pointperson)
	export BENCH_TOKEN_HASH BENCH_SOCKET BENCH_PASSWORD BENCH_ACCOUNT BENCH_PERSON
	stack_sql pointperson << END
INSERT INTO session (token_hash, user_id, account_id, client_ip, device, created_at, seen_at)
SELECT UNHEX('$BENCH_TOKEN_HASH'), id, $BENCH_ACCOUNT, '127.0.0.1', 'bench', UNIX_TIMESTAMP(),
    UNIX_TIMESTAMP() FROM user WHERE email = 'owner@demo.example';
END
	uri=/manage/business-profile/contact-persons/$BENCH_PERSON
	cookie="theme=dark; pp_session=$token"
}

end()
{
	trap - EXIT
	stack_stop_all
}

# page_open: a stack that ends with the script, on a database of its own each time, so that two runs
# measure the same.
page_open()
{
	sh "$source/conf/packages.sh" build run
	mkdir -p "$build"
	if [ -d "$build/stack/pids" ]; then
		stack_open "$build/stack"
		stack_stop_all
		rm -rf "$build/stack"
	fi
	stack_open "$build/stack"
	trap end EXIT
	trap 'exit 130' INT
	trap 'exit 143' TERM HUP PIPE
}

# page_database: started, and filled.
page_database()
{
	stack_say 'Starting a database.'
	stack_database_start && stack_database_users &&
	    stack_settings "$source" "$build" http://localhost:8080 || exit 1
	fill_database
}
