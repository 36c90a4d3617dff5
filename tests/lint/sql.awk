# sql.awk: the migrations in sql/ and the SQL literals of the C files run on MariaDB 10.6+ and MySQL 8.0.16+ alike.

BEGIN {
	S = "[ \t\n]+"		# space that must be there
	O = "[ \t\n]*"		# space that may be there
	B = "(^|[^A-Z0-9_])"	# a word begins
	E = "([^A-Z0-9_]|$)"	# a word ends

	refuse(B "(ADD|DROP|MODIFY|CHANGE)" S "(COLUMN|KEY|CONSTRAINT|FOREIGN" S "KEY|UNIQUE|UNIQUE" S \
	    "KEY|UNIQUE" S "INDEX|PARTITION)?" O "IF" S "(NOT" S ")?EXISTS",
	    "IF [NOT] EXISTS inside ALTER is MariaDB's: a migration runs once, leave it out")
	refuse(B "(INDEX" S "IF" S "(NOT" S ")?EXISTS|ALTER" S "TABLE" S "IF" S "EXISTS)",
	    "IF [NOT] EXISTS here is MariaDB's: a migration runs once, leave it out")
	refuse(B "RETURNING" E, "RETURNING is MariaDB's: SELECT the row in the same transaction")
	refuse(B "CREATE" S "OR" S "REPLACE" S "(TEMPORARY|TABLE|TRIGGER|PROCEDURE|FUNCTION|INDEX|EVENT|DATABASE|SEQUENCE)" E,
	    "CREATE OR REPLACE is MariaDB's: write a new forward migration")
	refuse(B "(SEQUENCE|NEXTVAL|LASTVAL|NEXT" S "VALUE" S "FOR)" E,
	    "sequences are MariaDB's: use AUTO_INCREMENT or a counter row")
	refuse("\\)" O "PERSISTENT" E, "PERSISTENT is MariaDB's: write STORED")
	refuse(B "(SYSTEM" S "VERSIONING|PERIOD" S "FOR|WITHOUT" S "OVERLAPS)" E,
	    "versioned and period tables are MariaDB's: write audit events")
	refuse(B "ADD" S "(COLUMN" S ")?[A-Z0-9_]+" S "(UUID|INET4|INET6)" E,
	    "this type is MariaDB's: use BINARY(16) or VARBINARY(16)")
	refuse(B "SET" S "STATEMENT" S, "SET STATEMENT is MariaDB's: set it for the session")
	refuse(B "FOR" S "UPDATE" S "WAIT" S, "WAIT is MariaDB's: the lock wait timeout is set at connect")
	refuse("[^A-Z0-9_](UTF8MB4_)?(UCA1400|NOPAD)_|_NOPAD_", "this collation is MariaDB's: use utf8mb4_unicode_ci or utf8mb4_bin")
	refuse("UTF8MB4_[A-Z_]*0900_", "this collation is MySQL's: use utf8mb4_unicode_ci or utf8mb4_bin")
	refuse("->", "-> and ->> are MySQL's: use JSON_UNQUOTE(JSON_EXTRACT())")
	refuse(B "(IN)?VISIBLE" E, "INVISIBLE differs between the two: list columns instead of hiding them")
	refuse("\\)" O "AS" S "[A-Z0-9_]+" S "ON" S "DUPLICATE" E,
	    "the row alias is MySQL's: write VALUES(column) after ON DUPLICATE KEY UPDATE")
	refuse(B "ON" S "DUPLICATE" S "KEY" S "UPDATE" S "(.*[^A-Z0-9_])?VALUE" O "\\(",
	    "VALUE() is MariaDB's: write VALUES(column)")
	refuse(B "FOR" S "SHARE" E, "FOR SHARE is MySQL's: write LOCK IN SHARE MODE")
	refuse(B "(INTERSECT|EXCEPT)" E, "INTERSECT and EXCEPT came with MySQL 8.0.31: write EXISTS")
	refuse(B "(UUID_TO_BIN|BIN_TO_UUID|REGEXP_LIKE|ANY_VALUE|LATERAL|MEMBER" S "OF)" O "\\(",
	    "this function is MySQL's: do the work in C or with what both have")
}

