#!/bin/sh
# man.sh: whether the manual pages are well formed, and say all that the programs say of themselves: each command of
# `pointperson --help` with its options, those of courier, and each setting.
#
# Part of make check. Prints a line for each finding and "N passed, N failed"; ends with 77 where mandoc is not there.

source=$(cd "$(dirname "$0")/../.." && pwd -P) || exit 2
build=${POINTPERSON_BUILD:?is set by make check}
pointperson=$build/cgi-bin/tools/pointperson
courier=$build/cgi-bin/tools/courier

command -v mandoc > /dev/null || { echo 'there is no mandoc: sh conf/packages.sh test'; exit 77; }
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
trap 'exit 2' INT TERM HUP
. "$source/tests/harness/cases.sh"

# has PAGE TEXT: whether the page, as it is read, has the text at the beginning of a line.
has()
{
	grep -q -e "^ *$(printf %s "$2" | sed 's/[.*[]/\\&/g')\( \|\$\)" "$work/$1"
	note "$1 lacks \"$2\": courier.8 is written by hand, pointperson.8 made of --help" $?
}

for page in pointperson.7 pointperson.8 courier.8 pointperson.hdf.5; do
	# Without courier there is no page of it either.
	[ -e "$build/conf/man/$page" ] || [ $page != courier.8 ] || [ -x "$courier" ] || continue
	# Our own pages are not installed, and not everybody has a sendmail.
	mandoc -T lint "$build/conf/man/$page" 2>&1 | grep -v 'manual not found\|outdated mandoc.db' > "$work/lint"
	cat "$work/lint"
	note "mandoc finds fault with $page" "$(grep -c . "$work/lint")"
	grep -n '@[a-z_]*@' "$build/conf/man/$page"
	note "$page holds a word that make should have replaced" $((! $?))
	mandoc -T utf8 -O width=400 "$build/conf/man/$page" | sed 's/.\x08//g' > "$work/$page"
done

"$pointperson" --help | sed -n 's/^  \([a-z][a-z -]*[a-z]\)   *[A-Z].*/\1/p' > "$work/commands"
[ "$(wc -l < "$work/commands")" -ge 13 ]
note 'the commands could not be read' $?
while read -r command; do
	has pointperson.8 "$command"
	# Two words of a name are two words of the call.
	"$pointperson" $command --help | sed -n 's/^  \(--[a-z-]*\( [A-Z-]*\)\{0,1\}\)  .*/\1/p' > "$work/options"
	while read -r option; do
		has pointperson.8 "$option"
	done < "$work/options"
done < "$work/commands"
if [ -x "$courier" ]; then
	"$courier" --help | sed -n 's/^  \(--[a-z-]*\( [A-Z]*\)\{0,1\}\)  .*/\1/p' > "$work/options"
	while read -r option; do
		has courier.8 "$option"
	done < "$work/options"
fi

printf 'site.name = Portal\n' > "$work/settings"
POINTPERSON_SETTINGS=$work/settings "$pointperson" check-config --list | sed -n 's/^\([a-z_.]*\)[ *].*# .*/\1/p' \
    > "$work/keys"
[ "$(wc -l < "$work/keys")" -ge 70 ]
note 'the settings could not be read' $?
while read -r key; do
	case $key in
	*.) grep -q "^ *$key" "$work/pointperson.hdf.5" ;;
	*) grep -q "^ *$key\( =\|\$\)" "$work/pointperson.hdf.5" ;;
	esac
	note "pointperson.hdf.5 lacks $key: it is made from the comments of conf/pointperson.hdf" $?
done < "$work/keys"

closing_line
