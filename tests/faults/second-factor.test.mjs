// second-factor: a code and a recovery code are taken once, however many type them at once, and a
// sign-in that still waits for its code opens nothing.

import assert from 'node:assert/strict';
import test, { after, before, beforeEach } from 'node:test';
import { codeAt } from '../harness/authenticator.mjs';
import { mailTo, mark } from '../harness/mailbox.mjs';
import { FACTOR, PASSWORD, PEOPLE, PROFILE, number, openSide, pointperson, reset, signedIn, sql,
	tally, together, turnOn, Browser } from './portal.mjs';

const MANY = 20;

let many, app;

// A try each is counted for the user: with more of them at hand only the code itself decides.
before(() => {
	many = openSide('codes-many', { settings: { 'throttle.sign_in_address.burst': 1000,
		'throttle.sign_in_client.burst': 10000 } });
});
beforeEach(async () => {
	reset();
	const browser = new Browser({ base: many.url });

	await browser.signIn(PEOPLE.agent);
	app = await turnOn(browser);
	// As if it was set up long ago: the code of now has not been taken.
	sql('UPDATE user SET totp_step = 0; UPDATE session SET ended_at = 1 WHERE ended_at IS NULL');
});
after(() => {
	reset();
	many.stop();
});

// Browsers whose password was right.
function waiting(count)
{
	return together(Array.from({ length: count }, () => async () => {
		const browser = new Browser({ base: many.url });
		const answer = await browser.signIn(PEOPLE.agent);

		assert.equal(answer.location, '/login/code');
		return browser;
	}), 4);
}

// The code is asked for when all wait to type it: an app's lives for half a minute.
async function typedAtOnce(codeNow)
{
	const forms = await together((await waiting(MANY)).map(browser => async () =>
	    ({ browser, fields: await browser.form('/login/code') })), 4);
	const code = codeNow();
	const jobs = forms.map(({ browser, fields }) => () =>
	    browser.post('/login/code', { ...fields, code }));

	return tally((await together(jobs)).map(answer => answer.status));
}

const open = () => number('SELECT COUNT(*) FROM session WHERE ended_at IS NULL');

test(`one code typed by ${MANY} at once signs in once`, async () => {
	assert.deepEqual(await typedAtOnce(() => codeAt(app.key)), { 303: 1, 422: MANY - 1 });
	assert.equal(open(), 1);
});

test(`one recovery code typed by ${MANY} at once signs in once`, async () => {
	assert.deepEqual(await typedAtOnce(() => app.codes[4]), { 303: 1, 422: MANY - 1 });
	assert.equal(open(), 1);
	assert.equal(number('SELECT COUNT(*) FROM recovery_code WHERE used_at IS NULL'), 9);
});

test('before the code is typed nothing is open', async () => {
	const [browser] = await waiting(1);

	for (const where of ['/', PROFILE, FACTOR, `${FACTOR}/set-up`])
		assert.match((await browser.get(where)).location, /^\/login/, where);
	assert.equal(open(), 0);
	const cookie = browser.cookies.get('pp_pending');
	assert.ok(cookie);
	for (const secret of [PEOPLE.agent, PASSWORD, app.key.replaceAll(' ', '')])
		assert.ok(!Buffer.from(cookie, 'base64url').toString('latin1').includes(secret));
});

test('who has lost phone and codes has the second factor removed by support', async () => {
	const [before, words] = [mark(), ['user', 'second-factor-off', '--email']];

	assert.equal((await new Browser().signIn(PEOPLE.agent)).location, '/login/code');
	const asking = await signedIn(PEOPLE.manager);
	sql(`UPDATE session SET user_id = (SELECT id FROM user WHERE email = '${PEOPLE.agent}')
	    WHERE ended_at IS NULL`);
	const said = pointperson([...words, PEOPLE.agent.toUpperCase()]);

	assert.equal(said.status, 0, said.stderr);
	assert.match(said.stdout, /has no second factor any more/);
	assert.match((await asking.get('/')).location, /^\/login/, 'the session is ended');
	assert.equal((await signedIn(PEOPLE.agent)).cookies.has('pp_session'), true);
	await mailTo(PEOPLE.agent, before, /Support has removed the second factor/);
	assert.match(pointperson([...words, PEOPLE.agent]).stderr, /has no second factor/);
	assert.match(pointperson([...words, 'nobody@demo.example']).stderr, /nobody signs in as nobody@/);
});
