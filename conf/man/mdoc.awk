# mdoc.awk: text for a manual page, for settings.awk and commands.awk.

# A manual page begins every sentence on a line of its own.
function print_text(text,    at) {
	while (match(text, /[.?!][)"]? +[^ ]/)) {
		at = RSTART + RLENGTH - 2
		print_line(substr(text, 1, at))
		text = substr(text, at + 1)
	}
	print_line(text)
}

# In lines of less than 80 bytes.
function print_line(text,    word, count, i, line) {
	gsub(/^ +| +$/, "", text)
	count = split(text, word, / +/)
	for (i = 1; i <= count; i++) {
		if (length(line) + length(word[i]) > 76) {
			print escaped(line)
			line = ""
		}
		line = line (line == "" ? "" : " ") word[i]
	}
	if (line != "")
		print escaped(line)
}

function escaped(text) {
	gsub(/\\/, "\\e", text)
	gsub(/--/, "\\-\\-", text)
	if (text ~ /^[.']/)
		text = "\\&" text
	return text
}

# An argument of a macro, in quotes.
function quoted(text) {
	text = escaped(text)
	gsub(/"/, "\"\"", text)
	return "\"" text "\""
}
