// parallel: many at once. The database keeps exactly one Primary and the limit of contact persons,
// the same form sent many times is one change, and nobody's edit is lost to another's.

import assert from 'node:assert/strict';
import test, { after, before, beforeEach } from 'node:test';
import { PEOPLE, PERSON, PROFILE, addPersons, encode, heading, number, openSide, reset, signedIn, sql,
	tally, together } from './portal.mjs';

const MANY = 50;
const WORKERS = 8;	// as many requests at once as there are workers: the demonstration has two

const PRIMARIES = 'SELECT COUNT(*) FROM contact_person WHERE account_id = 1 AND is_primary = 1';

let side, sessions;

before(async () => {
	reset();
	side = openSide('parallel', { workers: WORKERS });
	sessions = [];
	for (const name of ['owner', 'admin', 'billing', 'owner', 'admin', 'billing'])
		sessions.push(await signedIn(PEOPLE[name], { base: side.url }));
});
beforeEach(reset);
after(() => side.stop());

const person = (unique, version = '') => ({ name: `Parallel ${unique}`,
	email: `parallel-${unique}@asha-traders.example`, phone: '9876500002', designation: 'Parallel',
	kind: 'technical', consent: 'yes', version });

function values(answers)
{
	return tally(answers.map(answer => answer.status));
}

function assertOnly(answers, allowed)
{
	for (const status of Object.keys(values(answers)))
		assert.ok(allowed.includes(Number(status)), JSON.stringify(values(answers)));
}

test('the database itself refuses a second Primary and a person too many', () => {
	assert.throws(() => sql('UPDATE contact_person SET is_primary = 1 WHERE account_id = 1'));
	assert.throws(() => sql('UPDATE account SET contact_count = 6 WHERE id = 1'));
});

test(`${MANY} at once make somebody Primary: exactly one is`, async () => {
	const ids = addPersons(1, 10);
	const events = number("SELECT COUNT(*) FROM audit_event WHERE action = 'contact.primary'");
	// Each form is opened before the first is sent, so all but some are late.
	const jobs = await together(Array.from({ length: MANY }, (_, i) => async () => {
		const browser = sessions[i % sessions.length];
		const where = `${PERSON}/${ids[i % ids.length]}/primary`;
		const fields = await browser.form(where);

		return () => browser.post(where, fields);
	}), WORKERS);
	const answers = await together(jobs);
	const done = values(answers)[303] ?? 0;

	assertOnly(answers, [303, 409]);
	assert.ok(done >= 1, JSON.stringify(values(answers)));
	assert.equal(number(PRIMARIES), 1);
	const made = number("SELECT COUNT(*) FROM audit_event WHERE action = 'contact.primary'") -
	    events;
	assert.ok(made >= 1 && made <= done, `${made} events for ${done} answers`);
});

test('each of these makes another person Primary, again and again', async () => {
	const ids = addPersons(1, 10);
	let seen = 0;
	const answers = await together(Array.from({ length: MANY }, (_, i) => async () => {
		const browser = sessions[i % sessions.length];
		const where = `${PERSON}/${ids[i % ids.length]}/primary`;
		const page = await browser.get(where);

		seen = Math.max(seen, number(PRIMARIES));
		if (!page.body.includes('name="version"'))
			return page;	// is Primary already
		const fields = await browser.form(where).catch(() => undefined);
		return fields === undefined ? page : browser.post(where, fields);
	}), WORKERS);

	assertOnly(answers, [200, 303, 409]);
	assert.ok(values(answers)[303] >= 5, JSON.stringify(values(answers)));
	assert.equal(seen, 1, 'nobody ever sees two');
	assert.equal(number(PRIMARIES), 1);
});

