# pseudo.awk: makes of a template of texts a translation into no language, each text in brackets, for tests: what stands
# on a page without them has not been translated.

/^msgid / || /^msgid_plural / {
	kind = $1
	sub(/^msgid(_plural)? /, "")
	texts[kind] = $0
	print kind " " $0
	next
}

/^msgctxt / {
	kind = "msgctxt"
}

/^msgstr/ {
	if (texts["msgid"] == "\"\"") {
		print
		kind = ""
		is_head = 1
	} else if ($1 == "msgstr")
		print "msgstr \"⟦\" " texts["msgid"] " \"⟧\""
	else
		print $1 " \"⟦\" " texts[$1 == "msgstr[0]" ? "msgid" : "msgid_plural"] " \"⟧\""
	if (!is_head)
		kind = ""
	next
}

/^"/ && (kind == "msgid" || kind == "msgid_plural") {
	texts[kind] = texts[kind] " " $0
}

/^$/ {
	if (is_head)
		print "\"Plural-Forms: nplurals=2; plural=n != 1;\\n\""
	is_head = 0
	delete texts
}

{
	print
}
