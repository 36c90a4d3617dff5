// doctor: every usual mistake is made, and `pointperson doctor` has to find it and to say what to do. Each is undone.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import test, { after, beforeEach } from 'node:test';
import { build, folder as portal, number, source, sql, until, url } from './portal.mjs';

const folder = mkdtempSync(path.join(tmpdir(), 'pp-'));
const file = path.join(folder, 'pointperson.hdf');
const secrets = path.join(folder, 'pointperson.secrets.hdf');
const shipped = readFileSync(path.join(portal, 'settings/pointperson.hdf'), 'utf8');

beforeEach(() => {
	copyFileSync(path.join(portal, 'settings/pointperson.secrets.hdf'), secrets);
	chmodSync(secrets, 0o640);
});
after(() => rmSync(folder, { recursive: true }));

// What doctor says with these settings beside those of the portal: its lines, and how it ended. Not waited for in this
// process, for a web server of a test answers it from here.
async function doctor(settings = '')
{
	writeFileSync(file, `${shipped}\n${settings}\n`);
	const child = spawn(path.join(build, 'cgi-bin/tools/pointperson'), ['doctor'],
	    { env: { ...process.env, POINTPERSON_SETTINGS: file } });
	let said = '';

	child.stdout.on('data', part => { said += part; });
	const status = await new Promise(resolve => child.on('close', resolve));

	return { status, said, line: what => said.split('\n').find(line => line.slice(6).startsWith(what)) ?? '' };
}

// The line about `what` begins with the grade and holds the words; an ordinary portal has it as "ok".
async function finds(grade, what, words, settings)
{
	const { said, status, line } = await doctor(settings);

	assert.ok(line(what).startsWith(grade), said);
	assert.match(line(what), words);
	assert.equal(status, grade === 'FAIL' ? 1 : 0, said);
}

async function serve(answer)
{
	const server = http.createServer((request, response) => {
		request.resume();
		request.on('end', () => {
			response.statusCode = answer(request);
			response.end('text');
		});
	});

	await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
	return { server, site: `site.url = http://127.0.0.1:${server.address().port}` };
}

async function withSite(answer, use)
{
	const { server, site } = await serve(answer);

	try {
		await use(site);
	} finally {
		server.close();
		server.closeAllConnections();
	}
}

test('an ordinary portal has nothing wrong', async () => {
	// Courier says that it runs when it starts, which was a moment ago.
	await until('courier runs', () => number('SELECT COUNT(*) FROM courier_run') === 1);
	const { said, status, line } = await doctor();

	assert.equal(status, 0, said);
	assert.deepEqual(said.trimEnd().split('\n').filter(one => !one.startsWith('ok')), []);
	for (const what of ['secrets file', 'site address', 'mail can be sent', `the site answers at ${url}`,
		'the pages see how they are asked', 'private files stay private', 'the web server takes the largest form', 'clocks agree',
		'the pages cannot change tables', 'the pages cannot change audit events',
		'the pages cannot change issued invoices', 'schema is at', 'messages leave', 'courier runs',
		'audit events are sealed'])
		assert.ok(line(what), what);
});

test('secrets that everyone may open', async () => {
	chmodSync(secrets, 0o644);
	await finds('FAIL', 'secrets file', /everyone .* run: chmod 640 /);
	rmSync(secrets);
	const { line } = await doctor();

	assert.match(line('secrets file'), /run: pointperson migrate/);
});

test('a site without TLS, demonstration data on it, and one that does not answer', async () => {
	const { line } = await doctor('site.url = http://portal.invalid\ndemo = yes');

	assert.match(line('site address'), /^warn .* https:/);
	assert.match(line('demo'), /^warn .* demo = no/);
	assert.match(line('the site answers'), /^warn .* start the web server/);
	await withSite(() => 503, site => finds('FAIL', 'the site answers', /it says 503; run: systemctl/, site));
});

test('mail that cannot be sent', () => finds('warn', 'mail can be sent', /mail\.from/, 'mail.from ='));

