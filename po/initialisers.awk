# initialisers.awk: the texts that stand in tables of C without a function around them, as calls of N_() that xgettext
# reads. Nobody marks them: a text is what a member called label, hint or missing is; what choices are called; the
# title of a page; every literal with a space in a table, and in some tables those of one word too.

BEGIN {
	literals = "\"([^\"\\\\]|\\\\.)*\"([ \t\n]*\"([^\"\\\\]|\\\\.)*\")*"
	split("places words roles", names, " ")
	for (i in names)
		has_words[names[i]] = 1
	context["roles"] = "role"
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

function print_all() {
	print_members(all)
	print_tables(all)
	print_titles(all)
}

function print_members(rest,    text) {
	while (match(rest, /[.](label|hint|missing)[ \t\n]*=[ \t\n]*"/)) {
		rest = substr(rest, RSTART + RLENGTH - 1)
		text = first_literal(rest)
		print_text(text)
		rest = substr(rest, length(text) + 1)
	}
}

# NAME[...] = { ... }; and char NAME[] = "...";
function print_tables(rest,    head, body) {
	while (match(rest, /(struct choice )?[A-Za-z_]+(\[[A-Z_a-z0-9]*\])+[ \t\n]*=[ \t\n]*["{]/)) {
		head = substr(rest, RSTART, RLENGTH)
		rest = substr(rest, RSTART + RLENGTH - 1)
		body = substr(rest, 1, index(rest, substr(rest, 1, 1) == "{" ? "};" : ";"))
		if (head ~ /^struct choice /)
			print_choices(body)
		else if (head !~ /^SQL/ && head !~ /^(headers|phrases|routes|steps|formats)\[/)
			print_texts(substr(head, 1, index(head, "[") - 1), body)
		rest = substr(rest, length(body))
	}
}

# What is shown stands last.
function print_choices(table,    text) {
	while (match(table, /[{][^}]*[}]/)) {
		text = substr(table, RSTART, RLENGTH)
		table = substr(table, RSTART + RLENGTH)
		if (match(text, /,[ \t\n]*"/))
			print_text(first_literal(substr(text, RSTART + 1)))
	}
}

function print_texts(table, body,    text, whole) {
	while ((text = first_literal(body)) != "") {
		body = substr(body, index(body, text) + length(text))
		whole = text
		gsub(/"[ \t\n]*"/, "", whole)
		if (whole ~ /^"[A-Za-z].* /)
			print_in(table, text)
		else if (table in has_words && text ~ /^"[A-Za-z]+"$/ && (text ~ /[A-Z]/ || !(table in context)))
			print_in(table, text)
	}
}

function print_in(table, text) {
	if (table in context)
		printf "#line 1 \"%s\"\nNC_(\"%s\", %s);\n", name, context[table], text
	else
		print_text(text)
}

# name, prefix, title, routes
function print_titles(rest,    record, text, title) {
	while (match(rest, /struct page (PAGE|[a-z_]+)[ \t\n]*=[ \t\n]*[{]/)) {
		rest = substr(rest, RSTART + RLENGTH)
		record = substr(rest, 1, index(rest, "};"))
		title = ""
		while ((text = first_literal(record)) != "") {
			title = text
			record = substr(record, index(record, text) + length(text))
		}
		if (title != "")
			print_text(title)
	}
}
