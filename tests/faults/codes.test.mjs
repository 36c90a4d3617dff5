// codes: one-time passwords under attack: however many are tried at once, few are judged; and a code
// stands nowhere but in the message that carries it.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import test, { after, before, beforeEach } from 'node:test';
import { PEOPLE, PERSON, addPersons, folder, number, openSide, reset, signedIn, stack, tally,
	together } from './portal.mjs';

const MANY = 10000;
const WORKERS = 8;
const TRIES = 5;	// code.tries
const PRIMARY = 'asha.rao@asha-traders.example';
const NOT_IT = 'This is not the code';
const NO_LONGER = 'can no longer be used';

let side, owner;

before(async () => {
	reset();
	side = openSide('codes', { workers: WORKERS });
	owner = await signedIn(PEOPLE.owner, { base: side.url });
});
beforeEach(reset);
after(() => side.stop());

test(`of ${MANY} wrong codes at once ${TRIES} are judged`, async () => {
	const [id] = addPersons(1, 1);
	const code = await owner.beginStepUp(`${PERSON}/${id}/primary`, {}, PRIMARY);
	const fields = await owner.form('/otp');
	const wrong = i => String((Number(code) + 1 + i) % 1000000).padStart(6, '0');
	const answers = await together(Array.from({ length: MANY }, (_, i) => () =>
	    owner.post('/otp', { ...fields, code: wrong(i) })), 4 * WORKERS);
	const said = words => answers.filter(answer => answer.body.includes(words)).length;

	assert.deepEqual(tally(answers.map(answer => answer.status)), { 422: MANY });
	assert.equal(said(NOT_IT), TRIES);
	assert.equal(said(NO_LONGER), MANY - TRIES);
	assert.equal(number('SELECT tries FROM one_time_code'), TRIES);
	const right = await owner.post('/otp', { ...fields, code });
	assert.equal(right.status, 422);
	assert.ok(right.body.includes(NO_LONGER));
	assert.equal(number(`SELECT is_primary FROM contact_person WHERE id = ${id}`), 0);
});

// Everything the database holds, as text.
function dump()
{
	return stack('stack_sql pointperson', [], { input: `SELECT * FROM one_time_code;
	    SELECT * FROM step_up; SELECT * FROM outbox; SELECT * FROM audit_event;
	    SELECT * FROM submission; SELECT * FROM held_form;` });
}

const logs = at => readdirSync(path.join(at, 'log')).map(name =>
    readFileSync(path.join(at, 'log', name), 'utf8')).join('\n');

// The numbers of requests are random, and so many that one of them may hold the digits of a code.
const withoutRequests = text => text.replace(/\b[0-9a-f]{32}\b/g, 'request');

test('a code stands in no table, log or page, before and after it is typed', async () => {
	const [id] = addPersons(1, 1);
	const code = await owner.beginStepUp(`${PERSON}/${id}/primary`, {}, PRIMARY);
	const digits = new RegExp(`(^|[^0-9])${code}([^0-9]|$)`, 'm');
	const places = async () => [dump(), logs(folder), logs(side.folder),
		(await owner.get('/otp')).body, (await owner.get('/manage/messages')).body];

	for (const text of await places())
		assert.doesNotMatch(withoutRequests(text), digits);
	const answer = await owner.post('/otp', { ...await owner.form('/otp'), code });

	assert.equal(answer.status, 303);
	assert.doesNotMatch(answer.location + answer.cookies.join(), digits);
	for (const text of await places())
		assert.doesNotMatch(withoutRequests(text), digits);
});