test(`${MANY} at once add somebody: the limit is reached and never passed`, async () => {
	const room = number('SELECT contact_limit - contact_count FROM account WHERE id = 1');
	const jobs = await together(Array.from({ length: MANY }, (_, i) => async () => {
		const browser = sessions[i % sessions.length];
		const fields = await browser.form(`${PERSON}/new`);

		return () => browser.post(`${PERSON}/new`, { ...fields, ...person(`add-${i}`) });
	}), WORKERS);
	const answers = await together(jobs);

	assert.deepEqual(values(answers), { 303: room, 422: MANY - room });
	assert.deepEqual(sql(`SELECT contact_limit, contact_count,
	    (SELECT COUNT(*) FROM contact_person WHERE account_id = 1) FROM account WHERE id = 1`),
	    [['5', '5', '5']]);
	for (const answer of answers.filter(one => one.status === 422)) {
		assert.match(answer.body, /as many contact persons as it may have/);
		assert.match(answer.body, /value="parallel-add-\d+@/, 'what was typed is kept');
	}
});

test('the first contact person of an account, added at once by many, is one Primary', async () => {
	sql(`DELETE FROM contact_person WHERE account_id = 1;
	    UPDATE account SET contact_count = 0, contact_limit = 20 WHERE id = 1`);
	const jobs = await together(Array.from({ length: 20 }, (_, i) => async () => {
		const browser = sessions[i % sessions.length];
		const fields = await browser.form(`${PERSON}/new`);

		return () => browser.post(`${PERSON}/new`, { ...fields, ...person(`first-${i}`) });
	}), WORKERS);

	assert.deepEqual(values(await together(jobs)), { 303: 20 });
	assert.equal(number(PRIMARIES), 1);
});

test('the same email added at once by many is taken once', async () => {
	sql('UPDATE account SET contact_limit = 100 WHERE id = 1');
	const jobs = await together(Array.from({ length: 20 }, (_, i) => async () => {
		const browser = sessions[i % sessions.length];
		const fields = await browser.form(`${PERSON}/new`);

		return () => browser.post(`${PERSON}/new`, { ...fields, ...person('same') });
	}), WORKERS);
	const answers = await together(jobs);

	assert.deepEqual(values(answers), { 303: 1, 422: 19 });
	assert.equal(number("SELECT COUNT(*) FROM contact_address WHERE address LIKE 'parallel-same@%'"), 1);
	assert.equal(number('SELECT contact_count FROM account WHERE id = 1'), 4);
});

// The message that an answer leads to, and the headers that do not differ by chance.
async function outcome(browser, answer)
{
	const copy = browser.copy();

	answer.cookies.forEach(cookie => copy.keep(cookie));
	const page = await copy.get(answer.location);

	return JSON.stringify([answer.status, answer.location, Object.keys(answer.headers).sort(),
		/role="status">(.*?)<\/div>/s.exec(page.body)?.[1]]);
}

for (const [name, where, more] of [
	['adding', () => `${PERSON}/new`, person('once')],
	['changing', () => `${PERSON}/${addPersons(1, 1)[0]}`, { ...person('once'), version: undefined }],
	['removing', () => `${PERSON}/${addPersons(1, 1)[0]}/remove`, {}],
	['making Primary', () => `${PERSON}/${addPersons(1, 1)[0]}/primary`, {}],
	['company information', () => `${PROFILE}/company`, { trade_name: 'Once' }],
]) {
	test(`the same form sent 20 times at once is one change: ${name}`, async () => {
		const place = where();
		const browser = sessions[0];
		const opened = await browser.form(place);
		const body = encode({ ...opened, ...more, version: opened.version });
		const count = () => number(`SELECT COUNT(*) FROM audit_event WHERE action LIKE 'contact.%'
		    OR action LIKE 'account.%' OR action LIKE 'company.%'`);
		const events = count();
		const copies = Array.from({ length: 20 }, () => browser.copy());
		const answers = await together(copies.map(copy => () => copy.request('POST', place,
		    { body, headers: { 'Content-Type': 'application/x-www-form-urlencoded' } })));

		assert.deepEqual(values(answers), { 303: 20 });
		// Making Primary writes one event for each of the two persons.
		assert.equal(count() - events, name === 'making Primary' ? 2 : 1);
		const outcomes = new Set();
		for (const answer of answers)
			outcomes.add(await outcome(browser, answer));
		assert.equal(outcomes.size, 1, [...outcomes].join('\n'));
		assert.match([...outcomes][0], /notice|<p>/, 'with a message');
	});
}

test('two save the same person at once: one is saved, the other is asked', async () => {
	const [id] = addPersons(1, 1);
	const where = `${PERSON}/${id}`;
	const forms = [];

	for (const browser of sessions)
		forms.push(await browser.form(where));
	const answers = await together(sessions.map((browser, i) => () => browser.post(where,
	    { ...forms[i], designation: `Edit ${i}`, consent: 'yes' })));

	assert.deepEqual(values(answers), { 303: 1, 409: sessions.length - 1 });
	const winner = answers.findIndex(answer => answer.status === 303);
	assert.equal(sql(`SELECT designation FROM contact_person WHERE id = ${id}`)[0][0],
	    `Edit ${winner}`);
	answers.forEach((answer, i) => {
		if (i === winner)
			return;
		assert.ok(answer.body.includes(`value="Edit ${i}"`), 'what was typed');
		assert.ok(answer.body.includes(`Edit ${winner}<`), 'beside what is saved');
		assert.ok(heading(answer.body));
	});
});

test('opposite changes of two Primaries never lock each other out', async () => {
	const ids = addPersons(1, 2);
	const answers = await together(Array.from({ length: 40 }, (_, i) => async () => {
		const browser = sessions[i % sessions.length];
		const where = `${PERSON}/${ids[i % 2]}${['/primary', '/remove', ''][i % 3]}`;
		const page = await browser.get(where);

		if (page.status !== 200 || !page.body.includes('name="version"'))
			return page;
		const fields = await browser.form(where).catch(() => undefined);
		return fields === undefined ? page : browser.post(where, fields);
	}), WORKERS);

	assertOnly(answers, [200, 303, 404, 409, 422]);
	assert.equal(number(PRIMARIES), 1);
	assert.equal(number('SELECT contact_count FROM account WHERE id = 1'),
	    number('SELECT COUNT(*) FROM contact_person WHERE account_id = 1'));
});
