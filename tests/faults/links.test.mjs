// links: from the change of an address, or the yearly question, through the courier's mail to the
// page that its link leads to, behind nginx. Secrets of these mails stand in no log.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import test, { before, beforeEach } from 'node:test';
import { mailTo, mark } from '../harness/mailbox.mjs';
import { INVITATIONS, PASSWORD, PEOPLE, PERSON, PERSONAL, addPersons, build, contents, encode, folder, heading,
	number, reset, signedIn, sql, url, Browser } from './portal.mjs';

const courier = path.join(build, 'cgi-bin/tools/courier');
const ANEW = 'Monsoon Kettle-42';
const secrets = [];
let owner, id, begun;

before(async () => {
	owner = await signedIn(PEOPLE.owner);
});

beforeEach(() => {
	reset();
	begun = mark();
	[id] = addPersons(1, 1);
});

const address = () => sql(`SELECT address FROM contact_address WHERE contact_person_id = ${id}
    AND part = 'wanted' AND channel = 'mail'`)[0][0];
const state = of => sql(`SELECT state FROM contact_address WHERE address = '${of}'`)[0]?.[0];

// The link of this kind in a mail of this test to this address, once it is there; what stands below our
// address.
async function linkTo(to, kind, place = '/verify/')
{
	const [, link] = await mailTo(to, begun, new RegExp(`${url}(${place}${kind}\\.\\S+)`));

	secrets.push(link.slice(place.length));
	return link;
}

async function changeAddress(to)
{
	const where = `${PERSON}/${id}`;
	const answer = await owner.post(where, { ...await owner.form(where), email: to });

	assert.equal(answer.status, 303);
}

async function follow(browser, link, page = '/verify')
{
	const answer = await browser.get(link);

	assert.equal(answer.status, 303);
	assert.equal(answer.location, page);
	assert.match(answer.cookies.join('\n'), /^pp_link=[^;]+;.* HttpOnly;.* Max-Age=600/);
	return browser.get(page);
}

const EMAIL = '/verify/email';

// Follows the link of a mail about a user's email, presses its button, and says what is true then.
async function press(browser, link, act)
{
	await follow(browser, link, EMAIL);
	const done = await browser.post(EMAIL, { ...await browser.form(EMAIL), act });

	assert.equal(done.status, 303);
	return heading((await browser.get(EMAIL)).body);
}

test('a new address is proven by the link in its mail, and only by its button', async () => {
	const to = `proves-${id}@asha-traders.example`;
	const reader = new Browser();

	await changeAddress(to);
	const link = await linkTo(to, 'prove');
	for (let i = 0; i < 3; i++)
		assert.equal(heading((await follow(new Browser(), link)).body), 'Do you read this address?');
	assert.equal(state(to), 'unverified');
	assert.equal(heading((await follow(reader, link)).body), 'Do you read this address?');
	const fields = await reader.form('/verify');
	const done = await reader.post('/verify', { ...fields, act: 'prove' });
	assert.equal(done.status, 303);
	assert.equal(heading((await reader.get('/verify')).body), 'This address is proven');
	assert.equal(state(to), 'verified');
});

test('"this was not me" gives the old address back and ends the session that asked', async () => {
	const old = address();
	const reader = new Browser();
	const asking = owner;

	await changeAddress(`not-me-${id}@asha-traders.example`);
	const page = await follow(reader, await linkTo(old, 'notme'));
	assert.equal(heading(page.body), 'Stop this change?');
	await reader.post('/verify', { ...await reader.form('/verify'), act: 'not-me' });
	assert.equal(heading((await reader.get('/verify')).body), 'There is nothing to stop');
	assert.equal(address(), old);
	assert.equal((await asking.get('/')).status, 303, 'the session is ended');
	owner = await signedIn(PEOPLE.owner);
});

test('the yearly question can be answered by being taken off the list', async () => {
	const to = address();
	const reader = new Browser();

	sql(`UPDATE contact_person SET confirmed_at = 1 WHERE id = ${id}`);
	execFileSync(courier, ['--once'], { stdio: 'ignore' });
	const page = await follow(reader, await linkTo(to, 'agree'));
	assert.equal(heading(page.body), 'Is this right?');
	assert.ok(page.body.includes(to));
	await reader.post('/verify', { ...await reader.form('/verify'), act: 'withdraw' });
	assert.equal(heading((await reader.get('/verify')).body), 'You are not on the list');
	assert.equal(number(`SELECT COUNT(*) FROM contact_person WHERE id = ${id}`), 0);
});

