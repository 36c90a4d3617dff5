# templates.awk: SECURITY.md 3.1 and STYLE.md over the ClearSilver templates.
#
# A template is read as a browser would read it: text, tag, attribute value, script, comment. What a <?cs ?> may
# hold depends on where it stands. Whether the ClearSilver tags balance is left to ClearSilver's own parser.

BEGIN {
	split("if /if elif else each /each with /with loop /loop def /def var call include", names, " ")
	for (i in names)
		is_allowed[names[i]] = 1
	refused["uvar"] = "uvar: prints raw: use var:"
	refused["evar"] = "evar: runs the value as a template: use var:"
	refused["lvar"] = "lvar: runs the value as a template: use var:"
	refused["alt"] = "alt: prints raw: use if:, else and var:"
	refused["name"] = "name: prints raw: put the name into Data and use var:"
	refused["escape"] = "escape: fails inside a nested if: call js_escape() or url_escape() on the value"
	refused["set"] = "set: decides in the template: decide in C with view_flag or view_text"
	refused["linclude"] = "linclude is not for us: use include:\"literal\""
	split("href src action formaction poster srcset data cite background ping manifest xlink:href", names, " ")
	for (i in names)
		is_url[names[i]] = 1
	VALIDATED = "\001"	# stands for a checked value in what an attribute holds so far
}

{
	file[++files] = $0
	exists[$0] = 1
}

END {
	for (i = 1; i <= files; i++)
		if (read_file(file[i]))
			check_template(file[i])
	exit findings > 0
}

function check_template(name,    i, is_html) {
	rest = ""
	for (i = 1; i <= line_count; i++)
		rest = rest line[i] "\n"
	is_html = name !~ /^templates\/(mail|invoice)\// || tolower(rest) ~ /<\/|<!doctype|<html/
	at = 1
	state = "text"
	first_item = last_item = ""
	branches = 0
	while (rest != "") {
		if (!is_html || state == "comment")
			step_plain()
		else if (state == "text")
			step_text()
		else if (state == "tag")
			step_tag()
		else if (state == "raw")
			step_raw()
		else
			step_value()
	}
	if (state != "text")
		finding(opened_at, "what begins here is never closed: close the tag, quote, script or comment")
	if (name ~ /^templates\/[^\/]+$/)
		check_frame()
}

function check_frame() {
	if (first_item != "include:\"layout/header.cs\"")
		finding(1, "a page begins with <?cs include:\"layout/header.cs\" ?>")
	if (last_item != "include:\"layout/footer.cs\"")
		finding(line_count ? line_count : 1, "a page ends with <?cs include:\"layout/footer.cs\" ?>")
}

# Takes the first characters off, counting lines.
function take(count,    text) {
	text = substr(rest, 1, count)
	rest = substr(rest, count + 1)
	at += gsub(/\n/, "\n", text)
	return text
}

function note_item(text) {
	if (first_item == "")
		first_item = text
	last_item = text
}

# Text where no tag counts: plain mail, and comments of HTML.
function step_plain() {
	if (!match(rest, state == "comment" ? "<[?][cC][sS]|-->" : "<[?][cC][sS]")) {
		take(length(rest))
		return
	}
	take(RSTART - 1)
	if (substr(rest, 1, 3) == "-->") {
		take(3)
		state = "text"
	} else
		cs_tag()
}

function step_text(    text) {
	if (match(rest, /<([?][cC][sS]|!|\/?[A-Za-z]|\/?<[?][cC][sS])/))
		text = take(RSTART - 1)
	else
		text = take(length(rest))
	if (text ~ /[^ \t\r\n]/)
		note_item("text")
	if (rest == "")
		return
	if (rest ~ /^<[?]/) {
		cs_tag()
		return
	}
	note_item("text")
	opened_at = at
	if (rest ~ /^<\/?<[?]/) {
		finding(at, "a value as the name of a tag: write the tag out, choose with if:")
		take(index(rest, "<?") - 1)
	} else if (rest ~ /^<!--/) {
		take(4)
		state = "comment"
	} else if (rest ~ /^<[!\/]/)
		take(match(rest, />/) ? RSTART : length(rest))
	else
		open_tag()
}

