// requests: what no browser sends. Each is answered on purpose, none with a fault of ours, and the
// portal goes on. Where the web server answers by itself, that is as good.

import assert from 'node:assert/strict';
import net from 'node:net';
import test, { before } from 'node:test';
import { PEOPLE, PERSON, PROFILE, addPersons, contents, encode, readiness, reset, routes, send,
	signedIn, sql, tally, url, workersOf, Browser } from './portal.mjs';

const { port, host } = new URL(url);
const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' };

let owner, id, where, opened, cookie, workers;

before(async () => {
	reset();
	owner = await signedIn(PEOPLE.owner);
	[id] = addPersons(1, 1);
	where = `${PERSON}/${id}`;
	opened = await owner.form(where);
	cookie = [...owner.cookies].map(pair => pair.join('=')).join('; ');
	workers = allWorkers();
});

function allWorkers()
{
	return ['business-profile', 'home', 'login', 'healthz'].map(name =>
	    workersOf(name).sort().join()).join(' ');
}

// Sends these bytes and returns the answer. A server that waits for more closes late, so the whole
// of the announced answer is enough.
function raw(bytes)
{
	return new Promise((resolve, reject) => {
		const socket = net.connect(Number(port), '127.0.0.1', () => socket.write(bytes));
		const hasNoBody = bytes.toString('latin1', 0, 5).startsWith('HEAD ');
		let text = '';

		const answer = () => {
			const [head, ...rest] = text.split('\r\n\r\n');

			return { status: Number(text.split(' ')[1]), head, text, body: rest.join('\r\n\r\n') };
		};
		socket.setEncoding('latin1');
		socket.setTimeout(30000, () => socket.destroy(new Error('no end in 30 s')));
		socket.on('data', part => {
			text += part;
			const length = /\r\ncontent-length: (\d+)\r\n/i.exec(text)?.[1];
			if (!hasNoBody && length !== undefined && text.includes('\r\n\r\n') &&
			    answer().body.length >= Number(length))
				socket.destroy();
		});
		socket.on('error', error => text !== '' ? undefined : reject(error));
		socket.on('close', () => resolve(answer()));
	});
}

const head = (line, headers = {}) => [line, ...Object.entries({ Host: host, Connection: 'close',
	...headers }).map(([name, value]) => `${name}: ${value}`), '', ''].join('\r\n');

const post = (body, headers = {}) => raw(Buffer.concat([Buffer.from(head(`POST ${where} HTTP/1.1`,
    { Cookie: cookie, ...FORM, 'Content-Length': Buffer.byteLength(body), ...headers })),
	Buffer.from(body)]));

const right = () => encode({ ...opened, designation: 'By hand' });

test('a wrong method is refused and says which there are', async () => {
	const allow = {};

	for (const route of routes())
		(allow[route.path] ??= []).push(...route.method === 'GET' ? ['GET', 'HEAD'] : ['POST']);
	for (const [path, listed] of Object.entries(allow)) {
		const methods = ['GET', 'HEAD', 'POST'].filter(method => listed.includes(method));

		for (const method of ['PUT', 'DELETE', 'PATCH', 'OPTIONS', 'PROPFIND', 'GET', 'POST']) {
			if (methods.includes(method))
				continue;
			const answer = await owner.request(method, path.replace(':id', id));

			assert.equal(answer.status, 405, `${method} ${path}`);
			assert.equal(answer.headers.allow, methods.join(', '), `${method} ${path}`);
		}
	}
	for (const method of ['TRACE', 'CONNECT', 'get', 'G\u00cbT', 'X'.repeat(3000)]) {
		const answer = await raw(head(`${method} / HTTP/1.1`));

		assert.ok([400, 405].includes(answer.status), `${method}: ${answer.status}`);
	}
});

