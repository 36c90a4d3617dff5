// audit: what is done to audit events in the database of a running portal is named by `pointperson audit verify`, and
// what courier and `pointperson audit erase` do is not. Whatever is done is undone.

import assert from 'node:assert/strict';
import test, { before, beforeEach } from 'node:test';
import { PEOPLE, PERSON, addPersons, number, pointperson, reset, signedIn, sql, until } from './portal.mjs';

const LOG = '/manage/audit-log';
const UNSEALED = `SELECT COUNT(*) FROM audit_event LEFT JOIN audit_seal ON event_id = id WHERE event_id IS NULL`;
const TABLES = ['audit_event', 'audit_values', 'audit_seal'];

let owner, person;

const sealed = () => until('courier has sealed what was written', () => number(UNSEALED) === 0);
const verify = (words = [], input = '') => pointperson(['audit', 'verify', ...words], input);
const head = () => /newest seal: (1:\d+:[\w-]{43})$/m.exec(verify(['--account', '1']).stdout)[1];

// The columns of a table that are not made of others.
const columns = table => sql(`SELECT column_name FROM information_schema.columns WHERE table_schema = DATABASE() AND
    table_name = '${table}' AND generation_expression IS NULL ORDER BY ordinal_position`).map(row => row[0]).join(', ');

// Does it in the database, as somebody with all rights there, looks, and brings every row back.
async function tampered(statements, look)
{
	const keep = table => `CREATE TABLE kept_${table} AS SELECT * FROM ${table} WHERE ${of(table)}`;
	const of = table => table === 'audit_seal' ? 'chain = 1' : table === 'audit_values' ?
	    'event_id IN (SELECT id FROM audit_event WHERE account_id = 1)' : 'account_id = 1';

	sql(TABLES.map(keep).join(';'));
	try {
		sql(`SET foreign_key_checks = 0; ${statements}`);
		await look();
	} finally {
		sql(`SET foreign_key_checks = 0;` + TABLES.map(table => `
		    DELETE FROM ${table} WHERE ${table === 'audit_seal' ? 'chain = 1' : table === 'audit_event' ?
			'id IN (SELECT id FROM kept_audit_event) OR account_id = 1' :
			'event_id IN (SELECT id FROM kept_audit_event)'};
		    INSERT INTO ${table} (${columns(table)}) SELECT ${columns(table)} FROM kept_${table};
		    DROP TABLE kept_${table}`).reverse().join(';'));
	}
}

async function save(designation)
{
	const form = await owner.form(`${PERSON}/${person}`);

	assert.equal((await owner.post(`${PERSON}/${person}`, { ...form, designation })).status, 303);
	return number(`SELECT MAX(id) FROM audit_event WHERE object_type = 'contact_person' AND object_id = ${person}`);
}

before(async () => {
	reset();
	[person] = addPersons(1, 1, 'Sealed Person');
	owner = await signedIn(PEOPLE.owner);
});
beforeEach(sealed);

test('a portal that was used is whole', async () => {
	await save('Head of Seals');
	await sealed();
	const { status, stdout, stderr } = verify();

	assert.equal(status, 0, stderr);
	assert.match(stdout, /^account 1, Asha Traders: \d+ events as written(, of .*)?, sealed until 20\d\d-/m);
});

test('what was changed, removed or put in is named', async () => {
	const event = await save('Head of Chains');
	await save('Head of Links');
	await sealed();
	const cases = [
		[`UPDATE audit_event SET at = at - 60 WHERE id = ${event}`, /not as it was written/],
		[`UPDATE audit_values SET after_json = REPLACE(after_json, 'Head', 'Tail')
		    WHERE event_id = ${event}`, /what the event tells was changed/],
		[`DELETE FROM audit_event WHERE id = ${event}`, /the event was removed/],
		[`UPDATE audit_event SET id = 0 WHERE id = ${event}; UPDATE audit_event SET id = ${event} WHERE id =
		    ${event} + 1; UPDATE audit_event SET id = ${event} + 1 WHERE id = 0`, /changed|another event/],
	];

	for (const [statements, words] of cases)
		await tampered(statements, () => {
			const { status, stderr } = verify();

			assert.equal(status, 1, statements);
			assert.match(stderr, new RegExp(`account 1, Asha Traders: event ${event}, place \\d+ of its chain: `));
			assert.match(stderr, words);
		});
	await tampered(`INSERT INTO audit_event (account_id, at, action, actor_name, nonce, told_hash, mac)
	    VALUES (1, UNIX_TIMESTAMP(), 'contact.update', 'Nobody', REPEAT('n', 16), '', '')`, () => {
		const { status, stderr } = verify();

		assert.equal(status, 1);
		assert.match(stderr, /event \d+: this portal did not write it/);
		assert.match(stderr, /^Keep a copy of the database as it is now/m);
		const alone = verify(['--account', '1']);

		assert.equal(alone.status, 1, 'and of its account alone');
		assert.match(alone.stderr, /account 1, Asha Traders: event \d+: this portal did not write it/);
		assert.equal(verify(['--account', '2']).status, 0);
	});
	assert.equal(verify().status, 0, 'and all is as it was');
});

