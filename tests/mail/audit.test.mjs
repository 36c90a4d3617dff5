// audit: the newest seal of an account's audit log goes by mail to who is chosen for Compliance, once a day, and newest
// events that were removed since are found against that mail as it arrived.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import test, { after, beforeEach } from 'node:test';
import { HINDI, addPerson, empty, once, parsed, program, settings, sql, withServer, work } from './mail.mjs';

beforeEach(empty);
after(empty);

// What `pointperson` answers to these words: { status, said }.
function command(file, ...words)
{
	const run = spawnSync(path.join(path.dirname(program), 'pointperson'), words,
	    { encoding: 'utf8', env: { ...process.env, POINTPERSON_SETTINGS: file } });

	return { status: run.status, said: run.stdout + run.stderr };
}

// An account with a role, so that a command may change it; each change is one event.
function addAccount(category_bits)
{
	const whom = addPerson('asha@tests.example');

	sql(`UPDATE contact_person SET category_bits = ${category_bits}, name = '${HINDI}' WHERE id = ${whom.person};
	    INSERT INTO role (account_id, id, copied_from, name, permission_bits)
		VALUES (${whom.account}, 2, 2, 'Admin', 0)`);
	return whom.account;
}

// One event, where it was not so before.
function require(file, account, required)
{
	const { status, said } = command(file, 'role', 'require-second-factor', '--account', String(account),
	    '--role', 'admin', '--required', required);

	assert.equal(status, 0, said);
}

const ofSeals = server => server.got.filter(mail => mail.text.includes('audit verify --heads FILE'));

test('the daily seal arrives, once, and finds newest events that are missing', () => withServer({}, async server => {
	const file = settings({ 'mail.smtp_url': server.url });
	const account = addAccount(3 | 32);

	for (const required of ['yes', 'no', 'yes'])
		require(file, account, required);
	// The first writes the mail, the second sends it, the third has nothing to do.
	for (let i = 0; i < 3; i++)
		await once(file);
	assert.deepEqual(ofSeals(server).map(mail => mail.to.join()), ['asha@tests.example']);
	const mail = await parsed(ofSeals(server)[0]);
	const saved = path.join(work, 'seal.eml');
	const verify = () => command(file, 'audit', 'verify', '--account', String(account), '--heads', saved);
	const seal = new RegExp(`^ {4}(${account}:3:[A-Za-z0-9_-]{43})$`, 'm').exec(mail.text)[1];

	assert.match(mail.subject, /^The seal of today: audit log of /);
	assert.ok(mail.html.includes(`<code>${seal}</code>`));
	assert.match(mail.text, /new since the seal before: {3}3\n/);
	writeFileSync(saved, ofSeals(server)[0].text, 'latin1');
	assert.deepEqual([verify().status, verify().said.includes(seal)], [0, true]);

	// A day later, with one event more.
	sql(`UPDATE audit_head SET made_at = made_at - 86400 WHERE chain = ${account}`);
	await once(file);
	await once(file);
	assert.equal(ofSeals(server).length, 1, 'nothing is new');
	require(file, account, 'no');
	await once(file);
	await once(file);
	assert.equal(ofSeals(server).length, 2);
	assert.equal(verify().status, 0, 'an older mail still fits');
	writeFileSync(saved, ofSeals(server)[1].text, 'latin1');
	assert.equal(verify().status, 0);

	// The newest two are removed, with whatever the database knows of them.
	sql(`SET foreign_key_checks = 0;
	    DELETE FROM audit_event WHERE id IN
		(SELECT event_id FROM audit_seal WHERE chain = ${account} AND position > 2);
	    DELETE FROM audit_seal WHERE chain = ${account} AND position > 2;
	    DELETE FROM audit_head WHERE chain = ${account}`);
	assert.equal(command(file, 'audit', 'verify', '--account', String(account)).status, 0, 'unseen without the mail');
	const { status, said } = verify();

	assert.equal(status, 1, said);
	assert.match(said, /place 4 of its chain: .* the newest events were removed/);
}));

test('nobody is mailed who was not chosen', () => withServer({}, async server => {
	const file = settings({ 'mail.smtp_url': server.url });
	const account = addAccount(3);

	require(file, account, 'yes');
	await once(file);
	await once(file);
	assert.deepEqual(sql(`SELECT chain, position FROM audit_head WHERE chain = ${account}`), [[String(account), '1']]);
	assert.equal(ofSeals(server).length, 0);
}));