test('private files that the web server gives out', async () => {
	for (const open of ['/pointperson.secrets.hdf', '/pointperson/pointperson.hdf', '/sql/0001-accounts-and-users.sql', '/.git/config'])
		await withSite(request => (request.url === open || request.url === '/healthz' ? 200 : 404),
		    site => finds('FAIL', 'private files', new RegExp(`everyone can read http.*${open}; `), site));
});

test('pages that take https for http, behind a proxy that nobody named', () => withSite(
    request => ({ '/healthz': request.method === 'POST' ? 405 : 200, '/login': 303 }[request.url] ?? 404),
    site => finds('warn', 'the pages see how they are asked', /site\.proxies .* HTTPS=on/, site)));

test('a web server that takes small forms only', async () => {
	for (const status of [413, 500])
		await withSite(request => (request.method === 'POST' && request.headers['content-length'] > 60000 ?
			status : { '/healthz': request.method === 'POST' ? 405 : 200 }[request.url] ?? 404),
		site => finds('FAIL', 'the web server takes', /client_max_body_size .* LimitRequestBody/, site));
});

test('folders and programs that are not as they should be', async () => {
	await finds('FAIL', 'folder /nonexistent', /correct paths.run/, 'paths.run = /nonexistent');
	const programs = path.join(folder, 'programs');

	mkdirSync(programs);
	await finds('FAIL', 'programs in', /there are none/, `paths.programs = ${programs}`);
	writeFileSync(path.join(programs, 'home.fcgi'), '', { mode: 0o644 });
	await finds('FAIL', 'programs in', /home\.fcgi cannot be executed; run: chmod 755/,
	    `paths.programs = ${programs}`);
});

