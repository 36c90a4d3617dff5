// invoices: a file is issued whole and once, whatever happens meanwhile; what is downloaded is what
// was issued, and nobody else gets it.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import test, { after, before } from 'node:test';
import { assertSound, begin, clean, file, fresh, holding, importing, issued, place, rows, start, stuck } from './invoices.mjs';
import { INVOICES, PEOPLE, number, pointperson, reset, signedIn, sql, today } from './portal.mjs';

before(() => reset());
after(clean);

test('a rehearsal says what would be issued, and issues nothing', () => {
	const where = file('rehearsal.csv', rows('rehearsal', 3));
	const said = importing(where, '--dry-run');

	assert.equal(said.status, 0, said.stderr);
	assert.match(said.stdout, /Nothing was issued\. It would be: 3, of 7,971\.00 rupees in all/);
	assert.equal(issued('rehearsal'), 0);
	assertSound();
});

test('the same file issues nothing twice', () => {
	const name = fresh('twice');
	const where = file('twice.csv', rows(name, 3));

	assert.match(importing(where).stdout, /^3 issued, 0 were there before\.$/m);
	assert.match(importing(where).stdout, /^0 issued, 3 were there before\.$/m);
	assert.equal(issued(name), 3);
	assertSound();
});

test('everything that is wrong is told with its row, and nothing is issued', () => {
	const where = file('wrong.csv', [
		...rows('wrong', 1),
		`987654,wrong-a,${today()},Numbers,998413,3,450.50,,18`,
		`1,wrong-b,${today()},Numbers,99,3,450.50,,18`,
		`1,wrong-c,2199-01-01,Numbers,998413,3,450.50,,18`,
		`1,wrong-d,${today()},Numbers,998413,3,450.50,9999,18`,
	]);
	const said = importing(where);

	assert.equal(said.status, 1);
	for (const what of [/row 4: account: There is no account 987654/, /row 5: line 1: "99" is no SAC/,
		/row 6: issued_on: An invoice cannot be issued in the future/, /row 7: line 1: The quantity/])
		assert.match(said.stderr, what);
	assert.equal(issued('wrong'), 0);
	assertSound();
});

test('cells that cannot be read are told with their row, before anything else', () => {
	const where = file('cells.csv', [
		`one,cells-a,${today()},Numbers,998413,3,450.50,,18`,
		`1,cells-b,yesterday,Numbers,998413,3,450.50,,18`,
		`1,cells-c,${today()},Numbers,998413,three,1e3,,18.005`,
		`1,cells-a,${today()},Numbers,998413,1,1,,18`,
		`1,cells-c,${today()},Numbers,998413,1,1,,18`,
	]);
	const said = importing(where);

	assert.equal(said.status, 1);
	for (const what of [/row 2: account: "one"/, /row 3: issued_on: "yesterday"/, /row 4: price: "1e3"/,
		/row 4: quantity: "three"/, /row 4: rate: "18.005"/, /row 6: reference: "cells-c" was in row 4/])
		assert.match(said.stderr, what);
	assert.match(importing(file('columns.csv', ['1'], 'account,colour')).stderr,
	    /nothing is known of a column "colour"[^]*there is no column "reference"/);
});

test('killed in the middle, each is there whole or not at all, and the rest is issued next time', async () => {
	const name = fresh('killed');
	const all = rows(name, 9);
	// Three of account 1, three of 2, three of 1: two lines each.
	const where = file('killed.csv', all.map((row, i) => i >= 6 && i < 12 ? row.replace(/^1/, '2') : row));

	// Where it waits for an account, it has taken a number and not issued anything under it yet.
	for (const [account, there] of [[2, 3], [1, 6]]) {
		const letSeriesGo = await holding(`invoice_series WHERE kind = 'invoice'`);
		const running = start(where);

		await stuck('INSERT INTO invoice_series');
		const letAccountGo = await holding(`account WHERE id = ${account}`);

		await letSeriesGo();
		await stuck('INSERT INTO invoice (');
		assert.equal(issued(name), there);
		running.process.kill('SIGKILL');
		await Promise.all([running.ended, letAccountGo()]);
		assert.equal(issued(name), there);
		assertSound();
	}
	const said = importing(where);

	assert.equal(said.status, 0, said.stderr);
	assert.equal(issued(name), 9);
	assertSound();
});

test('four at once: no number is missing, none is given twice', async () => {
	const name = fresh('at-once');
	const all = [0, 1, 2, 3].map(i => start(file(`at-once-${i}.csv`, rows(`${name}-${i}`, 20))).ended);

	for (const { status, told } of await Promise.all(all))
		assert.equal(status, 0, told);
	assert.equal(issued(name), 80);
	assertSound();
});

