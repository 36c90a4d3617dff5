// command-line: what the programs say to whoever types their names, and whether the settings file
// that is shipped tells the truth. It changes nothing: what it does to the contact persons of the
// database is put back.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import test, { after } from 'node:test';
import { build, number, pointperson as onPortal, reset, source, sql } from './portal.mjs';

const folder = mkdtempSync(path.join(tmpdir(), 'pointperson-'));
const shipped = readFileSync(path.join(source, 'conf/pointperson.hdf'), 'utf8');

after(() => rmSync(folder, { recursive: true }));

function run(program, words, settings = 'site.name = Portal\n')
{
	const file = path.join(folder, 'pointperson.hdf');

	writeFileSync(file, settings);
	return spawnSync(path.join(build, 'cgi-bin/tools', program), words, {
		encoding: 'utf8', input: '', env: { ...process.env, POINTPERSON_SETTINGS: file },
	});
}

function pointperson(...words)
{
	return run('pointperson', words);
}

const contacts = account => onPortal(['contacts', '--account', account]);

test('help is given wherever it is asked for', () => {
	for (const words of [['--help'], ['-h'], ['help']]) {
		const said = pointperson(...words);

		assert.equal(said.status, 0, words.join(' '));
		for (const name of ['migrate', 'account add', 'user add', 'contacts', 'check-config',
			'doctor'])
			assert.match(said.stdout, new RegExp(`^  ${name} +\\S`, 'm'));
	}
	for (const help of ['--help', '-h']) {
		assert.match(pointperson('account', 'add', help).stdout, /--owner-email ADDRESS/);
		assert.match(pointperson('doctor', help).stdout, /^Usage: pointperson doctor\n/);
		assert.match(run('courier', [help]).stdout, /^Usage: courier /);
	}
});

test('the first word of two lists what may follow it', () => {
	for (const group of ['account', 'user']) {
		for (const help of ['--help', '-h']) {
			const said = pointperson(group, help);

			assert.equal(said.status, 0, group);
			assert.match(said.stdout, /^  add +Adds /m);
			assert.doesNotMatch(said.stdout, /migrate/);
		}
		assert.equal(pointperson(group).status, 2);
		assert.match(pointperson(group).stderr, /^  add +Adds /m);
	}
});

test('a command that there is not is named', () => {
	for (const words of [['acc'], ['account', 'ad'], ['nothing', '--help'], ['acc', '-h']]) {
		const said = pointperson(...words);

		assert.equal(said.status, 2, words.join(' '));
		assert.equal(said.stdout, '');
		assert.ok(said.stderr.includes('there is no command'), said.stderr);
	}
});

test('account add tells all that is wrong at once, by the options that were typed', () => {
	const said = pointperson('account', 'add', '--name', '', '--email', 'x', '--owner-name', '',
	    '--owner-email', 'y', '--region', 'XX', '--zone', 'Mars/Base', '--contact-limit', '0',
	    '--phone', 'abc', '--website', 'ftp://x', '--generate-password');

	assert.equal(said.status, 2);
	for (const option of ['name', 'email', 'owner-name', 'owner-email', 'region', 'zone',
		'contact-limit', 'phone', 'website'])
		assert.match(said.stderr, new RegExp(`^pointperson: --${option}: [A-Z]`, 'm'));
});

test('purge puts away what is too old, and nothing else', () => {
	sql(`INSERT INTO throttle (policy, key_hash, free_at_ms) VALUES
	    ('purge', REPEAT('o', 32), ${Date.now() - 1000}),
	    ('purge', REPEAT('n', 32), ${Date.now() + 600000})`);
	const said = onPortal(['purge']);
	const left = ['o', 'n'].map(sign => number(`SELECT COUNT(*) FROM throttle
	    WHERE policy = 'purge' AND key_hash = REPEAT('${sign}', 32)`));

	sql("DELETE FROM throttle WHERE policy = 'purge'");
	assert.equal(said.status, 0, said.stderr);
	assert.equal(said.stdout, '');
	assert.deepEqual(left, [0, 1]);
});

test('a password typed for a new person keeps the rules of the portal', () => {
	const add = ['user', 'add', '--account', '2', '--email', 'typed@demo.example', '--role', 'agent',
		'--name', 'Typed Tamarind'];

	for (const [typed, why] of [
		['', /No password was typed/],
		['short', /at least 8 characters/],
		['lotusharbour', /upper-case letter/],
		['Password-1', /easily guessed/],
		['Typed-Tamarind-1', /easily guessed: most of it is your name/],
	]) {
		const said = onPortal(add, typed === '' ? '' : `${typed}\n`);

		assert.equal(said.status, 1, typed);
		assert.match(said.stderr, why);
		assert.ok(typed === '' || !said.stderr.includes(typed));
	}
	assert.equal(number("SELECT COUNT(*) FROM user WHERE email = 'typed@demo.example'"), 0);
	const said = onPortal(add, 'Monsoon Kettle-42\n');

	assert.equal(said.status, 0, said.stderr);
	sql(`DELETE m FROM membership m JOIN user u ON u.id = m.user_id
	    WHERE u.email = 'typed@demo.example';
	    DELETE FROM user WHERE email = 'typed@demo.example'`);
});