test('sockets that are missing, dead, open to everyone, or closed to the web server', async () => {
	const run = path.join(folder, 'run');
	const names = readdirSync(path.join(build, 'cgi-bin')).filter(name => name.endsWith('.fcgi'))
	    .map(name => path.join(run, `${path.basename(name, '.fcgi')}.sock`));
	const servers = [];
	const listen = where => new Promise(resolve => {
		const server = net.createServer().listen(where, () => {
			chmodSync(where, 0o660);
			resolve(server);
		});

		servers.push(server);
	});
	const settings = `paths.run = ${run}`;
	const [first, second] = names;

	mkdirSync(run);
	try {
		await Promise.all(names.map(listen));
		assert.match((await doctor(settings)).line('sockets of the pages'), /sockets of the pages$/);
		chmodSync(first, 0o666);
		await finds('FAIL', `socket ${first}`, /everyone .* run: chmod 660/, settings);
		chmodSync(first, 0o600);
		await finds('FAIL', `socket ${first}`, /web server's group .* chmod 660/, settings);
		rmSync(first);
		await finds('FAIL', `socket ${first}`, /there is none; run: systemctl restart/, settings);
		await listen(first);
		// A program that was killed leaves its socket.
		await new Promise(resolve => servers[1].close(resolve));
		const dead = spawn(process.execPath, ['-e', `require('net').createServer().listen(${JSON.stringify(second)},
		    () => console.log('listens'))`]);

		await new Promise(resolve => dead.stdout.once('data', resolve));
		chmodSync(second, 0o660);
		dead.kill('SIGKILL');
		await new Promise(resolve => dead.once('close', resolve));
		await finds('FAIL', `socket ${second}`, /nobody waits at it; run: systemctl restart/, settings);
	} finally {
		servers.forEach(server => server.close());
	}
});

test('a database that is not there', () => finds('FAIL', 'database pointperson', /start the database/,
    'database.socket = /nonexistent'));

test('clocks that differ', async () => {
	sql("SET GLOBAL init_connect = 'SET timestamp = UNIX_TIMESTAMP() + 90'");
	try {
		await finds('FAIL', 'clocks agree', /differs by (89|90|91) seconds; keep both machines on NTP/);
	} finally {
		sql("SET GLOBAL init_connect = ''");
	}
});

test('rights that the pages should not have', async () => {
	sql("GRANT DROP ON pointperson.* TO 'pointperson'@'localhost'");
	sql("GRANT UPDATE ON pointperson.audit_event TO 'pointperson'@'localhost'");
	try {
		await finds('FAIL', 'the pages cannot change tables', /may DROP .* REVOKE/);
		await finds('FAIL', 'the pages cannot change audit events', /may UPDATE .* REVOKE/);
	} finally {
		sql("REVOKE DROP ON pointperson.* FROM 'pointperson'@'localhost'");
		sql("REVOKE UPDATE ON pointperson.audit_event FROM 'pointperson'@'localhost'");
	}
});

// What is only ever added stands in sql/grants.sql: a table that joins it has to be looked at as well.
test('rights to change what is only added', async () => {
	const grants = readFileSync(path.join(source, 'sql/grants.sql'), 'utf8');
	const tables = [...grants.matchAll(/^GRANT SELECT(?:, INSERT)? ON ((?:audit|invoice)\w*) TO/gm)].map(found => found[1]);

	assert.ok(tables.length >= 10, tables.join());
	for (const table of tables) {
		const what = table.startsWith('audit') ? 'the pages cannot change audit events' :
			'the pages cannot change issued invoices';

		sql(`GRANT DELETE ON pointperson.${table} TO 'pointperson'@'localhost'`);
		try {
			await finds('FAIL', what, /may DELETE on .* REVOKE/);
		} finally {
			sql(`REVOKE DELETE ON pointperson.${table} FROM 'pointperson'@'localhost'`);
		}
	}
});

test('tables of another version', async () => {
	const newest = number('SELECT MAX(number) FROM schema_migration');
	const row = `number, name, checksum, done_checksum, statements, done, running, started_at, finished_at`;

	sql(`CREATE TABLE schema_aside AS SELECT ${row} FROM schema_migration WHERE number = ${newest};
	    DELETE FROM schema_migration WHERE number = ${newest}`);
	try {
		await finds('FAIL', 'schema', /1 of [0-9]+ migrations are not applied; run: pointperson migrate/);
	} finally {
		sql(`INSERT INTO schema_migration (${row}) SELECT ${row} FROM schema_aside; DROP TABLE schema_aside`);
	}
});

test('messages that wait, and a courier that does not run', async () => {
	const now = Math.floor(Date.now() / 1000);

	// Taken by a courier that will not send it.
	sql(`INSERT INTO outbox (event_key, channel, recipient, recipient_name, category, template, plain, sealed,
	    next_at, lease_until, created_at, expires_at, state_at) VALUES ('doctor', 'mail', 'x@demo.example', 'X', 'account',
	    'access-request', '{}', '', ${now - 3600}, ${now + 3600}, ${now - 3600}, ${now + 7200}, ${now - 3600})`);
	try {
		await finds('warn', 'messages leave', /waited for 60 minutes; .*pointperson-courier.* `courier --once`/);
	} finally {
		sql("DELETE FROM outbox WHERE event_key = 'doctor'");
	}
	// The courier of this portal may say just then that it runs: then this is said again.
	const silent = async (statement, words) => {
		let line;

		await until('courier to be silent', async () => {
			sql(statement);
			({ line } = await doctor());
			return line('courier runs').startsWith('warn');
		});
		assert.match(line('courier runs'), words);
	};

	await silent(`REPLACE INTO courier_run (id, looked_at) VALUES (1, ${now - 1800})`, /ran (30|31) minutes ago; .*cron/);
	await silent('DELETE FROM courier_run', /it has never run; run: systemctl enable --now pointperson-courier/);
	sql(`REPLACE INTO courier_run (id, looked_at) VALUES (1, ${now})`);
});

test('an audit event that somebody put into the database', async () => {
	const [[id]] = sql(`INSERT INTO audit_event (at, action, actor_name, nonce, told_hash, mac)
	    VALUES (1, 'user.password', 'x', REPEAT('x', 16), '', ''); SELECT LAST_INSERT_ID()`);

	try {
		await finds('warn', 'audit events are sealed',
		    new RegExp(`event ${id} was not written by this portal; run: pointperson audit verify`));
	} finally {
		sql(`DELETE FROM audit_event WHERE id = ${id}`);
	}
});
