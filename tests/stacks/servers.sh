# servers: the portal behind Apache in each of its ways, on the port where nginx was. Sourced by
# tests/run.sh after conf/stack.sh; it runs nothing by itself.
#
# Everything stands in one folder below /tmp, because as root Apache gives its work to www-data, who
# must reach what the user of a web server reaches of an installation:
#
#	portal/		the portal (conf/stack.sh), which only its owner can enter
#	sockets/	its unix sockets, which the web server's user may use
#	apache/		configuration and what Apache writes for itself
#	static/		the static files, as installed
#	home/		the home of somebody at a shared host

# The user whom Apache becomes; empty where it stays who started it.
servers_user=
[ "$(id -u)" != 0 ] || servers_user=www-data

# Where the name of that folder is kept, for a run that was killed leaves it behind.
servers_note=$POINTPERSON_BUILD/stacks-folder

# servers_folder_remembered: the folder of the last run, in servers_folder; empty: there is none.
servers_folder_remembered()
{
	servers_folder=$(cat "$servers_note" 2>/dev/null) || servers_folder=
	[ -n "$servers_folder" ] && [ -O "$servers_folder" ] || servers_folder=
}

# servers_folder_remove: after everything in it was stopped.
servers_folder_remove()
{
	[ -z "$servers_folder" ] || rm -rf "$servers_folder"
	servers_folder=
	rm -f "$servers_note"
}

# servers_folder_make: a new folder, in servers_folder.
servers_folder_make()
{
	servers_folder=$(mktemp -d /tmp/pointperson-stacks.XXXXXX) || return 1
	printf '%s\n' "$servers_folder" > "$servers_note"
	(
		umask 077
		cd "$servers_folder" && mkdir portal sockets apache apache/fcgid static home
	) || return 1
	stack_open "$servers_folder/portal" && stack_sockets_elsewhere "$servers_folder/sockets"
}

# servers_let_in: for the web server's user, what is there by now: the way to the sockets and to
# what is served.
servers_let_in()
{
	cp "$1"/* "$servers_folder/static/" && chmod -R go+rX "$servers_folder/static" || return 1
	[ -n "$servers_user" ] || return 0
	chgrp "$servers_user" "$servers_folder" "$servers_folder/apache" "$stack_sockets" \
	    "$stack_sockets"/*.sock &&
	    chmod 710 "$servers_folder" "$servers_folder/apache" "$stack_sockets" &&
	    chown "$servers_user" "$servers_folder/apache/fcgid"
}

# servers_apache_main MODULE...: the main file, as a distribution brings one along: what stands
# around apache/portal.conf.
servers_apache_main()
{
	{
		for module in mpm_event authz_core mime alias env headers setenvif filter dir reqtimeout "$@"; do
			echo "LoadModule ${module}_module /usr/lib/apache2/modules/mod_$module.so"
		done
		if [ -n "$servers_user" ]; then
			printf 'User %s\nGroup %s\n' "$servers_user" "$servers_user"
		fi
		cat << END
ServerName localhost
PidFile "$servers_folder/apache/pid"
DefaultRuntimeDir "$servers_folder/apache"
ErrorLog "$stack_folder/log/apache-error.log"
TypesConfig /etc/mime.types
StartServers 1
ThreadsPerChild 25
MaxRequestWorkers 50
<Directory "/">
	AllowOverride None
	Require all denied
</Directory>
<IfModule mod_fcgid.c>
	FcgidIPCDir "$servers_folder/apache/fcgid"
	FcgidProcessTableFile "$servers_folder/apache/fcgid/table"
	FcgidInitialEnv POINTPERSON_TEST_RUN "${POINTPERSON_TEST_RUN-}"
</IfModule>
<IfModule mod_cgid.c>
	ScriptSock "$servers_folder/apache/cgid"
	PassEnv POINTPERSON_TEST_RUN
</IfModule>
Include "$servers_folder/apache/portal.conf"
END
	} > "$servers_folder/apache/httpd.conf"
}

# servers_apache_start PORT: Apache with these two files.
servers_apache_start()
{
	if stack_port_is_taken "$1"; then
		stack_fail "Port $1 is taken by another program."
		return 1
	fi
	stack_launch apache apache2 -DFOREGROUND -d "$servers_folder/apache" \
	    -f "$servers_folder/apache/httpd.conf" || return 1
	left=100
	until stack_port_is_taken "$1"; do
		left=$((left - 1))
		if [ "$left" -le 0 ] || ! stack_is_running apache; then
			stack_log_tail apache
			stack_log_tail apache-error
			stack_fail 'Apache did not start.'
			return 1
		fi
		sleep 0.05
	done
}

# servers_apache_shipped SHIPPED PORT [PROGRAMS NAME]: the shipped file with this folder's places in it,
# and NAME defined there.
servers_apache_shipped()
{
	sed -e "s|^#Define ${4-nothing}|Define ${4-nothing}|" -e "s|127\.0\.0\.1:8080|127.0.0.1:$2|" \
	    -e "s|/run/pointperson/|$(stack_quoted "$stack_sockets/")|" \
	    -e "s|/usr/share/pointperson/static/|$(stack_quoted "$servers_folder/static/")|" \
	    -e "s|/usr/libexec/pointperson/cgi-bin|$(stack_quoted "${3-}")|" \
	    -e "s|/var/log/apache2/pointperson\.log|$(stack_quoted "$stack_folder/log/access.log")|" \
	    "$1" > "$servers_folder/apache/portal.conf"
}

# servers_home_unpack ZIP: what somebody does on a shared host, by README: unpacks the archive, moves
# the pages into the document root, and writes settings. The web server's user is that somebody, as
# where a host runs programs as whom they belong to.
servers_home_unpack()
{
	(
		umask 077
		rm -rf "$servers_folder/home" && mkdir "$servers_folder/home" &&
		    cd "$servers_folder/home" && unzip -q "$1" && mkdir public_html &&
		    cp -R pointperson/public_html/. public_html/ || exit 1
		# Places of the archive stand in its own defaults.
		sed '/^paths\./d' "$stack_folder/settings/pointperson.hdf" > pointperson/pointperson.hdf &&
		    cp "$stack_folder/settings/pointperson.secrets.hdf" pointperson/ || exit 1
		[ -z "$servers_user" ] || chown -R "$servers_user" "$servers_folder/home"
	)
}

# servers_apache_hosting PORT: a site whose document root may say all in its .htaccess, and nothing of
# ours besides.
servers_apache_hosting()
{
	cat > "$servers_folder/apache/portal.conf" << END
Listen 127.0.0.1:$1
LogFormat "%h %l %u %t \"%r\" %>s %b" common
RequestReadTimeout header=20-40,MinRate=500 body=20,MinRate=500
<VirtualHost 127.0.0.1:$1>
	DocumentRoot "$servers_folder/home/public_html"
	CustomLog "$stack_folder/log/access.log" common
	<Directory "$servers_folder/home/public_html">
		# The least that conf/htaccess says it needs.
		AllowOverride FileInfo Indexes Options=Indexes,MultiViews,ExecCGI,SymLinksIfOwnerMatch
		Require all granted
	</Directory>
</VirtualHost>
END
}
