// late-forms: a form that is sent after its account was left, or after its session ended. Nothing
// is saved by itself, nothing typed is lost, and nobody else sees it.

import assert from 'node:assert/strict';
import test, { beforeEach } from 'node:test';
import { PASSWORD, PEOPLE, PERSON, PROFILE, addPersons, contents, formTo, forms, heading, number,
	reset, signedIn, sql, text, Browser } from './portal.mjs';

const TYPED = { name: 'Zubeida "Late" <Ahmed> & Söhne', email: 'late@asha-traders.example',
	phone: '98765 00003', designation: 'आते हुए', kind: 'compliance', consent: 'yes' };

beforeEach(reset);

// Every form of account 1 that can be late; `typed` is what its page must show again.
const lateForms = {
	'a new person': () => ({ where: `${PERSON}/new`, typed: TYPED }),
	'a person': () => ({ where: `${PERSON}/${addPersons(1, 1)[0]}`, typed: TYPED }),
	'company information': () => ({ where: `${PROFILE}/company`,
		typed: { trade_name: 'Late & Söhne', phone: '020 2553 4411', website: '' } }),
	'make Primary': () => ({ where: `${PERSON}/${addPersons(1, 1)[0]}/primary`, typed: {} }),
	'remove': () => ({ where: `${PERSON}/${addPersons(1, 1)[0]}/remove`, typed: {} }),
};

function assertShown(page, where, typed, what)
{
	const form = formTo(page.body, where);

	assert.ok(form, `${what}: the form stands there`);
	for (const [name, value] of Object.entries(typed))
		assert.equal(form.fields[name], value, `${what}: ${name}`);
}

function assertNotShown(page, typed, what)
{
	for (const value of Object.values(typed).filter(one => one.length > 10))
		assert.ok(!text(page.body).includes(value), `${what}: not "${value}"`);
}

async function inAccountOne(name = 'admin')
{
	const browser = await signedIn(PEOPLE[name]);

	assert.match((await browser.get('/')).body, /Account 1</);
	return browser;
}

for (const [name, make] of Object.entries(lateForms)) {
	test(`sent after switching: ${name}`, async () => {
		const { where, typed } = make();
		const browser = await inAccountOne();
		const fields = await browser.form(where);

		assert.equal((await browser.switchTo(2)).status, 303);
		const before = contents();
		const page = await browser.post(where, { ...fields, ...typed });

		assert.equal(page.status, 409);
		assert.equal(heading(page.body), 'This form belongs to another account');
		for (const words of ['Asha Traders', 'Binary Mills', 'Account 1<', 'Account 2<'])
			assert.ok(page.body.includes(words), words);
		assert.equal(contents(), before, 'neither account is changed');
		// Back to the account, and there it stands.
		const back = forms(page.body).find(form => form.fields.held !== undefined);
		assert.equal(back.action, '/account');
		const answer = await browser.post('/account', back.fields);
		assert.equal(answer.status, 303);
		assert.equal(answer.location, where);
		const shown = await browser.get(where);
		assertShown(shown, where, typed, 'after switching back');
		assert.ok(shown.body.includes('Account 1<'));
		assert.equal(contents(), before, 'still nothing is saved');
		// One more press of the button saves it.
		const again = await browser.post(where, formTo(shown.body, where).fields);
		assert.equal(again.status, 303, heading(again.body));
		assert.notEqual(contents(), before);
		assert.equal(number('SELECT COUNT(*) FROM held_form'), 0, 'what waited is forgotten');
	});

	for (const [how, end] of [
		['sign-out in another tab', browser => browser.copy().signOut()],
		['sign-out in this browser', browser => browser.signOut()],
		['30 minutes without a click', browser => expire(browser)],
		['30 minutes, then a click elsewhere', async browser => {
			await expire(browser);
			assert.equal((await browser.get('/')).status, 303);
		}],
	]) {
		test(`sent after ${how}: ${name}`, async () => {
			const { where, typed } = make();
			const browser = await inAccountOne();
			const fields = await browser.form(where);

			await end(browser);
			const before = contents();
			const page = await browser.post(where, { ...fields, ...typed });

			assert.equal(page.status, 403);
			assert.equal(heading(page.body), 'Sign in');
			assert.match(page.body, /What you typed is kept/);
			assertNotShown(page, typed, 'the sign-in page');
			const signIn = formTo(page.body, '/login').fields;
			assert.ok(signIn.held.length > 50);
			const answer = await browser.post('/login', { ...signIn, email: PEOPLE.admin,
				password: PASSWORD });
			assert.equal(answer.status, 303, heading(answer.body));
			assert.equal(answer.location, where);
			const shown = await browser.get(where);
			assertShown(shown, where, typed, 'after sign-in');
			assert.match(shown.body, /Nothing of it is saved yet/);
			assert.equal(contents(), before, 'nothing is saved by itself');
			const again = await browser.post(where, formTo(shown.body, where).fields);
			assert.equal(again.status, 303, heading(again.body));
			const fresh = await browser.form(`${PERSON}/new`);
			assert.equal(fresh.name, '', 'it is forgotten then');
		});
	}
}

