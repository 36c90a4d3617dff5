// server: what each web server owes the pages, whichever it is: every path reaches its program, no
// private file is served, no form is lost on the way, and a program that is gone comes back.
//
// POINTPERSON_SERVER says which: "nginx"; "proxy_fcgi" (Apache, workers beside it), "fcgid" (Apache
// starts them), "htaccess-fcgid" and "htaccess-cgi" (a folder of a shared host).

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { chownSync, readFileSync, readdirSync, readlinkSync, renameSync, statSync, writeFileSync }
	from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import test, { before } from 'node:test';
import { promisify } from 'node:util';
import { PEOPLE, PERSON, PROFILE, addPersons, build, encode, folder, number, readiness, reset, routes, send,
	signedIn, stack, tally, together, until, url } from '../faults/portal.mjs';

const server = process.env.POINTPERSON_SERVER;
const isHost = server.startsWith('htaccess');	// its log is not ours
const hasSockets = server === 'nginx' || server === 'proxy_fcgi';
const { port, host } = new URL(url);
const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' };
const FORM_MAX = 65536;		// form.body_max
const SERVER_MAX = 131072;	// what the web server lets through
const SLOW = 8;			// slow clients: more than there are workers of a page
const BACK_MS = 1000;		// in which a killed page is back; on a machine too busy for that,
const BACK_STARTS = 25;		// in so many times what its program takes to start there

let owner, id, where;

before(async () => {
	reset();
	owner = await signedIn(PEOPLE.owner);
	[id] = addPersons(1, 1);
	where = `${PERSON}/${id}`;
});

const save = async designation => owner.post(where, { ...await owner.form(where), designation });

// A body of that many bytes, the form with something that no page reads.
const padded = (fields, bytes) => {
	const body = `${encode(fields)}&x=`;

	return body + 'y'.repeat(bytes - body.length);
};

test('every path of every program reaches it', async () => {
	const paths = new Set(routes().map(route => route.path.replace(':id', id)
	    .replace(':token', 'none')));

	// A program knows its own paths only: it says 405 to them, and 404 to another's.
	await together([...paths].map(one => async () => {
		const answer = await send(url, 'PUT', one);

		assert.equal(answer.status, 405, one);
		assert.ok(answer.headers.allow, one);
	}), 4);
	assert.ok(paths.size > 60, `${paths.size} paths`);
	for (const one of ['/nowhere', '/loginx', '/manage/usersx', '/manage', '/login/', '/healthz/x'])
		assert.equal((await owner.get(one)).status, 404, one);
});

test('the query arrives as it was sent', async () => {
	const found = await owner.get('/?q=%C3%A5+%26+%2Fb%3F');

	assert.equal(found.status, 200);
	assert.ok(found.body.includes('value="å &amp; /b?"'), 'it is shown as typed');
	assert.equal((await owner.get('/login?next=%')).status, 400);
});

test('no private file is served', async () => {
	const names = ['pointperson.hdf', 'pointperson.secrets.hdf', 'settings/pointperson.hdf',
		'settings/pointperson.secrets.hdf', 'pointperson/pointperson.hdf', '.htaccess',
		'.git/config', '.env', 'templates/home.cs', 'home.cs', 'sql/grants.sql', 'grants.sql',
		'conf/paths.list', 'pages', 'pages/', 'pages/login.fcgi', 'pages/settings.path',
		'cgi-bin/login.fcgi', 'login.fcgi', 'lib/libfcgi.so.0', 'README.md', 'static', 'static/',
		'static/.htaccess', 'static/home.cs', 'static/x.hdf'];
	const climbs = ['', 'static/../', 'static/..%2f', 'static/%2e%2e/', '../', '../pointperson/',
		'..%2fpointperson/', 'static/../../pointperson/', 'static//../../', '%2e%2e/', './/', '\\..\\'];

	for (const climb of climbs) {
		for (const name of names) {
			const answer = await send(url, 'GET', `/${climb}${name}`);

			assert.ok([400, 403, 404].includes(answer.status),
			    `/${climb}${name}: ${answer.status}`);
			assert.ok(!/keys\.mac|database\.|RewriteRule|\x7fELF|<\?cs|GRANT |Index of/
			    .test(answer.body), `/${climb}${name}`);
		}
	}
});

