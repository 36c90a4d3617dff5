#!/bin/sh
# Brings conf/paths.list, which program answers which path, into the configurations of the web servers.
#
#	sh conf/paths.sh write		rewrites the marked lines of nginx.conf, apache.conf and htaccess
#	sh conf/paths.sh check		says which of them do not agree with the list; ends with 1 if any
#	sh conf/paths.sh programs	prints the names of the programs
#	sh conf/paths.sh program PATH	prints the one that answers the path
set -eu

conf=$(cd "$(dirname "$0")" && pwd -P)
begins='# From conf/paths.list:'
ends='# End of conf/paths.list.'

# "PATH PROGRAM" a line. Backwards by the alphabet, what is below a path stands before it, so the first
# that matches counts.
list()
{
	awk '!/^#/ && NF == 2 { print $1, $2 }' "$conf/paths.list" | LC_ALL=C sort -r
}

# What stands in place of the list, in the language of each web server. The sections of a file are
# told apart by the word behind the mark.
lines()
{
	list | awk -v way="$1" '
		# What answers everything else has a line of its own at the end of each section.
		$1 == "/" { next }
		{
			pattern = $1
			gsub(/[.]/, "\\.", pattern)
		}
		way == "nginx" { printf "\t~^%s(/|$) %s;\n", pattern, $2 }
		way == "mod_proxy_fcgi" {
			printf "\t\tProxyPass \"%s\" \"unix:/run/pointperson/%s.sock|fcgi://%s%s\" retry=0\n",
			    $1, $2, $2, $1
		}
		way == "mod_fcgid" {
			printf "\t\tAliasMatch \"^%s(/|$)\" \"/usr/libexec/pointperson/cgi-bin/%s.fcgi\"\n",
			    pattern, $2
		}
		way == "htaccess" {
			printf "RewriteRule ^%s(/|$) pages/%s.fcgi [END]\n", substr(pattern, 2), $2
		}'
}

# The file with its marked lines as the list has them.
renewed()
{
	while IFS= read -r line; do
		case $line in
		*"$begins"*)
			printf '%s\n' "$line"
			lines "${line##*: }"
			inside=yes
			;;
		*"$ends"*) inside=; printf '%s\n' "$line" ;;
		*) [ -n "${inside-}" ] || printf '%s\n' "$line" ;;
		esac
	done < "$1"
}

write()
{
	for file in nginx.conf apache.conf htaccess; do
		renewed "$conf/$file" > "$conf/$file.new"
		if cmp -s "$conf/$file.new" "$conf/$file"; then
			rm "$conf/$file.new"
		else
			mv "$conf/$file.new" "$conf/$file"
			echo "conf/$file is changed."
		fi
	done
}

check()
{
	status=0
	for file in nginx.conf apache.conf htaccess; do
		renewed "$conf/$file" | cmp -s - "$conf/$file" && continue
		echo "conf/$file does not have what conf/paths.list has: sh conf/paths.sh write"
		status=1
	done
	return $status
}

program()
{
	list | while read -r path name; do
		case $1/ in
		"${path%/}"/*) echo "$name"; break ;;
		esac
	done
}

case ${1-} in
write) write ;;
check) check ;;
programs) list | cut -d ' ' -f 2 | LC_ALL=C sort -u ;;
program) program "${2-}" ;;
*)
	sed -n '2,/^set/s/^# \{0,1\}//p' "$0" >&2
	exit 2
	;;
esac
