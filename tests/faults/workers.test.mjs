// workers: one process answers many people, one after the other. It keeps nothing of one for the
// next, answers as plain CGI byte for byte what it answers as FastCGI, and does not grow.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import test, { after, before } from 'node:test';
import { PEOPLE, PERSON, PROFILE, addPersons, build, encode, number, openSide, plain, reset,
	residentKib, routes, signedIn, sql, stack, text, workersOf, Browser } from './portal.mjs';

const REQUESTS = 2000;
const WARM_UP_MAX = 8000;	// until templates, statements and the allocator have what they need
const STILL = 300;		// so many without growth, and the warm-up is over
const GROWTH_KIB = 64;		// between first and last third of them

let side;

before(() => {
	reset();
	side = openSide('single', { workers: 1, env: {
		// Freed memory goes back at once, so that what grows is ours. Nothing else is changed.
		ASAN_OPTIONS: `${process.env.ASAN_OPTIONS ?? ''}:quarantine_size_mb=0:` +
		    'thread_local_quarantine_size_kb=0',
	} });
});
after(() => side.stop());

// ---- one person after another ----------------------------------------------------------------

const texts = statement => sql(statement).flat().filter(one => one.length > 6);

// What only this account's people may read.
function secretsOf(account)
{
	return texts(`SELECT business_name, business_email, trade_name FROM account
	    WHERE id = ${account}`).concat(texts(`SELECT legal_name, gstin, street FROM billing_details
	    WHERE account_id = ${account}`), texts(`SELECT name, designation FROM contact_person
	    WHERE account_id = ${account}`), texts(`SELECT address FROM contact_address
	    WHERE account_id = ${account} AND channel = 'mail'`), texts(`SELECT name, email FROM user WHERE id IN
	    (SELECT user_id FROM membership WHERE account_id = ${account} AND user_id NOT IN
	    (SELECT user_id FROM membership WHERE account_id <> ${account}))`));
}

function assertNothingOf(page, secrets, allowed, what)
{
	for (const secret of secrets.filter(one => !allowed.includes(one)))
		assert.ok(!text(page.body).includes(secret), `${what}: "${secret}"`);
}

test('nothing of one person is in the next one\'s page', async () => {
	const one = await signedIn(PEOPLE.owner, { base: side.url });
	const two = await signedIn(PEOPLE.other, { base: side.url });
	const secrets = { one: secretsOf(1), two: secretsOf(2) };
	const ids = { one: number('SELECT MIN(id) FROM contact_person WHERE account_id = 1'),
		two: number('SELECT MIN(id) FROM contact_person WHERE account_id = 2') };
	const places = id => ['/', '/support', PROFILE, `${PROFILE}/company`, `${PERSON}/new`,
		`${PERSON}/${id}`, `${PERSON}/${id}/remove`];
	const alone = new Map();

	assert.ok(secrets.one.length > 8 && secrets.two.length > 8);
	for (const where of places(ids.two))
		alone.set(where, plain(await two.get(where)));
	for (const [i, where] of places(ids.one).entries()) {
		// The first one's page, a page that is refused, and one with what was typed.
		const first = await one.get(where);
		const typed = await one.post(`${PERSON}/new`, { ...await one.form(`${PERSON}/new`),
			name: 'Typed By The First', email: 'not an address' });
		const other = places(ids.two)[i];
		const second = await two.get(other);

		assert.equal(first.status, 200);
		assert.equal(typed.status, 422);
		assert.ok(typed.body.includes('Typed By The First'));
		assert.ok(first.body.includes('Asha'), 'the test would see the first');
		assertNothingOf(second, [...secrets.one, 'Typed By The First'], secrets.two, other);
		assertNothingOf(first, secrets.two, secrets.one, where);
		assert.equal(plain(second), alone.get(other), `${other} as if nobody else were there`);
	}
	const nobody = await new Browser({ base: side.url }).get('/login');
	assertNothingOf(nobody, [...secrets.one, ...secrets.two], [], 'the sign-in page');
});

test('a message meant for one is not shown to another', async () => {
	const one = await signedIn(PEOPLE.owner, { base: side.url });
	const two = await signedIn(PEOPLE.other, { base: side.url });
	const [id] = addPersons(1, 1, 'Message Person');

	await one.post(`${PERSON}/${id}`, { ...await one.form(`${PERSON}/${id}`), designation: 'x' });
	const flash = one.cookies.get('pp_flash');
	assert.ok(flash);
	two.cookies.set('pp_flash', flash);
	assert.ok(!(await two.get(PROFILE)).body.includes('role="status"'));
	const shown = await one.get(PROFILE);
	assert.match(shown.body, /role="status"/);
	assert.ok(!(await one.get(PROFILE)).body.includes('role="status"'), 'shown once');
});