test('a payment is noted once, and the invoice reads paid', () => {
	const reference = fresh('paid');

	assert.equal(importing(file('paid.csv', rows(reference, 1))).status, 0);
	const [[name]] = sql(`SELECT number FROM invoice WHERE reference = '${reference}-0'`);
	const words = ['invoice', 'mark-paid', '--account', '1', '--invoice', name, '--reference',
		`${reference}-1`];

	assert.match(pointperson([...words, '--amount', '1000']).stdout, /1,000\.00 rupees .* still to be paid: 1,657\.00/);
	assert.match(pointperson([...words, '--amount', '1000']).stdout, /was noted before/);
	words[words.length - 1] = `${reference}-2`;
	assert.match(pointperson(words).stdout, /still to be paid: 0\.00/);
	assert.match(pointperson(words).stdout, /was noted before/, 'though nothing is left');
	assert.match(pointperson([...words.slice(0, -1), `${reference}-3`]).stderr,
	    new RegExp(`nothing is left to be paid on ${name}\\.`));
	assert.match(pointperson(['invoice', 'list', '--account', '1']).stdout,
	    new RegExp(`^${name} .* Paid$`, 'm'));
	assert.match(pointperson([...words.slice(0, -1), `${reference}-4`, '--amount', '1', '--on', '2199-01-01'])
		.stderr, /--on: It cannot have been paid in the future/);
});

test('a reference that is noted on another invoice, or over another amount, is no repetition', async () => {
	const reference = fresh('utr');

	assert.equal(importing(file('utr.csv', [...rows(reference, 2)])).status, 0);
	const [first, second] = sql(`SELECT number FROM invoice WHERE reference LIKE '${reference}-%' ORDER BY id`).flat();
	const words = (name, ...more) => ['invoice', 'mark-paid', '--account', '1', '--invoice', name, '--reference',
		reference, ...more];
	const paying = (...more) => pointperson(words(...more));

	assert.match(paying(first).stdout, /2,657\.00 rupees are noted/);
	for (const said of [paying(second), paying(second, '--amount', '2657'), paying(first, '--amount', '2656')]) {
		assert.equal(said.status, 1, said.stdout);
		assert.match(said.stderr, new RegExp(`--reference: ${reference} is 2,657\\.00 rupees on ${first} of .*, noted ` +
		    `before\\. .* a reference of its own, like ${reference}/2\\.`));
	}
	for (const said of [paying(first), paying(first, '--amount', '2657')]) {
		assert.equal(said.status, 0, said.stderr);
		assert.match(said.stdout, /was noted before; nothing was added/);
	}
	assert.equal(number(`SELECT COUNT(*) FROM invoice_payment WHERE reference = '${reference}'`), 1);
	const both = await Promise.all([first, second, first, second].map(name => begin(['invoice', 'mark-paid', '--account',
		'1', '--invoice', name, '--amount', '1', '--reference', `${reference}/2`]).ended));

	assert.deepEqual(both.map(one => one.status).sort(), [0, 0, 1, 1], JSON.stringify(both));
});

test('the document holds every particular, and its letters', async () => {
	const reference = fresh('document');
	const where = file('document.csv', [
		`1,${reference},${today()},बिक्री के बाद सेवा,998713,2.5,1000,,18`,
		...Array.from({ length: 90 }, (_, i) => `1,${reference},${today()},Item ${i + 1},998413,1,10,,18`),
	]);

	assert.equal(importing(where).status, 0);
	const [[id, name]] = sql(`SELECT id, number FROM invoice WHERE reference = '${reference}'`);
	const billing = await signedIn(PEOPLE.billing);
	const answer = await billing.get(`${INVOICES}/${id}.pdf`);
	const pdf = path.join(place, 'document.pdf');

	assert.equal(answer.status, 200);
	assert.equal(answer.headers['content-type'], 'application/pdf');
	writeFileSync(pdf, answer.bytes);
	execFileSync('qpdf', ['--check', pdf]);
	const fonts = execFileSync('pdffonts', [pdf], { encoding: 'utf8' }).trim().split('\n').slice(2);

	assert.ok(fonts.length > 1);
	for (const font of fonts)
		assert.match(font, /\byes\s+yes\s+yes\s+\d+\s+\d+$/, 'embedded, a subset, readable');
	const text = execFileSync('pdftotext', ['-layout', pdf, '-'], { encoding: 'utf8' });

	for (const particular of ['Harbour Telephony Private Limited', '4 Dock Street', '27AAPFU0939F1ZV', name,
		'Asha Traders Private Limited', '14 Laxmi Road', '27AAKCA4417Q1Z6', 'Maharashtra (27)', '998713',
		'2.5', '2,500.00', 'CGST', 'SGST', '9%', '225.00', 'Reverse charge: no', 'Nandini Kulkarni',
		'Authorised signatory', 'Carried forward', 'Brought forward', 'Rupees Four Thousand Twelve Only',
		'₹ 4,012.00', 'सेवा', 'Item 90', 'Page 3 of'])
		assert.ok(text.replaceAll(' %', '%').includes(particular), `${particular} in\n${text}`);
	assert.match(execFileSync('pdfinfo', [pdf], { encoding: 'utf8' }), new RegExp(`^Title: +Tax invoice ${name}$`, 'm'));
});

