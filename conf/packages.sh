#!/bin/sh
# Installs the Debian packages that this machine lacks, and says which.
#
#	sh conf/packages.sh build run test
#
# Any of: build (compilers and libraries), run (database, web server, process starters), test (what
# tests/run.sh needs). Asks for sudo only where something is missing and the user is not root. No
# service of the host is started or enabled by it. Where nothing is missing it does nothing, in a
# fraction of a second.
set -eu

PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
policy=/usr/sbin/policy-rc.d
policy_mark='# put here by pointperson while packages are installed'

build_packages='gcc make autoconf automake pkg-config libc6-dev libfcgi-dev clearsilver-dev
	libmariadb-dev libsodium-dev libidn2-dev libcurl4-openssl-dev libgmime-3.0-dev liboath-dev
	libqrencode-dev libzxcvbn-dev libfido2-dev libcbor-dev libcsv-dev gettext
	libpango1.0-dev fonts-noto-core libzip-dev libjansson-dev'
run_packages='mariadb-server-core mariadb-client-core nginx-light spawn-fcgi multiwatch'
test_packages='libcmocka-dev libssl-dev fonts-lohit-deva clang libclang-rt-14-dev chromium nodejs npm tidy libfcgi-bin curl
	xz-utils openssl opensmtpd qpdf poppler-utils
	mandoc systemd mariadb-client apache2-bin libapache2-mod-fcgid patchelf zip unzip'

usage()
{
	echo 'usage: sh conf/packages.sh [build] [run] [test]' >&2
	exit 2
}

# Whether the host has a mail server, other than the one of the tests.
has_mail_server()
{
	dpkg-query -W -f='${db:Status-Status} ${Package} ${Provides}\n' 2>/dev/null |
	    grep -v '^installed opensmtpd ' | grep -q '^installed .*mail-transport-agent'
}

# The packages of the named lists, without those whose command is here from another source.
wanted()
{
	for list in "$@"; do
		case $list in
		build) names=$build_packages ;;
		run) names=$run_packages ;;
		test) names=$test_packages ;;
		*) usage ;;
		esac
		for name in $names; do
			case $name in
			nginx-light) command -v nginx >/dev/null 2>&1 && continue ;;
			nodejs) command -v node >/dev/null 2>&1 && continue ;;
			npm) command -v npm >/dev/null 2>&1 && continue ;;
			# There is room for one mail server: it would put the host's own out.
			opensmtpd) has_mail_server && continue ;;
			esac
			echo "$name"
		done
	done
}

# Those of the named packages that are not installed.
missing()
{
	[ $# -gt 0 ] || return 0
	{
		# dpkg-query fails where it has never heard of one of the names; what it knows is
		# printed all the same.
		dpkg-query -W -f='${db:Status-Status} ${Package}\n' "$@" 2>/dev/null || true
		printf 'wanted %s\n' "$@"
	} | awk '
		$1 == "installed" { have[$2] = 1 }
		$1 == "wanted" && !have[$2] && !seen[$2]++ { print $2 }'
}

remove_policy()
{
	if [ -f "$policy" ] && grep -qF "$policy_mark" "$policy"; then
		rm -f "$policy"
	fi
}

# Packages may start their service when they are installed; a policy that says no keeps them from
# it. An administrator's own policy stays as it is.
place_policy()
{
	trap remove_policy EXIT
	trap 'exit 130' INT
	trap 'exit 143' TERM HUP
	if [ ! -e "$policy" ]; then
		printf '#!/bin/sh\n%s\nexit 101\n' "$policy_mark" > "$policy"
		chmod 755 "$policy"
	fi
}

apt_install()
{
	DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends \
	    -o DPkg::Lock::Timeout=120 -o Dpkg::Use-Pty=0 "$@"
}

# As root: installs the packages named.
install_packages()
{
	place_policy
	# The package lists of a new machine are empty, those of an old one name versions that are
	# gone.
	if ! apt-cache show "$@" >/dev/null 2>&1 || ! apt_install "$@"; then
		echo 'Fetching the package lists first.'
		apt-get update -q
		apt_install "$@"
	fi
	# They come enabled and would serve this host after its next boot. Whoever wants that can
	# enable them.
	case " $* " in
	*' nginx'*) update-rc.d nginx disable >/dev/null 2>&1 || true ;;
	esac
	case " $* " in
	*' opensmtpd'*) update-rc.d opensmtpd disable >/dev/null 2>&1 || true ;;
	esac
}

if [ "${1-}" = --install ]; then
	shift
	install_packages "$@"
	exit 0
fi
[ $# -gt 0 ] || usage
names=$(wanted "$@") || exit 2
# Package names hold no spaces, so splitting them at spaces is what is meant, here and below.
lacking=$(missing $names)
[ -n "$lacking" ] || exit 0

echo "These Debian packages are missing and will be installed: $(echo $lacking)"
if ! command -v apt-get >/dev/null 2>&1; then
	echo 'There is no apt-get here: install what matches them, then start again.' >&2
	exit 1
fi
if [ "$(id -u)" = 0 ]; then
	sh "$0" --install $lacking
elif command -v sudo >/dev/null 2>&1; then
	echo 'This needs the rights of root: sudo may ask for your password.'
	sudo sh "$0" --install $lacking
else
	echo "There is no sudo here. As root, run: sh $0 $*" >&2
	exit 1
fi
