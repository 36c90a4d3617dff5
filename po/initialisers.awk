# initialisers.awk: the texts that stand in tables of C without a function around them, as calls of N_() that xgettext
# reads: members called label, hint, missing; what choices are called; the titles of pages.

BEGIN {
	literals = "\"([^\"\\\\]|\\\\.)*\"([ \t\n]*\"([^\"\\\\]|\\\\.)*\")*"
}

FNR == 1 {
	print_all()
	name = FILENAME
	all = ""
}

{
	sub(/[ \t]*\\$/, "")	# a macro that goes on
	all = all $0 "\n"
}

END {
	print_all()
}

function print_text(text) {
	printf "#line 1 \"%s\"\nN_(%s);\n", name, text
}

# The first literal of a text, with those that follow it at once.
function first_literal(text) {
	return match(text, literals) ? substr(text, RSTART, RLENGTH) : ""
}

function print_all(    rest, text) {
	rest = all
	while (match(rest, /[.](label|hint|missing)[ \t\n]*=[ \t\n]*"/)) {
		rest = substr(rest, RSTART + RLENGTH - 1)
		text = first_literal(rest)
		print_text(text)
		rest = substr(rest, length(text) + 1)
	}
	rest = all
	while (match(rest, /struct choice [a-z_]+\[\][ \t\n]*=[ \t\n]*[{]/)) {
		rest = substr(rest, RSTART + RLENGTH)
		print_choices(substr(rest, 1, index(rest, "};")))
	}
	rest = all
	while (match(rest, /struct page (PAGE|[a-z_]+)[ \t\n]*=[ \t\n]*[{]/)) {
		rest = substr(rest, RSTART + RLENGTH)
		print_title(substr(rest, 1, index(rest, "};")))
	}
}

# What is shown stands last.
function print_choices(table,    text) {
	while (match(table, /[{][^}]*[}]/)) {
		text = substr(table, RSTART + 1, RLENGTH - 2)
		table = substr(table, RSTART + RLENGTH)
		if (match(text, /,[ \t\n]*"/))
			print_text(first_literal(substr(text, RSTART + 1)))
	}
}

# name, prefix, title, routes
function print_title(record,    text, title) {
	while ((text = first_literal(record)) != "") {
		title = text
		record = substr(record, index(record, text) + length(text))
	}
	if (title != "")
		print_text(title)
}