test('forged: POST /verify', async () => {
	const to = `forged-${id}@asha-traders.example`;
	const reader = new Browser();

	await changeAddress(to);
	const link = await linkTo(to, 'prove');
	await follow(reader, link);
	const fields = { ...await reader.form('/verify'), act: 'prove' };
	const another = new Browser();
	await follow(another, link);
	const theirs = (await another.form('/verify')).csrf;
	const own = (await owner.form('/', '/logout')).csrf;
	const evil = { Origin: 'https://evil.example' };
	const cases = {
		'no token': () => reader.post('/verify', { ...fields, csrf: undefined }),
		"another browser's token": () => reader.post('/verify', { ...fields, csrf: theirs }),
		'a signed-in token': () => reader.post('/verify', { ...fields, csrf: own }),
		'no cookie': () => new Browser().post('/verify', fields),
		'a foreign Origin': () => reader.post('/verify', fields, evil),
		'Sec-Fetch-Site cross-site': () => reader.post('/verify', fields,
		    { 'Sec-Fetch-Site': 'cross-site' }),
		'by GET': () => reader.get(`/verify?${encode(fields)}`),
	};
	const unchanged = contents();

	for (const [name, run] of Object.entries(cases)) {
		assert.equal((await run()).status, name === 'by GET' ? 200 : 403, name);
		assert.equal(contents(), unchanged, name);
	}
	assert.equal((await reader.post('/verify', fields)).status, 303);
	assert.equal(state(to), 'verified');
});

test("a user's new email is proven by its link, and taken back by the old address", async () => {
	const to = `owner-${id}@elsewhere.example`;
	const where = `${PERSONAL}/email`;
	const reader = new Browser();
	const asking = owner;
	const before = mark();
	const answer = await owner.post(where, { ...await owner.form(where), email: to,
		current_password: PASSWORD });

	assert.equal(answer.status, 303);
	const link = await linkTo(to, 'email');
	assert.equal(heading((await follow(new Browser(), link, EMAIL)).body),
	    'Sign in with this email?');
	assert.ok(!(await owner.get('/')).body.includes(to));
	assert.equal(await press(reader, link, 'prove'), 'Your email is changed');
	assert.ok((await owner.get(PERSONAL)).body.includes(to), 'the header shows it at once');
	const old = new Browser();
	assert.equal(heading((await follow(old, await linkTo(PEOPLE.owner, 'emailnotme'), EMAIL)).body),
	    'The change is made already');
	assert.equal(await press(old, await linkTo(PEOPLE.owner, 'emailback'), 'revert'),
	    'Your email is taken back');
	assert.equal((await asking.get('/')).status, 303, 'every session is ended');
	assert.equal((await new Browser().signIn(PEOPLE.owner)).status, 422, 'the password is void');
	const [, anew] = await mailTo(PEOPLE.owner, before,
	    /email is taken back[^]*?^ {4}http\S+(\/password\/reset\/\S+)$/m);
	secrets.push(anew.slice('/password/reset/'.length));
	await follow(old, anew, '/password/reset');
	await old.post('/password/reset', { ...await old.form('/password/reset'),
		new_password: ANEW, confirm_password: ANEW });
	assert.equal((await new Browser().signIn(PEOPLE.owner, ANEW)).status, 303);
	reset();
	owner = await signedIn(PEOPLE.owner);
});

test('forged: POST /verify/email', async () => {
	const where = `${PERSONAL}/email`;
	const to = `forged-${id}@elsewhere.example`;
	const reader = new Browser();

	await owner.post(where, { ...await owner.form(where), email: to, current_password: PASSWORD });
	const link = await linkTo(to, 'email');
	await follow(reader, link, EMAIL);
	const fields = { ...await reader.form(EMAIL), act: 'prove' };
	const another = new Browser();
	await follow(another, link, EMAIL);
	const theirs = (await another.form(EMAIL)).csrf;
	const cases = {
		'no token': () => reader.post(EMAIL, { ...fields, csrf: undefined }),
		"another browser's token": () => reader.post(EMAIL, { ...fields, csrf: theirs }),
		'no cookie': () => new Browser().post(EMAIL, fields),
		'a foreign Origin': () => reader.post(EMAIL, fields, { Origin: 'https://evil.example' }),
	};
	const unchanged = contents();

	for (const [name, run] of Object.entries(cases)) {
		assert.equal((await run()).status, 403, name);
		assert.equal(contents(), unchanged, name);
	}
	assert.equal((await reader.post(EMAIL, fields)).status, 303);
	assert.notEqual(contents(), unchanged);
});

