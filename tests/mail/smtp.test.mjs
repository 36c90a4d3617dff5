// smtp: mail through a mail server that accepts, refuses, hangs up and asks for passwords.

import assert from 'node:assert/strict';
import net from 'node:net';
import os from 'node:os';
import test, { after, beforeEach } from 'node:test';
import { FROM, HINDI, MailServer, SECRET, add, empty, fate, gateway, idOf, once, ownCertificate, parsed,
	passTime, refuse, settings, sql, start, states, until, withServer } from './mail.mjs';

beforeEach(empty);
after(empty);

const overTls = ({ cert, key } = ownCertificate()) => ({ key, cert, disabledCommands: ['AUTH'] });

test('a mail arrives with both parts, in any script, and says so', () => withServer({},
    async server => {
	const file = settings({ 'mail.smtp_url': server.url, 'mail.from_name': `पोर्टल "A, B"`,
		'mail.bounce_domain': 'bounces.example' });
	const [id] = add({ to: 'sunita@tests.example', name: HINDI,
		values: { who: `${HINDI} <b>&`, right: 'see ₹12,500' } });
	const log = await once(file);
	const mail = await parsed(server.got[0]);

	assert.equal(server.got.length, 1);
	assert.deepEqual(server.got[0].to, ['sunita@tests.example']);
	assert.match(server.got[0].from, new RegExp(`^bounce\\+${id}\\.[0-9a-f]{20}@bounces\\.example$`));
	assert.deepEqual(mail.from.value, [{ address: FROM, name: `पोर्टल "A, B"` }]);
	assert.deepEqual(mail.to.value, [{ address: 'sunita@tests.example', name: HINDI }]);
	assert.match(mail.subject, new RegExp(`^${HINDI} <b>& asks for access`));
	assert.match(mail.text, /to see ₹12,500\n/);
	assert.match(mail.text, new RegExp(`${HINDI} <b>& \\(imran@asha\\.example\\)`));
	assert.match(mail.html, new RegExp(`${HINDI} &lt;b&gt;&amp;`));
	assert.match(mail.html, /to see ₹12,500</);
	// Where a Super Admin gives the right without anybody's help.
	for (const page of ['/manage/users', '/manage/roles']) {
		assert.match(mail.text, new RegExp(`^ {4}http://\\S+${page}$`, 'm'));
		assert.match(mail.html, new RegExp(`<a href="http://[^"]+${page}">`));
	}
	assert.doesNotMatch(mail.text + mail.html, /support/);
	assert.equal(mail.headers.get('auto-submitted'), 'auto-generated');
	assert.equal(idOf(server.got[0]), id);
	assert.ok(Math.abs(mail.date - Date.now()) < 60000);
	assert.deepEqual(fate(id), { state: 'sent', tries: 1,
		result: fate(id).result });
	assert.match(fate(id).result, /^accepted by \S+$/);
	assert.match(log, new RegExp(`message ${id} access-request by mail to s\\.\\.\\.@tests\\.example: sent`));
	assert.ok(!log.includes('sunita@'), 'no address in the log');
}));

test('the name in EHLO: the site\'s host where that is a full name, or what the URL says', () =>
    withServer({}, async server => {
	for (const [url, site, name] of [
		[server.url, 'https://portal.tests.example:8443', 'portal.tests.example'],
		[`${server.url}/mail.tests.example`, 'https://portal.tests.example', 'mail.tests.example'],
		[server.url, 'http://localhost:8080', os.hostname()],
	]) {
		add({ to: 'a@tests.example' });
		await once(settings({ 'mail.smtp_url': url, 'site.url': site }));
		assert.equal(server.got.at(-1).name, name, `${url}, ${site}`);
	}
	assert.equal(server.got.length, 3);
}));

