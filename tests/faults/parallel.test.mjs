// parallel: many at once. The database keeps exactly one Primary and the limit of contact persons,
// the same form sent many times is one change, and nobody's edit is lost to another's.

import assert from 'node:assert/strict';
import test, { after, before, beforeEach } from 'node:test';
import { mailTo, mark } from '../harness/mailbox.mjs';
import { Browser, INVITATIONS, PEOPLE, PERSON, PROFILE, addPersons, encode, heading, number, openSide,
	reset, signedIn, sql, tally, together } from './portal.mjs';

const MANY = 50;
const WORKERS = 8;	// as many requests at once as there are workers: the demonstration has two

const TRIES = 5;	// code.tries: every copy is judged
const PRIMARY = 'asha.rao@asha-traders.example';	// who is Primary before each test
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

test('six are confirmed at once, each code five times: one becomes Primary, once', async () => {
	const ids = addPersons(1, sessions.length);
	const events = number("SELECT COUNT(*) FROM audit_event WHERE action = 'contact.primary'");
	const jobs = [];

	for (const [i, browser] of sessions.entries()) {
		const code = await browser.beginStepUp(`${PERSON}/${ids[i]}/primary`, {}, PRIMARY);
		const fields = { ...await browser.form('/otp'), code };

		for (let copy = 0; copy < TRIES; copy++)
			jobs.push(() => browser.copy().post('/otp', fields));
	}
	const answers = await together(jobs, WORKERS);

	// The others' codes went to somebody who is not the Primary any more, perhaps since just now.
	assertOnly(answers, [303, 409, 422]);
	assert.equal(values(answers)[303], TRIES, JSON.stringify(values(answers)));
	assert.equal(number(PRIMARIES), 1);
	assert.equal(number("SELECT COUNT(*) FROM audit_event WHERE action = 'contact.primary'") -
	    events, 1);
});

test('one after another becomes Primary, and nobody ever sees two', async () => {
	const ids = addPersons(1, 5);
	let reader = PRIMARY, seen = 0, isOver = false;
	const watch = (async () => {
		while (!isOver)
			seen = Math.max(seen, (await sessions[1].get(PROFILE)).body
			    .split('badge--primary').length - 1);
	})();

	for (const id of ids) {
		const code = await sessions[0].beginStepUp(`${PERSON}/${id}/primary`, {}, reader);
		const answer = await sessions[0].post('/otp',
		    { ...await sessions[0].form('/otp'), code });

		assert.equal(answer.location, PROFILE);
		[[reader]] = sql(`SELECT address FROM contact_address WHERE contact_person_id = ${id}
		    AND channel = 'mail'`);
	}
	isOver = true;
	await watch;
	assert.equal(seen, 1);
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
	['making Primary', () => '/otp', {}],
	['company information', () => `${PROFILE}/company`, { trade_name: 'Once' }],
]) {
	test(`the same form sent 20 times at once is one change: ${name}`, async () => {
		const place = where();
		const browser = sessions[0];
		const code = place !== '/otp' ? undefined :
		    await browser.beginStepUp(`${PERSON}/${addPersons(1, 1)[0]}/primary`, {}, PRIMARY);
		const opened = await browser.form(place);
		const body = encode({ ...opened, ...more, code, version: opened.version });
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

const invited = unique => ({ name: 'Nila Iyer', email: `parallel-${unique}@new.example`, role: '5' });

// The link in the newest mail to that address, below our address: the outbox of a side portal has it.
async function linkTo(email)
{
	const before = mark();
	const answer = await sessions[0].post(`${INVITATIONS}/new`,
	    { ...await sessions[0].form(`${INVITATIONS}/new`), ...invited('once'), email });

	assert.equal(answer.status, 303);
	const [, link] = await mailTo(email, before, /^ {4}http[^/]*\/\/[^/]+(\/invitation\/\S+)$/m);
	return link;
}

test(`${MANY} at once accept one invitation: one membership, one user, one event`, async () => {
	const email = `parallel-joins-${process.pid}@new.example`;
	const link = await linkTo(email);
	const readers = await together(Array.from({ length: MANY }, () => async () => {
		const reader = new Browser({ base: side.url });

		await reader.get(link);
		return { reader, fields: await reader.form('/invitation', '/invitation/new') };
	}), WORKERS);
	const answers = await together(readers.map(({ reader, fields }) => () =>
	    reader.post('/invitation/new', { ...fields, name: 'Nila Iyer',
		new_password: 'Monsoon Kettle-42', confirm_password: 'Monsoon Kettle-42' })), WORKERS);

	assert.deepEqual(tally(answers.map(answer => `${answer.status} ${answer.location}`)),
	    { '303 /': 1, '303 /invitation': MANY - 1 });
	assert.equal(number(`SELECT COUNT(*) FROM membership WHERE user_email = '${email}'`), 1);
	assert.equal(number(`SELECT COUNT(*) FROM user WHERE email = '${email}'`), 1);
	assert.equal(number(`SELECT COUNT(*) FROM audit_event WHERE action = 'invitation.accept'
	    AND object_name = '${email}'`), 1);
	assert.equal(number(`SELECT COUNT(*) FROM session s JOIN user u ON u.id = s.user_id
	    WHERE u.email = '${email}'`), 1);
});

test('the same address and the same extension, invited at once by many, are taken once', async () => {
	const forms = await together(Array.from({ length: 20 }, (_, i) => async () => {
		const browser = sessions[i % 2];

		return { browser, fields: await browser.form(`${INVITATIONS}/new`) };
	}), WORKERS);
	const send = values => together(forms.map(({ browser, fields }, i) => () =>
	    browser.post(`${INVITATIONS}/new`, { ...fields, ...values(i) })), WORKERS);

	assert.deepEqual(tally((await send(() => invited('same'))).map(answer => answer.status)),
	    { 303: 1, 422: 19 });
	assert.deepEqual(tally((await send(i => ({ ...invited(`extension-${i}`), extension: '7331' })))
	    .map(answer => answer.status)), { 303: 1, 422: 19 });
	assert.equal(number("SELECT COUNT(*) FROM invitation WHERE state = 'pending'"), 2);
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