function open_tag() {
	match(rest, /^<[A-Za-z0-9:-]+/)
	element = tolower(substr(take(RLENGTH), 2))
	state = "tag"
	has_alt = has_src = 0
	if (element == "form" && path !~ /^templates\/layout\//)
		finding(at, "<form> outside layout/: use the macros of layout/form.cs, they print the token")
	if (element == "style")
		finding(at, "inline <style>: the policy refuses it, put it into static/")
}

function step_tag(    name) {
	if (match(rest, /^[ \t\r\n\/]+/))
		take(RLENGTH)
	if (rest == "")
		return
	if (rest ~ /^<[?][cC][sS]/)
		cs_tag()
	else if (rest ~ /^>/) {
		take(1)
		close_tag()
	} else if (rest ~ /^</) {
		finding(at, "a tag inside a tag: close the one before in the same branch of the if:")
		state = "text"
	} else if (match(rest, /^[^ \t\r\n=>"'<\/]+/)) {
		name = tolower(take(RLENGTH))
		open_attribute(name)
	} else {
		finding(at, "a stray " substr(rest, 1, 1) " in a tag: write name=\"value\"")
		take(1)
	}
}

function open_attribute(name) {
	attribute = name
	if (name == "alt")
		has_alt = 1
	if (name == "src")
		has_src = 1
	if (name ~ /^on[a-z]/)
		finding(at, name "= holds script: the policy refuses it, bind it in static/ by a data- attribute")
	if (name == "style" || name == "srcdoc")
		finding(at, name "= is refused by the policy: use a class")
	if (!match(rest, /^[ \t\r\n]*=[ \t\r\n]*/))
		return
	take(RLENGTH)
	opened_at = at
	value = ""
	branches = 0
	state = "unquoted"
	if (rest ~ /^["']/)
		state = take(1) == "\"" ? "double" : "single"
}

function close_tag() {
	state = "text"
	if (element == "img" && !has_alt)
		finding(opened_at, "<img> without alt: say what it shows, or alt=\"\" where it only decorates")
	if (element != "script" && element != "style")
		return
	if (element == "script" && !has_src)
		finding(opened_at, "inline <script>: the policy refuses it, put it into static/ and give it src=")
	opened_at = at
	state = "raw"
}

function step_raw(    text) {
	if (!match(rest, element == "script" ? "<[?][cC][sS]|</[sS][cC][rR][iI][pP][tT]" : "<[?][cC][sS]|</[sS][tT][yY][lL][eE]")) {
		take(length(rest))
		return
	}
	text = take(RSTART - 1)
	if (has_src && text ~ /[^ \t\r\n]/)
		finding(at, "inline <script>: the policy refuses it, put it into static/")
	if (rest ~ /^<[?]/) {
		cs_tag()
		return
	}
	take(match(rest, />/) ? RSTART : length(rest))
	state = "text"
}

function step_value(    stop) {
	stop = state == "double" ? "\"" : state == "single" ? "'" : "[ \t\r\n>]"
	if (!match(rest, stop "|<[?][cC][sS]")) {
		take(length(rest))
		return
	}
	value = value take(RSTART - 1)
	if (rest ~ /^<[?]/) {
		cs_tag()
		return
	}
	if (attribute in is_url && tolower(trim(value)) ~ /^(javascript|vbscript|data):/)
		finding(at, attribute "= with a script: put it into static/")
	if (state != "unquoted")
		take(1)
	state = "tag"
}

function cs_tag(    end, text, here, command, argument) {
	here = at
	if ((end = index(rest, "?>")) == 0) {
		finding(at, "<?cs without ?>: close it")
		take(length(rest))
		return
	}
	text = trim(substr(take(end + 1), 5, end - 5))
	if (text ~ /^#/)
		return
	match(text, /^\/?[A-Za-z_]*/)
	command = tolower(substr(text, 1, RLENGTH))
	argument = trim(substr(text, RLENGTH + 1))
	note_item(command argument)
	check_command(command, argument, here)
	check_place(command, argument, here)
}

function check_command(command, argument, here) {
	if (command in refused)
		finding(here, refused[command])
	else if (!(command in is_allowed)) {
		if (!(substr(command, 2) in refused))
			finding(here, "<?cs " command " is not among the commands we use: var, if, each, with, loop, def, call, include")
	} else if (command == "include")
		check_path(argument, here)
	else if (command != "def" && argument != "")
		check_expressions(command, argument, here)
}

function check_path(argument, here,    name) {
	if (argument !~ /^:[ \t]*"[^"]*"$/) {
		finding(here, "include of something else than a literal: write include:\"layout/NAME.cs\"")
		return
	}
	name = argument
	gsub(/^:[ \t]*"|"$/, "", name)
	if (name !~ /^[a-z0-9_-]+(\/[a-z0-9_-]+)*\.cs$/)
		finding(here, "include of \"" name "\": write the path below templates/, as in \"layout/form.cs\"")
	else if (!(("templates/" name) in exists))
		finding(here, "include of \"" name "\": templates/ has no such file")
}

# The arguments of call: and loop: are expressions of their own; so is what follows the = of each: and with:.
function check_expressions(command, argument, here,    text, count, i) {
	text = argument
	sub(/^[:!]/, "", text)
	if (command ~ /^(each|with|loop)$/)
		sub(/^[^=]*=/, "", text)
	if (command == "call") {
		sub(/^[^(]*\(/, "", text)
		sub(/\)[ \t\r\n]*$/, "", text)
	}
	if (command != "call" && command != "loop") {
		check_expression(text, here)
		return
	}
	count = split_arguments(text)
	for (i = 1; i <= count; i++)
		check_expression(part[i], here)
}

function split_arguments(text,    count, depth, c) {
	count = 1
	part[1] = ""
	while (match(text, /[(),"']/)) {
		c = substr(text, RSTART, 1)
		part[count] = part[count] substr(text, 1, RSTART - 1)
		text = substr(text, RSTART)
		if ((c == "\"" && match(text, /^"[^"]*"/)) || (c == "'" && match(text, /^'[^']*'/))) {
			part[count] = part[count] substr(text, 1, RLENGTH)
			text = substr(text, RLENGTH + 1)
			continue
		}
		depth += (c == "(") - (c == ")")
		if (c == "," && depth == 0)
			part[++count] = ""
		else
			part[count] = part[count] c
		text = substr(text, 2)
	}
	part[count] = part[count] text
	return count
}

function without_literals(text) {
	gsub(/"[^"]*"/, "\"\"", text)
	gsub(/'[^']*'/, "\"\"", text)
	return text
}

function check_expression(expression, here,    text, plain) {
	text = without_literals(expression)
	if (match(text, /(^|[^A-Za-z0-9_.])(text_html|html_strip)[ \t]*\(/))
		finding(here, "text_html() and html_strip() escape twice: put plain text into Data and use var:")
	if (text ~ /(^|[^A-Za-z0-9_.])null_escape[ \t]*\(/)
		finding(here, "null_escape() prints raw: use var:")
	plain = text
	gsub(/(^|[^A-Za-z0-9_.])_\([ \t]*""[ \t]*\)/, " \"\"", plain)
	if (plain ~ /(^|[^A-Za-z0-9_.])_[ \t]*\(/)
		finding(here, "_() with anything but a literal reads freed memory: write _(\"text\")")
	check_roots(text, here)
	if (plain ~ /[*\/%-]/ || (plain ~ /#/ && plain ~ /[+]/))
		finding(here, "arithmetic in a template is 32 bit: compute in C and put the text into Data")
	if (mixes(text))
		finding(here, "an escaping call beside another variable prints that one raw: one variable, one call")
}

# The view has four roots; what the browser sent is not among them.
function check_roots(text, here,    token) {
	while (match(text, /[A-Za-z_][A-Za-z0-9_]*([.][A-Za-z0-9_]+)*/)) {
		token = substr(text, RSTART, RLENGTH)
		text = substr(text, RSTART + RLENGTH)
		if (token ~ /^Query([.]|$)/)
			finding(here, "Query. is raw input: fields are in Form., facts in Data.")
		else if (token ~ /^[A-Z][A-Za-z0-9_]*[.]/ && token !~ /^(Page|Form|Data|Config)[.]/ && path !~ /^templates\/(mail|invoice)\//)
			finding(here, token " is under no root of the view: use Page., Form., Data. or Config.")
	}
}

function mixes(text,    is_escaping, depth, tail) {
	while (match(text, /([a-z_]+_escape|[a-z_]*url_validate)[ \t]*\(/)) {
		is_escaping = 1
		tail = substr(text, RSTART + RLENGTH)
		text = substr(text, 1, RSTART - 1)
		depth = 1
		while (depth > 0 && match(tail, /[()]/)) {
			depth += substr(tail, RSTART, 1) == "(" ? 1 : -1
			tail = substr(tail, RSTART + 1)
		}
		text = text tail
	}
	return is_escaping && text ~ /[A-Za-z_]/
}

# What may be printed where.
function check_place(command, argument, here,    prints) {
	prints = command == "var" || command == "call" || command == "uvar" || command == "evar" || command == "lvar"
	if (state == "raw" && prints)
		finding(here, "a value inside <" element ">: give it to the script by a data- attribute")
	else if (state == "tag" && prints && command != "call")
		finding(here, "a value as the name of an attribute: write the name out, choose with if:")
	else if (state == "single" && prints)
		finding(here, "a value in single quotes: use double quotes")
	else if (state == "unquoted")
		finding(here, "a value without quotes: write " attribute "=\"...\"")
	else if (state == "double" && attribute in is_url)
		check_url(command, argument, here)
	if (state ~ /^(single|unquoted)$/ && prints)
		value = value VALIDATED
}

# Follows the branches of an if: inside a URL: a prefix counts only where every branch has it.
function check_url(command, argument, here) {
	if (command == "if") {
		branch_value[++branches] = value
		branch_safe[branches] = 1
		branch_else[branches] = 0
	} else if ((command == "else" || command == "elif") && branches > 0) {
		branch_safe[branches] = branch_safe[branches] && is_safe_prefix(value)
		branch_else[branches] = branch_else[branches] || command == "else"
		value = branch_value[branches]
	} else if (command == "/if" && branches > 0) {
		if (!branch_else[branches] || !branch_safe[branches] || !is_safe_prefix(value))
			value = branch_value[branches]
		branches--
	} else if (command == "call")
		finding(here, "a macro inside " attribute "= hides its value: use var:url_validate() there")
	else if (command == "var") {
		if (!is_safe_url(argument))
			finding(here, attribute "= needs url_validate(), or url_escape() after a literal path")
		value = value VALIDATED
	}
}

function is_safe_prefix(text) {
	return text ~ /^[?#]/ || text ~ /^\/[^\/\\]/ || text == "/" || text ~ /^(mailto:|tel:|https:\/\/[a-z0-9.-]+\/)/ || \
	    index(text, VALIDATED) == 1
}

function is_safe_url(argument,    text) {
	sub(/^[:!][ \t]*/, "", argument)
	text = without_literals(argument)
	if (text !~ /[A-Za-z_]/)
		return 1
	if (text ~ /^url_validate[ \t]*\(/)
		return 1
	if (argument ~ /^"\/([^\/\\"][^"]*)?"[ \t]*[+][ \t]*url_escape[ \t]*\(/)
		return 1
	return text ~ /^url_escape[ \t]*\(/ && is_safe_prefix(value)
}
