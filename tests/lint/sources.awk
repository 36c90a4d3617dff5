# sources.awk: the parts of STYLE.md that a machine can see in C.

BEGIN {
	COLUMNS = 100		# STYLE.md 1
	FUNCTION_LINES = 80	# STYLE.md 3
	FILE_LINES = 500	# STYLE.md 3
	FORMATTERS = "(v?snprintf|v?asprintf|mem_fmt|str_add|str_add_fmt|str_add_bytes)"
}

{
	if (!read_file($0))
		next
	lex_c()
	check_shape($0)
	check_lines()
	check_macros()
	check_functions()
	check_literals($0)
	check_formatted_names()
}

END {
	exit findings > 0
}

# Columns with tabs of 8; the later bytes of a UTF-8 character take no room.
function width(text,    column, p) {
	gsub(/[\200-\277]/, "", text)
	while ((p = index(text, "\t")) > 0) {
		column += p - 1
		column += 8 - column % 8
		text = substr(text, p + 1)
	}
	return column + length(text)
}

function check_shape(name,    i) {
	if (name !~ /_table\.h$/ && line_count > FILE_LINES)
		finding(line_count, line_count " lines: split the file, " FILE_LINES " are the most")
	if (name !~ /\.h$/ && room_of(name) != "page")
		return
	for (i = 1; i <= line_count && line[i] ~ /^[ \t]*$/; i++)
		continue
	if (i > line_count || line[i] !~ /^\/\*/)
		finding(1, "no header comment: begin with what the file is for and what it must not know")
}

function check_lines(    i, text, columns, before) {
	for (i = 1; i <= line_count; i++) {
		text = line[i]
		if (length(text) > COLUMNS / 8 && (columns = width(text)) > COLUMNS)
			finding(i, columns " columns: break the line, " COLUMNS " are the most (tabs of 8)")
		if (text ~ /[ \t\r]$/)
			finding(i, "white space at the end of the line: remove it")
		if (has_line_comment[i])
			finding(i, "a // comment: write /* */")
		if (text ~ /(^|[^A-Za-z0-9_])(TODO|FIXME|XXX)([^A-Za-z0-9_]|$)/)
			finding(i, "a left-over note: do it now or open an issue")
		if (code[i] ~ /(^|[^A-Za-z0-9_])typedef[ \t]+(struct|union)([^A-Za-z0-9_]|$)/)
			finding(i, "typedef of a struct: write struct NAME where it is used")
		if (!starts_in_comment[i] && code[i] ~ /[^ \t]/) {
			check_indent(i, text, before)
			before = code[i]
		}
	}
}

# KNF: tabs; a line that continues one at column 0 may begin with four spaces.
function check_indent(at, text, before) {
	if (text ~ /^    [^ \t]/ && before !~ /^[ \t]*#/ && before !~ /[;{}:][ \t]*$/ && before != "")
		return
	if (text ~ /^ +\// && code[at] ~ /^ *$/)
		return
	if (text ~ /^ / || text ~ /^\t+ +\t/ || text ~ /^\t+        /)
		finding(at, "indented with spaces: use tabs of 8")
}

function check_macros(    i, start, text) {
	for (i = 1; i <= line_count; i++) {
		if (starts_in_comment[i] || code[i] !~ /^[ \t]*#[ \t]*define[ \t]/)
			continue
		start = i
		text = code[i]
		while (line[i] ~ /\\$/ && i < line_count)
			text = text " " code[++i]
		if (text ~ /[^A-Za-z0-9_](return|goto)([^A-Za-z0-9_]|$)/)
			finding(start, "a macro that hides a return or goto: write it where it happens")
		gsub(/while[ \t]*\([ \t]*0[ \t]*\)/, "", text)
		if (text ~ /[^A-Za-z0-9_](for|while)[ \t]*\(/)
			finding(start, "a macro that hides a loop: write a function")
	}
}

function check_functions(    i, start) {
	start = 0
	for (i = 1; i <= line_count; i++) {
		if (starts_in_comment[i])
			continue
		if (code[i] ~ /^[A-Za-z_].*\(/)
			check_heading(i)
		if (code[i] ~ /^\{/ || code[i] ~ /^[A-Za-z_][^=]*\)[ \t]*\{[ \t]*$/)
			start = i
		if (start && code[i] ~ /^\}/) {
			if (i - start + 1 > FUNCTION_LINES)
				finding(start, i - start + 1 " lines of function: split it, " FUNCTION_LINES " are the most")
			start = 0
		}
	}
}

# A definition is what reaches a { before a ; or a =. Its name begins a line, its brace stands alone.
function check_heading(at,    head, text, i) {
	text = code[at]
	gsub(/__attribute__[ \t]*\(\([^()]*(\([^()]*\))?[^()]*\)\)/, "", text)
	for (i = at + 1; text !~ /[;{=]/ && i <= line_count && i < at + 20; i++)
		text = text "\n" code[i]
	if (!match(text, /[;{=]/) || substr(text, RSTART, 1) != "{")
		return
	text = trim(substr(text, 1, RSTART - 1))
	head = text
	sub(/\(.*/, "", head)
	if (head ~ /^[A-Za-z_][A-Za-z0-9_ \t*]*[ \t*][A-Za-z_][A-Za-z0-9_]*[ \t]*$/)
		finding(at, "return type and name on one line: put the type on a line of its own")
	else if (code[at] ~ /\)[ \t]*\{/)
		finding(at, "brace on the line of the name: put it on a line of its own")
}

function check_literals(name,    i, text, at) {
	for (i = 1; i <= literal_count; i++) {
		if (!is_sql(literal_text[i]))
			continue
		text = toupper(literal_as_text(literal_text[i]))
		at = literal_line[i]
		if (room_of(name) == "page" || room_of(name) == "web")
			finding(at, "SQL above domain/: move the statement into a module of domain/")
		if (text ~ /%/)
			finding(at, "% in an SQL literal: bind the value with ? (for LIKE, bind the pattern)")
		if (literal_before[i] ~ "(^|[^A-Za-z0-9_])" FORMATTERS "[ \t]*\\([^()]*(\\([^()]*\\)[^()]*)*$")
			finding(at, "SQL that is built: pass the literal to db_query or db_exec and bind with ?")
		if (text ~ /(SELECT|DISTINCT)[ \t]+\*/ || text ~ /[A-Z0-9_]\.\*/)
			finding(at, "SELECT *: list the columns")
		if (text ~ /[ \t)]OFFSET[ \t]/ || text ~ /[ \t)]LIMIT[ \t]+[?0-9]+[ \t]*,/)
			finding(at, "OFFSET: page by key, as in id > ? ... LIMIT ?")
	}
}

# SQL_LOAD and its like must not meet a formatter either.
function check_formatted_names(    i, text, start) {
	text = ""
	for (i = 1; i <= line_count; i++) {
		if (code[i] ~ /^[ \t]*#/)
			continue
		if (text == "")
			start = i
		text = text " " code[i]
		if (code[i] !~ /[;{}]/)
			continue
		if (text ~ "[^A-Za-z0-9_]" FORMATTERS "[ \t]*\\([^;]*[^A-Za-z0-9_]SQL_[A-Z]")
			finding(start, "an SQL statement given to a formatter: bind with ? instead")
		text = ""
	}
}
