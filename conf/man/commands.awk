# commands.awk: what each command says of itself (pointperson COMMAND --help), with the notes of
# commands.notes, as mdoc for pointperson(8). The first file is the notes, the others are one help
# each.

FNR == 1 {
	file++
	end_options()
}

file == 1 && /^\.\\" / { name = substr($0, 5); next }
file == 1 { note[name] = note[name] $0 "\n"; next }

FNR == 1 {
	name = $0
	sub(/^Usage: pointperson /, "", name)
	sub(/ \[.*$/, "", name)
	print ".It Ic " name
}
FNR == 3 {
	print_text($0)
	printf "%s", note[name]
}
/^  --/ {
	if (!is_list)
		print ".Bl -tag -width Ds"
	is_list = 1
	split($1, word, "--")
	rest = substr($0, 31)
	sub(/^ +/, "", rest)
	argument = substr($0, 1, 30)
	sub(/^ *--[a-z-]+ */, "", argument)
	sub(/ +$/, "", argument)
	print ".It Fl " substr($1, 2) (argument == "" ? "" : " Ar " argument)
	print_text(rest)
}

END { end_options() }

function end_options() {
	if (is_list)
		print ".El"
	is_list = 0
}