// Whose access to the account ended while a form of it was open: nothing is saved, and once the
// person has shown who it is, what was typed can be copied.
for (const [who, status] of [['billing', 422], ['admin', 303]]) {
	test(`sent after the access was suspended, by ${who}`, async () => {
		const where = `${PERSON}/new`;
		const browser = await inAccountOne(who);
		const fields = await browser.form(where);
		const state = word => sql(`UPDATE membership SET state = '${word}' WHERE account_id = 1
		    AND user_email = '${PEOPLE[who]}'`);

		state('suspended');
		try {
			const before = contents();
			const late = await browser.post(where, { ...fields, ...TYPED });

			assert.equal(late.status, 403);
			assertNotShown(late, TYPED, 'the sign-in page');
			const answer = await browser.post('/login', { ...formTo(late.body, '/login').fields,
				email: PEOPLE[who], password: PASSWORD });

			assert.equal(answer.status, status, heading(answer.body));
			const page = status === 303 ? await browser.get('/login/unsaved') : answer;

			assert.match(text(page.body), /What you had typed/);
			assert.match(text(page.body), /was not saved/);
			assert.ok(text(page.body).includes(TYPED.name), 'the name can be copied');
			assert.ok(text(page.body).includes(TYPED.designation), 'and the rest');
			assert.equal(contents(), before);
		} finally {
			state('active');
		}
	});
}

// Too long for the sign-in form, or for a cookie: it waits in the database.
const LONG = {
	'a message to support': { where: '/support', name: 'message', value: 'अ मैं & "तुम"\n'.repeat(120) },
	'a list of people': { where: '/manage/users/invitations/csv', name: 'list',
		value: 'name,email,role\n' + Array.from({ length: 600 },
		    (_, i) => `Long List ${i},long-${i}-${'x'.repeat(20)}@asha-traders.example,Agent`).join('\n') },
};

async function sentLong(browser, { where, name, value }, between)
{
	const fields = await browser.form(where);

	await between();
	const page = await browser.post(where, { ...fields, [name]: value });

	assert.ok(page.body.length < 20000 && !text(page.body).includes(value.slice(0, 10)), 'it does not travel');
	return page;
}

async function assertInItsArea(browser, { where, name, value })
{
	const { body } = await browser.get(where);
	const [, area] = body.match(new RegExp(`<textarea id="field-${name}"[^>]*>([^]*?)</textarea>`));

	assert.equal(text(area).trim().replaceAll('\r\n', '\n'), value.trim());
}

for (const [name, long] of Object.entries(LONG)) {
	test(`${name}, sent after sign-out, and after a switch`, async () => {
		const browser = await inAccountOne();
		const late = await sentLong(browser, long, () => browser.copy().signOut());

		assert.equal(late.status, 403);
		const answer = await browser.post('/login', { ...formTo(late.body, '/login').fields,
			email: PEOPLE.admin, password: PASSWORD });

		assert.equal(answer.location, long.where, heading(answer.body));
		await assertInItsArea(browser, long);
		const switched = await sentLong(browser, long, () => browser.switchTo(2));

		assert.equal(switched.status, 409);
		const back = forms(switched.body).find(form => form.fields.held !== undefined);

		assert.equal((await browser.post('/account', back.fields)).location, long.where);
		await assertInItsArea(browser, long);
		assert.equal(number('SELECT COUNT(*) FROM held_form'), 1, 'kept once');
	});

	test(`${name}, sent after the access was suspended`, async () => {
		const browser = await inAccountOne();
		const state = word => sql(`UPDATE membership SET state = '${word}' WHERE account_id = 1
		    AND user_email = '${PEOPLE.admin}'`);

		try {
			const late = await sentLong(browser, long, () => state('suspended'));

			assert.equal(late.status, 403);
			const answer = await browser.post('/login', { ...formTo(late.body, '/login').fields,
				email: PEOPLE.admin, password: PASSWORD });

			assert.equal(answer.location, '/login/unsaved', heading(answer.body));
			const page = await browser.get('/login/unsaved');

			assert.equal(page.status, 200);
			assert.equal(heading(page.body), 'Not saved');
			assert.ok(text(page.body).replaceAll('\r\n', '\n').includes(long.value.trim()), 'all of it can be copied');
		} finally {
			state('active');
		}
	});
}