test('STARTTLS and a password, with the certificate checked', () => {
	const words = [];

	return withServer({ ...overTls(), disabledCommands: [], authOptional: false,
		script: { auth: (name, word) => words.push([name, word]) } }, async server => {
		const file = settings({ 'mail.smtp_url': `smtp://localhost:${server.port}`,
			'mail.smtp_tls': 'required', 'mail.smtp_ca': ownCertificate().file,
			'mail.smtp_user': 'portal' }, { 'mail.smtp_password': SECRET });
		const [id] = add({ to: 'ravi@tests.example' });
		const log = await once(file);

		assert.equal(fate(id).state, 'sent', fate(id).result);
		assert.equal(server.got[0].secure, true);
		assert.equal(server.got[0].user, 'portal');
		assert.deepEqual(words, [['portal', SECRET]]);
		assert.ok(!log.includes(SECRET));
	});
});

test('TLS that is required is not left out, whoever asks for it', async () => {
	const heard = [];
	const script = { from: address => { heard.push(address); } };

	await withServer({ script }, async server => {
		const [id] = add({ to: 'ravi@tests.example' });

		await once(settings({ 'mail.smtp_url': server.url, 'mail.smtp_tls': 'required' }));
		assert.equal(fate(id).state, 'waiting', 'the server offers none');
		assert.match(fate(id).result, /^no answer from the mail server: |^.*TLS/);
	});
	await withServer({ ...overTls(), script }, async server => {
		const [id] = add({ to: 'ravi@tests.example' });

		await once(settings({ 'mail.smtp_url': `smtp://localhost:${server.port}`,
			'mail.smtp_tls': 'required' }));
		assert.equal(fate(id).state, 'waiting', 'nobody vouches for its certificate');
		assert.match(fate(id).result, /certificate/);
		await once(settings({ 'mail.smtp_url': server.url, 'mail.smtp_tls': 'required',
			'mail.smtp_ca': ownCertificate().file }));
		passTime();
		await once(settings({ 'mail.smtp_url': server.url, 'mail.smtp_tls': 'required',
			'mail.smtp_ca': ownCertificate().file }));
		assert.equal(fate(id).state, 'waiting', 'the certificate is of another name');
		assert.deepEqual(heard, [], 'nothing was said in the clear');
		passTime();
		await once(settings({ 'mail.smtp_url': server.url, 'mail.smtp_tls': 'opportunistic' }));
		assert.equal(fate(id).state, 'sent', fate(id).result);
		assert.equal(server.got[0].secure, true);
	});
});

test('TLS from the first byte', () => withServer({ ...overTls(), secure: true }, async server => {
	const [id] = add({ to: 'ravi@tests.example' });

	await once(settings({ 'mail.smtp_url': `smtps://localhost:${server.port}`,
		'mail.smtp_ca': ownCertificate().file }));
	assert.equal(fate(id).state, 'sent', fate(id).result);
	assert.equal(server.got[0].secure, true);
}));

test('451 at first: tried again later, and then it arrives', () => {
	let times = 0;
	const script = { rcpt: () => {
		if (times++ === 0)
			throw refuse(451, '4.7.1 Greylisted, come back');
	} };

	return withServer({ script }, async server => {
		const file = settings({ 'mail.smtp_url': server.url });
		const [id] = add({ to: 'ravi@tests.example' });

		await once(file);
		assert.deepEqual(fate(id), { state: 'waiting', tries: 1,
			result: 'not taken now: 451 4.7.1 Greylisted, come back' });
		assert.ok(Number(sql(`SELECT next_at - state_at FROM outbox WHERE id = ${id}`)) >= 30);
		await once(file);
		assert.equal(fate(id).tries, 1, 'not before its time');
		passTime();
		await once(file);
		assert.equal(fate(id).state, 'sent');
		assert.equal(fate(id).tries, 2);
		assert.equal(server.got.length, 1);
	});
});

test('550 for the recipient: given up, with the reason; the others go on', () => {
	const script = { rcpt: address => {
		if (address.startsWith('nobody'))
			throw refuse(550, '5.1.1 <nobody@tests.example>: no such user');
	} };

	return withServer({ script }, async server => {
		const file = settings({ 'mail.smtp_url': server.url });
		const [first, bad, last] = add({ to: 'ravi@tests.example' },
		    { to: 'nobody@tests.example' }, { to: 'asha@tests.example' });
		const log = await once(file);

		assert.deepEqual(fate(bad), { state: 'failed', tries: 1,
			result: 'refused: 550 5.1.1 no such user' });
		assert.equal(fate(first).state, 'sent');
		assert.equal(fate(last).state, 'sent');
		assert.equal(server.got.length, 2);
		assert.match(log, new RegExp(`message ${bad} .* n\\.\\.\\.@tests\\.example: refused, try 1, reply 550`));
		assert.ok(!log.includes('nobody@'), 'no address in the log, the server\'s words neither');
	});
});