// Which of these references were mailed, to whom, each with its document.
const mailed = name => sql(`SELECT SUBSTRING_INDEX(i.reference, '-', -1), o.recipient FROM outbox o
    JOIN invoice i ON i.account_id = o.account_id
        AND o.plain LIKE CONCAT('%&attached_invoice=', i.id) AND o.template = 'invoice-issued'
    WHERE i.reference LIKE '${name}-%' ORDER BY o.id`).map(row => row.join(' '));

test('what is new is mailed to who receives invoices; what another system has numbered when that is said', () => {
	const heading = 'account,reference,number,issued_on,description,sac,price,rate';
	const list = name => file(`${name}.csv`, [`1,${name}-ours,,${today()},Numbers,998413,100,18`,
		`1,${name}-theirs,${name[0]}${name.slice(-9)}/1,2026-01-31,Numbers,998413,100,18`], heading);
	const receivers = sql(`SELECT a.address FROM contact_person p JOIN contact_address a
	    ON a.account_id = p.account_id AND a.contact_person_id = p.id AND a.part = 'wanted'
	    AND a.channel = 'mail' WHERE p.account_id = 1 AND p.category_bits & 8 = 8`).flat();
	const [fresh_, all, none] = ['fresh', 'all', 'none'].map(fresh);

	assert.ok(receivers.length > 0);
	assert.match(importing(list(fresh_), '--dry-run').stdout, / 1 would be mailed\.$/m);
	assert.equal(mailed(fresh_).length, 0);
	assert.match(importing(list(fresh_)).stdout, /^1 mailed to who receives them\.$/m);
	assert.deepEqual(mailed(fresh_).sort(), receivers.map(to => `ours ${to}`).sort());
	assert.doesNotMatch(importing(list(fresh_)).stdout, /mailed/);
	assert.match(importing(list(all), '--mail', 'all').stdout, /^2 mailed/m);
	assert.equal(mailed(all).length, 2 * receivers.length);
	assert.doesNotMatch(importing(list(none), '--mail=none').stdout, /mailed/);
	assert.equal(mailed(none).length, 0);
	assert.match(importing(list(none), '--mail', 'some').stderr, /--mail: give new, all or none/);
});

test('nobody receives it: it is issued, said, and recorded', () => {
	const name = fresh('silent');

	sql(`UPDATE contact_address SET state = 'unreachable' WHERE account_id = 2;
	    UPDATE user SET email_proven_at = NULL WHERE email = '${PEOPLE.other}'`);
	const said = importing(file('silent.csv', [`2,${name},${today()},Numbers,998413,1,100,,18`])).stdout;

	reset();
	sql(`UPDATE user SET email_proven_at = created_at WHERE email = '${PEOPLE.other}'`);
	assert.match(said, /^1 issued, 0 were there before\.\n1 not mailed: nobody of the account has a verified/m);
	assert.equal(number(`SELECT COUNT(*) FROM audit_event e JOIN audit_values v ON v.event_id = e.id JOIN invoice i ON i.id = e.object_id
	    WHERE i.reference = '${name}' AND e.action = 'invoice.mail' AND v.after_json LIKE '%nobody%'`), 1);
});

test('nobody else has them', async () => {
	const id = number('SELECT MAX(id) FROM invoice WHERE account_id = 1');
	const other = await signedIn(PEOPLE.other);

	for (const what of [`${id}`, `${id}.pdf`])
		assert.equal((await other.get(`${INVOICES}/${what}`)).status, 404);
	for (const person of [PEOPLE.agent, PEOPLE.manager]) {
		const user = await signedIn(person);

		for (const what of [`${id}`, `${id}.pdf`, 'all.zip', 'all.zip?year=2026', 'list.csv']) {
			const answer = await user.get(`${INVOICES}/${what}`);

			assert.equal(answer.status, 403, what);
			assert.match(answer.body, /Access Denied/);
		}
	}
	assert.doesNotMatch((await other.get(`${INVOICES}/list.csv`)).body, /DEMO-/);
});