test('static files may be kept, under the address that changes with them', async () => {
	const page = await send(url, 'GET', '/login');
	const [, style] = /href="(\/static\/pointperson\.css\?v=[^"]+)"/.exec(page.body);
	const kept = await send(url, 'GET', style);

	assert.equal(kept.status, 200);
	assert.equal(kept.headers['cache-control'], 'public, max-age=31536000, immutable');
	assert.equal(kept.headers['content-type'], 'text/css');
	assert.equal(kept.headers['x-content-type-options'], 'nosniff');
	const other = await send(url, 'GET', '/static/pointperson.css');
	assert.equal(other.headers['cache-control'], 'no-cache');
	assert.equal(other.body, kept.body);
	assert.match((await send(url, 'GET', '/static/pointperson.js')).headers['content-type'],
	    /javascript/);
	assert.equal((await send(url, 'GET', '/static/favicon.svg')).headers['content-type'],
	    'image/svg+xml');
	const missing = await send(url, 'GET', '/static/missing.css?v=1');
	assert.equal(missing.status, 404);
	assert.doesNotMatch(missing.headers['cache-control'] ?? '', /immutable/);
});

test('headers of the pages arrive once, and none is taken away', async () => {
	for (const one of ['/login', '/nowhere', PROFILE]) {
		const { headers } = await owner.get(one);

		assert.match(headers['content-security-policy'], /^default-src 'none';[^,]*$/, one);
		for (const [name, value] of [['x-content-type-options', 'nosniff'],
			['cache-control', 'no-store'], ['referrer-policy', 'same-origin'],
			['content-type', 'text/html; charset=utf-8']])
			assert.equal(headers[name], value, `${one}: ${name}`);
		assert.ok(headers['x-request-id'], one);
	}
});

test('a form up to its limit is read, a larger one refused with a page that says so', async () => {
	const fields = async () => ({ ...await owner.form(where), designation: 'Large' });
	const ask = body => owner.request('POST', where, { headers: FORM, body });

	assert.equal((await ask(padded(await fields(), FORM_MAX))).status, 303);
	// Above its own limit the program says so, above that of all programs the web server.
	for (const bytes of [FORM_MAX + 1, SERVER_MAX, SERVER_MAX + 1, 300000, 2000000]) {
		const answer = await ask(padded(await fields(), bytes));

		assert.equal(answer.status, 413, `${bytes} bytes`);
		assert.match(answer.body, /That was too much text at once/, `${bytes} bytes`);
		assert.doesNotMatch(answer.headers['cache-control'] ?? '', /immutable/);
	}
	const chunked = await send(url, 'POST', where, { body: encode(await fields()),
		headers: { Cookie: cookie(), ...FORM, 'Transfer-Encoding': 'chunked' } });
	// CGI tells a program no length of such a body, and no browser sends a form in chunks.
	assert.equal(chunked.status, server === 'htaccess-cgi' ? 400 : 303, 'in chunks');
});

function cookie()
{
	return [...owner.cookies].map(pair => pair.join('=')).join('; ');
}

test('a form that says it is larger than what comes is refused, and nobody else waits', async () => {
	const before = number(`SELECT version FROM contact_person WHERE id = ${id}`);
	const body = encode(await owner.form(where));

	await new Promise(resolve => {
		const socket = net.connect(Number(port), '127.0.0.1', () =>
		    socket.end(headOf('POST', where, body.length + 100) + body));

		socket.on('close', resolve).on('error', resolve).resume();
	});
	assert.equal(number(`SELECT version FROM contact_person WHERE id = ${id}`), before);
	assert.equal((await save('after it')).status, 303);
});

function headOf(method, path, length)
{
	return [`${method} ${path} HTTP/1.1`, `Host: ${host}`, `Cookie: ${cookie()}`,
		`Content-Type: ${FORM['Content-Type']}`, `Content-Length: ${length}`, '', ''].join('\r\n');
}