test('a body that is too large is refused before it is read', async () => {
	const before = contents();

	// Only the head is sent, so an answer proves that nobody waited for the body.
	for (const length of [65537, 131073, 10 ** 9, 2 ** 40]) {
		const answer = await raw(head(`POST ${where} HTTP/1.1`, { Cookie: cookie, ...FORM,
			'Content-Length': length }));

		assert.equal(answer.status, 413, String(length));
		assert.match(answer.body, /That was too much text at once/, String(length));
		assert.match(answer.head, /X-Request-Id/i);
	}
	const answer = await owner.request('POST', '/login', { headers: FORM, body: 'a'.repeat(70000) });
	assert.equal(answer.status, 413);
	assert.equal(contents(), before);
	// What just fits is read: and refused for what it is.
	assert.equal((await post(`${right()}&x=${'y'.repeat(65536 - right().length - 3)}`)).status, 303);
	opened = await owner.form(where);
});

test('a body in chunks is read as any other, and is not too large either', async () => {
	const chunked = { Cookie: cookie, ...FORM, 'Transfer-Encoding': 'chunked' };
	const chunks = text => text.match(/[^]{1,1000}/g)
	    .map(part => `${part.length.toString(16)}\r\n${part}\r\n`).join('') + '0\r\n\r\n';
	const send = body => raw(head(`POST ${where} HTTP/1.1`, chunked) + body);

	assert.equal((await send(chunks(right()))).status, 303);
	assert.equal(sql(`SELECT designation FROM contact_person WHERE id = ${id}`)[0][0], 'By hand');
	opened = await owner.form(where);
	assert.equal((await send(chunks(`${right()}&x=${'y'.repeat(70000)}`))).status, 413);
	assert.equal((await send('zz\r\nnot a length\r\n0\r\n\r\n')).status, 400);
	assert.equal((await send('fffffffffffffffff\r\n')).status, 400);
	// Two lengths at once are how a request is smuggled past a web server.
	const both = await raw(head(`POST ${where} HTTP/1.1`, { ...chunked, 'Content-Length': 5 }) +
	    chunks(right()));
	assert.equal(both.status, 400);
});

test('a length that is none, missing or twice', async () => {
	const body = right();
	const before = contents();
	const lengths = { 'words': 'abc', 'less than nothing': '-1', 'hexadecimal': '0x10', 'empty': '',
		'a sum': '1+1', 'no end': '9'.repeat(40), 'two in one': '5, 5' };

	for (const [name, length] of Object.entries(lengths)) {
		const answer = await raw(head(`POST ${where} HTTP/1.1`, { Cookie: cookie, ...FORM,
			'Content-Length': length }) + body);

		assert.ok([400, 413].includes(answer.status), `${name}: ${answer.status}`);
	}
	const twice = await raw(head(`POST ${where} HTTP/1.1`, { Cookie: cookie, ...FORM,
		'Content-Length': 5, 'content-length': 6 }) + body);
	assert.equal(twice.status, 400);
	const missing = await raw(head(`POST ${where} HTTP/1.1`, { Cookie: cookie, ...FORM }));
	assert.equal(missing.status, 400);
	// A sender that promises more than it sends and goes away.
	await new Promise(resolve => {
		const socket = net.connect(Number(port), '127.0.0.1', () => {
			socket.end(head(`POST ${where} HTTP/1.1`, { Cookie: cookie, ...FORM,
				'Content-Length': body.length + 100 }) + body);
		});

		socket.on('close', resolve).on('error', resolve).resume();
	});
	assert.equal(contents(), before);
});