for (const [name, script, state, words] of [
	['554 after the mail itself', { data: () => { throw refuse(554, '5.7.1 looks bad'); } },
		'failed', /^refused: 554 5\.7\.1 looks bad$/],
	['554 after the mail itself, which quotes a link and a code of it',
		{ data: () => { throw refuse(554, '5.7.1 spam: https://portal.example/verify/agree.7.x and 482913'); } },
		'failed', /^refused: 554 5\.7\.1 spam: and$/],
	['451 after it, which quotes nothing but a link',
		{ data: () => { throw refuse(451, 'https://portal.example/verify/agree.7.x'); } },
		'waiting', /^not taken now: 451$/],
	['452 after the mail itself', { data: () => { throw refuse(452, '4.3.1 disk is full'); } },
		'waiting', /^not taken now: 452 4\.3\.1 disk is full$/],
	['550 for the sender is our fault, not the recipient\'s',
		{ from: () => { throw refuse(550, '5.7.1 not from you'); } },
		'waiting', /^the mail server does not take our mail: 550 5\.7\.1 not from you$/],
	['the connection ends in the middle', { rcpt: (address, server) => server.drop() },
		'waiting', /^no answer from the mail server: /],
	['the connection ends after the whole mail', { data: (mail, server) => server.drop() },
		'waiting', /^no answer from the mail server: /],
]) {
	test(name, () => withServer({ script }, async server => {
		const [id] = add({ to: 'ravi@tests.example' });

		await once(settings({ 'mail.smtp_url': server.url }));
		assert.equal(fate(id).state, state);
		assert.match(fate(id).result, words);
	}));
}

test('a wrong password holds mail back, it does not lose it', () => {
	const script = { auth: (name, word) => {
		if (word !== SECRET)
			throw refuse(535, '5.7.8 wrong');
	} };

	return withServer({ script, disabledCommands: ['STARTTLS'], authOptional: false,
		allowInsecureAuth: true }, async server => {
		const lines = { 'mail.smtp_url': server.url, 'mail.smtp_user': 'portal' };
		const [id] = add({ to: 'ravi@tests.example' });

		await once(settings(lines, { 'mail.smtp_password': 'wrong-word' }));
		assert.equal(fate(id).state, 'waiting');
		assert.match(fate(id).result, /^the mail server does not take our mail: 535 /);
		passTime();
		await once(settings(lines, { 'mail.smtp_password': SECRET }));
		assert.equal(fate(id).state, 'sent');
	});
});

test('names, subjects and recipients make no header and no second recipient', () => withServer({},
    async server => {
	const file = settings({ 'mail.smtp_url': server.url });
	const bad = '\r\nBcc: all@tests.example\r\n\r\nBuy this';
	const ids = add({ to: 'a@tests.example', name: `A${bad}` },
	    { to: 'b@tests.example', values: { who: `B${bad}` } },
	    { to: `c@tests.example${bad}` },
	    { to: 'd@tests.example> RCPT TO:<all@tests.example' },
	    { to: 'e@tests.example,all@tests.example' },
	    { to: '-oQ/tmp/x@tests.example' },
	    { to: 'f@tests.example', name: 'x <all@tests.example>, y' });

	await once(file);
	const taken = server.got.map(mail => mail.to.join());
	assert.deepEqual(taken.sort(), ['-oQ/tmp/x@tests.example', 'f@tests.example']);
	for (const mail of server.got)
		assert.ok(!/^(Bcc|Cc):/mi.test(mail.text));
	assert.deepEqual((await parsed(server.got.find(mail => mail.to[0][0] === 'f'))).to.value,
	    [{ address: 'f@tests.example', name: 'x <all@tests.example>, y' }]);
	for (const id of ids.slice(0, 5))
		assert.equal(fate(id).state, 'failed');
}));

