#!/bin/sh
# Packs the programs of a build with the libraries that they need, for a host that has none of them: run
# by `make bundle`.
#
#	sh conf/bundle.sh SOURCE BUILD NAME	makes NAME.zip in the current folder
#
# From the environment:
#	BUNDLE_GLIBC	the oldest C library that the programs may need; 2.34
#
# The archive has one folder, "pointperson", which is unpacked beside the document root; what belongs
# into the document root is its folder "public_html". The programs find their libraries in
# ../../pointperson/lib and their settings by a file settings.path, both from where they stand.
set -eu

source=$(cd "$1" && pwd -P)
build=$(cd "$2" && pwd -P)
name=$3
glibc=${BUNDLE_GLIBC:-2.34}
work=$PWD/$name.work
top=$work/pointperson
plugins='caching_sha2_password client_ed25519 sha256_password'

give_up()
{
	echo "$*" >&2
	exit 1
}

for tool in patchelf zip strip objdump ldd; do
	command -v "$tool" > /dev/null ||
	    give_up "$tool is missing (Debian: apt-get install binutils patchelf zip libc-bin)"
done

rm -rf "$work" "$name.zip"
trap 'rm -rf "$work"' EXIT
umask 022
mkdir -p "$top/bin" "$top/lib/plugins" "$top/licences" "$top/run" \
    "$top/public_html/pages" "$top/public_html/static"
chmod 700 "$top/run"

# ---- programs ----
cp "$build"/cgi-bin/*.fcgi "$top/public_html/pages/"
for tool in pointperson courier; do
	[ ! -x "$build/cgi-bin/tools/$tool" ] || cp "$build/cgi-bin/tools/$tool" "$top/bin/"
done
echo ../../pointperson/pointperson.hdf > "$top/public_html/pages/settings.path"
echo ../pointperson.hdf > "$top/bin/settings.path"

# ---- libraries: all but those of the C library, which belong to the host ----
needed()
{
	LC_ALL=C ldd "$@" | awk '/not found/ { print "missing", $1 } $2 == "=>" && $3 ~ /^\// { print $1, $3 }' |
	    grep -vE '^(libc|libm|libdl|librt|libpthread|libresolv|libutil|libnsl|libanl)\.so\.' | sort -u
}

# Where libmariadb has its ways to sign in; it opens them by name.
client=$(needed "$top/public_html/pages/login.fcgi" | sed -n 's/^libmariadb\.so[^ ]* //p')
[ -n "$client" ] || give_up 'The pages are not linked with libmariadb.'
for plugin in $plugins; do
	for file in "$(dirname "$client")"/*mariadb*/plugin/$plugin.so; do
		[ ! -f "$file" ] || cp "$file" "$top/lib/plugins/"
	done
done

needed "$top"/public_html/pages/*.fcgi "$top"/bin/[pc]* "$top"/lib/plugins/* > "$work/libraries"
! grep '^missing ' "$work/libraries" >&2 || give_up 'These libraries cannot be found.'
while read -r library file; do
	cp -L "$file" "$top/lib/$library"
	package=$(dpkg-query -S "$file" "$(realpath "$file")" 2>/dev/null | sed -n '1s/[:,].*//p') || package=
	if [ -n "$package" ] && [ -f "/usr/share/doc/$package/copyright" ]; then
		cp "/usr/share/doc/$package/copyright" "$top/licences/$package"
	fi
done < "$work/libraries"

# ---- no debugging, found from where they stand ----
chmod 755 "$top"/public_html/pages/*.fcgi "$top"/bin/[pc]*
chmod 644 "$top"/lib/*.so* "$top"/lib/plugins/*
strip --strip-unneeded "$top"/public_html/pages/*.fcgi "$top"/bin/[pc]* "$top"/lib/*.so* "$top"/lib/plugins/*
# The second is for the copy in the archive itself, before it is moved.
patchelf --force-rpath --set-rpath '$ORIGIN/../../pointperson/lib:$ORIGIN/../../lib' \
    "$top"/public_html/pages/*.fcgi
patchelf --force-rpath --set-rpath '$ORIGIN/../lib' "$top"/bin/[pc]*
patchelf --set-rpath '$ORIGIN' "$top"/lib/*.so*
patchelf --set-rpath '$ORIGIN/..' "$top"/lib/plugins/*

# newest_glibc FILE: the newest version of the C library that it asks for.
newest_glibc()
{
	objdump -T "$1" | grep -o 'GLIBC_[0-9.]*' | sed 's/GLIBC_//' | sort -uV | tail -n 1
}

for file in "$top"/public_html/pages/*.fcgi "$top"/bin/[pc]* "$top"/lib/*.so* "$top"/lib/plugins/*; do
	newest=$(newest_glibc "$file")
	[ "$(printf '%s\n' "$newest" "$glibc" | sort -V | tail -n 1)" = "$glibc" ] ||
	    echo "${file#"$top/"} needs glibc $newest" >> "$work/too-new"
done
if [ -f "$work/too-new" ]; then
	cat "$work/too-new" >&2
	give_up "That is newer than $glibc. Leave out what needs it (./configure --without-passkeys --without-pdf),
or say BUNDLE_GLIBC=... where your host has a newer one."
fi

# ---- what the programs read ----
cp -R "$source/templates" "$source/sql" "$top/"
# The programs read them too: their addresses change with their contents.
cp "$source"/templates/static/* "$top/public_html/static/"
if [ -d "$build/locale" ]; then
	mkdir "$top/locale"
	(cd "$build/locale" && find . -name '*.mo') | while read -r file; do
		mkdir -p "$top/locale/$(dirname "$file")"
		cp "$build/locale/$file" "$top/locale/$file"
	done
fi
cp "$source/conf/htaccess" "$top/public_html/.htaccess"
cp "$source/conf/pointperson.hdf" "$top/pointperson.hdf.example"
cp "$source/README.md" "$source/CHANGES.md" "$source/LICENSE" "$source/NOTICE" "$top/"
cat > "$top/pointperson.defaults.hdf" << 'END'
# What differs in this archive from the defaults that pointperson.hdf.example tells. It is replaced with
# the programs: what you change belongs into pointperson.hdf, and counts more.
paths.templates = templates
paths.translations = locale
paths.sql = sql
paths.programs = public_html/pages
paths.run = run
database.plugins = lib/plugins
mail.transport = sendmail
courier.every_sec = 60
END

(cd "$work" && find pointperson -print | LC_ALL=C sort | zip -q -X -y -@ "../$name.zip")
echo "$name.zip: $(du -h "$name.zip" | cut -f 1), needs glibc $glibc"
