// sign-in: guessing is slowed down, for an address and for a client, without locking anybody out;
// an address that nobody has answers as one with a wrong password does, and as fast; and more
// sign-ins at once than there is room for are asked to wait, never told that they are wrong.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import test, { after, before, beforeEach } from 'node:test';
import { PASSWORD, PEOPLE, freshAddress, heading, number, openSide, plain, reset, sql, tally, together,
	Browser } from './portal.mjs';

const PAIRS = 60;

let many, few, narrow;

before(() => {
	// As shipped, but that a test need not wait 30 seconds for the next try.
	few = openSide('few', { settings: { 'throttle.sign_in_client.burst': 12 } });
	many = openSide('many', { settings: { 'throttle.sign_in_address.burst': 1000,
		'throttle.sign_in_client.burst': 10000 } });
	narrow = openSide('narrow', { workers: 6, settings: { 'password.hashes_at_once': 1 } });
});
beforeEach(reset);
after(() => [few, many, narrow].forEach(side => side.stop()));

// Tries a password in a browser that keeps its cookies; the form is opened anew each time.
async function attempt(browser, email, password = 'Wrong-Harbour-7')
{
	return browser.post('/login', { ...await browser.form('/login'), email, password });
}

function withoutAddress(answer, email)
{
	return plain(answer).replaceAll(email, 'ADDRESS');
}

test('an unknown address answers as a wrong password does', async () => {
	const answers = [];

	for (const email of [PEOPLE.agent, 'nobody@demo.example', 'x'.repeat(60) + '@nowhere.example'])
		answers.push([await attempt(new Browser({ base: many.url }), email), email]);
	const pages = answers.map(([answer, email]) => withoutAddress(answer, email));

	assert.deepEqual(answers.map(([answer]) => answer.status), [422, 422, 422]);
	assert.equal(pages[1], pages[0]);
	assert.equal(pages[2], pages[0]);
	const headers = answers.map(([answer]) => Object.keys(answer.headers).sort().join());
	assert.equal(headers[1], headers[0]);
	assert.ok(!pages[0].includes('Wrong-Harbour-7'));
});

const median = numbers => [...numbers].sort((a, b) => a - b)[numbers.length >> 1];

const differs = (a, b) => Math.abs(median(a) / median(b) - 1) > 0.25;

// Milliseconds of the tries for two addresses, in turns, so that a slow moment of the machine meets
// both.
async function times([one, other], pairs = PAIRS)
{
	const browser = new Browser({ base: many.url });
	const fields = await browser.form('/login');
	const taken = [[], []];

	for (let i = -4; i < pairs; i++) {
		for (const which of i % 2 === 0 ? [0, 1] : [1, 0]) {
			const begin = process.hrtime.bigint();
			const answer = await browser.post('/login', { ...fields,
				...[one, other][which] });

			if (i >= 0)
				taken[which].push(Number(process.hrtime.bigint() - begin) / 1e6);
			assert.equal(answer.status, 422);
		}
	}
	return taken;
}

const wrong = { email: PEOPLE.agent, password: 'Wrong-Harbour-7' };
const unknown = { email: 'nobody@demo.example', password: 'Wrong-Harbour-7' };

test('an unknown address takes as long as a wrong password', async context => {
	const taken = await times([wrong, unknown]);

	context.diagnostic(`wrong password ${median(taken[0]).toFixed(1)} ms, unknown address ${
	    median(taken[1]).toFixed(1)} ms`);
	assert.ok(!differs(...taken), taken.map(median).join(' and '));
});

test('the same test tells an answer that did no work from one that did', async () => {
	const taken = await times([wrong, { ...wrong, password: '' }], 12);

	assert.ok(differs(...taken), taken.map(median).join(' and '));
});