test('lines with a dot and very long ones arrive as they were', () => withServer({}, async server => {
	const long = `${'कखग'.repeat(2000)}.`;
	const [id] = add({ to: 'ravi@tests.example', values: { right: `.\u00a0${long}` } });

	await once(settings({ 'mail.smtp_url': server.url }));
	assert.equal(fate(id).state, 'sent');
	assert.ok((await parsed(server.got[0])).text.includes(`to .\u00a0${long}\n`));
	for (const line of server.got[0].text.split('\r\n'))
		assert.ok(line.length <= 998, `${line.length} bytes`);
}));

test('a mail server that is down: the queue waits, and drains when it is back', async () => {
	const server = await new MailServer().start();
	const port = server.port;
	const file = settings({ 'mail.smtp_url': server.url });

	await server.stop();
	const ids = add(...Array.from({ length: 50 }, (_, i) => ({ to: `p${i}@tests.example` })));
	const run = start(file);
	await until('all have been tried', () =>
		Number(sql('SELECT COUNT(*) FROM outbox WHERE tries = 1 AND lease_until = 0')) === 50);
	assert.deepEqual(states(), { waiting: 50 });
	assert.match(fate(ids[0]).result, /^no answer from the mail server: .*onnect/);
	await server.start(port);
	passTime();
	await until('all have arrived', () => (states().sent ?? 0) === 50);
	assert.equal(server.got.length, 50);
	run.child.kill('SIGTERM');
	assert.equal(await run.ended, 0);
	await server.stop();
});

test('a mail server that says nothing holds up no text message', async () => {
	// It lets go in the end, so that the test is over sooner than courier's own limit.
	const silent = net.createServer(socket => {
		socket.on('error', () => {});
		setTimeout(() => socket.destroy(), 6000).unref();
	});
	const there = await gateway((request, response) => response.end('OK'));
	let run;

	await new Promise(resolve => silent.listen(0, '127.0.0.1', resolve));
	try {
		add(...Array.from({ length: 20 }, (_, i) => ({ to: `p${i}@tests.example`, age_sec: 60 })));
		const [code] = add({ channel: 'sms', to: '+919812345678', template: 'step-up' });
		run = start(settings({ 'mail.smtp_url': `smtp://127.0.0.1:${silent.address().port}`,
			'sms.transport': 'http', 'sms.url': `${there.url}/send`, 'sms.sender': 'PPTEST',
			'sms.template_id': '1107000' }));

		await until('the text message is sent', () => fate(code).state === 'sent');
		assert.equal(Number(sql("SELECT SUM(tries) FROM outbox WHERE channel = 'mail'")), 1);
	} finally {
		run?.child.kill('SIGTERM');
		assert.equal(await run?.ended, 0);
		await there.stop();
		await new Promise(resolve => silent.close(resolve));
	}
});

test('what is too old is put away while mail still waits', () => {
	const script = { data: (mail, server) => server.hold() };

	return withServer({ script }, async server => {
		sql("INSERT INTO throttle (policy, key_hash, free_at_ms) VALUES ('mail', REPEAT('m', 32), 23)");
		add({ to: 'a@tests.example' }, { to: 'b@tests.example' });
		const run = start(settings({ 'mail.smtp_url': server.url }));

		await until('the second mail waits for its answer', () => server.held === 1 &&
		    server.got.length === 1);
		const left = sql("SELECT COUNT(*) FROM throttle WHERE policy = 'mail'");
		server.release();
		run.child.kill('SIGTERM');
		assert.equal(await run.ended, 0);
		assert.deepEqual(left, [['0']]);
	});
});

test('what is past its life is not sent', () => withServer({}, async server => {
	const [old, fresh] = add({ to: 'a@tests.example', age_sec: 100, life_sec: -1 },
	    { to: 'b@tests.example' });

	await once(settings({ 'mail.smtp_url': server.url }));
	assert.equal(fate(old).state, 'expired');
	assert.equal(fate(fresh).state, 'sent');
	assert.equal(server.got.length, 1);
}));