// ---- plain CGI -------------------------------------------------------------------------------

// The program as a web server without FastCGI runs it: variables in, standard input and output.
async function cgi(program, method, where, { cookie = '', body } = {})
{
	const { host } = new URL(side.url);
	const [, query = ''] = where.split('?');
	const child = spawn(path.join(build, 'cgi-bin', `${program}.fcgi`), ['ignored', '--routes'], {
		stdio: ['pipe', 'pipe', 'inherit'],
		env: {
			PATH: process.env.PATH, ASAN_OPTIONS: process.env.ASAN_OPTIONS ?? '',
			UBSAN_OPTIONS: process.env.UBSAN_OPTIONS ?? '',
			POINTPERSON_SETTINGS: side.settings,
			POINTPERSON_TEST_RUN: process.env.POINTPERSON_TEST_RUN ?? '',
			GATEWAY_INTERFACE: 'CGI/1.1', SERVER_PROTOCOL: 'HTTP/1.1', REQUEST_METHOD: method,
			REQUEST_URI: where, QUERY_STRING: query, SCRIPT_NAME: '', REMOTE_ADDR: '127.0.0.1',
			HTTP_HOST: host, HTTP_COOKIE: cookie, ...body === undefined ? {} : {
				CONTENT_TYPE: 'application/x-www-form-urlencoded',
				CONTENT_LENGTH: String(Buffer.byteLength(body)),
			},
		},
	});
	const parts = [];

	child.stdout.on('data', part => parts.push(part));
	child.stdin.on('error', () => {});
	child.stdin.end(body);
	const [code] = await once(child, 'close');
	const all = Buffer.concat(parts);
	const end = all.indexOf('\r\n\r\n');
	const head = all.toString('latin1', 0, end);
	const bytes = all.subarray(end + 4);
	const headers = head.split('\r\n').map(line => line.split(/: (.*)/s));
	const value = name => headers.find(([one]) => one.toLowerCase() === name)?.[1];

	return { code, status: parseInt(value('status'), 10), body: bytes.toString(), bytes,
		id: value('x-request-id'), location: value('location'),
		cookies: headers.filter(([name]) => name === 'Set-Cookie').map(([, one]) => one),
		headers: Object.fromEntries(headers.map(([name, one]) => [name.toLowerCase(), one])) };
}

// Headers that the web server adds, or that are new in every answer.
const NOT_COMPARED = ['server', 'date', 'connection', 'status', 'x-request-id', 'set-cookie',
	'transfer-encoding'];

function comparable(answer)
{
	const headers = Object.entries(answer.headers).filter(([name]) => !NOT_COMPARED.includes(name))
	    .map(([name, value]) => `${name}: ${name === 'content-length' ? '' : value}`).sort();
	const cookies = answer.cookies.map(cookie => cookie.replace(/=[^;]+/, '=VALUE'));

	return [answer.status, ...headers, ...cookies, '', plain(answer)].join('\n');
}

test('every page is the same through plain CGI', async () => {
	const [id] = addPersons(1, 1);
	const programs = new Map(routes().map(route => [route.path, route.program]));
	const people = [new Browser({ base: side.url })];
	let compared = 0;

	for (const name of ['owner', 'manager'])
		people.push(await signedIn(PEOPLE[name], { base: side.url }));
	for (const browser of people) {
		browser.keeps = false;
		const cookie = [...browser.cookies].map(pair => pair.join('=')).join('; ');

		for (const [route, program] of programs) {
			for (const method of ['GET', 'HEAD', 'PUT']) {
				// What is asked here are events of the audit log themselves.
				const where = route.replace(':id', id) + (route === '/' ? '?q=support' :
				    route.startsWith('/manage/audit-log') ? '?until=2020-01-01' : '');
				const ours = await browser.request(method, where);
				const theirs = await cgi(program, method, where, { cookie });

				assert.equal(theirs.code, 0, `${program} ${where} ends well`);
				assert.equal(comparable(theirs), comparable(ours), `${method} ${where}`);
				// What is made while it is sent has no length to tell.
				if (method !== 'HEAD' && 'content-length' in theirs.headers)
					assert.equal(Number(theirs.headers['content-length']),
					    theirs.bytes.length, where);
				compared++;
			}
		}
	}
	assert.ok(compared >= 100, `${compared} answers`);
});