test('of several long forms, each comes back in its own window', async () => {
	const browser = await inAccountOne();
	const all = Object.values(LONG);
	const opened = [];

	for (const long of all)
		opened.push(await browser.form(long.where));
	await browser.copy().signOut();
	const late = [];

	for (const [i, { where, name, value }] of all.entries())
		late.push(await browser.post(where, { ...opened[i], [name]: value }));
	assert.equal(number('SELECT COUNT(*) FROM held_form'), all.length);
	for (const [i, long] of all.entries()) {
		const answer = await browser.post('/login', { ...formTo(late[i].body, '/login').fields,
			email: PEOPLE.admin, password: PASSWORD });

		assert.equal(answer.location, long.where, heading(answer.body));
		await assertInItsArea(browser, long);
	}
});

test('of several forms sent after a switch, each comes back in its own window', async () => {
	const browser = await inAccountOne();
	const all = ['a new person', 'company information'].map(name => lateForms[name]());
	const late = [];

	for (const one of all)
		one.fields = await browser.form(one.where);
	await browser.switchTo(2);
	for (const { where, fields, typed } of all)
		late.push(await browser.post(where, { ...fields, ...typed }));
	for (const [i, { where, typed }] of all.entries()) {
		const back = forms(late[i].body).find(form => form.fields.held !== undefined);

		assert.equal((await browser.post('/account', back.fields)).location, where);
		assertShown(await browser.get(where), where, typed, where);
	}
});

test('no session keeps more than so many; what is too much travels whole', async () => {
	const browser = await inAccountOne();
	const { where, name, value } = LONG['a message to support'];
	const fields = await browser.form(where);

	await browser.copy().signOut();
	for (let i = 0; i < 10; i++)
		await browser.post(where, { ...fields, [name]: value });
	const last = await browser.post(where, { ...fields, [name]: value });

	assert.equal(number('SELECT COUNT(*) FROM held_form'), 10);
	const answer = await browser.post('/login', { ...formTo(last.body, '/login').fields, email: PEOPLE.admin,
		password: PASSWORD });

	assert.equal(answer.location, where);
	await assertInItsArea(browser, LONG['a message to support']);
});

test('what was kept for a day is gone, and that is said; another user never gets it', async () => {
	const browser = await inAccountOne();
	const late = await sentLong(browser, LONG['a list of people'], () => browser.copy().signOut());
	const fields = formTo(late.body, '/login').fields;
	const stranger = new Browser();
	const strangers = await stranger.post('/login', { ...await stranger.form('/login'), held: fields.held,
		email: PEOPLE.owner, password: PASSWORD });

	assert.equal(strangers.location, '/');
	assert.equal((await stranger.get('/login/unsaved')).location, '/');
	assert.equal(number('SELECT COUNT(*) FROM held_form'), 1, 'it still waits for its user');
	sql('UPDATE held_form SET expires_at = expires_at - 86401');
	const answer = await browser.post('/login', { ...fields, email: PEOPLE.admin, password: PASSWORD });

	assert.equal(answer.location, '/');
	assert.match(text((await browser.get('/')).body), /kept for a day, and is gone now/);
});

async function expire(browser)
{
	const { csrf } = await browser.form('/', '/logout');

	sql(`UPDATE session SET seen_at = seen_at - 1801 WHERE id = ${csrf.split('.')[0]}`);
}

// The sign-in page with values that wait, and the browser that got it.
async function held(typed = TYPED, where = `${PERSON}/new`)
{
	const browser = await inAccountOne();
	const fields = await browser.form(where);

	await browser.copy().signOut();
	const page = await browser.post(where, { ...fields, ...typed });

	return { browser, fields: formTo(page.body, '/login').fields };
}

test('another user who signs in there does not see it', async () => {
	const { browser, fields } = await held();
	const answer = await browser.post('/login', { ...fields, email: PEOPLE.owner,
		password: PASSWORD });

	assert.equal(answer.status, 303);
	assert.equal(answer.location, '/');
	for (const where of ['/', PROFILE, `${PERSON}/new`])
		assertNotShown(await browser.get(where), TYPED, where);
	assert.equal(number('SELECT COUNT(*) FROM held_form'), 0);
});

test('a wrong password in between keeps it, and no page carries a password', async () => {
	const { browser, fields } = await held();
	const wrong = 'Quite-Wrong-8';
	const page = await browser.post('/login', { ...fields, email: PEOPLE.admin, password: wrong });

	assert.equal(page.status, 422);
	assert.ok(!page.body.includes(wrong));
	const again = formTo(page.body, '/login').fields;
	assert.equal(again.held, fields.held);
	assert.equal(again.email, PEOPLE.admin);
	assert.equal(again.password, '');
	const answer = await browser.post('/login', { ...again, password: PASSWORD });
	assert.equal(answer.location, `${PERSON}/new`);
	const shown = await browser.get(`${PERSON}/new`);
	assertShown(shown, `${PERSON}/new`, TYPED, 'after the second try');
	assert.ok(!shown.body.includes(PASSWORD));
});

