#!/bin/sh
# upgrades.sh PROGRAM: whether a database of every earlier version comes to the newest one: filled at each version with
# what its programs wrote then (upgrades.sql), and brought to the newest in one go. Its tables are those of a new
# database then, and what had been entered is there.
#
# POINTPERSON_SETTINGS names the settings of a database without tables; it has none afterwards either. Prints a line for
# each case and "N passed, N failed"; ends with 1 where a case failed, 2 where it could not begin.

. "$(dirname "$0")/migrations.sh"

here=$(cd "$(dirname "$0")" && pwd) || exit 2
shipped=$(cd "$here/../../sql" && pwd) || exit 2
socket=$(setting database.socket "$original")
user=$(setting database.migration_user "$original")

dump()
{
	mariadb-dump --no-defaults --skip-lock-tables --single-transaction --skip-comments --hex-blob --socket="$socket" \
	    --user="$user" "$@" "${database:-pointperson}"
}

# The tables as they are, without what their rows have left: the next number of each.
schema()
{
	dump --no-data | sed 's/ AUTO_INCREMENT=[0-9]*//'
}

load()
{
	mariadb --no-defaults --socket="$socket" --user="$user" "${database:-pointperson}" < "$1"
}

# section NAME: the part of upgrades.sql below "-- NAME".
section()
{
	awk -v name="-- $1" '/^-- ([0-9]+|facts)( |$)/ { is_in = index($0 " ", name " ") == 1; next } is_in' "$here/upgrades.sql"
}

# facts MOST: what is known of the data that was entered up to that version, a line each, its number first.
facts()
{
	section facts > "$work/facts.sql"
	load "$work/facts.sql" 2>&1 | awk -F '\t' -v most="$1" 'NR > 1 && $1 + 0 <= most'
}

# sealed NUMBER: what is wrong with the seals of the events that were written up to that version.
sealed()
{
	[ "$1" -lt 4 ] || "$program" audit verify --account 1 > "$work/output" 2>&1 || cat "$work/output"
	sql 'SELECT CONCAT("event ", id, " is not sealed") FROM audit_event LEFT JOIN audit_seal ON event_id = id
		WHERE event_id IS NULL'
}

begin
cp "$shipped"/*.sql "$work/sql"
migrate
check 'a new database comes to the newest version' "$status" 0
schema > "$work/newest.schema"

# Through all versions, one after the other, with data entered at each.
begin
number=0
dump > "$work/0.dump"
for file in "$shipped"/0*.sql; do
	number=$((number + 1))
	cp "$file" "$work/sql"
	# The rights come with the newest: they name its tables.
	migrate
	[ "$status" = 0 ] || check "${file##*/} is applied to data" "$status" 0
	section "$(printf %04d $number)" > "$work/section.sql"
	load "$work/section.sql" > "$work/output" 2>&1
	check "version $number takes its data" "$?" 0
	dump > "$work/$number.dump"
done
latest=$number
schema > "$work/walked.schema"
check 'step by step it is a new database' "$(diff "$work/newest.schema" "$work/walked.schema")" ''
facts "$latest" > "$work/all.facts"
check 'there is something to lose' "$(($(wc -l < "$work/all.facts") >= 12))" 1

number=0
while [ $number -lt $latest ]; do
	begin
	load "$work/$number.dump"
	cp "$shipped"/*.sql "$work/sql"
	migrate
	check "from version $number: it ends well" "$status" 0
	schema > "$work/upgraded.schema"
	check "from version $number: its tables are those of a new database" \
	    "$(diff "$work/newest.schema" "$work/upgraded.schema")" ''
	check "from version $number: its audit events are sealed" "$(sealed $number)" ''
	check "from version $number: what was entered is there" "$(facts $number)" \
	    "$(awk -F '\t' -v most=$number '$1 + 0 <= most' "$work/all.facts")"
	number=$((number + 1))
done

begin
for table in $(sql 'SHOW TABLES'); do
	sql "DROP TABLE $table"
done
closing_line