test('guesses at one address are slowed down, from wherever they come', async () => {
	const statuses = [];
	let last;

	for (let i = 0; i < 8; i++) {
		last = await attempt(new Browser({ base: few.url }), PEOPLE.agent);
		statuses.push(last.status);
	}
	assert.deepEqual(statuses, [422, 422, 422, 422, 422, 429, 429, 429]);
	const wait = Number(last.headers['retry-after']);
	assert.ok(wait >= 1 && wait <= 30, `Retry-After ${wait}`);
	assert.match(last.body, /too many tries/i);
	assert.ok(last.body.includes(PEOPLE.agent), 'what was typed is kept');
	// Not even the right password: else the answer would tell which one it is.
	assert.equal((await attempt(new Browser({ base: few.url }), PEOPLE.agent, PASSWORD)).status, 429);
	assert.equal((await attempt(new Browser({ base: few.url }), PEOPLE.agent.toUpperCase())).status,
	    429, 'in another spelling');
	assert.equal((await attempt(new Browser({ base: few.url }), PEOPLE.manager, PASSWORD)).status,
	    303, 'others sign in as ever');
	// Another one is free after the interval; the clock of the test is the row.
	sql(`UPDATE throttle SET free_at_ms = free_at_ms - 31000 WHERE policy = 'sign_in_address'`);
	assert.equal((await attempt(new Browser({ base: few.url }), PEOPLE.agent, PASSWORD)).status, 303);
});

test('the portal as it is shipped has the same limits', async () => {
	const statuses = [];

	for (let i = 0; i < 7; i++)
		statuses.push((await attempt(new Browser(), 'nobody@demo.example')).status);
	assert.deepEqual(statuses, [422, 422, 422, 422, 422, 429, 429]);
});

test('an unknown address is slowed down as a known one is', async () => {
	const known = [], unknown = [];

	for (let i = 0; i < 7; i++) {
		known.push((await attempt(new Browser({ base: few.url }), PEOPLE.owner)).status);
		unknown.push((await attempt(new Browser({ base: few.url }), 'no@demo.example')).status);
	}
	assert.deepEqual(unknown, known);
});

test('guesses from one client are slowed down, whomever they are for', async () => {
	const address = freshAddress();
	const statuses = [];

	for (let i = 0; i < 15; i++)
		statuses.push((await attempt(new Browser({ base: few.url, address }),
		    `somebody-${i}@demo.example`)).status);
	assert.deepEqual(tally(statuses), { 422: 12, 429: 3 });
	const last = await attempt(new Browser({ base: few.url, address }), PEOPLE.agent, PASSWORD);
	assert.equal(last.status, 429);
	assert.match(last.headers['retry-after'], /^\d+$/);
	assert.equal((await attempt(new Browser({ base: few.url }), PEOPLE.agent, PASSWORD)).status, 303,
	    'another client signs in');
});

test('signing in with the right password uses up nothing', async () => {
	const address = freshAddress();

	for (let i = 0; i < 20; i++)
		assert.equal((await attempt(new Browser({ base: few.url, address }), PEOPLE.agent,
		    PASSWORD)).status, 303, `sign-in ${i}`);
});

test('a stranger who guesses does not lock out a browser that was known before', async () => {
	const mine = new Browser({ base: few.url });

	assert.equal((await attempt(mine, PEOPLE.agent, PASSWORD)).status, 303);
	await mine.signOut();
	for (let i = 0; i < 7; i++)
		await attempt(new Browser({ base: few.url }), PEOPLE.agent);
	assert.equal((await attempt(new Browser({ base: few.url }), PEOPLE.agent)).status, 429);
	assert.equal((await attempt(mine, PEOPLE.agent, PASSWORD)).status, 303);
	// What makes it known is worth nothing for another address, changed, or for more guesses.
	const device = mine.cookies.get('pp_device');
	assert.ok(device.length > 40);
	const other = new Browser({ base: few.url });
	other.cookies.set('pp_device', device.replace(/.$/, end => end === 'A' ? 'B' : 'A'));
	assert.equal((await attempt(other, PEOPLE.agent, PASSWORD)).status, 429);
	const statuses = [];
	const guesser = new Browser({ base: few.url });
	guesser.cookies.set('pp_device', device);
	for (let i = 0; i < 7; i++)
		statuses.push((await attempt(guesser, PEOPLE.agent)).status);
	assert.deepEqual(tally(statuses), { 422: 5, 429: 2 });
});

