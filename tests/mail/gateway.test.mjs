// gateway: text messages through a gateway that the settings describe.

import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import test, { after, before, beforeEach } from 'node:test';
import { SECRET, add, empty, fate, gateway, once, passTime, settings, work } from './mail.mjs';

const TEXT = '482 913 is your "code" & ₹5\nDo not share it.';
const templates = path.join(work, 'templates');

before(() => {
	mkdirSync(path.join(templates, 'mail/code'), { recursive: true });
	writeFileSync(path.join(templates, 'mail/code/sms.cs'),
	    '<?cs var:Data.code ?> is your "code" & ₹5\nDo not share it.\n');
});
beforeEach(empty);
after(empty);

const sms = () => add({ channel: 'sms', to: '+919812345678', template: 'code',
	values: { code: '482 913' } })[0];

function lines(url, more)
{
	return { 'paths.templates': templates, 'sms.transport': 'http', 'sms.url': `${url}/send`,
		'sms.sender': 'PPTEST', 'sms.template_id': '1107000', ...more };
}

test('a form by POST, as it is without a Content-Type', async () => {
	const there = await gateway((request, response) => response.end('OK'));
	const id = sms();
	const log = await once(settings(lines(there.url)));

	assert.deepEqual(fate(id), { state: 'sent', tries: 1, result: 'accepted by the SMS gateway' });
	assert.equal(there.asked.length, 1);
	assert.equal(there.asked[0].method, 'POST');
	assert.equal(there.asked[0].headers['content-type'], 'application/x-www-form-urlencoded');
	assert.deepEqual(Object.fromEntries(new URLSearchParams(there.asked[0].body)),
	    { to: '+919812345678', text: TEXT, template_id: '1107000' });
	assert.match(log, /code by sms to \.\.\.78: sent/);
	assert.doesNotMatch(log, /482 ?913|9812345678/, 'neither code nor number');
	await there.stop();
});

test('JSON with a key in a header, and the template\'s own id', async () => {
	const there = await gateway((request, response) => response.end('{"status": "queued"}'));
	const id = sms();

	await once(settings(lines(there.url, {
		'sms.header.1': 'Content-Type: application/json',
		'sms.header.2': 'Authorization: Bearer $secret',
		'sms.body': '{"to":"$to","from":"$sender","text":"$text","dlt":"$template_id"}',
		'sms.templates.code': '1107999',
		'sms.success': '/"status" *: *"(queued|sent)"/',
	}), { 'sms.secret': SECRET }));
	assert.equal(fate(id).state, 'sent');
	assert.deepEqual(JSON.parse(there.asked[0].body),
	    { to: '+919812345678', from: 'PPTEST', text: TEXT, dlt: '1107999' });
	assert.equal(there.asked[0].headers.authorization, `Bearer ${SECRET}`);
	await there.stop();
});

test('by GET, all in the address', async () => {
	const there = await gateway((request, response) => response.end('1701|ok'));
	const id = sms();

	await once(settings(lines(there.url, { 'sms.method': 'GET', 'sms.success': '1701|',
		'sms.url': `${there.url}/send?to=$to&msg=$text&key=$secret` }), { 'sms.secret': 'a&b=c' }));
	assert.equal(fate(id).state, 'sent');
	assert.equal(there.asked[0].method, 'GET');
	assert.deepEqual(Object.fromEntries(new URL(there.asked[0].url, there.url).searchParams),
	    { to: '+919812345678', msg: TEXT, key: 'a&b=c' });
	await there.stop();
});

for (const [name, answer, state, words] of [
	['400: refused for good', (request, response) => response.writeHead(400).end('bad'),
		'failed', 'refused by the SMS gateway: 400'],
	['401 is about our key', (request, response) => response.writeHead(401).end(),
		'waiting', 'not taken now by the SMS gateway: 401'],
	['429', (request, response) => response.writeHead(429).end(),
		'waiting', 'not taken now by the SMS gateway: 429'],
	['500', (request, response) => response.writeHead(500).end('oops 482 913'),
		'waiting', 'not taken now by the SMS gateway: 500'],
	['a redirect is not followed', (request, response) =>
		response.writeHead(302, { location: '/elsewhere' }).end(),
		'waiting', 'not taken now by the SMS gateway: 302'],
	['200 with an error in it', (request, response) => response.end('{"error": "482 913"}'),
		'waiting', 'the SMS gateway answered, but not what sms.success says'],
	['garbage', (request, response) => response.socket.end('\0\x01\xff garbage\r\n\r\n'),
		'waiting', /^no answer from the SMS gateway: /],
	['an answer without end', (request, response) => {
		const more = () => response.destroyed || response.write('x'.repeat(65536), more);
		more();
	}, 'waiting', 'the SMS gateway answered, but not what sms.success says'],
	['it hangs up', (request, response) => response.socket.destroy(),
		'waiting', /^no answer from the SMS gateway: /],
]) {
	test(name, async () => {
		const there = await gateway(answer);
		const id = sms();

		await once(settings(lines(there.url, { 'sms.success': 'queued' })));
		assert.equal(fate(id).state, state);
		if (typeof words === 'string')
			assert.equal(fate(id).result, words);
		else
			assert.match(fate(id).result, words);
		assert.doesNotMatch(fate(id).result, /482 ?913/, 'no code in the result');
		assert.equal(there.asked.length, 1);
		await there.stop();
	});
}

test('no answer for ten seconds: tried again later', async () => {
	const there = await gateway(() => {});
	const file = settings(lines(there.url));
	const id = sms();
	const began = Date.now();

	await once(file);
	assert.ok(Date.now() - began >= 9500 && Date.now() - began < 25000);
	assert.equal(fate(id).state, 'waiting');
	assert.match(fate(id).result, /^no answer from the SMS gateway: .*timed out/i);
	await there.stop();
	passTime();
	await once(file);
	assert.equal(fate(id).tries, 2);
});

test('into a folder, one file a message', async () => {
	const folder = path.join(work, 'sms');
	const ids = [sms(), sms()];

	await once(settings({ 'paths.templates': templates, 'sms.transport': 'folder',
		'sms.folder': folder, 'sms.template_id': '1107' }));
	const files = readdirSync(folder);
	assert.equal(files.length, 2);
	for (const id of ids) {
		const name = files.find(file => file.split('.')[1] === String(id));

		assert.equal(readFileSync(path.join(folder, name), 'utf8'),
		    `To: +919812345678\nTemplate: 1107\n\n${TEXT}\n`);
	}
});

test('without a gateway it fails, and says so', async () => {
	const id = sms();

	await once(settings({ 'paths.templates': templates, 'mail.transport': 'maildir',
		'mail.maildir': path.join(work, 'none') }));
	assert.deepEqual(fate(id), { state: 'failed', tries: 1, result: 'no SMS gateway is set' });
});