# Statements of the migrations only.
BEGIN {
	refuse_table(B "(DOUBLE|FLOAT|REAL)" E, "no floating point: money is BIGINT of paise, a share is an integer")
	refuse_table(B "ENGINE" O "=?" O "(MYISAM|ARIA|MEMORY|CSV|ARCHIVE|MERGE|BLACKHOLE|ROCKSDB)" E,
	    "rows of this engine are neither transactional nor replicated: leave ENGINE out or write InnoDB")
	refuse_table(B "(CHARSET|CHARACTER" S "SET)" O "=?" O "(UTF8|UTF8MB3|LATIN1|UCS2)" E, "text is utf8mb4")
	refuse_table(B "DEFAULT" O "\\(", "DEFAULT (expression) differs between the two: give the value in the INSERT")
	refuse_table(B "(KEY|INDEX)(" S "[A-Z0-9_]+)?(" S "ON" S "[A-Z0-9_]+)?" O "\\(([^()]|\\([0-9]+\\))*" "\\(" O "[^0-9 ]",
	    "an index over an expression is MySQL's: index a generated column")
	refuse_table(B "(DELIMITER|BEGIN)" E,
	    "statements are split at ; at a line's end, a body with its own ; cannot be run: use one statement")
}

function refuse(pattern, advice) {
	rule_pattern[++rules] = pattern
	rule_advice[rules] = advice
}

function refuse_table(pattern, advice) {
	table_rule_pattern[++table_rules] = pattern
	table_rule_advice[table_rules] = advice
}

$0 ~ /\.sql$/ {
	if (read_file($0)) {
		check_name($0)
		check_migration()
	}
	next
}

{
	if (!read_file($0))
		next
	lex_c()
	for (i = 1; i <= literal_count; i++)
		if (is_sql(literal_text[i]))
			check_dialect(toupper(without_strings(literal_as_text(literal_text[i]))), literal_line[i])
}

END {
	check_references()
	exit findings > 0
}

# grants.sql is run by hand, by whoever owns the database; all else is numbered.
function check_name(name,    number) {
	sub(/.*\//, "", name)
	if (name == "grants.sql")
		return
	if (name !~ /^[0-9][0-9][0-9][0-9]-[a-z0-9][a-z0-9-]*\.sql$/) {
		finding(1, "a migration is called 0001-what-it-does.sql")
		return
	}
	number = substr(name, 1, 4) + 0
	if (number == last_number)
		finding(1, "number " substr(name, 1, 4) " is taken by another file: use the next free one")
	else if (number != last_number + 1)
		finding(1, sprintf("expected number %04d: no gaps, the files are run in order", last_number + 1))
	last_number = number
}

function without_strings(text) {
	gsub(/'([^'\\]|\\.)*'/, "''", text)
	gsub(/"([^"\\]|\\.)*"/, "''", text)
	gsub(/`/, "", text)
	return text
}

# One line with strings emptied and comments gone; in_block says whether a comment stays open.
function lex_sql(at, rest,    out, c, p) {
	out = ""
	while (rest != "") {
		if (in_block) {
			if ((p = index(rest, "*/")) == 0)
				break
			in_block = 0
			rest = substr(rest, p + 2)
			continue
		}
		if (!match(rest, /['"`#\/-]/)) {
			out = out rest
			break
		}
		out = out substr(rest, 1, RSTART - 1)
		rest = substr(rest, RSTART)
		c = substr(rest, 1, 1)
		if (c == "#" || rest ~ /^--([ \t]|$)/)
			break
		if (rest ~ /^\/\*M?!/)
			finding(at, "a comment that one server runs and the other does not: write SQL for both")
		if (rest ~ /^\/\*/) {
			in_block = 1
			rest = substr(rest, 3)
		} else if (c == "'" && match(rest, /^'([^'\\]|\\.)*'/) || c == "\"" && match(rest, /^"([^"\\]|\\.)*"/)) {
			out = out "''"
			rest = substr(rest, RLENGTH + 1)
		} else if (c == "'" || c == "\"") {
			finding(at, "a string that runs over the end of the line: close it, write \\n")
			out = out (line[at] ~ /;$/ ? ";" : "")
			break
		} else {
			out = out (c == "`" ? "" : c)
			rest = substr(rest, 2)
		}
	}
	sub(/[ \t\r]+$/, "", out)
	return out
}

