// host: mail by the sendmail program and into a maildir, and the courier as a program of the host.

import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import test, { after, beforeEach } from 'node:test';
import { FROM, HINDI, MailServer, add, empty, fate, number, once, parsed, passTime, program, settings, sql, start,
	states, until, work } from './mail.mjs';

beforeEach(empty);
after(empty);

let programs = 0;

// A sendmail that notes how it was called, and does the rest of the script.
function sendmail(rest)
{
	const file = path.join(work, `sendmail-${++programs}`);

	writeFileSync(file, `#!/bin/sh
for word; do printf '%s\\n' "$word"; done > ${file}.words
env > ${file}.env
ls /proc/self/fd | wc -l > ${file}.files
${rest}
`);
	chmodSync(file, 0o755);
	return { file, read: what => readFileSync(`${file}.${what}`, 'latin1') };
}

const by = one => settings({ 'mail.transport': 'sendmail', 'mail.sendmail_path': one.file,
	'mail.bounce_domain': 'bounces.example' });

test('sendmail is called without a shell, one recipient a call', async () => {
	const one = sendmail('cat > "$0.mail"');
	const [id] = add({ to: 'o\'neil+$(id)`id`@tests.example', name: HINDI });

	await once(by(one));
	assert.deepEqual(fate(id), { state: 'failed', tries: 1, result: fate(id).result });
	const [second] = add({ to: 'o\'neil+tag|x`id`@tests.example', name: HINDI });
	await once(by(one));
	assert.equal(fate(second).result, 'given to sendmail on this host');
	const words = one.read('words').split('\n');
	assert.deepEqual(words.slice(0, 2), ['-i', '-f']);
	assert.match(words[2], new RegExp(`^bounce\\+${second}\\.[0-9a-f]{20}@bounces\\.example$`));
	assert.deepEqual(words.slice(3), ['--', 'o\'neil+tag|x`id`@tests.example', '']);
	assert.ok(!one.read('mail').includes('\r'), 'lines end as files have them');
	const mail = await parsed(one.read('mail'));
	assert.equal(mail.to.value[0].name, HINDI);
	assert.match(one.read('env'), /^PATH=/m);
	assert.ok(!one.read('env').includes('POINTPERSON'), 'nothing of ours in its environment');
	assert.ok(Number(one.read('files')) <= 5, 'no connection of ours is open in it');
});

for (const [status, state, words] of [
	[67, 'failed', 'refused by sendmail: no such user'],
	[68, 'failed', 'refused by sendmail: no such host'],
	[65, 'failed', 'refused by sendmail: not a good mail'],
	[75, 'waiting', 'sendmail ended with 75'],
	[78, 'waiting', 'sendmail ended with 78'],
	[1, 'waiting', 'sendmail ended with 1'],
	['kill', 'waiting', 'sendmail did not end in time, or was ended'],
]) {
	test(`sendmail that ends with ${status}`, async () => {
		const one = sendmail(status === 'kill' ? 'kill -9 $$' : `cat > /dev/null; exit ${status}`);
		const [id] = add({ to: 'ravi@tests.example' });

		await once(by(one));
		assert.deepEqual(fate(id), { state, tries: 1, result: words });
	});
}

test('sendmail that does not read it all, or is not there', async () => {
	const [id] = add({ to: 'ravi@tests.example', values: { right: 'x'.repeat(20000) } });

	// It reads a byte, so that it ends after the mail was written and not before.
	await once(by(sendmail('head -c 1 > /dev/null; exit 0')));
	assert.equal(fate(id).state, 'sent', 'what fits into the pipe was given');
	const [long] = add({ to: 'ravi@tests.example',
		values: { who: 'y'.repeat(6000), role: 'z'.repeat(40000) } });
	await once(by(sendmail('exec <&-; sleep 0.2; exit 0')));
	assert.deepEqual(fate(long), { state: 'waiting', tries: 1,
		result: 'sendmail ended with 0 before it had the whole mail' });
	passTime();
	await once(by({ file: path.join(work, 'nothing-here') }));
	assert.equal(fate(long).result, 'mail.sendmail_path cannot be started');
});

test('into a maildir, which is made; sent twice is there once', async () => {
	const folder = path.join(work, 'maildir');
	const file = settings({ 'mail.transport': 'maildir', 'mail.maildir': folder });
	const [id] = add({ to: 'sunita@tests.example', name: HINDI, values: { right: '₹' } });

	await once(file);
	const [name] = readdirSync(path.join(folder, 'new'));
	assert.equal(name.split('.')[1], String(id));
	assert.deepEqual(readdirSync(path.join(folder, 'tmp')), []);
	assert.ok(existsSync(path.join(folder, 'cur')));
	const mail = await parsed(readFileSync(path.join(folder, 'new', name), 'latin1'));
	assert.equal(mail.to.value[0].name, HINDI);
	const shown = execFileSync(program, ['--show', path.join(folder, 'new', name)],
	    { encoding: 'utf8' });
	assert.match(shown, new RegExp(`^To: {6}${HINDI} <sunita@tests\\.example>$`, 'm'));
	assert.match(shown, /^ {4}to ₹$/m);

	await import('./mail.mjs').then(({ sql }) =>
		sql(`UPDATE outbox SET state = 'waiting' WHERE id = ${id}`));
	await once(file);
	assert.deepEqual(readdirSync(path.join(folder, 'new')), [name]);
});