test('a sealed value that was changed, cut or made up is ignored', async () => {
	const { fields } = await held();
	const broken = [fields.held.replace(/.$/, end => end === 'A' ? 'B' : 'A'),
		fields.held.slice(0, -8), fields.held.slice(8), 'A'.repeat(200), 'x', '%', '\u00e9'];

	for (const one of broken) {
		const browser = new Browser();
		const answer = await browser.post('/login', { ...await browser.form('/login'),
			email: PEOPLE.admin, password: PASSWORD, held: one });

		assert.equal(answer.status, 303, one);
		assert.equal(answer.location, '/', one);
		assertNotShown(await browser.get(`${PERSON}/new`), TYPED, one);
	}
});

test('what waits is shown at its own page only, and only while it is fresh', async () => {
	const { browser, fields } = await held();

	await browser.post('/login', { ...fields, email: PEOPLE.admin, password: PASSWORD });
	assertNotShown(await browser.get(`${PERSON}/1`), TYPED, 'another page');
	sql('UPDATE held_form SET expires_at = 1');
	assertNotShown(await browser.get(`${PERSON}/new`), TYPED, 'too late');
});

test('a form of an earlier session of the same user is shown again, not saved', async () => {
	const [id] = addPersons(1, 1);
	const where = `${PERSON}/${id}`;
	const browser = await inAccountOne();
	const fields = await browser.form(where);

	await browser.signOut();
	await browser.signIn(PEOPLE.admin);
	const before = contents();
	const page = await browser.post(where, { ...fields, ...TYPED });
	assert.equal(page.status, 403);
	assertShown(page, where, TYPED, 'shown again');
	assert.match(page.body, /signed in again/);
	assert.equal(contents(), before);
	assert.equal((await browser.post(where, formTo(page.body, where).fields)).status, 303);
});

test('a form of an earlier session in another account is not shown in this one', async () => {
	for (const where of [`${PERSON}/new`, `${PROFILE}/company`]) {
		const browser = await inAccountOne();
		const fields = await browser.form(where);

		await browser.switchTo(2);
		await browser.signOut();
		await browser.signIn(PEOPLE.admin);
		assert.match((await browser.get('/')).body, /Account 2</);
		const before = contents();
		const page = await browser.post(where, { ...fields, ...TYPED });
		assert.equal(page.status, 409, where);
		assert.equal(heading(page.body), 'This form belongs to another account');
		assertNotShown(page, TYPED, where);
		assert.equal(contents(), before);
		reset();
	}
});

test('a late press of Sign out or of a button without a form leads to the first page', async () => {
	const browser = await signedIn(PEOPLE.manager);
	const denied = await browser.get(`${PERSON}/new`);
	const signOut = formTo(denied.body, '/logout').fields;
	const request = formTo(denied.body, '/access-requests').fields;

	await expire(browser);
	for (const [where, fields] of [['/logout', signOut], ['/access-requests', request]]) {
		const answer = await browser.copy().post(where, fields);

		assert.equal(answer.status, 303, where);
		assert.equal(answer.location, '/login', where);
	}
	assert.equal(number('SELECT COUNT(*) FROM access_request'), 0);
});

test('a refused page leads back to where one wanted to go', async () => {
	const browser = new Browser();
	const asked = await browser.get(`${PERSON}/1`);

	assert.match(asked.location, /^\/login\?next=/);
	const { fields } = formTo((await browser.get(asked.location)).body, '/login');
	assert.equal(fields.next, `${PERSON}/1`);
	const answer = await browser.post('/login', { ...fields, email: PEOPLE.agent,
		password: PASSWORD });
	assert.equal(answer.location, `${PERSON}/1`);
});

test('sign-in leads to nowhere but a page of ours', async () => {
	for (const next of ['https://evil.example/', '//evil.example', '/\\evil.example', '/%0d%0aX: y',
		'/manage/business-profile\r\nX: y', 'javascript:alert(1)', '/\t/evil.example', '/nowhere',
		'/manage/business-profile/../../../evil']) {
		const browser = new Browser();
		const fields = await browser.form('/login');
		const answer = await browser.post('/login', { ...fields, email: PEOPLE.agent,
			password: PASSWORD, next });

		assert.equal(answer.status, 303, next);
		assert.match(answer.location, /^\/($|manage\/)/, next);
		assert.equal(answer.headers.x, undefined);
	}
});
