// opensmtpd: mail through a real mail server, with a queue and a delivery of its own.

import assert from 'node:assert/strict';
import test, { after, before, beforeEach } from 'node:test';
import { HINDI, add, addPerson, addressOf, bounce, empty, fate, once, openSmtpd, parsed, settings,
	until } from './mail.mjs';

let server, file;

before(async () => {
	server = await openSmtpd();
	file = settings({ 'mail.smtp_url': server.url, 'mail.bounce_domain': 'bounces.example' });
});
beforeEach(empty);
after(async () => {
	await server?.stop();
	empty();
});

const mailTo = address => server.mails().find(text => text.includes(`Delivered-To: ${address}`));

test('a Hindi name and a rupee sign arrive as they were', async () => {
	const [id] = add({ to: 'sunita@tests.example', name: HINDI,
		values: { who: HINDI, right: 'pay ₹12,500' } });

	await once(file);
	assert.deepEqual(fate(id), { state: 'sent', tries: 1, result: 'accepted by mx.tests.example' });
	await until(`it is delivered\n${server.log}`, () => mailTo('sunita@tests.example'));
	const text = mailTo('sunita@tests.example');
	const mail = await parsed(text);
	assert.match(text, new RegExp(`^Return-Path: <bounce\\+${id}\\.[0-9a-f]{20}@bounces\\.example>`));
	assert.equal(mail.to.value[0].name, HINDI);
	assert.ok(mail.subject.startsWith(`${HINDI} asks for access`));
	assert.ok(mail.text.includes('to pay ₹12,500\n'));
	assert.ok(mail.html.includes('to pay ₹12,500<'));
	assert.ok(mail.messageId.startsWith(`<${id}.`), 'the Message-Id is ours');
});

test('a recipient it does not know is refused at once', async () => {
	const [id] = add({ to: 'ravi@elsewhere.example' });

	await once(file);
	assert.equal(fate(id).state, 'failed');
	assert.match(fate(id).result, /^refused: 550 /);
});

test('what it cannot deliver comes back to the sender of that very message', async () => {
	const [id] = add({ to: 'ravi@dead.example' });

	await once(file);
	assert.equal(fate(id).state, 'sent');
	await until(`it comes back\n${server.log}`, () => mailTo(`bounce+${id}.`));
	const text = mailTo(`bounce+${id}.`);
	assert.match(text, /Content-Type: message\/delivery-status/);
	assert.match(text, /Final-Recipient: rfc822; ?ravi@dead\.example/i);
	assert.match(text, /Action: failed/i);
});

test('a pipe behind it is given the recipient of the envelope, for --to', async () => {
	const piped = settings({ 'mail.smtp_url': server.url, 'mail.bounce_domain': 'piped.example' });
	const whom = addPerson('ravi@dead.example');
	const [id] = add({ to: 'ravi@dead.example', whom });
	const mine = text => text.startsWith(`bounce+${id}.`);

	await once(piped);
	await until(`it comes back\n${server.log}`, () => mailTo(`bounce+${id}.`) &&
	    server.destinations().some(mine));
	const to = server.destinations().find(mine);
	assert.match(to, /^bounce\+\d+\.[0-9a-f]{20}@piped\.example$/);
	const bare = mailTo(`bounce+${id}.`).replace(/^(Delivered-To|To): .*\n/gim, '');
	assert.deepEqual([bounce(piped, bare).status, fate(id).state], [0, 'sent'], 'it names nobody');
	const { status, log } = bounce(piped, bare, '--to', to);
	assert.equal(status, 0, log);
	assert.equal(fate(id).state, 'bounced');
	assert.notEqual(addressOf(whom)[0], 'verified');
});
