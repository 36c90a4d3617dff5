#!/bin/sh
# migrate.sh PROGRAM: what `pointperson migrate` does when files are wrong, when it dies in the middle and when two of
# it run at once. POINTPERSON_SETTINGS names the settings of a database without tables; it has none afterwards either.
# It needs mariadb's command line, and the rights of database.migration_user alone.
#
# Prints a line for each case and "N passed, N failed"; ends with 1 where a case failed, 2 where it could not begin.

. "$(dirname "$0")/migrations.sh"

begin
printf -- '-- two\nCREATE TABLE a (x INT PRIMARY KEY);\nINSERT INTO a VALUES (1);\n' > "$work/sql/0001-a.sql"
before=$(cksum < "$work/settings/pointperson.secrets.hdf")
migrate --dry-run
check 'a dry run ends well' "$status" 0
check 'a dry run shows the statements' "$(says 'CREATE TABLE a')" yes
check 'a dry run makes no table' "$(tables)" ''
check 'a dry run makes no keys' "$(cksum < "$work/settings/pointperson.secrets.hdf")" "$before"

migrate
check 'the first run ends well' "$status" 0
check 'the first run makes both keys' "$(grep -c '^keys\.' "$work/settings/pointperson.secrets.hdf")" 2
check 'the first run is in the journal' "$(journal)" '1 2 0 1,'
migrate
check 'the second run ends well' "$status" 0
check 'the second run does nothing again' "$(sql 'SELECT COUNT(*) FROM a')" 1

echo '-- more' >> "$work/sql/0001-a.sql"
echo 'CREATE TABLE b (x INT PRIMARY KEY);' > "$work/sql/0002-b.sql"
migrate
check 'a changed file is refused' "$status" 1
check 'a changed file is named' "$(says '0001-a.sql was changed')" yes
check 'a changed file stops the next one' "$(tables)" 'a schema_lock schema_migration '

begin
echo 'CREATE TABLE a (x INT PRIMARY KEY);' > "$work/sql/0001-a.sql"
echo 'CREATE TABLE c (x INT PRIMARY KEY);' > "$work/sql/0003-c.sql"
migrate
check 'a gap in the numbers is refused' "$status $(says 'number 0002')" '1 yes'
echo 'CREATE TABLE c (x INT PRIMARY KEY);' > "$work/sql/0001-c.sql"
migrate
check 'a number used twice is refused' "$status $(says 'the same number')" '1 yes'
rm "$work/sql/0001-c.sql"
echo 'CREATE TABLE b (x INT PRIMARY KEY)' > "$work/sql/0002-b.sql"
migrate
check 'a statement without its end is refused' "$status $(says '0002-b.sql: its last statement')" '1 yes'
check 'a refused folder makes no table' "$(tables)" 'schema_lock schema_migration '

begin
cat > "$work/sql/0001-a.sql" << 'END'
CREATE TABLE a (x INT PRIMARY KEY);
INSERT INTO a VALUES (1);
ALTER TABLE missing ADD y INT;
INSERT INTO a (x) VALUES (2);
END
migrate
check 'a wrong statement fails' "$status" 1
check 'a wrong statement is named' "$(says '0001-a.sql: statement 3 of 4')" yes
check 'what stood before it is kept, nothing is in doubt' "$(journal)" '1 2 0 0,'
sed -i 's/ALTER TABLE missing/ALTER TABLE a/' "$work/sql/0001-a.sql"
migrate
check 'the corrected file goes on' "$status $(journal)" '0 1 4 0 1,'
check 'nothing was done twice' "$(sql 'SELECT GROUP_CONCAT(x ORDER BY x) FROM a')" '1,2'

begin
echo 'INSERT INTO a VALUES (1);' > "$work/sql/0001-a.sql"
sed -i '1i CREATE TABLE a (x INT PRIMARY KEY);' "$work/sql/0001-a.sql"
echo 'ALTER TABLE missing ADD y INT;' >> "$work/sql/0001-a.sql"
migrate
sed -i 's/VALUES (1)/VALUES (7)/' "$work/sql/0001-a.sql"
migrate
check 'a change of what is done is refused' "$status $(says 'in its first 2 statements')" '1 yes'