test(`${SLOW} slow senders hold no worker of the page that they write to`, async () => {
	const body = encode(await owner.form(where));
	const slow = await Promise.all(Array.from({ length: SLOW }, () => new Promise((resolve, reject) => {
		const socket = net.connect(Number(port), '127.0.0.1', () =>
		    socket.write(headOf('POST', where, body.length) + body.slice(0, 20),
			() => resolve(socket)));

		socket.on('error', reject);
	})));

	try {
		const begun = performance.now();

		for (let i = 0; i < 4; i++)
			assert.equal((await owner.get(where)).status, 200);
		assert.ok(performance.now() - begun < 5000, 'others are answered at once');
		assert.deepEqual(slow.filter(socket => socket.destroyed), [], 'they are still there');
	} finally {
		slow.forEach(socket => socket.destroy());
	}
});

// A version and a type, and nothing more: a FastCGI header has eight bytes.
const halfOpen = async () => {
	const at = path.join(stack('echo "$stack_sockets"').trim(), 'business-profile.sock');
	const peer = await new Promise((resolve, reject) => {
		const socket = net.connect(at, () => socket.write('\x01\x01', () => resolve(socket)));

		socket.on('error', reject);
	});

	try {
		const begun = performance.now();

		for (let i = 0; i < 8; i++)
			assert.equal((await owner.get(where)).status, 200);
		assert.ok(performance.now() - begun < 5000, 'the other worker answers at once');
	} finally {
		peer.destroy();
	}
};

if (hasSockets)
	test('a peer that begins and says no more stops one worker only', halfOpen);

// Whatever runs a page, it does not come up: gives the function that mends it.
const breakPage = () => {
	const program = path.join(folder, '../home/public_html/pages/messages.fcgi');

	if (hasSockets) {
		stack('stack_stop messages');
		return () => stack('stack_workers_start messages "$1/cgi-bin/messages.fcgi" 2 && ' +
		    'chmod 666 "$stack_sockets/messages.sock"', [build], { env: { POINTPERSON_SETTINGS:
			path.join(folder, 'settings/pointperson.hdf') } });
	}
	const { uid, gid } = statSync(program);
	renameSync(program, `${program}.kept`);
	writeFileSync(program, '#!/bin/sh\nexit 1\n', { mode: 0o755 });
	chownSync(program, uid, gid);
	return () => renameSync(`${program}.kept`, program);
};

// Nothing but site.url says so, neither in .htaccess nor elsewhere. As plain CGI each request reads the settings anew.
const httpsOnly = async () => {
	const file = path.join(folder, '../home/pointperson/pointperson.hdf');
	const kept = readFileSync(file, 'utf8');
	const session = cookie();

	writeFileSync(file, `${kept}\nsite.url = https://portal.example\n`);
	try {
		for (const one of ['/', '/login?next=%2Fbilling%2Finvoices', PROFILE, '/verify/secret']) {
			// Not by `owner`, who would send a Secure cookie over http.
			const answer = await send(url, 'GET', one, { headers: { Cookie: session } });

			assert.equal(answer.status, 303, one);
			assert.equal(answer.headers.location, `https://portal.example${one}`);
		}
		assert.equal((await send(url, 'GET', '/healthz')).status, 200);
	} finally {
		writeFileSync(file, kept);
	}
	assert.equal((await owner.get(PROFILE)).status, 200);
};

if (server === 'htaccess-cgi')
	test('whoever comes by http is led to https where the site is', httpsOnly);

test('no program answers: a page says so, and is not kept', async () => {
	const mend = breakPage();

	try {
		const answer = await owner.get('/manage/messages');

		assert.ok([500, 503].includes(answer.status), String(answer.status));
		assert.match(answer.body, /Not available just now/);
		assert.match(answer.body, /press reload: the same form sent again is saved only once/);
		assert.match(answer.headers['content-type'], /^text\/html/);
		assert.equal(answer.headers['cache-control'], 'no-store');
		assert.equal(answer.headers['retry-after'], '10');
		assert.equal((await owner.get('/')).status, 200);
	} finally {
		mend();
	}
	await until('the page is back', async () => (await owner.get('/manage/messages')).status === 200);
});