test('a form that is broken is refused as a whole', async () => {
	const good = right();
	const before = contents();
	const bodies = {
		'bad UTF-8, plain': Buffer.concat([Buffer.from(`${good}&x=`), Buffer.from([0xc3, 0x28])]),
		'bad UTF-8, escaped': `${good}&designation2=%C3%28`,
		'overlong UTF-8': `${good}&x=%C0%AF`,
		'half of a pair': `${good}&x=%ED%A0%80`,
		'beyond Unicode': `${good}&x=%F4%90%80%80`,
		'NUL, escaped': `${good}&x=a%00b`,
		'NUL, plain': `${good}&x=a\0b`,
		'NUL in a name': `${good}&a%00b=x`,
		'a broken escape': `${good}&x=%`,
		'an escape cut short': `${good}&x=%4`,
		'an escape of other letters': `${good}&x=%zz`,
		'300 fields': `${good}${Array.from({ length: 300 }, (_, i) => `&f${i}=1`).join('')}`,
		'a name of 5,000 letters': `${good}&${'n'.repeat(5000)}=1`,
		'a field twice': `${good}&name=Another`,
		'a field twice, escaped': `${good}&%6eame=Another`,
		'the token twice': `${good}&csrf=${opened.csrf}`,
		'the nonce twice': `${good}&nonce=${opened.nonce}`,
		'the version twice': `${good}&version=1`,
		'a version of words': good.replace(/version=\d+/, 'version=one'),
		'a version below nothing': good.replace(/version=\d+/, 'version=-1'),
		'a choice that is none': good.replace(/kind=\w+/, 'kind=emperor'),
	};

	for (const [name, body] of Object.entries(bodies)) {
		const answer = await post(body);

		assert.equal(answer.status, 400, name);
		assert.match(answer.body, /This request could not be read/, name);
	}
	assert.equal(contents(), before);
	assert.equal((await post('')).status, 403, 'an empty form has no token');
});

test('an unknown field is as if it were not there', async () => {
	const [fresh] = addPersons(1, 1);
	const fields = await owner.form(`${PERSON}/${fresh}`);
	const before = contents({ account: 2 });
	const answer = await owner.post(`${PERSON}/${fresh}`, { ...fields, designation: 'Known',
		account_id: '2', is_primary: '1', id: '1', role_id: '1', saved_by: 'Evil', '__proto__.x': '1',
		'name[]': 'Evil', 'Form.name.value': 'Evil', 'Page.csrf': 'x' });

	assert.equal(answer.status, 303);
	assert.deepEqual(sql(`SELECT account_id, is_primary, designation, saved_by FROM contact_person
	    WHERE id = ${fresh}`), [['1', '0', 'Known', 'Asha Rao']]);
	assert.equal(contents({ account: 2 }), before);
});

test('only forms are understood', async () => {
	const [fresh] = addPersons(1, 1);
	const fields = await owner.form(`${PERSON}/${fresh}`);
	const body = encode({ ...fields, designation: 'Typed' });
	const ask = type => owner.request('POST', `${PERSON}/${fresh}`, { body,
		headers: type === undefined ? {} : { 'Content-Type': type } });
	const before = contents();

	for (const type of [undefined, '', 'text/plain', 'application/json', 'multipart/form-data; ' +
	    'boundary=x', 'application/x-www-form-urlencoded2', 'application/x-www-form-url', 'x'.repeat(999)])
		assert.equal((await ask(type)).status, 415, type);
	assert.equal(contents(), before);
	assert.equal((await ask('Application/X-WWW-Form-URLencoded ;charset=UTF-8')).status, 303);
});