# Dies after the server did the statement and before the journal says so.
begin
cat > "$work/sql/0001-a.sql" << 'END'
CREATE TABLE a (x INT PRIMARY KEY);
ALTER TABLE a ADD y INT;
INSERT INTO a VALUES (1, 1);
END
migrate
sql "DELETE FROM a; UPDATE schema_migration SET done = 1, running = 2, finished_at = NULL,
    done_checksum = 'of another run'"
migrate
check 'a journal that does not fit is refused' "$status $(says 'first 1 statements')" '1 yes'
begin
cat > "$work/sql/0001-a.sql" << 'END'
CREATE TABLE a (x INT PRIMARY KEY);
DO SLEEP(4);
INSERT INTO a VALUES (1);
END
"$program" migrate > "$work/output" 2>&1 &
victim=$!
left=100
until [ "$(journal 2>/dev/null)" = '1 1 2 0,' ] || [ $left = 0 ]; do
	left=$((left - 1))
	sleep 0.1
done
kill -KILL $victim
wait $victim 2>/dev/null
check 'a killed run leaves which statement is in doubt' "$(journal)" '1 1 2 0,'
migrate --dry-run
check 'a dry run shows what is left' "$status $(says '2 statements would be run')" '0 yes'
migrate
check 'the next run goes on' "$status $(says '2 of 3 statements')" '0 yes'
check 'the next run ends the file' "$(journal) $(sql 'SELECT COUNT(*) FROM a')" '1 3 0 1, 1'

# The killed run's statement was done: table, column and key are there already.
for statement in 'CREATE TABLE b (x INT PRIMARY KEY)' 'ALTER TABLE a ADD y INT' 'ALTER TABLE a ADD KEY k (x)'; do
	begin
	printf 'CREATE TABLE a (x INT PRIMARY KEY);\nALTER TABLE missing ADD z INT;\n' > "$work/sql/0001-a.sql"
	migrate
	printf 'CREATE TABLE a (x INT PRIMARY KEY);\n%s;\n' "$statement" > "$work/sql/0001-a.sql"
	sql "$statement"
	migrate
	check "not in doubt, refused: $statement" "$status" 1
	# The refused run noted the corrected file already.
	sql 'UPDATE schema_migration SET running = 2'
	migrate
	check "in doubt, taken as done: $statement" "$status $(says 'had been done before')" '0 yes'
done

begin
printf 'CREATE TABLE a (x INT PRIMARY KEY);\nDO SLEEP(2);\nINSERT INTO a VALUES (1);\n' > "$work/sql/0001-a.sql"
"$program" migrate > "$work/first" 2>&1 &
first=$!
"$program" migrate > "$work/second" 2>&1 &
second=$!
wait $first
statuses=$?
wait $second
statuses="$statuses $?"
cat "$work/first" "$work/second" > "$work/output"
check 'two at once both end well' "$statuses" '0 0'
check 'two at once do the work once' "$(sql 'SELECT COUNT(*) FROM a') $(grep -c '3 statements' "$work/output")" '1 1'
check 'two at once: one finds nothing to do' "$(says 'up to date')" yes

echo 'CREATE TABLE b (x INT PRIMARY KEY);' > "$work/sql/0002-b.sql"
migrate
rm "$work/sql/0002-b.sql"
migrate
check 'a newer database is refused' "$status $(says 'newer than this program: it has 0002-b.sql')" '1 yes'

begin
echo 'CREATE TABLE a (x INT PRIMARY KEY);' > "$work/sql/0001-a.sql"
echo 'GRANT SELECT ON missing TO {application};' > "$work/sql/grants.sql"
migrate
check 'rights that cannot be given fail' "$status" 1
check 'the administrator is told what to run' "$(says '^GRANT SELECT ON missing TO .*@')" yes

