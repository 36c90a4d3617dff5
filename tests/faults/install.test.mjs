// install: the first run in a browser, as somebody has it who unpacked the files on a host: every
// mistake on the way is told with what to do, and in the end the installer is closed.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync,
	writeFileSync } from 'node:fs';
import path from 'node:path';
import { test, before, after } from 'node:test';
import { Fresh, TOKEN, root } from './fresh.mjs';
import { Browser, build, formTo, heading, source, text, workersOf } from './portal.mjs';

const OWNER = { name: 'Ila Rao', email: 'ila@new.example', new_password: 'Monsoon-Ferry-8',
	confirm_password: 'Monsoon-Ferry-8' };
const SITE = { site_name: 'Ferry Portal', mail_from: 'portal@new.example',
	mail_transport: 'smtp', smtp_url: 'smtp://127.0.0.1:25', business_name: 'Ferry Lines',
	business_email: 'office@new.example' };

let fresh;

before(() => {
	fresh = new Fresh('unpacked');
});

after(() => fresh?.stop());

const ACCOUNT = () => ({ token: TOKEN, ...SITE, site_url: fresh.url, ...OWNER });

async function fill(step, values)
{
	const browser = new Browser({ base: fresh.url });
	const fields = await browser.form(`/install/${step}`);

	return browser.post(`/install/${step}`, { ...fields, ...values });
}

// What the page says of a field, or at its top.
function said(answer, field)
{
	const found = field === '' ? /<div class="summary".*?<\/div>/s.exec(answer.body) :
	    new RegExp(`id="error-${field}">(.*?)</p>`, 's').exec(answer.body);

	return text((found?.[0] ?? '').replace(/<[^>]*>/g, ''));
}

test('without the token nobody begins, and the page says how', async () => {
	const visitor = new Browser({ base: fresh.url });
	let page = await visitor.get('/install');

	assert.equal(page.status, 403);
	assert.equal(heading(page.body), 'Install Pointperson');
	assert.ok(page.body.includes(fresh.token), 'the page names the file to make');
	for (const step of ['database', 'account'])
		assert.equal((await visitor.get(`/install/${step}`)).location, '/install');

	fresh.writeToken('short');
	page = await visitor.get('/install');
	assert.equal(page.status, 403);
	assert.match(page.body, /shorter than 20 characters/);
});

test('each mistake about the database is told at its field', async () => {
	const wrong = [
		[{ token: 'another line of some length' }, 'token', /not what .*install\.token holds/],
		[{ server: 'nowhere.invalid' }, 'server', /does not answer there/],
		[{ server: '127.0.0.1:port' }, 'server', /Write localhost/],
		[{ user: 'nobody_here' }, 'password', /does not let nobody_here in/],
		[{ password: 'wrong' }, 'password', /does not let unpacked in/],
		[{ tables_password: 'wrong' }, 'tables_password', /does not let unpacked_tables in/],
		[{ name: 'absent', user: 'unpacked_tables', password: 'Quay Wall', tables_user: '' }, 'user',
			/may not use the database absent/],
		[{ password: 'Harbour Seal ' }, 'password', /cannot hold a space/],
		[{ filler: '000' }, '', /cut this form short/],
	];

	fresh.writeToken();
	fresh.grant('SELECT');
	for (const [change, field, expected] of wrong) {
		const answer = await fill('database', { ...fresh.database, ...change });

		assert.equal(answer.status, 422, JSON.stringify(change));
		assert.match(said(answer, field), expected, JSON.stringify(change));
		assert.ok(!answer.body.includes('Quay Wall') && !answer.body.includes('Harbour Seal'),
		    'no password comes back');
	}
	assert.ok(!existsSync(fresh.secrets), 'nothing was written');
});

test('a form that another site sends does nothing', async () => {
	const visitor = new Browser({ base: fresh.url });
	const form = await visitor.form('/install/database');
	const right = { ...form, ...fresh.database };
	const attempts = {
		'no token of the form': () => visitor.post('/install/database',
		    { ...right, csrf: undefined }),
		'no cookie': () => new Browser({ base: fresh.url }).post('/install/database', right),
		'another site': () => visitor.post('/install/database', right,
		    { Origin: 'https://elsewhere.example' }),
	};

	for (const [name, attempt] of Object.entries(attempts))
		assert.equal((await attempt()).status, 403, name);
	assert.ok(!existsSync(fresh.secrets), 'nothing was written');
	assert.equal(root(`SELECT COUNT(*) FROM information_schema.tables
	    WHERE table_schema = 'unpacked'`).trim(), '0');
});

