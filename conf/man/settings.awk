# settings.awk: the comments of conf/pointperson.hdf as mdoc, for pointperson.hdf(5).
#
# A line "# ---- Words ----" begins a part. Lines behind "# " are text, those behind "#" and a tab
# stand as they are, and "name = value", with or without "# " before it, is a setting with its
# default. Text stands above the settings it is about, an empty line ends a block of both.

# What stands before the first part is said by the page itself.
/^# ---- .* ----$/ {
	end_list()
	gsub(/^# ---- | ----$/, "")
	print ".Ss " $0
	is_begun = 1
	next
}
!is_begun { next }

/^(# )?[a-z][a-z_0-9.]* =/ {
	sub(/^# /, "")
	sub(/ +$/, "")
	setting[++settings] = $0
	next
}
/^#\t/ { gather("literal", substr($0, 3)); next }
/^# /  { gather("text", substr($0, 3)); next }
/^#$/  { gather("end", ""); next }
/^$/   { end_block() }

END {
	end_block()
	end_list()
}

function gather(what, text) {
	kind[++gathered] = what
	words[gathered] = text
}

function end_block(    i) {
	if (settings > 0 && !is_list) {
		print ".Bl -tag -width Ds"
		is_list = 1
	} else if (settings == 0 && gathered > 0)
		end_list()
	for (i = 1; i <= settings; i++)
		print ".It Ic " quoted(setting[i])
	print_gathered()
	settings = gathered = 0
}

function end_list() {
	if (is_list)
		print ".El"
	is_list = 0
}

function print_gathered(    i, is_literal, is_ended) {
	paragraph = ""
	is_first = 1
	for (i = 1; i <= gathered; i++) {
		if (kind[i] == "text")
			paragraph = paragraph " " words[i]
		else
			print_paragraph()
		is_literal = kind[i] == "literal"
		if (is_literal && (i == 1 || kind[i - 1] != "literal"))
			print ".Bd -literal -offset indent"
		if (is_literal)
			print escaped(words[i])
		if (is_literal && (i == gathered || kind[i + 1] != "literal"))
			print ".Ed"
	}
	print_paragraph()
}

function print_paragraph() {
	if (paragraph == "")
		return
	if (!is_first)
		print ".Pp"
	is_first = 0
	print_text(paragraph)
	paragraph = ""
}
