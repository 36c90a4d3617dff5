#!/bin/sh
# Gathers the texts of templates and programs into a template for translators, on standard output.
#
#	sh po/gather.sh SOURCE TEXTS	TEXTS is the program made of po/texts.c
set -eu

source=$1
texts=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$source"
export LC_ALL=C.UTF-8

options='--language=C --from-code=UTF-8 --add-location=file --no-wrap --package-name=pointperson'

# Said of what is meant: an empty text is none, and English has quotes that ASCII lacks.
gather()
{
	xgettext $options "$@" 2> "$work/said" || { cat "$work/said" >&2; return 1; }
	grep -v -e 'Empty msgid' -e 'non-ASCII characters' -e 'Please specify the source' \
	    -e 'returns the header entry' -e 'not the empty string' "$work/said" >&2 || true
}

find templates -name '*.cs' ! -path 'templates/static/*' | sort > "$work/templates"
find cgi-bin -name '*.[ch]' ! -path 'cgi-bin/tools/*' ! -path 'cgi-bin/base/config*' ! -path 'cgi-bin/base/db*' |
	sort > "$work/sources"

# Names below templates/ and cgi-bin/ hold no spaces.
"$texts" $(cat "$work/templates") | msguniq --use-first --no-wrap > "$work/templates.po"
awk -f po/initialisers.awk $(cat "$work/sources") > "$work/initialisers.c"
gather --keyword --keyword=N_ --keyword=NC_:1c,2 -o "$work/initialisers.po" "$work/initialisers.c"

# A function with two texts is asked for each of them.
gather --keyword --keyword=N_ --keyword=NC_:1c,2 --keyword=language_text \
	--keyword=language_format --keyword=language_word:1c,2 --keyword=language_count:1,2 \
	--keyword=name_problem_text:3 \
	--keyword=problems_add:3 --keyword=problems_add_link:5 --keyword=problems_warn:5 \
	--keyword=see_other:3 --keyword=view_title:2 --keyword=sign_in_with_code:2 \
	--flag=problems_add:3:c-format --flag=problems_add_link:5:c-format \
	--flag=problems_warn:5:c-format --flag=see_other:3:c-format --flag=view_title:2:c-format \
	--flag=language_format:1:c-format --flag=language_count:1:c-format \
	--flag=language_count:2:c-format -f "$work/sources" -o "$work/calls.po"
gather --keyword --keyword=problems_add_link:4 --keyword=problems_warn:4 \
	-f "$work/sources" -o "$work/links.po"

cat > "$work/header.po" <<'END'
# The texts of Pointperson, in English.
#
# A text in braces stands for a value, {if:...} {else} {/if} for what is said only sometimes, <a> </a>
# for a link: a translation holds each of them once, in any order. "make check" looks.
msgid ""
msgstr ""
"Project-Id-Version: pointperson\n"
"Language: \n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=UTF-8\n"
"Content-Transfer-Encoding: 8bit\n"
END
# A format that is nothing but a value has no text.
set -- "$work/header.po"
for part in templates initialisers calls links; do
	[ ! -s "$work/$part.po" ] || set -- "$@" "$work/$part.po"
done
# xgettext leaves that to whoever finds only ASCII.
sed -i 's/charset=CHARSET/charset=UTF-8/' "$work"/*.po
msgcat --use-first --sort-by-file --no-wrap -o "$work/all.po" "$@"
msggrep -v -K -e '^%s$' --no-wrap "$work/all.po"