test('a database that keeps other characters is not taken', async () => {
	fresh.emptyDatabase('latin1');
	fresh.grant('SELECT');
	assert.match(said(await fill('database', fresh.database), 'name'), /ALTER DATABASE `unpacked`/);
	fresh.emptyDatabase();
});

test('a user without rights on tables is told what failed', async () => {
	fresh.grant('SELECT, INSERT');
	const answer = await fill('database',
	    { ...fresh.database, tables_user: '', tables_password: '' });

	assert.equal(answer.status, 422);
	assert.match(said(answer, ''), /The tables could not be made: .*denied/);
	fresh.unpack();
	fresh.writeToken();
});

test('the tables are made, and the password for them is kept nowhere', async () => {
	fresh.grant('SELECT');
	const answer = await fill('database', fresh.database);

	assert.equal(answer.status, 303, said(answer, ''));
	assert.equal(answer.location, '/install');
	const written = readFileSync(fresh.settings, 'utf8'), kept = readFileSync(fresh.secrets, 'utf8');

	assert.match(written, /^# As it came\.$/m);
	assert.match(written, /^database\.name = unpacked$/m);
	assert.doesNotMatch(written, /# database\.name/);
	assert.match(written, /^database\.host = 127\.0\.0\.1$/m);
	assert.match(kept, /^database\.password = Harbour Seal$/m);
	assert.match(kept, /^keys\.mac = /m);
	assert.ok(!written.includes('Quay Wall') && !kept.includes('Quay Wall'));
	assert.equal(statSync(fresh.secrets).mode & 0o777, 0o640);
	assert.equal((await new Browser({ base: fresh.url }).get('/install')).location,
	    '/install/account');
});

test('what the second step looked at is shown, with the line for cron', async () => {
	const page = await new Browser({ base: fresh.url }).get('/install/account');

	assert.equal(page.status, 200);
	assert.match(page.body, /Good<\/span> characters are utf8mb4/);
	assert.match(page.body, /Good<\/span> the pages cannot change tables/);
	assert.match(page.body, /\* \* \* \* \* POINTPERSON_SETTINGS=.*courier --once/);
});

test('settings within what the web server gives out are told, a name that begins alike is not', () => {
	const at = path.dirname(fresh.settings);
	const cases = [[at, true], [`${at}/`, true], [path.dirname(at), true], [at.slice(0, -1), false],
		[`${at}/public_html`, false], ['', false]];

	for (const [documentRoot, isWithin] of cases) {
		const { stdout } = spawnSync(path.join(build, 'cgi-bin/install.fcgi'), [], { encoding: 'utf8',
			input: '', env: { ...process.env, GATEWAY_INTERFACE: 'CGI/1.1', REQUEST_METHOD: 'GET',
				REQUEST_URI: '/install/account', QUERY_STRING: '', REMOTE_ADDR: '192.0.2.1',
				HTTP_HOST: 'localhost', DOCUMENT_ROOT: documentRoot,
				POINTPERSON_SETTINGS: fresh.settings } });

		assert.match(stdout, isWithin ? /Look at this<\/span> <b>settings and keys lie outside/ :
		    /Good<\/span> settings and keys lie outside/, documentRoot);
	}
});

test('each mistake about site, mail and owner is told at its field', async () => {
	const wrong = [
		[{ token: '' }, 'token', /Copy the line/],
		[{ site_url: 'portal.example.com' }, 'site_url', /http:\/\/ or https:\/\//],
		[{ mail_from: 'nobody' }, 'mail_from', /./],
		[{ smtp_url: 'mail.example.com' }, 'smtp_url', /smtp:\/\//],
		[{ email: 'ila@' }, 'email', /./],
		[{ new_password: 'password', confirm_password: 'password' }, 'new_password', /./],
		[{ confirm_password: 'Monsoon-Ferry-9' }, 'confirm_password', /./],
		[{ business_name: '' }, 'business_name', /Write the name/],
	];

	for (const [change, field, expected] of wrong) {
		const answer = await fill('account', { ...ACCOUNT(), ...change });

		assert.equal(answer.status, 422, JSON.stringify(change));
		assert.match(said(answer, field), expected, JSON.stringify(change));
		assert.ok(answer.body.includes('Ferry Portal'), 'what was typed is still there');
	}
});

test('twice at once adds one account, and closes the installer for good', async () => {
	const answers = await Promise.all([fill('account', ACCOUNT()), fill('account', ACCOUNT())]);
	const visitor = new Browser({ base: fresh.url });

	for (const answer of answers)
		assert.ok(['/login', '/install'].includes(answer.location) ||
		    answer.status === 404, `${answer.status} ${said(answer, '')}`);
	assert.equal(root('SELECT COUNT(*) FROM unpacked.account').trim(), '1');
	assert.equal(root(`SELECT GROUP_CONCAT(action ORDER BY id) FROM unpacked.audit_event
	    WHERE action LIKE '%.create'`).trim(), 'account.create,user.create,membership.create');
	assert.ok(!existsSync(fresh.token));
	for (const where of ['/install', '/install/database', '/install/account'])
		assert.equal((await visitor.get(where)).status, 404, where);

	fresh.writeToken();
	const open = await visitor.get('/install');

	assert.equal(open.status, 403);
	assert.equal(heading(open.body), 'Install Pointperson');
	assert.match(open.body, /Delete the file/);
	rmSync(fresh.token);
});

test('the Super Admin signs in', async () => {
	const before = workersOf('login', fresh.side.folder);

	before.forEach(pid => process.kill(pid, 'SIGTERM'));
	// A worker that was asked to end may have accepted a request: ask until the new one answers.
	for (const until = Date.now() + 20000;;) {
		const browser = new Browser({ base: fresh.url });
		const page = await browser.get('/login');
		const form = formTo(page.body ?? '', '/login');

		if (form !== undefined && text(page.body).includes('Ferry Portal')) {
			const answer = await browser.post('/login',
			    { ...form.fields, email: OWNER.email, password: OWNER.new_password });

			assert.equal(answer.status, 303);
			assert.ok([...browser.cookies.keys()].includes('pp_session'));
			return;
		}
		assert.ok(Date.now() < until, 'the workers did not take the new settings');
	}
});

test('an installation of before is brought up to date here, with its data', async () => {
	const sql = path.join(path.dirname(fresh.settings), 'sql');
	const files = readdirSync(path.join(source, 'sql')).sort();

	fresh.unpack();
	fresh.grant('ALL PRIVILEGES');
	// All migrations but the newest.
	mkdirSync(sql);
	files.filter(name => name !== files.filter(name => /^\d/.test(name)).at(-1))
	    .forEach(name => copyFileSync(path.join(source, 'sql', name), path.join(sql, name)));
	const unpacked = readFileSync(fresh.settings, 'utf8');
	const command = words => spawnSync(path.join(build, 'cgi-bin/tools/pointperson'), words,
	    { encoding: 'utf8', env: { ...process.env, POINTPERSON_SETTINGS: fresh.settings } });

	writeFileSync(fresh.settings, unpacked.replace(/^paths\.sql = .*$/m, `paths.sql = ${sql}`) + [
		`database.socket = ${fresh.socket}`, 'database.name = unpacked', 'database.user = unpacked',
		'database.migration_user = unpacked', ''].join('\n'));
	writeFileSync(fresh.secrets, 'database.password = Harbour Seal\n', { mode: 0o640 });
	assert.equal(command(['migrate']).status, 0);
	root(`INSERT INTO unpacked.account (business_name, business_email, region, time_zone,
	    contact_limit, super_admins, created_at, saved_at)
	    VALUES ('Ferry Lines', 'office@new.example', 'IN', 'Asia/Kolkata', 5, 1, 0, 0)`);

	// The new files are unpacked over the old ones; the settings stay.
	rmSync(sql, { recursive: true });
	writeFileSync(fresh.settings, readFileSync(fresh.settings, 'utf8')
	    .replace(/^paths\.sql = .*$/m, /^paths\.sql = .*$/m.exec(unpacked)[0]));
	fresh.writeToken();
	const page = await new Browser({ base: fresh.url }).get('/install');

	assert.equal(page.location, '/install/database');
	const answer = await fill('database',
	    { ...fresh.database, tables_user: '', tables_password: '' });

	assert.equal(answer.location, '/login', said(answer, ''));
	assert.equal(root('SELECT business_name FROM unpacked.account').trim(), 'Ferry Lines');
	assert.ok(!existsSync(fresh.token));
	assert.equal((await new Browser({ base: fresh.url }).get('/install')).status, 404);
});