test('contacts tells support whom an account lists, and who may speak for it', () => {
	const listed = contacts('2');

	assert.equal(listed.status, 0, listed.stderr);
	const [head, ...persons] = listed.stdout.trimEnd().split('\n\n');
	assert.equal(head, 'Account 2, Binary Mills: 3 contact persons.');
	assert.deepEqual(persons[0].split('\n'), [
		"Farhan D'Souza (Primary, alternate)",
		'  email     farhan@binary-mills.example (Verified)',
		'  phone     +919845064217 (Verified)',
		'  receives  Security codes, Critical alerts, Account notices',
		'  may speak for the account: no',
	]);
	assert.match(persons[1], /^Kavitha Subramanian \(compliance\)\n[^]*receives  Compliance\n/);
	assert.equal(persons.length, 3);

	assert.equal(contacts('987654321').status, 1);
	assert.match(contacts('987654321').stderr, /there is no account 987654321/);
	assert.equal(contacts('two').status, 2);
	assert.match(contacts('two').stderr, /--account: Write the account's number/);
});

test('contacts tells of an account of its own what was ticked, and what does not arrive', () => {
	reset();
	const id = number('SELECT MAX(id) FROM contact_person WHERE account_id = 1');

	sql(`UPDATE contact_person SET is_authorised = 1, category_bits = 24 WHERE id = ${id};
	    UPDATE contact_address SET state = 'unreachable', reason = 'no such user'
	        WHERE contact_person_id = ${id} AND channel = 'mail';
	    UPDATE contact_address SET state = 'unverified', proven_at = NULL
	        WHERE contact_person_id = ${id} AND channel = 'sms'`);
	const { stdout } = contacts('1');

	reset();
	assert.match(stdout, /example \(Unreachable: no such user\)\n/);
	assert.match(stdout, /^ {2}phone .* \((?:Unverified|Not checked here)\)$/m);
	assert.match(stdout, /receives {2}Billing and invoices, Technical notices\n.*account: yes\n/);
});

test('every setting stands in the shipped file with its default', () => {
	const listed = pointperson('check-config', '--list').stdout.split('\n')
	    .map(line => /^(\S+)\s+# .* \(default: (.*)\)$/.exec(line)).filter(Boolean);

	assert.ok(listed.length > 40);
	for (const [, key, fallback] of listed) {
		if (key.endsWith('*')) {
			assert.ok(shipped.includes(`#\t${key.replace('*', '')}`), key);
			continue;
		}
		const line = new RegExp(`^(?:# )?${key.replaceAll('.', '\\.')} =(.*)$`, 'm')
		    .exec(shipped);

		assert.ok(line, `${key} is not in conf/pointperson.hdf`);
		// Where things are installed differs from build to build.
		if (!/^paths\.(templates|sql|programs|translations)$/.test(key))
			assert.equal(line[1].trim() || 'empty', fallback, key);
	}
});

test('the shipped file can be used, as it is and with every line of it', () => {
	const whole = shipped.replace(/^# ([a-z_.]+ =)/gm, '$1')
	    .replace(/^#\t((?:sms|mail)\.[a-z0-9_.]+ = )/gm, '$1');

	assert.notEqual(whole, shipped);
	for (const settings of [shipped, whole]) {
		const said = run('pointperson', ['check-config'], settings);

		assert.equal(said.status, 0, said.stderr);
	}
});

test('settings that would be ignored are refused with their line', () => {
	for (const [settings, line] of [
		['sesion { idle_sec = 4 }\n', 1],
		['demo = no\nsession {\n', 2],
		['\nsite.url = javascript:1\n', 2],
		['site.name =\n', 1],
	]) {
		const said = run('pointperson', ['check-config'], settings);

		assert.equal(said.status, 78, settings);
		assert.ok(said.stderr.includes(`pointperson.hdf:${line}: `), said.stderr);
	}
});

test('a source in a folder that no build works in says so first', () => {
	const script = { 'conf/demo.sh': ['start'], 'tests/run.sh': ['lint'] };

	for (const name of ['with space', "it's", 'a#b', 'a&b', 'a$b', 'a"b', 'a\\b', 'a`b']) {
		const copy = path.join(folder, name);

		mkdirSync(copy);
		cpSync(path.join(source, 'conf'), path.join(copy, 'conf'), { recursive: true });
		cpSync(path.join(source, 'tests/run.sh'), path.join(copy, 'tests/run.sh'));
		for (const [file, words] of Object.entries(script)) {
			const said = spawnSync('sh', [path.join(copy, file), ...words],
			    { encoding: 'utf8', env: { PATH: process.env.PATH } });

			assert.equal(said.status, 1, `${name} ${file}: ${said.stdout}`);
			assert.equal(said.stdout, '');
			assert.ok(said.stderr.includes(`Move the folder ${copy} `), said.stderr);
		}
	}
});
