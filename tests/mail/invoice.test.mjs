// invoice: the document that goes along with a mail is the one that was kept, to its last byte.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import test, { after, beforeEach } from 'node:test';
import { add, addInvoice, addPerson, empty, fate, idOf, once, parsed, settings, withServer } from './mail.mjs';

const MOST = 4 * 1024 * 1024;	// bytes of a document
const TAIL = '%PDF-1.7'.length;

// Every byte there is, as SQL and here.
const ALL = Buffer.from(Array.from({ length: 256 }, (_, i) => i));
const content = length => `CONCAT('%PDF-1.7', REPEAT(UNHEX('${ALL.toString('hex')}'), ${(length - TAIL) / 256}))`;
const bytes = length => Buffer.concat([Buffer.from('%PDF-1.7'), ...Array((length - TAIL) / 256).fill(ALL)]);
const hash = what => createHash('sha256').update(what).digest('hex');

let ravi;
const about = (id, more = {}) => ({ whom: ravi, to: 'ravi@tests.example', name: 'Ravi Iyer', template: 'invoice-issued',
	values: { kind: 'invoice', number: 'M/1', seller: 'Harbour Telephony', issued: '1 Oct 2026',
		due: '16 Oct 2026', total: '1,180.00', id, attached_invoice: id }, ...more });

beforeEach(() => {
	empty();
	ravi = addPerson('ravi@tests.example');
});
after(empty);

test('the document arrives as it was kept, in an envelope for each of those who stand in To and Cc',
    () => withServer({}, async server => {
	const length = TAIL + 256 * 300;
	const id = addInvoice(ravi, 'one', content(length));
	const shown = 'ravi@tests.example Ravi Iyer\nbina@tests.example Bina Shah';
	const messages = add(about(id, { shown }), about(id, { shown, to: 'bina@tests.example', name: 'Bina Shah' }));

	await once(settings({ 'mail.smtp_url': server.url }));
	assert.deepEqual(server.got.map(mail => mail.to).sort(), [['bina@tests.example'], ['ravi@tests.example']]);
	for (const got of server.got) {
		const mail = await parsed(got);

		assert.equal(mail.subject, 'Tax invoice M/1 from Harbour Telephony');
		assert.deepEqual(mail.to.value, [{ address: 'ravi@tests.example', name: 'Ravi Iyer' }]);
		assert.deepEqual(mail.cc.value, [{ address: 'bina@tests.example', name: 'Bina Shah' }]);
		assert.match(mail.text, /total: +₹ 1,180\.00\n +to be paid until: +16 Oct 2026\n/);
		assert.match(mail.html, /It comes with this mail as a PDF/);
		assert.equal(mail.attachments.length, 1);
		assert.equal(mail.attachments[0].filename, 'M-one.pdf');
		assert.equal(mail.attachments[0].contentType, 'application/pdf');
		assert.equal(hash(mail.attachments[0].content), hash(bytes(length)));
		assert.ok(messages.includes(idOf(got)));
	}
}));

test('the largest document arrives', () => withServer({}, async server => {
	const length = MOST - (MOST - TAIL) % 256;
	const [message] = add(about(addInvoice(ravi, 'largest', content(length))));

	await once(settings({ 'mail.smtp_url': server.url }));
	assert.equal(fate(message).state, 'sent');
	assert.equal(hash((await parsed(server.got[0])).attachments[0].content), hash(bytes(length)));
}));

test('who is not registered issues no tax invoice', () => withServer({}, async server => {
	const values = about(addInvoice(ravi, 'plain', content(TAIL + 256))).values;

	add(about(values.id, { values: { ...values, is_untaxed: '1' } }));
	await once(settings({ 'mail.smtp_url': server.url }));
	const mail = await parsed(server.got[0]);

	assert.equal(mail.subject, 'Invoice M/1 from Harbour Telephony');
	assert.doesNotMatch(mail.text + mail.html, /Tax invoice/);
}));

test('a copy says that it is one', () => withServer({}, async server => {
	add(about(addInvoice(ravi, 'copy', content(TAIL + 256)), { template: 'invoice-copy' }));
	await once(settings({ 'mail.smtp_url': server.url }));
	const mail = await parsed(server.got[0]);

	assert.equal(mail.subject, 'A copy of Tax invoice M/1 from Harbour Telephony');
	assert.match(mail.text, /nothing new to pay/);
	assert.equal(mail.attachments.length, 1);
}));

test('a document that is not there, is another account’s, or has changed keeps the mail back', () => withServer({},
    async server => {
	const other = addPerson('other@tests.example');
	const wrong = [addInvoice(other, 'foreign', content(TAIL + 256)),
		addInvoice(ravi, 'changed', content(TAIL + 256), `REPEAT('x', 32)`), 987654321, 'none'];
	const messages = add(...wrong.map(id => about(id)));

	await once(settings({ 'mail.smtp_url': server.url }));
	assert.equal(server.got.length, 0);
	for (const message of messages)
		assert.deepEqual(fate(message), { state: 'failed', tries: 1,
			result: 'the document that belongs to it is not there as it was kept' });
}));

test('an invoice without a document says where to print it', () => withServer({}, async server => {
	const id = addInvoice(ravi, 'without', content(TAIL + 256));
	const message = about(id);

	message.values.attached_invoice = '';
	add(message);
	await once(settings({ 'mail.smtp_url': server.url }));
	const mail = await parsed(server.got[0]);

	assert.equal(mail.attachments.length, 0);
	assert.match(mail.text, new RegExp(`It has no PDF: sign in[^]*/billing/invoices/${id}\n`));
}));
