// not-delivered: each way in which a server refuses a message at once, reports of every shape, and the
// files of a maildir; the reports that OpenSMTPD writes are in bounce.test.mjs.

import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, rmdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import test, { after, before, beforeEach } from 'node:test';
import { HINDI, MailServer, add, addPerson, addressOf, bounce, empty, fate, maildir, once, parsed,
	passTime, refuse, settings, work } from './mail.mjs';

const server = new MailServer();
let file;

before(async () => {
	await server.start();
	file = settings({ 'mail.smtp_url': server.url, 'mail.bounce_domain': 'bounces.example' });
});
beforeEach(() => {
	empty();
	server.script = {};
	server.got.length = 0;
});
after(async () => {
	await server.stop();
	empty();
});

// A message that a server has taken, to a contact person: { id, sender, whom }.
async function sent(to = 'ravi@tests.example')
{
	const whom = addPerson(to);
	const [id] = add({ to, whom });

	await once(file);
	assert.equal(fate(id).state, 'sent');
	return { id, whom, sender: server.got.at(-1).from };
}

const report = (sender, { recipient = 'ravi@tests.example', action = 'failed', status = '5.1.1',
	diagnostic = 'smtp; 550 5.1.1 No such user' } = {}) => `From: MAILER-DAEMON@mx.example
To: ${sender}
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b
Content-Type: text/plain

It did not arrive.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; ${recipient}
Action: ${action}
Status: ${status}
Diagnostic-Code: ${diagnostic}

--b--
`;