function check_migration(    i, text, sql, start) {
	in_block = 0
	sql = ""
	for (i = 1; i <= line_count; i++) {
		text = toupper(lex_sql(i, line[i]))
		check_end(i, line[i], text)
		if (sql != "" && text ~ /^(CREATE|ALTER|DROP|INSERT|DELETE|GRANT)[ \t]/)
			finding(i, "the statement before has no ; at the end of its last line")
		if (sql == "")
			start = i
		if (sql != "" || text ~ /[^ \t]/)
			sql = sql (sql == "" ? "" : "\n") text
		if (text ~ /;$/) {
			check_statement(sql, start)
			sql = ""
		}
	}
	if (sql != "")
		finding(start, "the last statement has no ; at the end of its last line")
}

# The runner splits where a line ends with ; and knows nothing of comments.
function check_end(at, raw, text) {
	if (raw ~ /;$/ && text !~ /;$/)
		finding(at, "a comment ends with ; and would end the statement: drop the ;")
	if (text ~ /;$/ && raw !~ /;$/)
		finding(at, "something follows the ; of the statement: put the comment on the line above")
	if (text ~ /;[ \t]*[^ \t]/)
		finding(at, "two statements on one line: each ; must end its line")
}

function check_statement(sql, start,    i) {
	check_dialect(sql, start)
	for (i = 1; i <= table_rules; i++)
		if (match(sql, table_rule_pattern[i]))
			finding(start + lines_before(sql, RSTART + 1), table_rule_advice[i])
	check_default(sql, start)
	if (sql ~ "^" O "CREATE" S "(TEMPORARY" S ")?TABLE" S)
		check_table(sql, start)
	else if (sql ~ "^" O "ALTER" S "TABLE" S && sql ~ B "ADD" S "(COLUMN" S ")?ACCOUNT_ID" S && \
	    sql !~ "(KEY|INDEX)[^(]*\\([^)]*ACCOUNT_ID")
		finding(start, "account_id without a key: add one that begins with it, or a composite foreign key")
}

function check_dialect(sql, start,    i) {
	for (i = 1; i <= rules; i++)
		if (match(sql, rule_pattern[i]))
			finding(start + lines_before(sql, RSTART + 1), rule_advice[i])
}

# A pattern may begin with the character before its word: that newline counts too.
function lines_before(sql, position,    text) {
	text = substr(sql, 1, position - 1)
	return gsub(/\n/, "", text)
}