test('paths that are broken, long, or climb', async () => {
	const visitor = new Browser();
	const paths = {
		[`/${'a'.repeat(9000)}`]: [414], [`/${'a'.repeat(7000)}`]: [404, 303, 414],
		[`/login?next=/${'a'.repeat(7000)}`]: [413, 414, 400],
		[`/login?${'a=1&'.repeat(300)}`]: [400],
		'/login?next=%': [400], '/login?next=%00': [400], '/login?next=a&next=b': [400],
		'/login/': [404], '/login/x': [404], '//login': [404], '/login//': [404],
		'/../login': [400], '/..%2f..%2fetc/passwd': [400], '/%2e%2e/%2e%2e/etc/passwd': [400],
		'/manage/../login': [404], '/manage/business-profile/../../login': [404],
		'/manage/business-profile/..%2f..%2flogin': [404], '/./login': [404],
		'/login%00': [400], '/%': [400], '/%zz': [400], '/login%': [400], '/%c3%28': [400],
		'/%0a': [400, 404], '/login%0d%0aX: y': [400, 404], '/\\..\\login': [404],
		'/static/../../settings/pointperson.hdf': [400, 404],
		'/static/..%2f..%2fconf/pointperson.hdf': [400, 404],
		'/static/%2e%2e/layout/header.cs': [404], '/static/': [403, 404],
		'/static/pointperson.css.cs': [404], '/settings/pointperson.hdf': [404],
		'/.git/config': [404], '/templates/home.cs': [404], '/sql/grants.sql': [404],
	};

	for (const [path, statuses] of Object.entries(paths)) {
		const answer = await raw(head(`GET ${path} HTTP/1.1`));

		assert.ok(statuses.includes(answer.status), `${path.slice(0, 60)}: ${answer.status}`);
		assert.ok(!/root:x:|keys\.mac|database\.password/.test(answer.text), path);
		assert.ok(!/^x: y/im.test(answer.head), path);
	}
	// An escaped slash is a slash, for the permission as well.
	const slash = `/manage%2fbusiness-profile%2fcontact-persons%2f${id}`;
	assert.match((await visitor.get(slash)).location ?? '', /^\/login/);
	assert.ok([200, 404].includes((await owner.get(slash)).status));
	// A query is as bounded as a body.
	assert.ok([400, 413, 414].includes((await owner.get(`/?q=${'a'.repeat(5000)}`)).status));
});

test('HTTP/1.0, HTTP/0.9, no Host, two Hosts, and what is no HTTP at all', async () => {
	const old = await raw('GET /login HTTP/1.0\r\n\r\n');
	assert.equal(old.status, 200);
	assert.match(old.body, /<\/html>\s*$/);
	assert.equal((await raw('POST /login HTTP/1.0\r\n\r\n')).status, 400, 'no length');
	assert.equal((await raw('GET /login HTTP/1.1\r\nConnection: close\r\n\r\n')).status, 400);
	assert.equal((await raw('GET /login HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: close\r\n\r\n'))
	    .status, 400);
	assert.equal((await raw('GET /login HTTP/9.9\r\nHost: a\r\n\r\n')).status, 505);
	assert.equal((await raw('\x16\x03\x01\x02\x00\x01\x00\x01\xfc\r\n\r\n')).status, 400);
	for (const name of ['Proxy', 'X-Forwarded-For', 'X-Original-URL', 'X-HTTP-Method-Override'])
		assert.equal((await send(url, 'GET', '/login', { headers: { [name]: '/manage' } })).status,
		    200, name);
});

test('a HEAD is a GET without its body', async () => {
	for (const path of ['/', PROFILE, where, '/support', '/healthz', '/readyz', '/nowhere']) {
		const get = await owner.get(path);
		const header = await raw(head(`HEAD ${path} HTTP/1.1`, { Cookie: cookie }));

		assert.equal(header.status, get.status, path);
		assert.equal(header.body, '', path);
		const length = Number(/content-length: (\d+)/i.exec(header.head)[1]);
		assert.equal(length, Buffer.byteLength(get.body), path);
	}
});

test('a cookie that is none of ours, broken or long, is nobody', async () => {
	const token = owner.cookies.get('pp_session');
	const cookies = ['pp_session', 'pp_session=', '=', ';;;', `pp_session=${token}x`,
		`pp_session=${token.slice(1)}`, `pp_session="${token}"`, `xpp_session=${token}`,
		`__Host-pp_session=${token}`, `pp_session=%00`, 'pp_session=\u00e9', `a=${'b'.repeat(7000)}`,
		`pp_session=${"' OR 1=1 -- "}`];

	for (const one of cookies) {
		const answer = await raw(head('GET / HTTP/1.1', { Cookie: one }));

		assert.ok([303, 400].includes(answer.status), `${one.slice(0, 40)}: ${answer.status}`);
	}
	assert.equal((await raw(head('GET / HTTP/1.1', { Cookie: `a=b; pp_session=${token}; c` }))).status,
	    200, 'among others');
});