for (const [code, words, state, reason] of [
	[550, '5.1.1 no such user', 'unreachable', /no such user/],
	[550, '5.7.1 not from outside', 'bouncing', /^blocked by the recipient's policy/],
	[552, '5.2.2 the mailbox is full', 'bouncing', /full/],
	[550, 'no', 'bouncing', /550 no/],
	[554, 'something is wrong', 'verified', /^$/],
]) {
	test(`refused at once, ${code} ${words}: the address is ${state}`, async () => {
		const whom = addPerson('ravi@tests.example');
		const other = addPerson('asha@tests.example');
		const [id, last] = add({ to: 'ravi@tests.example', whom },
		    { to: 'asha@tests.example', whom: other });

		server.script = { rcpt: address => {
			if (address.startsWith('ravi'))
				throw refuse(code, words);
		} };
		await once(file);
		assert.deepEqual(fate(id), { state: 'failed', tries: 1, result: `refused: ${code} ${words}` });
		assert.equal(addressOf(whom)[0], state);
		assert.match(addressOf(whom)[1], reason);
		assert.equal(fate(last).state, 'sent');
		assert.deepEqual(addressOf(other), ['verified', ''], 'nobody else is marked');
	});
}

for (const [code, words, shown = words] of [
	[553, '5.7.1 <%s>: Sender address rejected: not owned by user portal',
		'5.7.1 Sender address rejected: not owned by user portal'],
	[554, '5.7.1 <localhost[127.0.0.1]>: Client host rejected: Access denied',
		'5.7.1 Client host rejected: Access denied'],
	[554, '5.7.1 <ravi@tests.example>: Relay access denied', '5.7.1 Relay access denied'],
	[550, 'relay not permitted'],
	[504, '5.5.2 <web1>: Helo command rejected: need fully-qualified hostname'],
	[550, 'rejected because 127.0.0.1 is in a black list at zen.example',
		'rejected because is in a black list at zen.example'],
	[554, '5.7.1 Mail from 127.0.0.1 blocked using zen.example',
		'5.7.1 Mail from blocked using zen.example'],
	[553, '5.7.1 sorry, that domain isn\'t in my list of allowed rcpthosts'],
]) {
	test(`refused for what we are, ${code} ${words}: it waits, and no address is marked`, async () => {
		const whom = addPerson('ravi@tests.example');
		const [id] = add({ to: 'ravi@tests.example', whom });
		let sender;

		server.script = { from: address => { sender = address; },
			rcpt: () => { throw refuse(code, words.replace('%s', sender)); } };
		await once(file);
		assert.deepEqual(fate(id), { state: 'waiting', tries: 1, result:
			`the mail server does not take our mail: ${code} ${shown}` });
		assert.deepEqual(addressOf(whom), ['verified', '']);
		server.script = {};
		passTime();
		await once(file);
		assert.equal(fate(id).state, 'sent');
	});
}

test('a passing refusal, and a message to nobody of the contact persons, mark no address', async () => {
	const whom = addPerson('ravi@tests.example');
	const [later, user] = add({ to: 'ravi@tests.example', whom }, { to: 'user@tests.example' });

	server.script = { rcpt: address => {
		throw refuse(...address.startsWith('ravi') ? [451, '4.7.1 later'] : [550, '5.1.1 nobody']);
	} };
	await once(file);
	assert.deepEqual([fate(later).state, fate(user).state], ['waiting', 'failed']);
	assert.deepEqual(addressOf(whom), ['verified', '']);
});

test('a mailbox\'s first line in front, and an address in capitals', async () => {
	const { id, sender, whom } = await sent();
	const text = `From MAILER-DAEMON Mon Nov 23 09:00:00 2026\n${report(sender.toUpperCase())}`;

	assert.deepEqual(bounce(file, text).status, 0);
	assert.deepEqual(fate(id), { state: 'bounced', tries: 1, result: 'No such user (5.1.1)' });
	assert.deepEqual(addressOf(whom), ['unreachable', 'No such user (5.1.1)']);
});

test('what is forged, broken or no failure changes nothing, and the pipe is not told so', async () => {
	const { id, sender, whom } = await sent();
	const other = sender.replace(`+${id}.`, `+${id + 1}.`);
	const wrong = sender.replace(/[0-9a-f]@/, digit => digit[0] === '0' ? '1@' : '0@');

	for (const [name, text] of [
		['another message\'s number', report(other)],
		['a wrong MAC', report(wrong)],
		['no MAC', report(`bounce+${id}@bounces.example`)],
		['our own address', report('portal@portal.example')],
		['it arrived', report(sender, { action: 'delivered', status: '2.0.0' })],
		['an answer of a person', `To: ${sender}\nSubject: Re: hello\n\nAction: failed\nStatus: 5.1.1\n`],
		['cut in the middle', report(sender).slice(0, report(sender).indexOf('Action:'))],
		['nothing at all', ''],
		['bytes', '\0\xff\r\n\r\n--b\0'],
		['parts without end', `To: ${sender}\n${'Content-Type: multipart/mixed; boundary=a\n\n--a\n'
		    .repeat(20000)}`],
	]) {
		const { status, log } = bounce(file, text);

		assert.equal(status, 0, `${name}: ${log}`);
		assert.match(log, /changes nothing/, name);
		assert.equal(fate(id).state, 'sent', name);
		assert.deepEqual(addressOf(whom), ['verified', ''], name);
		assert.ok(!log.includes('ravi@') && !log.includes(sender), `${name}: no address in the log`);
	}
});

test('one that is late leaves it sent; codes, links and addresses of a server are not repeated', async () => {
	const { id, sender, whom } = await sent();

	bounce(file, report(sender, { action: 'delayed', status: '4.4.1', diagnostic:
		'smtp; 451 4.4.1 try 482913 or https://evil.example/x of ravi@tests.example later' }));
	assert.deepEqual(fate(id), { state: 'sent', tries: 1,
		result: 'delayed: try or of later (4.4.1)' });
	assert.equal(addressOf(whom)[0], 'verified', 'once is not three times');
});

test('a maildir: what was dealt with is seen, what is no file stays', async () => {
	const { id, sender } = await sent();
	const folder = maildir('no mail of ours\n', report(sender));

	writeFileSync(path.join(folder, 'new', '.hidden'), report(sender));
	assert.equal(bounce(file, '', '--maildir', folder).status, 0);
	assert.equal(fate(id).state, 'bounced');
	assert.deepEqual(readdirSync(path.join(folder, 'new')), ['.hidden']);
	assert.deepEqual(readdirSync(path.join(folder, 'cur')).sort(), ['0.host:2,S', '1.host:2,S']);

	symlinkSync('/etc/hostname', path.join(folder, 'new', 'link'));
	mkdirSync(path.join(folder, 'new', 'folder'));
	assert.equal(bounce(file, '', '--maildir', folder).status, 1);
	assert.deepEqual(readdirSync(path.join(folder, 'new')).sort(), ['.hidden', 'folder', 'link']);
	assert.equal(bounce(file, '', '--maildir', path.join(work, 'no-folder')).status, 1);

	const broken = maildir(report(sender));
	rmdirSync(path.join(broken, 'cur'));
	assert.equal(bounce(file, '', '--maildir', broken).status, 1, 'it cannot be moved');
	assert.deepEqual(readdirSync(path.join(broken, 'new')), ['0.host']);
});

test('while the database is away, or the settings are wrong, a maildir keeps what it has', async () => {
	const { id, sender } = await sent();
	const folder = maildir(report(sender));
	const away = settings({ 'database.socket': path.join(work, 'no.sock'),
		'mail.bounce_domain': 'bounces.example' });

	assert.equal(bounce(away, '', '--maildir', folder).status, 75);
	assert.deepEqual(readdirSync(path.join(folder, 'new')), ['0.host']);
	assert.equal(bounce(path.join(work, 'none.hdf'), '', '--maildir', folder).status, 78);
	assert.equal(fate(id).state, 'sent');
	assert.equal(bounce(file, '', '--maildir', folder).status, 0);
	assert.equal(fate(id).state, 'bounced');
});

test('a wrong command line', () => {
	for (const words of [['now'], ['--to'], ['--to', ''], ['--maildir'], ['--maildir', ''],
	    ['--to', 'a', '--maildir', 'b']])
		assert.equal(bounce(file, '', ...words).status, 2, words.join(' '));
});

test('a name, a subject or a designation makes no header', async () => {
	const bad = '\r\nBcc: all@tests.example\r\n\r\nBuy this';
	const values = { person: 'Ravi', designation: 'Head', business: 'Asha', email: 'x@tests.example' };
	const still = { to: 'a@tests.example', template: 'still-right' };
	const ids = add({ ...still, values: { ...values, designation: `Head${bad}` } },
	    { ...still, to: 'b@tests.example', name: `Ravi${bad}`, values },
	    { to: 'c@tests.example', values: { who: `Imran${bad}` } });
	const [plain] = add({ ...still, to: 'd@tests.example', name: 'Bcc: all@tests.example',
		values: { ...values, designation: `${HINDI}, Bcc: all@tests.example` } });

	await once(file);
	for (const id of ids)
		assert.equal(fate(id).state, 'failed', fate(id).result);
	assert.equal(fate(plain).state, 'sent', fate(plain).result);
	assert.deepEqual(server.got.map(mail => mail.to), [['d@tests.example']]);
	const [mail] = server.got;
	assert.ok(!/^(Bcc|Cc):/mi.test(mail.text.slice(0, mail.text.indexOf('\r\n\r\n'))));
	const read = await parsed(mail);
	assert.deepEqual(read.to.value, [{ address: 'd@tests.example', name: 'Bcc: all@tests.example' }]);
	assert.ok(read.text.includes(`${HINDI}, Bcc: all@tests.example`));
});