test('a maildir that cannot be written holds mail back', async () => {
	const file = path.join(work, 'no-folder');
	const [id] = add({ to: 'ravi@tests.example' });

	writeFileSync(file, '');
	await once(settings({ 'mail.transport': 'maildir', 'mail.maildir': file }));
	assert.equal(fate(id).state, 'waiting');
	assert.match(fate(id).result, /^the folder cannot be used: /);
});

test('the daemon sends what comes, and SIGTERM ends it after the message at hand', async () => {
	const server = await new MailServer().start();
	const run = start(settings({ 'mail.smtp_url': server.url }));
	const [earlier] = add({ to: 'earlier@tests.example' });

	await until('it is at work', () => fate(earlier).state === 'sent');
	server.hold();
	const [first, second] = add({ to: 'a@tests.example' }, { to: 'b@tests.example' });
	await until('the first is on its way', () => server.held === 1);
	run.child.kill('SIGTERM');
	await new Promise(resolve => setTimeout(resolve, 300));
	assert.equal(run.child.exitCode, null, 'it waits for the answer');
	server.release();
	assert.equal(await run.ended, 0, run.log);
	assert.equal(fate(first).state, 'sent');
	assert.deepEqual(fate(second), { state: 'waiting', tries: 0, result: '' });
	await server.stop();
});

test('the daemon outlives a database that is away; --once says so', async () => {
	const away = settings({ 'database.socket': path.join(work, 'no.sock'),
		'mail.transport': 'maildir', 'mail.maildir': path.join(work, 'm') });
	const daemon = start(away);
	const single = start(away, '--once');

	assert.equal(await single.ended, 1);
	await until('it has begun to look', () => /the database cannot be used/.test(daemon.log));
	assert.equal(daemon.child.exitCode, null);
	daemon.child.kill('SIGTERM');
	assert.equal(await daemon.ended, 0);
});

test('command line and settings', () => {
	const call = (file, ...words) => {
		const run = spawnSync(program, words, { encoding: 'utf8',
			env: { ...process.env, POINTPERSON_SETTINGS: file } });

		return [run.status, run.stdout + run.stderr];
	};
	const good = settings({ 'mail.transport': 'maildir', 'mail.maildir': path.join(work, 'm') });

	assert.match(call(good, '--help')[1], /^Usage: courier/);
	assert.equal(call(good, '--help')[0], 0);
	assert.match(call(good, '--version')[1], /^courier \S+\n$/);
	for (const words of [['now'], ['--once', 'x'], ['--show'], ['--on']])
		assert.equal(call(good, ...words)[0], 2, words.join(' '));
	assert.equal(call(good, '--show', path.join(work, 'none'))[0], 1);
	assert.equal(call(path.join(work, 'none.hdf'), '--once')[0], 78);
	for (const [lines, words] of [
		[{ 'mail.from': '' }, /mail\.from is not set/],
		[{ 'mail.from': `${FROM}, x@y.example` }, /mail\.from is not an email address/],
		[{ 'mail.smtp_url': 'smtp://mx.example.org', 'mail.smtp_user': 'u',
			'mail.smtp_tls': 'none' }, /mail\.smtp_tls = required/],
		[{ 'mail.transport': 'maildir' }, /mail\.maildir is not set/],
		[{ 'mail.transport': 'pigeon' }, /write smtp, sendmail or maildir/],
	]) {
		const [status, said] = call(settings(lines), '--once');

		assert.equal(status, 78);
		assert.match(said, words);
	}
	assert.deepEqual(states(), {});
});

test('what is too old to matter is put away', async () => {
	const session = number(`INSERT INTO account (business_name, business_email, super_admins,
		contact_limit, saved_at, created_at) VALUES ('Old', 'old@tests.example', 1, 1, 1, 1);
		SET @account = LAST_INSERT_ID();
		INSERT INTO user (name, email, created_at) VALUES ('Old', 'old@tests.example', 1);
		SET @user = LAST_INSERT_ID();
		INSERT INTO session (token_hash, user_id, account_id, client_ip, device, created_at, seen_at)
		VALUES (REPEAT('a', 32), @user, @account, '', '', 1, 1),
		(REPEAT('b', 32), @user, @account, '', '', UNIX_TIMESTAMP(), UNIX_TIMESTAMP());
		INSERT INTO submission (key_hash, session_id, created_at) VALUES
		(REPEAT('a', 32), LAST_INSERT_ID(), 1);
		INSERT INTO throttle VALUES ('refusals', REPEAT('a', 32), 1);
		SELECT LAST_INSERT_ID()`);

	try {
		await once(settings({ 'mail.transport': 'maildir', 'mail.maildir': path.join(work, 'swept') }));
		assert.equal(number('SELECT COUNT(*) FROM session'), 1);
		assert.equal(number(`SELECT COUNT(*) FROM session WHERE id = ${session}`), 0);
		assert.equal(number('SELECT COUNT(*) FROM submission'), 0);
		assert.equal(number('SELECT COUNT(*) FROM throttle'), 0);
	} finally {
		sql(`DELETE FROM session; DELETE FROM user WHERE email = 'old@tests.example';
			DELETE FROM account WHERE business_name = 'Old'`);
	}
});
