# common.awk: what the lints share: reading a file, printing a finding, taking C text apart.
# POSIX awk only: no interval expressions, no gensub, no \< \> \y. Each lint gets the names of its files on
# standard input, one a line.

function finding(at, text) {
	printf "%s:%d: %s\n", path, at, text
	findings++
}

# Reads a file into line[1..line_count]; sets path. Returns false, with a finding, where it cannot be read.
function read_file(name,    text, status) {
	path = name
	line_count = 0
	while ((status = (getline text < name)) > 0)
		line[++line_count] = text
	close(name)
	if (status < 0)
		finding(0, "cannot be read: check its rights")
	return status == 0
}

function trim(text) {
	gsub(/^[ \t\r\n]+|[ \t\r\n]+$/, "", text)
	return text
}

# Adds code to the line being made, and keeps what stands before in the same statement.
function emit(text) {
	code[at_line] = code[at_line] text
	if (text ~ /[^ \t\\]/)
		joins = 0
	if (text ~ /[;{}]/) {
		sub(/.*[;{}]/, "", text)
		statement = text
	} else
		statement = statement text
}

# Keeps a string literal; literals with nothing but space between them are one, as for the compiler.
function keep_literal(text) {
	if (joins) {
		literal_text[literal_count] = literal_text[literal_count] text
		return
	}
	literal_text[++literal_count] = text
	literal_line[literal_count] = at_line
	literal_before[literal_count] = statement
}

# Takes the read file apart: code[i] is the line with comments gone and literals emptied, starts_in_comment[i] and
# has_line_comment[i] say what they are called, literal_*[1..literal_count] are the string literals.
function lex_c(    rest, c, in_comment, p, continued) {
	literal_count = 0
	statement = ""
	joins = 0
	continued = 0
	for (at_line = 1; at_line <= line_count; at_line++) {
		rest = line[at_line]
		code[at_line] = ""
		starts_in_comment[at_line] = in_comment
		has_line_comment[at_line] = 0
		if (!in_comment && rest ~ /^[ \t]*#/) {
			statement = ""
			joins = 0
		}
		while (rest != "") {
			if (in_comment) {
				if ((p = index(rest, "*/")) == 0)
					break
				rest = substr(rest, p + 2)
				in_comment = 0
				continue
			}
			if (!match(rest, /["'\/]/)) {
				emit(rest)
				break
			}
			emit(substr(rest, 1, RSTART - 1))
			rest = substr(rest, RSTART)
			c = substr(rest, 1, 1)
			if (substr(rest, 1, 2) == "/*") {
				in_comment = 1
				code[at_line] = code[at_line] " "
				rest = substr(rest, 3)
			} else if (substr(rest, 1, 2) == "//") {
				has_line_comment[at_line] = 1
				break
			} else if (c == "\"" && match(rest, /^"([^"\\]|\\.)*"/)) {
				keep_literal(substr(rest, 2, RLENGTH - 2))
				rest = substr(rest, RLENGTH + 1)
				emit("\"\"")
				joins = 1
			} else if (c == "'" && match(rest, /^'([^'\\]|\\.)*'/)) {
				rest = substr(rest, RLENGTH + 1)
				emit("''")
			} else {
				emit(c)
				rest = substr(rest, 2)
			}
		}
		if (line[at_line] ~ /^[ \t]*#/ || continued) {
			continued = line[at_line] ~ /\\$/
			if (!continued) {
				statement = ""
				joins = 0
			}
		}
	}
}

# A C string literal as the text it stands for, as far as SQL cares.
function literal_as_text(text) {
	gsub(/\\[ntr]/, " ", text)
	gsub(/\\"/, "\"", text)
	return text
}

# A literal that begins with an SQL verb. In lower case more than the verb is asked: "update failed" is no SQL, and
# the verb alone is a method of HTTP.
function is_sql(text) {
	text = literal_as_text(text)
	sub(/^[ \t(]+/, "", text)
	if (text ~ /^(SELECT|INSERT|UPDATE|DELETE|REPLACE|WITH)[ \t]/)
		return 1
	return text ~ /^(select .* from |insert into |update [a-z_]+ set |delete from |replace into )/
}

# cgi-bin/x.c is "page", cgi-bin/web/x.c is "web".
function room_of(name,    part, count) {
	count = split(name, part, "/")
	return count == 2 ? "page" : part[2]
}
