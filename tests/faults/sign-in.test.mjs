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

test('a forgotten password: an unknown address answers as a known one does', async () => {
	const answers = [];

	for (const email of [PEOPLE.agent, 'nobody@demo.example', 'x'.repeat(60) + '@nowhere.example']) {
		const browser = new Browser({ base: many.url });
		const answer = await browser.post('/password/forgot',
		    { ...await browser.form('/password/forgot'), email });

		assert.equal(answer.status, 303);
		assert.equal(answer.location, '/login');
		const page = await browser.get('/login');
		assert.match(page.body, /If somebody signs in with that address/);
		answers.push([plain(answer), Object.keys(answer.headers).sort().join(), plain(page)]);
	}
	assert.deepEqual(answers[1], answers[0]);
	assert.deepEqual(answers[2], answers[0]);
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

// The statuses of `count` tries, one after the other.
async function statusesOf(browser, email, count)
{
	const statuses = [];

	for (let i = 0; i < count; i++)
		statuses.push((await attempt(browser, email)).status);
	return statuses;
}

// The clock of a test is the row: an interval of 30 seconds is over.
function passInterval(policy)
{
	sql(`UPDATE throttle SET free_at_ms = free_at_ms - 31000 WHERE policy = '${policy}'`);
}

function assertWait(answer)
{
	const wait = Number(answer.headers['retry-after']);

	assert.equal(answer.status, 429);
	assert.ok(wait >= 1 && wait <= 30, `Retry-After ${answer.headers['retry-after']}`);
}

test('guesses at one address are slowed down', async () => {
	const guesser = new Browser({ base: few.url });

	assert.deepEqual(await statusesOf(guesser, PEOPLE.agent, 7),
	    [422, 422, 422, 422, 422, 429, 429]);
	const last = await attempt(guesser, PEOPLE.agent);
	assertWait(last);
	assert.match(last.body, /too many tries/i);
	assert.ok(last.body.includes(PEOPLE.agent), 'what was typed is kept');
	// Not even the right password: else the answer would tell which one it is.
	assertWait(await attempt(guesser, PEOPLE.agent, PASSWORD));
	assert.equal((await attempt(guesser, PEOPLE.agent.toUpperCase())).status, 429,
	    'in another spelling');
	assert.equal((await attempt(new Browser({ base: few.url, address: guesser.address }),
	    PEOPLE.manager, PASSWORD)).status, 303, 'others sign in as ever');
	// One more is free after the interval.
	passInterval('sign_in_address');
	assert.deepEqual(await statusesOf(guesser, PEOPLE.agent, 2), [422, 429]);
	passInterval('sign_in_address');
	assert.equal((await attempt(guesser, PEOPLE.agent, PASSWORD)).status, 303);
});

test('guesses at one address from many clients get one try each in an interval', async () => {
	const clients = Array.from({ length: 8 }, () => new Browser({ base: few.url }));
	const round = async (email, password) => {
		const statuses = [];

		for (const browser of clients)
			statuses.push((await attempt(browser, email, password)).status);
		return tally(statuses);
	};

	assert.deepEqual(await statusesOf(new Browser({ base: few.url }), PEOPLE.agent, 6),
	    [422, 422, 422, 422, 422, 429]);
	assert.deepEqual(await round(PEOPLE.agent), { 422: 8 }, 'their first ones');
	assert.deepEqual(await round(PEOPLE.agent), { 429: 8 }, 'their second ones');
	assert.deepEqual(await round(PEOPLE.agent.toUpperCase()), { 429: 8 }, 'in another spelling');
	assert.deepEqual(await round(PEOPLE.agent, PASSWORD), { 429: 8 }, 'the right password');
	passInterval('sign_in_first');
	assert.deepEqual(await round(PEOPLE.agent), { 422: 8 }, 'after the interval');
	assert.deepEqual(await round(PEOPLE.agent), { 429: 8 }, 'and no more than one');
});

test('whoever guesses elsewhere keeps the owner out for no longer than the interval', async () => {
	const owner = new Browser({ base: few.url });
	const guess = async () => {
		const guesser = new Browser({ base: few.url });

		while ((await attempt(guesser, PEOPLE.owner)).status === 422)
			;
	};

	await guess();
	await guess();
	assert.equal((await attempt(owner, PEOPLE.owner)).status, 422, 'a slip');
	await guess();
	assertWait(await attempt(owner, PEOPLE.owner, PASSWORD));
	// The others have taken what the address got back meanwhile.
	passInterval('sign_in_address');
	await guess();
	assertWait(await attempt(owner, PEOPLE.owner, PASSWORD));
	passInterval('sign_in_first');
	assert.equal((await attempt(owner, PEOPLE.owner, PASSWORD)).status, 303);
	await guess();
	assert.equal((await attempt(new Browser({ base: few.url }), PEOPLE.owner, PASSWORD)).status, 303,
	    'somewhere else, at once');
});

test('the portal as it is shipped has the same limits', async () => {
	assert.deepEqual(await statusesOf(new Browser(), 'nobody@demo.example', 7),
	    [422, 422, 422, 422, 422, 429, 429]);
	assert.deepEqual(await statusesOf(new Browser(), 'nobody@demo.example', 3), [422, 429, 429]);
});

test('an unknown address is slowed down as a known one is', async () => {
	for (const want of [[422, 422, 422, 422, 422, 429, 429], [422, 429, 429]]) {
		const address = freshAddress();

		for (const email of [PEOPLE.owner, 'no@demo.example'])
			assert.deepEqual(await statusesOf(new Browser({ base: few.url, address }), email,
			    want.length), want, email);
	}
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
	// The stranger is at the same client, so that nothing but the browser tells them apart.
	const stranger = () => new Browser({ base: few.url, address: mine.address });
	assert.deepEqual(await statusesOf(stranger(), PEOPLE.agent, 6),
	    [422, 422, 422, 422, 422, 429]);
	assert.deepEqual(await statusesOf(mine, PEOPLE.agent, 2), [422, 422]);
	assert.equal((await attempt(mine, PEOPLE.agent, PASSWORD)).status, 303);
	// What makes it known is worth nothing for another address, changed, or for more guesses.
	const device = mine.cookies.get('pp_device');
	assert.ok(device.length > 40);
	const other = stranger();
	other.cookies.set('pp_device', device.replace(/.$/, end => end === 'A' ? 'B' : 'A'));
	assert.equal((await attempt(other, PEOPLE.agent, PASSWORD)).status, 429);
	const guesser = new Browser({ base: few.url });
	guesser.cookies.set('pp_device', device);
	assert.deepEqual(tally(await statusesOf(guesser, PEOPLE.agent, 7)), { 422: 5, 429: 2 });
});

// A wrong password from every browser at the same moment; the statuses in their order.
async function guessAtOnce(browsers, email)
{
	const fields = await together(browsers.map(browser => () => browser.form('/login')));
	const answers = await together(browsers.map((browser, i) => () => browser.post('/login',
	    { ...fields[i], email, password: 'Wrong-Harbour-7' })));
	const statuses = answers.map(answer => answer.status);

	// 503: there was no room for a hash, and nothing was compared.
	for (const status of statuses)
		assert.ok([422, 429, 503].includes(status), JSON.stringify(tally(statuses)));
	return statuses;
}

test('30 guesses at once are counted one by one', async () => {
	const address = freshAddress();
	const browsers = Array.from({ length: 30 }, () => new Browser({ base: narrow.url, address }));
	const statuses = await guessAtOnce(browsers, PEOPLE.billing);

	// Those without room gave theirs back: what is left of the five, and not one more.
	statuses.push(...await statusesOf(browsers[0], PEOPLE.billing, 6));
	assert.equal(tally(statuses)[422], 5, JSON.stringify(tally(statuses)));
	assert.equal(statuses.at(-1), 429);
});

test('30 guesses at once from as many clients are one each', async () => {
	const browsers = Array.from({ length: 30 }, () => new Browser({ base: narrow.url }));
	const counts = browsers.map(() => 0);

	assert.equal((await statusesOf(new Browser({ base: narrow.url }), PEOPLE.billing, 6)).at(-1), 429);
	for (let round = 0; round < 3; round++)
		(await guessAtOnce(browsers, PEOPLE.billing)).forEach((status, i) => {
			counts[i] += status === 422 ? 1 : 0;
		});
	assert.ok(counts.every(count => count <= 1), counts.join());
	assert.ok(counts.includes(1), 'they had a try');
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

test('no room for a hash gives nobody else a try at the address', async () => {
	const guesser = new Browser({ base: narrow.url });
	const lock = path.join(narrow.folder, 'run/slot-0.lock');

	assert.deepEqual(await statusesOf(guesser, PEOPLE.agent, 6), [422, 422, 422, 422, 422, 429]);
	const holder = spawn('flock', [lock, '-c', 'echo held; read until'],
	    { stdio: ['pipe', 'pipe', 'inherit'] });
	const ended = once(holder, 'exit');
	await once(holder.stdout, 'data');
	try {
		assert.deepEqual(await statusesOf(new Browser({ base: narrow.url }), PEOPLE.agent, 3),
		    [503, 503, 503]);
	} finally {
		holder.stdin.end();
		await ended;
	}
	assert.deepEqual(await statusesOf(guesser, PEOPLE.agent, 2), [429, 429]);
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