# A database from before addresses had rows of their own, with people in two accounts.
newest=$(cd "$(dirname "$0")/../../sql" && pwd) || exit 2
begin
cp "$newest"/000[1-5]-*.sql "$work/sql"
migrate
check 'the tables of number 5' "$status" 0
sql "INSERT INTO account (id, business_name, business_email, super_admins, contact_limit, saved_at, created_at)
    VALUES (1, 'One', 'one@example.org', 1, 5, 1, 1), (2, 'Two', 'two@example.org', 1, 5, 1, 1);
INSERT INTO user (id, name, email, created_at) VALUES (1, 'Owner', 'owner@example.org', 77);
INSERT INTO contact_person (account_id, id, is_primary, kind, name, email, phone, consent_by, consent_at,
    consent_wording, saved_at, saved_by, created_at) VALUES
    (1, 1, 1, 'alternate', 'A', 'A.Person@example.org', '+919876543210', 'x', 10, 1, 21, 'x', 31),
    (1, 2, 0, 'alternate', 'B', 'b@example.org', '+919876543210', 'x', 11, 1, 22, 'x', 32),
    (1, 3, 0, 'billing', 'C', 'c@example.org', '+911123456789', 'x', 12, 1, 23, 'x', 33),
    (1, 4, 0, 'technical', 'D', 'd@example.org', '+919876543213', 'x', 13, 1, 24, 'x', 34),
    (1, 5, 0, 'compliance', 'E', 'e@example.org', '+919876543214', 'x', 14, 1, 25, 'x', 35),
    (2, 6, 1, 'billing', 'F', 'b@example.org', '+919876543210', 'x', 15, 1, 26, 'x', 36)"
cp "$newest"/*.sql "$work/sql"
migrate
check 'from number 5 to the newest' "$status" 0
check 'every email is in use, and unverified' "$(sql "SELECT account_id, contact_person_id, address, state_at,
    created_at FROM contact_address WHERE channel = 'mail' AND part = 'wanted' AND stands_in = 0
    AND label = 'work' AND state = 'unverified' AND proven_at IS NULL AND proof_serial = 0
    ORDER BY contact_person_id" | tr '\t\n' ' ,')" \
    '1 1 A.Person@example.org 21 31,1 2 b@example.org 22 32,1 3 c@example.org 23 33,'\
'1 4 d@example.org 24 34,1 5 e@example.org 25 35,2 6 b@example.org 26 36,'
check 'every phone is in use, and unverified' "$(sql "SELECT account_id, contact_person_id, address, state_at,
    created_at FROM contact_address WHERE channel = 'sms' AND part = 'wanted' AND stands_in = 0
    AND label = 'work' AND state = 'unverified' AND proven_at IS NULL AND proof_serial = 0
    ORDER BY contact_person_id" | tr '\t\n' ' ,')" \
    '1 1 +919876543210 21 31,1 2 +919876543210 22 32,1 3 +911123456789 23 33,'\
'1 4 +919876543213 24 34,1 5 +919876543214 25 35,2 6 +919876543210 26 36,'
check 'there is no other address' "$(sql 'SELECT COUNT(*) FROM contact_address')" 12
check 'each receives what the kind says, and the Primary codes and critical alerts' "$(sql "SELECT id, is_primary,
    category_bits, confirmed_at, is_authorised, withdrawn_at IS NULL FROM contact_person ORDER BY id" |
    tr '\t\n' ' ,')" '1 1 7 10 0 1,2 0 4 11 0 1,3 0 8 12 0 1,4 0 16 13 0 1,5 0 32 14 0 1,6 1 11 15 0 1,'
check 'a user that was there has a proven address' "$(sql 'SELECT email_proven_at FROM user')" 77
check 'two in use are refused' "$(sql "UPDATE contact_address SET part = 'further' WHERE address = 'c@example.org';
    UPDATE contact_address SET part = 'wanted', contact_person_id = 2 WHERE address = 'c@example.org'" 2>&1 |
    grep -c contact_address_wanted)" 1
migrate
check 'there is nothing left to do' "$status $(says 'up to date')" '0 yes'

begin
for table in $(sql "SHOW TABLES"); do
	sql "DROP TABLE $table"
done
closing_line