test('removed newest events are found by what was told of them', async () => {
	const told = head();
	const [, place] = told.split(':').map(Number);

	assert.equal(verify(['--heads', '-'], `Keep this: ${told}\n`).status, 0);
	await tampered(`DELETE e FROM audit_event e JOIN audit_seal s ON s.event_id = e.id WHERE chain = 1 AND
	    position >= ${place} - 1; DELETE FROM audit_seal WHERE chain = 1 AND position >= ${place} - 1`, () => {
		assert.equal(verify(['--account', '1']).status, 0, 'as far as it goes');
		const { status, stderr } = verify(['--heads', '-'], `Keep this: ${told}\n`);

		assert.equal(status, 1);
		assert.match(stderr, new RegExp(`place ${place} of its chain: .* newest events were removed`));
	});
});

test('a chain that was removed altogether is found by what was told of it', () => {
	const [place] = head().match(/:\d+:/);
	const told = `999999${place}${'B'.repeat(42)}A`;
	const { status, stderr } = verify(['--heads', '-'], told);

	assert.equal(status, 1, 'it was told, and nothing of it is there');
	assert.match(stderr, /^pointperson.*account 999999: an event, place \d+ of its chain: a seal was told/m);
	assert.equal(verify(['--account', '0']).status, 0);
	assert.match(verify(['--account', '0']).stdout, /^events of no account: /m);
});

test('what a person has withdrawn is erased, and the chain stays whole', async () => {
	await save('Head of Secrets');
	await sealed();
	const path = `${LOG}?kind=contact_person&object=${person}`;
	const words = ['audit', 'erase', '--account', '1', '--object', String(person), '--reason', 'Asked for'];

	assert.match((await owner.get(path)).body, /Head of Secrets/);
	const { status, stdout, stderr } = pointperson(words);
	assert.equal(status, 0, stderr);
	assert.match(stdout, /What \d+ events told was erased/);
	const page = (await owner.get(path)).body;
	assert.doesNotMatch(page, /Head of/);
	assert.match(page, /Designation: <em>erased<\/em>/);
	assert.match(page, /personal data erased/);
	await sealed();
	const after = verify();
	assert.equal(after.status, 0, after.stderr);
	assert.match(after.stdout, /what they told was erased/);
	assert.equal(pointperson(words).status, 1, 'there is nothing left to erase');
	await save('Head of New Things');
	assert.match((await owner.get(path)).body, /Head of New Things/);
});

test('words that are not how it is called', () => {
	for (const [words, says] of [
		[['audit', 'verify', '--account', 'x'], /--account: give the number/],
		[['audit', 'verify', '--heads', '/nonexistent'], /cannot be read/],
		[['audit', 'erase', '--account', '1', '--reason', 'x'], /either --object or --event/],
		[['audit', 'erase', '--account', '1', '--object', '1', '--reason', ''], /--reason: say why/],
		[['audit', 'erase', '--account', '1', '--object', '1'], /--reason is missing/],
	]) {
		const { status, stderr } = pointperson(words);

		assert.equal(status, 2, stderr);
		assert.match(stderr, says);
	}
	const none = verify(['--heads', '-'], 'no seal in here');
	assert.equal(none.status, 2);
	assert.match(none.stderr, /there is no seal in -/);
	const young = pointperson(['audit', 'purge', '--dry-run']);
	assert.equal(young.status, 0, young.stderr);
	assert.match(young.stdout, /No event is older than 2920 days/);
});