test('30 guesses at once are counted one by one', async () => {
	const browsers = Array.from({ length: 30 }, () => new Browser({ base: narrow.url }));
	const fields = await together(browsers.map(browser => () => browser.form('/login')));
	const answers = await together(browsers.map((browser, i) => () => browser.post('/login',
	    { ...fields[i], email: PEOPLE.billing, password: 'Wrong-Harbour-7' })));
	const statuses = tally(answers.map(answer => answer.status));

	assert.ok((statuses[422] ?? 0) <= 5, JSON.stringify(statuses));
	assert.equal((statuses[422] ?? 0) + (statuses[429] ?? 0) + (statuses[503] ?? 0), 30,
	    JSON.stringify(statuses));
});

test('more sign-ins at once than there is room for are never told that they are wrong', async () => {
	const names = Object.values(PEOPLE);
	const browsers = Array.from({ length: 10 }, () => new Browser({ base: narrow.url }));
	const fields = await together(browsers.map(browser => () => browser.form('/login')));
	const answers = await together(browsers.map((browser, i) => () => browser.post('/login',
	    { ...fields[i], email: names[i % names.length], password: PASSWORD })));
	const statuses = tally(answers.map(answer => answer.status));

	assert.ok(statuses[303] >= 1, JSON.stringify(statuses));
	assert.equal((statuses[303] ?? 0) + (statuses[503] ?? 0), 10, JSON.stringify(statuses));
	for (const answer of answers.filter(one => one.status === 503)) {
		assert.match(answer.headers['retry-after'], /^\d+$/);
		assert.equal(heading(answer.body), 'Sign in');
		assert.ok(!answer.body.includes(PASSWORD));
	}
	assert.equal(number(`SELECT COUNT(*) FROM audit_event WHERE action = 'sign_in.failed' AND
	    actor_name = '${PEOPLE.other}'`), 0);
	// Who was asked to wait has used up no try: all of them sign in afterwards.
	for (const browser of browsers)
		assert.equal((await attempt(new Browser({ base: few.url }), PEOPLE.agent, PASSWORD)).status,
		    303, browser.address);
});

test('no room for a hash: asked to wait, and no try is used up', async () => {
	const lock = path.join(narrow.folder, 'run/slot-0.lock');
	const holder = spawn('flock', [lock, '-c', 'echo held; read until'],
	    { stdio: ['pipe', 'pipe', 'inherit'] });
	const ended = once(holder, 'exit');

	await once(holder.stdout, 'data');
	try {
		for (const password of [PASSWORD, 'Wrong-Harbour-7'])
			for (let i = 0; i < 4; i++) {
				const answer = await attempt(new Browser({ base: narrow.url }),
				    PEOPLE.agent, password);

				assert.equal(answer.status, 503, password);
				assert.match(answer.headers['retry-after'], /^\d+$/);
				assert.equal(heading(answer.body), 'Sign in');
				assert.ok(answer.body.includes(PEOPLE.agent), 'what was typed is kept');
			}
	} finally {
		holder.stdin.end();
		await ended;
	}
	assert.equal((await attempt(new Browser({ base: narrow.url }), PEOPLE.agent, PASSWORD)).status,
	    303);
});

test('no sign-in in an account of somebody without one', async () => {
	sql("UPDATE membership SET state = 'suspended' WHERE user_id = (SELECT id FROM user WHERE " +
	    `email = '${PEOPLE.agent}')`);
	try {
		const answer = await attempt(new Browser(), PEOPLE.agent, PASSWORD);

		assert.equal(answer.status, 422);
		assert.match(answer.body, /belongs to no account any more/);
		assert.ok(!answer.cookies.join().includes('pp_session='));
	} finally {
		sql("UPDATE membership SET state = 'active'");
	}
});