const noSecretInLogs = async () => {
	const secret = `Sec${Date.now()}ret`;
	const links = ['/verify', '/verify/email', '/password/reset', '/invitation'];

	for (const link of links) {
		for (const one of [`${link}/${secret}`, `/%${link.charCodeAt(1).toString(16)}` +
			`${link.slice(2)}/${secret}`, `${link}%2f${secret}`, `/${link}/${secret}`,
			`${link}/${secret}?x=1`])
			await send(url, 'GET', one);
		await send(url, 'GET', `${link}/${secret}`, { headers: { X: 'y'.repeat(9000) } });
	}
	await send(url, 'GET', '/nowhere/at-the-end');
	const logs = () => readdirSync(path.join(folder, 'log'))
	    .map(name => readFileSync(path.join(folder, 'log', name), 'utf8')).join('\n');

	await until('the last request is in the log', () => logs().includes('/nowhere/at-the-end'));
	assert.match(logs(), /"GET \/(\w+\/)?\(masked\) HTTP\/1\.1"/);
	assert.equal(logs().split('\n').find(line => line.includes(secret)), undefined);
};

if (!isHost)
	test('one-use links are in no log', noSecretInLogs);

// The processes of a page of this portal.
function processes(program)
{
	return readdirSync('/proc').filter(pid => {
		try {
			const exe = readlinkSync(`/proc/${pid}/exe`);

			return path.basename(exe) === `${program}.fcgi` &&
			    readFileSync(`/proc/${pid}/environ`, 'utf8').includes(MARK) &&
			    readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1][0] !== 'Z';
		} catch {
			return false;
		}
	}).map(Number);
}

// Others may test beside us: ours carry this, and nobody else's processes are ended.
const MARK = `POINTPERSON_TEST_RUN=${process.env.POINTPERSON_TEST_RUN}\0`;

// Asks again and again, without waiting for the answer before, until one is answered well: mod_fcgid
// lets a request that found no process wait for a second, while the next one is answered.
async function untilAnswered(ask)
{
	const asked = [];
	let isAnswered = false;

	await until('the page is back', () => {
		if (!isAnswered)
			asked.push(ask().then(({ status }) => {
				isAnswered ||= status === 200;
				return status;
			}));
		return isAnswered;
	});
	return () => Promise.all(asked);
}

// How long a program takes to start on this machine just now: the middle one of five.
async function startMs()
{
	const all = [];

	for (let i = 0; i < 5; i++) {
		const began = performance.now();

		await promisify(execFile)(path.join(build, 'cgi-bin/business-profile.fcgi'), ['--routes']);
		all.push(performance.now() - began);
	}
	return all.sort((a, b) => a - b)[2];
}

test(`killed under load, a page is back within ${BACK_MS} ms by itself`, async context => {
	const killed = new Set();
	const start = await startMs();
	const load = together(Array.from({ length: 120 }, () => () => owner.get(PROFILE)), 6);
	// All at once; but a host's mod_fcgid starts only some anew in as many seconds.
	const kill = () => processes('business-profile').slice(0, isHost ? 1 : undefined)
	    .forEach(pid => {
		killed.add(pid);
		process.kill(pid, 'SIGKILL');
	});

	await until('somebody was killed', () => (kill(), killed.size > 0));
	const at = performance.now();
	const rest = await untilAnswered(() => owner.get(PROFILE));
	const took = performance.now() - at;
	const statuses = tally([...(await load).map(answer => answer.status), ...await rest()]);

	context.diagnostic(`back after ${took.toFixed()} ms; ${JSON.stringify(statuses)}, ` +
	    `${killed.size} killed; a start takes ${start.toFixed()} ms`);
	assert.ok(took < Math.max(BACK_MS, BACK_STARTS * start), `${took} ms, a start ${start} ms`);
	assert.deepEqual(Object.keys(statuses).filter(one => !['200', '500', '502', '503'].includes(one)),
	    []);
	assert.equal((await save('after a kill')).status, 303);
	assert.equal(await readiness(), 200);
});