// Invites that address to be an Agent; gives the link in its mail.
async function invite(to)
{
	const where = `${INVITATIONS}/new`;
	const answer = await owner.post(where, { ...await owner.form(where), name: 'Nila Iyer', email: to,
		role: '5' });

	assert.equal(answer.status, 303);
	return linkTo(to, 'invitation', '/invitation/');
}

const JOINS = { name: 'Nila Iyer', new_password: 'Monsoon Kettle-42',
	confirm_password: 'Monsoon Kettle-42' };

test('an invitation is spent by its button, and by nothing before', async () => {
	const to = `joins-${id}@new.example`;
	const link = await invite(to);
	const members = () => number(`SELECT COUNT(*) FROM membership WHERE user_email = '${to}'`);

	for (let i = 0; i < 3; i++) {
		const scanner = new Browser();

		assert.match(heading((await follow(scanner, link, '/invitation')).body), /^Join /);
		await scanner.request('HEAD', '/invitation');
	}
	assert.equal(members(), 0);
	const reader = new Browser();
	await follow(reader, link, '/invitation');
	const done = await reader.post('/invitation/new',
	    { ...await reader.form('/invitation', '/invitation/new'), ...JOINS });
	assert.equal(done.location, '/');
	assert.equal(members(), 1);
	assert.ok((await reader.get('/')).body.includes(to), 'signed in');
});

for (const [path, values] of [
	['/invitation', { act: 'decline' }],
	['/invitation/new', JOINS],
	['/invitation/return', { email: 'joins@new.example', password: PASSWORD }],
]) {
	test(`forged: POST ${path}`, async () => {
		const link = await invite(`forged-${path.length}-${id}@new.example`);
		const reader = new Browser(), another = new Browser();

		await follow(reader, link, '/invitation');
		await follow(another, link, '/invitation');
		const fields = { ...await reader.form('/invitation', '/invitation'), ...values };
		const theirs = (await another.form('/invitation', '/invitation')).csrf;
		const own = (await owner.form('/', '/logout')).csrf;
		const cases = {
			'no token': () => reader.post(path, { ...fields, csrf: undefined }),
			"another browser's token": () => reader.post(path, { ...fields, csrf: theirs }),
			'a signed-in token': () => reader.post(path, { ...fields, csrf: own }),
			'no cookie': () => new Browser().post(path, fields),
			'a foreign Origin': () => reader.post(path, fields,
			    { Origin: 'https://evil.example' }),
			'Sec-Fetch-Site cross-site': () => reader.post(path, fields,
			    { 'Sec-Fetch-Site': 'cross-site' }),
			'by GET': () => reader.get(`/invitation?${encode(fields)}`),
		};
		const unchanged = contents();

		for (const [name, run] of Object.entries(cases)) {
			assert.equal((await run()).status, name === 'by GET' ? 200 : 403, name);
			assert.equal(contents(), unchanged, name);
		}
		assert.equal((await reader.post(path, fields)).status, 303);
		// Who has not left every account does not come back that way.
		assert.equal(contents() !== unchanged, path !== '/invitation/return');
	});
}

test('no link stands in a log', () => {
	assert.ok(secrets.length >= 4);
	for (const name of readdirSync(path.join(folder, 'log'))) {
		const log = readFileSync(path.join(folder, 'log', name), 'utf8');

		for (const secret of secrets)
			assert.ok(!log.includes(secret), name);
	}
	const access = readFileSync(path.join(folder, 'log/access.log'), 'utf8');
	assert.match(access, /"GET \/verify\/\(masked\) HTTP\/1\.1" 303/);
	assert.match(access, /"GET \/invitation\/\(masked\) HTTP\/1\.1" 303/);
});