test('every answer carries the headers that protect it', async () => {
	const visitor = new Browser();
	const login = await visitor.form('/login');
	const signIn = await visitor.post('/login', { ...login, email: PEOPLE.agent,
		password: 'Lotus-Harbour-7' });
	const answers = {
		'a page': await owner.get('/'), 'a list': await owner.get(PROFILE),
		'the sign-in': await new Browser().get('/login'), 'a redirect': await new Browser().get('/'),
		'signing in': signIn, 'a missing page': await owner.get('/nowhere'),
		'a refused page': await visitor.get(`${PERSON}/new`),
		'a wrong method': await owner.request('PUT', '/login'),
		'a forged form': await owner.post(where, {}),
		'a problem': await owner.post(where, { ...await owner.form(where), name: '' }),
		'too large': await owner.request('POST', where, { headers: FORM, body: 'a'.repeat(70000) }),
		'health': await owner.get('/healthz'), 'signing out': await visitor.signOut(),
	};

	assert.deepEqual(tally(Object.values(answers).map(answer => answer.status)),
	    { 200: 4, 303: 3, 403: 2, 404: 1, 405: 1, 413: 1, 422: 1 });
	for (const [name, { headers, cookies, id: number, body }] of Object.entries(answers)) {
		const policy = headers['content-security-policy'];

		for (const rule of ["default-src 'none'", "script-src 'self'", "style-src 'self'",
			"form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'"])
			assert.ok(policy.includes(rule), `${name}: ${rule}`);
		assert.ok(!/unsafe|\*|data:/.test(policy), name);
		assert.equal(headers['x-content-type-options'], 'nosniff', name);
		assert.equal(headers['referrer-policy'], 'same-origin', name);
		assert.equal(headers['cache-control'], 'no-store', name);
		assert.equal(headers['content-type'], 'text/html; charset=utf-8', name);
		assert.match(number, /^[0-9a-f]{32}$/, name);
		assert.ok(!/nginx\/|mariadb|debian/i.test(JSON.stringify(headers)), name);
		assert.ok(!/ style=|<style|<script>|\son\w+="/i.test(body), `${name}: nothing inline`);
		for (const cookie of cookies) {
			assert.match(cookie, /; HttpOnly/, `${name}: ${cookie}`);
			assert.match(cookie, /; SameSite=Lax/, `${name}: ${cookie}`);
			assert.match(cookie, /; Path=\//, `${name}: ${cookie}`);
			assert.ok(!/; Domain=/.test(cookie), `${name}: ${cookie}`);
		}
	}
	assert.equal(answers['signing out'].headers['clear-site-data'], '"cache", "storage"');
	assert.notEqual(signIn.cookies.find(cookie => cookie.startsWith('pp_session=')), undefined);
});

test('a session is a new one after each sign-in, switch and sign-out', async () => {
	const browser = await signedIn(PEOPLE.admin);
	const tokens = [browser.cookies.get('pp_session')];
	const takenBefore = browser.copy();

	await browser.switchTo(2);
	tokens.push(browser.cookies.get('pp_session'));
	assert.equal((await takenBefore.get('/')).status, 303, 'the token before the switch is dead');
	await browser.switchTo(1);
	tokens.push(browser.cookies.get('pp_session'));
	const beforeEnd = browser.copy();
	await browser.signOut();
	assert.equal((await beforeEnd.get('/')).status, 303, 'the token after sign-out is dead');
	await browser.signIn(PEOPLE.admin);
	tokens.push(browser.cookies.get('pp_session'));
	assert.equal(new Set(tokens).size, tokens.length);
	tokens.forEach(token => assert.match(token, /^[\w-]{43}$/));
	// A token that somebody else set before sign-in is not taken over.
	const fixed = new Browser();
	fixed.cookies.set('pp_session', 'A'.repeat(43));
	await fixed.signIn(PEOPLE.agent);
	assert.notEqual(fixed.cookies.get('pp_session'), 'A'.repeat(43));
});

test('no program ended in all of this', async () => {
	assert.equal(allWorkers(), workers);
	assert.equal(await readiness(), 200);
});