# MariaDB alone takes a bare function as DEFAULT; the clock is the one both know.
function check_default(sql, start,    rest, word, skipped) {
	rest = sql
	skipped = 0
	while (match(rest, B "DEFAULT" S "[A-Z_]+" O "\\(")) {
		word = substr(rest, RSTART, RLENGTH)
		skipped += RSTART + RLENGTH - 1
		rest = substr(rest, RSTART + RLENGTH)
		sub(".*DEFAULT" S, "", word)
		if (word !~ /^(CURRENT_TIMESTAMP|NOW|LOCALTIMESTAMP)[ \t\n]*\($/)
			finding(start + lines_before(sql, skipped), "a function as DEFAULT is MariaDB's: give the value in the INSERT")
	}
}

# Splits what stands between the outer parentheses at its outer commas into item[1..] with item_at[].
function split_body(sql, start,    rest, depth, c, passed, text, at) {
	items = 0
	text = ""
	depth = 0
	passed = 0
	rest = sql
	at = start
	while (match(rest, /[(),]/)) {
		c = substr(rest, RSTART, 1)
		if (depth > 0)
			text = text substr(rest, 1, RSTART - 1)
		passed += RSTART
		rest = substr(rest, RSTART + 1)
		if (c == "(")
			depth++
		if (c == ")")
			depth--
		if (depth == 0 || depth == 1 && c == ",") {
			item[++items] = trim(text)
			item_at[items] = at
			text = ""
		} else if (depth > 1 || c == ")")
			text = text c
		if (depth == 1 && text == "")
			at = start + lines_before(sql, passed + 1) + leading_lines(rest)
		if (depth == 0)
			return
	}
}

function leading_lines(text) {
	if (!match(text, /^[ \t\n]+/))
		return 0
	text = substr(text, 1, RLENGTH)
	return gsub(/\n/, "", text)
}

function check_table(sql, start,    i, table, type, is_keyed) {
	if (sql ~ "^[^(]*" S "LIKE" S)
		return
	table = sql
	sub("^" O "CREATE" S "(TEMPORARY" S ")?TABLE" S "(IF" S "NOT" S "EXISTS" S ")?", "", table)
	sub(/[^A-Z0-9_].*/, "", table)
	if (sql !~ B "PRIMARY" S "KEY" E)
		finding(start, "table " tolower(table) " has no PRIMARY KEY: a cluster needs one")
	split_body(sql, start)
	for (i = 1; i <= items; i++) {
		type = item[i]
		sub("^CONSTRAINT" S "[A-Z0-9_]+" S, "", type)
		if (type ~ "^(PRIMARY|UNIQUE|KEY|INDEX|FOREIGN)" E) {
			if (type ~ /^[^(]*\([^)]*ACCOUNT_ID/)
				is_keyed = 1
			keep_key(table, type, item_at[i])
		} else if (type !~ "^(CHECK|FULLTEXT|SPATIAL|CONSTRAINT)" E) {
			if (check_column(table, type, item_at[i]))
				is_keyed = 1
		}
	}
	if (account_at[table] && !is_keyed)
		finding(account_at[table], "account_id without a key: add one that begins with it, or a composite foreign key")
}

# Returns whether the column is account_id and a key by itself.
function check_column(table, text, at) {
	if (text ~ "^[A-Z0-9_]+" S "(UUID|INET4|INET6)" E)
		finding(at, "this type is MariaDB's: use BINARY(16) or VARBINARY(16)")
	if (text ~ B "REFERENCES" E)
		finding(at, "MySQL ignores REFERENCES on a column: write FOREIGN KEY on a line of its own")
	if (text !~ "^ACCOUNT_ID" S)
		return 0
	account_at[table] = at
	return text ~ B "(PRIMARY" S "KEY|UNIQUE)" E
}

# Remembers the unique pairs and the foreign keys; what they point to may stand in a later file.
function keep_key(table, text, at,    columns) {
	if (!match(text, /\([^)]*\)/))
		return
	columns = substr(text, RSTART + 1, RLENGTH - 2)
	gsub(/[ \t\n]/, "", columns)
	if (text ~ /^(PRIMARY|UNIQUE)/ && columns == "ACCOUNT_ID,ID")
		is_paired[table] = 1
	if (text !~ /^FOREIGN/)
		return
	sub(".*REFERENCES" S, "", text)
	sub(/[^A-Z0-9_].*/, "", text)
	foreign_path[++foreigns] = path
	foreign_at[foreigns] = at
	foreign_from[foreigns] = table
	foreign_columns[foreigns] = columns
	foreign_to[foreigns] = text
}

# A row cannot point into another account: the pair (account_id, id) is what is pointed at.
function check_references(    i) {
	for (i = 1; i <= foreigns; i++) {
		if (!account_at[foreign_from[i]] || !is_paired[foreign_to[i]])
			continue
		if (("," foreign_columns[i] ",") ~ /,ACCOUNT_ID,/)
			continue
		path = foreign_path[i]
		finding(foreign_at[i], "a foreign key that could point into another account: FOREIGN KEY (account_id, ...) REFERENCES " \
		    tolower(foreign_to[i]) " (account_id, id)")
	}
}
