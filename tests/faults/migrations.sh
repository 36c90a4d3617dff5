# migrations.sh: what the tests of `pointperson migrate` share. Sourced by them, with the program as the first word;
# POINTPERSON_SETTINGS names the settings of a database without tables. It leaves a folder of migrations, sql, in $work,
# settings that name it, and the functions below.

program=${1:?usage: POINTPERSON_SETTINGS=FILE ${0##*/} PROGRAM}
case $program in
/*) ;;
*) program=$PWD/$program ;;
esac
original=${POINTPERSON_SETTINGS:?name the settings file in POINTPERSON_SETTINGS}
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
trap 'exit 2' INT TERM HUP
output=$work/output
. "$(dirname "$0")/../harness/cases.sh"

# setting NAME FILE: its value, the last one where there are several.
setting()
{
	sed -n "s/^ *$1 *= *//p" "$2" | tail -n 1
}

secrets=$(dirname "$original")/pointperson.secrets.hdf
database=$(setting database.name "$original")
MYSQL_PWD=$(setting database.migration_password "$secrets")
export MYSQL_PWD

sql()
{
	mariadb --no-defaults --batch --skip-column-names --socket="$(setting database.socket "$original")" \
	    --user="$(setting database.migration_user "$original")" "${database:-pointperson}" -e "$1"
}

# says WORDS: yes where the last run printed them.
says()
{
	if grep -q -e "$1" "$work/output"; then echo yes; else echo no; fi
}

# migrate [OPTION]: runs it, sets status.
migrate()
{
	"$program" migrate "$@" > "$work/output" 2>&1
	status=$?
}

journal()
{
	sql "SELECT number, done, running, finished_at IS NOT NULL FROM schema_migration ORDER BY number" |
	    tr '\t\n' ' ,'
}

tables()
{
	sql "SHOW TABLES" | tr '\n' ' '
}

# Empties the database and the folder of migrations.
begin()
{
	tables=$(sql "SHOW TABLES" | paste -s -d , -)
	[ -z "$tables" ] || sql "SET foreign_key_checks = 0; DROP TABLE $tables"
	rm -f "$work"/sql/*.sql
	echo 'GRANT SELECT ON schema_migration TO {application};' > "$work/sql/grants.sql"
}

if ! left=$(tables); then
	echo "$0: the database cannot be reached" >&2
	exit 2
fi
if [ -n "$left" ]; then
	echo "$0: the database is not empty: $left" >&2
	exit 2
fi
mkdir "$work/sql" "$work/settings"
cp "$original" "$work/settings/pointperson.hdf"
# The keys are made by the first run.
grep -v '^keys\.' "$secrets" > "$work/settings/pointperson.secrets.hdf"
echo "paths.sql = $work/sql" >> "$work/settings/pointperson.hdf"
POINTPERSON_SETTINGS=$work/settings/pointperson.hdf
export POINTPERSON_SETTINGS

