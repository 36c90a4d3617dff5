// bounce: what comes back of a mail, from the real OpenSMTPD, changes what is known of the address.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import test, { after, before, beforeEach } from 'node:test';
import { MailServer, add, empty, fate, number, once, openSmtpd, program, refuse, settings, sql, until,
	work } from './mail.mjs';

const RAVI = 'ravi@dead.example';

let server, file, person;

function clear()
{
	empty();
	sql(`SET foreign_key_checks = 0; DELETE FROM contact_address; DELETE FROM contact_person;
	    DELETE FROM account; DELETE FROM audit_seal; DELETE FROM audit_event`);
}

// An account with one contact person, whose address is verified.
function arrange()
{
	clear();
	[[person]] = sql(`INSERT INTO account (business_name, business_email, super_admins,
	    contact_limit, saved_at, created_at) VALUES ('Asha Traders', 'a@asha.example', 1, 5, 1, 1);
	    SET @account = LAST_INSERT_ID();
	    INSERT INTO contact_person (account_id, kind, name, consent_by, consent_at,
	    consent_wording, saved_at, saved_by, created_at)
	    VALUES (@account, 'alternate', 'Ravi Iyer', 'x', 1, 1, 1, 'x', 1);
	    SET @person = LAST_INSERT_ID();
	    INSERT INTO contact_address (account_id, contact_person_id, channel, part, label, address,
	    state, state_at, proven_at, created_at)
	    VALUES (@account, @person, 'mail', 'wanted', 'work', '${RAVI}', 'verified', 1, 1, 1);
	    SELECT @person`);
}

// A message to the contact person.
function send()
{
	const [id] = add({ to: RAVI });

	sql(`UPDATE outbox SET contact_person_id = ${person}, account_id = (SELECT account_id
	    FROM contact_person WHERE id = ${person}) WHERE id = ${id}`);
	return id;
}

const known = () => sql(`SELECT state, reason FROM contact_address
    WHERE contact_person_id = ${person}`)[0];
const events = () => sql(`SELECT action, actor_name FROM audit_event`);
const nothingKnown = ['verified', ''];

// `courier bounce` with a mail on its standard input.
function bounce(mail, words = [], settingsFile = file)
{
	return spawnSync(program, ['bounce', ...words], { input: mail, encoding: 'utf8',
		env: { ...process.env, POINTPERSON_SETTINGS: settingsFile } });
}

// Sends one, waits for its report, and returns both.
async function dead()
{
	const id = send();

	await once(file);
	assert.equal(fate(id).state, 'sent');
	const mine = text => text.includes(`Delivered-To: bounce+${id}.`);
	await until(`it comes back\n${server.log}`, () => server.mails().some(mine));
	return { id, report: Buffer.from(server.mails().find(mine), 'latin1') };
}

before(async () => {
	server = await openSmtpd();
	file = settings({ 'mail.smtp_url': server.url, 'mail.bounce_domain': 'bounces.example' });
});
beforeEach(arrange);
after(async () => {
	await server?.stop();
	clear();
});

function assertCameBack(id, expected = 1)
{
	assert.equal(fate(id).state, 'bounced');
	assert.notEqual(known()[0], 'verified');
	assert.notEqual(known()[1], '');
	assert.equal(events().length, expected);
	assert.equal(events()[0][1], 'courier');
}

test('a report by a pipe, and the same once more', async () => {
	const { id, report } = await dead();
	const said = bounce(report);

	assert.equal(said.status, 0, said.stderr);
	assert.ok(!said.stderr.includes(RAVI), 'no address in the log');
	assertCameBack(id);
	assert.equal(bounce(report).status, 0);
	assertCameBack(id);
});

test('a report in a maildir', async () => {
	const { id, report } = await dead();
	const box = path.join(work, 'bounces');

	for (const folder of ['', 'new', 'cur', 'tmp'])
		mkdirSync(path.join(box, folder));
	writeFileSync(path.join(box, 'new', '1.report'), report);
	writeFileSync(path.join(box, 'new', '2.answer'), 'Subject: away\n\nUntil Monday.\n');
	const said = bounce('', ['--maildir', box]);
	assert.equal(said.status, 0, said.stderr);
	assertCameBack(id);
	assert.deepEqual(readdirSync(path.join(box, 'new')), []);
	assert.deepEqual(readdirSync(path.join(box, 'cur')).sort(), ['1.report:2,S', '2.answer:2,S']);
	assert.equal(bounce('', ['--maildir', path.join(box, 'none')]).status, 1);
	assert.ok(!existsSync(path.join(box, 'none')));
});

test('no such mailbox makes it Unreachable', async () => {
	const { id, report } = await dead();
	const text = report.toString('latin1').replace(/^Status: .*$/m, 'Status: 5.1.1');

	assert.equal(bounce(Buffer.from(text, 'latin1')).status, 0);
	assertCameBack(id);
	assert.equal(known()[0], 'unreachable');
	assert.equal(events()[0][0], 'contact.unreachable');
});

test('a forged or broken one changes nothing', async () => {
	const { id, report } = await dead();
	const text = report.toString('latin1');
	const forged = [
		text.replaceAll(`bounce+${id}.`, `bounce+${id + 1}.`),
		text.replace(/bounce\+(\d+)\.[0-9a-f]{20}/g, `bounce+$1.${'0'.repeat(20)}`),
		text.replaceAll('delivery-status', 'plain-status'),
		text.replaceAll('Action: failed', 'Action: delivered'),
		text.slice(0, text.indexOf('\n\n')), 'x', '',
	];

	for (const mail of forged) {
		assert.equal(bounce(Buffer.from(mail, 'latin1')).status, 0);
		assert.deepEqual(known(), nothingKnown);
	}
	assert.equal(bounce(report, ['--to', `bounce+${id}.${'0'.repeat(20)}@b.example`]).status, 0);
	assert.deepEqual(known(), nothingKnown);
	assert.equal(fate(id).state, 'sent');
	assert.equal(number('SELECT COUNT(*) FROM audit_event'), 0);
});

test('while the database is away the mail server is asked to come again', async () => {
	const { id, report } = await dead();
	const away = settings({ 'database.socket': path.join(work, 'no.sock'),
		'mail.bounce_domain': 'bounces.example' });

	assert.equal(bounce(report, [], away).status, 75);
	assert.equal(bounce(report, [], path.join(work, 'no.hdf')).status, 75);
	assert.equal(fate(id).state, 'sent');
});

test('what a server refuses at once counts the same', async () => {
	const strict = await new MailServer({ script: { rcpt: () => {
		throw refuse(550, '5.1.1 no such user');
	} } }).start();
	const id = send();

	await once(settings({ 'mail.smtp_url': strict.url }));
	await strict.stop();
	assert.equal(fate(id).state, 'failed');
	assert.deepEqual(known(), ['unreachable', 'refused: 550 5.1.1 no such user']);
	assert.deepEqual(events(), [['contact.unreachable', 'courier']]);
});