test('a form is taken, refused and bounded through plain CGI as well', async () => {
	const owner = await signedIn(PEOPLE.owner, { base: side.url });
	const [id] = addPersons(1, 1);
	const where = `${PERSON}/${id}`;
	const fields = await owner.form(where);
	const cookie = [...owner.cookies].map(pair => pair.join('=')).join('; ');
	const bodies = {
		'a problem': encode({ ...fields, name: '', designation: 'Zeile <eins>' }),
		'no token': encode({ ...fields, csrf: undefined }), 'broken': 'a=%',
		'too many': 'a=1&'.repeat(300), 'empty': '',
	};

	owner.keeps = false;
	for (const [name, body] of Object.entries(bodies)) {
		const ours = await owner.request('POST', where, { body,
			headers: { 'Content-Type': 'application/x-www-form-urlencoded' } });
		const theirs = await cgi('business-profile', 'POST', where, { cookie, body });

		assert.equal(comparable(theirs), comparable(ours), name);
	}
	const large = await cgi('business-profile', 'POST', where, { cookie, body: 'a'.repeat(70000) });
	assert.equal(large.status, 413);
	const saved = await cgi('business-profile', 'POST', where, { cookie,
		body: encode({ ...fields, designation: 'Through CGI' }) });
	assert.equal(saved.status, 303);
	assert.equal(saved.location, PROFILE);
	assert.equal(sql(`SELECT designation FROM contact_person WHERE id = ${id}`)[0][0],
	    'Through CGI');
	// The same form again, now through the other door, is the same change.
	const again = await owner.post(where, { ...fields, designation: 'Through CGI' });
	assert.equal(again.status, 303);
	assert.equal(number(`SELECT version FROM contact_person WHERE id = ${id}`), 2);
});

// ---- memory ----------------------------------------------------------------------------------

// Between the medians of the first and the last third, so that one page more or less does not count.
function growth(sizes)
{
	const third = Math.floor(sizes.length / 3);
	const median = part => [...part].sort((a, b) => a - b)[part.length >> 1];

	return median(sizes.slice(-third)) - median(sizes.slice(0, third));
}

test(`a worker does not grow over ${REQUESTS} requests`, async context => {
	const owner = await signedIn(PEOPLE.owner, { base: side.url });
	const manager = await signedIn(PEOPLE.manager, { base: side.url });
	const [id] = addPersons(1, 1);
	const fields = await owner.form(`${PERSON}/${id}`);
	const problem = encode({ ...fields, name: '', email: 'nothing' });
	const asks = [
		() => owner.get(PROFILE), () => owner.get(`${PERSON}/${id}`),
		() => manager.get(`${PERSON}/${id}`), () => manager.get(`${PERSON}/new`),
		() => owner.get(`${PERSON}/999999`), () => owner.get(`${PROFILE}/company`),
		() => new Browser({ base: side.url }).get(PROFILE),
		() => owner.request('POST', `${PERSON}/${id}`, { body: problem,
			headers: { 'Content-Type': 'application/x-www-form-urlencoded' } }),
		() => owner.request('POST', `${PERSON}/${id}`, { body: 'a=%',
			headers: { 'Content-Type': 'application/x-www-form-urlencoded' } }),
		async () => owner.post(`${PERSON}/${id}`, { ...await owner.form(`${PERSON}/${id}`),
			designation: String(Math.random()) }),
	];
	const [pid] = workersOf('business-profile', side.folder);
	let count = 0;
	const ask = async () => {
		const answer = await asks[count++ % asks.length]();

		assert.ok(answer.status < 500, `${answer.status} at request ${count}`);
		return residentKib(pid);
	};
	let largest = 0, largestAt = 0;

	while (count - largestAt < STILL) {
		const size = await ask();

		assert.ok(count < WARM_UP_MAX, `still growing at ${size} KiB after ${count} requests`);
		if (size > largest) {
			largest = size;
			largestAt = count;
		}
	}
	const warmUp = count;
	const sizes = [];
	for (let i = 0; i < REQUESTS; i++)
		sizes.push(await ask());
	assert.deepEqual(workersOf('business-profile', side.folder), [pid], 'it is the same process');
	context.diagnostic(`${warmUp} to warm up, then from ${sizes[0]} to ${sizes.at(-1)} KiB`);
	assert.ok(growth(sizes) <= GROWTH_KIB, `it grew by ${growth(sizes)} KiB`);
});

test('the measure of growth sees a leak of 60 bytes a request', () => {
	const leaking = Array.from({ length: REQUESTS },
	    (_, i) => 50000 + Math.floor(i * 60 / 1024 / 4) * 4);

	assert.ok(growth(leaking) > GROWTH_KIB, `${growth(leaking)} KiB`);
	assert.equal(growth(leaking.map(() => 50000)), 0);
});

test('where no program answers, people are told whom to write to', async () => {
	stack('stack_stop healthz', [], { at: side.folder });

	const answer = await new Browser({ base: side.url }).get('/healthz');

	assert.equal(answer.status, 503);
	assert.ok(answer.headers['retry-after'] > 0);
	assert.match(answer.body, new RegExp('write to <a href="mailto:support@demo\\.example\\?subject=' +
	    '([0-9a-f]{32})">support@demo\\.example</a>, and give this number: \\1<'));
});
