// issuing: what the provider types to issue one invoice or a note, or many from JSON; what is refused,
// and what is true however many do it at once.

import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import test, { after, before } from 'node:test';
import { deflateSync } from 'node:zlib';
import { assertSound, begin, clean, fresh, importing, issued, place, rows, file, start } from './invoices.mjs';
import { INVOICES, PEOPLE, build, folder, number, pointperson, reset, signedIn, sql, stackMeanwhile, today, until }
	from './portal.mjs';

const IRN = () => Array.from({ length: 64 }, () => '0123456789abcdef'[Math.floor(Math.random() * 16)]).join('');
const LINE = ['--description', 'Numbers', '--sac', '998413', '--quantity', '2', '--price', '450', '--rate', '18'];
const issuingOf = (reference, ...more) => ['invoice', 'issue', '--account', '1', '--reference', reference, ...more];
const issuing = (...words) => pointperson(issuingOf(...words));
const correcting = (command, of, reference, ...more) => ['invoice', command, '--account', '1', '--invoice', of,
	'--reference', reference, '--reason', 'Too much', ...more];
const correct = (...words) => pointperson(correcting(...words));

const changed = (words, at, word) => words.map((one, i) => i === at ? word : one);

before(() => reset());
after(clean);

function json(name, value)
{
	const where = path.join(place, name);

	writeFileSync(where, typeof value === 'string' ? value : JSON.stringify(value));
	return where;
}

// The number alone, so that a script can go on with it.
function numberIn(said)
{
	assert.equal(said.status, 0, said.stderr);
	assert.match(said.stdout, /^[A-Z]+\/\d{4}\/\d{6}\n$/);
	return said.stdout.trim();
}

// Of two lines: 2,000.00 and 1,000.00 without tax.
function invoiceOfTwo(reference)
{
	return numberIn(pointperson(['invoice', 'issue', '--account', '1', '--reference', reference, '--lines', '-'],
	    'description,sac,quantity,price,rate\nNumbers,998413,4,500,18\nSet-up,998713,1,1000,18\n'));
}

test('one invoice is issued, once, and its number printed', () => {
	const reference = fresh('one');
	const first = numberIn(issuing(reference, ...LINE));
	const again = issuing(reference, ...LINE);

	assert.equal(numberIn(again), first);
	assert.match(again.stderr, /was issued before/);
	assert.deepEqual(sql(`SELECT total_paise, issued_by LIKE 'pointperson (command line%' FROM invoice
	    WHERE reference = '${reference}'`), [['106200', '1']]);
	assert.equal(number(`SELECT COUNT(*) FROM invoice_pdf f JOIN invoice i ON i.id = f.invoice_id
	    WHERE i.reference = '${reference}'`), 1);
	assertSound();
});

test('a trial says what it would come to, and takes no number', () => {
	const reference = fresh('trial');
	const before = number('SELECT MAX(last_number) FROM invoice_series');
	const said = issuing(reference, ...LINE, '--dry-run');

	assert.match(said.stdout, /would come to 1,062\.00 rupees: 900\.00, and 162\.00 of tax/, said.stderr);
	assert.equal(number('SELECT MAX(last_number) FROM invoice_series'), before);
	assert.equal(number(`SELECT COUNT(*) FROM invoice WHERE reference = '${reference}'`), 0);
});

test('what is wrong with one is named', () => {
	for (const [words, what] of [
		[[], /description is missing/],
		[[...LINE, '--lines', 'x'], /--description and --lines: /],
		[['--description', 'x', '--sac', '99', '--price', '1', '--rate', '18'], /"99" is no SAC/],
		[['--description', 'x', '--sac', '9987', '--price', '1,2,3', '--rate', '18'], /price: "1,2,3"/],
		[[...LINE, '--issued-on', '2199-01-01'], /cannot be issued in the future/],
		[[...LINE, '--purchase-order', 'x'.repeat(61)], /purchase_order/],
		[['--lines', '/nowhere'], /nowhere cannot be read/],
	]) {
		const said = issuing(fresh('wrong'), ...words);

		assert.notEqual(said.status, 0);
		assert.match(said.stderr, what);
		assert.equal(said.stdout, '');
	}
	assert.match(pointperson(['invoice', 'issue', '--account', '987654', '--reference', 'x', ...LINE]).stderr,
	    /There is no account 987654/);
	assert.equal(issued('wrong'), 0);
});

test('a credit note takes lines or an amount, and no more than is left', () => {
	const reference = fresh('credit');
	const of = invoiceOfTwo(`${reference}-0`);

	assert.match(correct('credit', of, 'x').stderr, /in one way/);
	assert.match(correct('credit', of, 'x', '--all', '--line', '1').stderr, /in one way/);
	assert.match(correct('credit', of, 'x', '--line', '3').stderr, /has lines 1 to 2/);
	assert.match(correct('credit', of, 'x', '--line', '1,1').stderr, /has lines 1 to 2/);
	assert.match(correct('credit', of, 'x', '--line', '1,2', '--amount', '5').stderr, /Give it for one line/);
	for (const [command, way] of [['credit', ['--line', '1']], ['credit', ['--all']], ['debit', ['--line', '1']]])
		for (const [option, value] of [['quantity', '1'], ['rate', '5'], ['discount', '1'], ['unit', 'x'],
			['sac', '9987']]) {
			const said = correct(command, of, 'x', ...way, `--${option}`, value, '--dry-run');

			assert.equal(said.status, 2, said.stdout);
			assert.match(said.stderr, new RegExp(`--${option} and ${way[0]}: `));
		}
	assert.match(correct('credit', of, 'x', '--quantity', '1').stderr, /description is missing/);
	assert.match(correct('credit', 'INV/1999/000001', 'x', '--all').stderr, /Account 1 has no invoice/);
	assert.match(correct('credit', of, 'x', '--all', '--issued-on', '2020-01-01').stderr, /cannot be older/);

	numberIn(correct('credit', of, `${reference}-1`, '--line', '1', '--amount', '500.50'));
	numberIn(correct('credit', of, `${reference}-2`, '--line', '2'));
	const all = correct('credit', of, `${reference}-3`, '--all');

	assert.equal(all.status, 1);
	assert.match(all.stderr, /has 1,499\.50 rupees left to be credited and 269\.90 of tax; this note would take 3,000\.00 and 540\.00/);
	assert.match(correct('credit', of, `${reference}-3`, '--line', '1', '--amount', '1499.51').stderr, /left to be credited/);
	numberIn(correct('debit', of, `${reference}-4`, '--description', 'More', '--sac', '998413', '--price', '10',
	    '--rate', '18'));
	numberIn(correct('credit', of, `${reference}-5`, '--line', '1', '--amount', '1509.50'));
	assert.match(pointperson(['invoice', 'list', '--account', '1']).stdout, new RegExp(`${of} .* Credited`));
	assert.equal(numberIn(correct('credit', of, `${reference}-5`, '--all')),
	    sql(`SELECT number FROM invoice WHERE reference = '${reference}-5'`)[0][0]);
	assertSound();
});

test('eight at once credit a quarter of an invoice: four do, four are told', async () => {
	const reference = fresh('quarter');
	const of = invoiceOfTwo(`${reference}-of`);
	const all = await Promise.all(Array.from({ length: 8 }, (_, i) =>
	    begin(correcting('credit', of, `${reference}-${i}`, '--line', '1', '--amount', '750')).ended));
	const refused = all.filter(one => one.status !== 0);

	assert.equal(refused.length, 4, JSON.stringify(all));
	for (const { told } of refused)
		assert.match(told, /left to be credited/);
	assert.equal(issued(reference), 5);
	assertSound();
});

test('the same invoice from eight at once is issued once, and all are told its number', async () => {
	const reference = fresh('same');
	const all = await Promise.all(Array.from({ length: 8 }, () =>
	    begin(issuingOf(reference, ...LINE)).ended));

	for (const { status, told } of all)
		assert.equal(status, 0, told);
	assert.equal(number(`SELECT COUNT(*) FROM invoice WHERE reference = '${reference}'`), 1);
	assertSound();
});

test('eight files at once: no number is missing, none is given twice, nobody is told of a lock', async () => {
	const name = fresh('eight');
	const all = Array.from({ length: 8 }, (_, i) => start(file(`eight-${i}.csv`, rows(`${name}-${i}`, 25))).ended);

	for (const { status, told } of await Promise.all(all)) {
		assert.equal(status, 0, told);
		assert.equal(told, '');
	}
	assert.equal(issued(name), 200);
	assertSound();
});

// Commits wait while a backup begins, so a command is found at its COMMIT, and cut off there.
async function cutOffAtCommit(words)
{
	const connection = what => sql(`SELECT id FROM information_schema.processlist WHERE info ${what}`).flat();
	const newest = number('SELECT CONNECTION_ID()');
	const backup = stackMeanwhile(`stack_sql -e 'BACKUP STAGE START; BACKUP STAGE BLOCK_COMMIT; DO SLEEP(60)'`)
		.catch(error => error);
	let held = [], waiting = [];

	await until('no commit is possible', () => (held = connection("LIKE 'DO SLEEP%'")).length === 1);
	const command = begin(words);

	await until('it commits', () => (waiting = connection(`= 'COMMIT' AND id > ${newest}`)).length === 1);
	sql(`KILL CONNECTION ${waiting[0]}; KILL CONNECTION ${held[0]}`);
	await backup;
	return command.ended;
}

test('cut off at its COMMIT, it is issued again: with a number of the series, and mailed', async () => {
	const reference = fresh('cut-off');
	const of = invoiceOfTwo(`${reference}-0`);
	const attempts = [['invoice', 'issue', '--account', '1', '--reference', `${reference}-1`, ...LINE],
		correcting('credit', of, `${reference}-2`, '--line', '1', '--amount', '10'),
		['invoice', 'import', '--file', file('cut-off.csv', rows(reference, 4).slice(-2))]];

	for (const words of attempts) {
		const { status, told } = await cutOffAtCommit(words);

		assert.equal(status, 0, told);
		assert.match(told, /Lost connection to server during query: COMMIT/);
		assert.doesNotMatch(told, /^pointperson/m);
	}
	assert.deepEqual(sql(`SELECT COUNT(*), COUNT(series_number), COUNT(DISTINCT number) FROM invoice
	    WHERE reference LIKE '${reference}-%'`), [['4', '4', '4']]);
	assert.ok(number(`SELECT COUNT(DISTINCT i.id) FROM outbox o JOIN invoice i ON i.account_id = o.account_id
	    AND o.plain LIKE CONCAT('%&attached_invoice=', i.id) AND o.template = 'invoice-issued'
	    WHERE i.reference LIKE '${reference}-%'`) === 4, 'each is mailed');
	numberIn(issuing(`${reference}-after`, ...LINE));
	assertSound();
});

test('while a long file is checked, others issue', async () => {
	const reference = fresh('meanwhile');
	const checking = begin(['invoice', 'import', '--dry-run', '--file', file('long.csv', rows(fresh('long'), 1500))]);
	const first = await Promise.race([checking.ended.then(() => 'the long one'),
		begin(issuingOf(reference, ...LINE)).ended]);

	assert.equal(first.status, 0, first.told ?? `${first} ended first`);
	assert.equal(number(`SELECT COUNT(*) FROM invoice WHERE reference = '${reference}'`), 1);
	assert.equal((await checking.ended).status, 0);
	assertSound();
});

test('JSON is issued as a list is: whole, once, with its documents and registration', () => {
	const name = fresh('json');
	const line = { description: 'सेवा', sac: '998413', quantity: 2.5, unit: 'month', price: 999.5, rate: 18 };
	const irn = IRN();
	const where = json('good.json', [
		{ account: 1, reference: `${name}-0`, issued_on: today(), lines: [line, line] },
		{ account: 2, reference: `${name}-1`, issued_on: today(), number: `X-${process.pid}-1`, pdf: 'own.pdf',
			irn, ack_number: '112010036563310', ack_on: `${today()} 00:00:01`, qr_text: 'eyJhbGciOi',
			lines: [line] },
		{ account: 2, reference: `${name}-2`, issued_on: today(), kind: 'credit', corrects: `X-${process.pid}-1`,
			reason: 'Cancelled', lines: [line] },
	]);

	writeFileSync(path.join(place, 'own.pdf'), '%PDF-1.4\nnothing\n');
	assert.match(importing(where, '--dry-run').stderr, /invoice 2: pdf: .*own\.pdf is no PDF, or not all of one/);
	writeFileSync(path.join(place, 'own.pdf'), '%PDF-1.4\nnothing\n%%EOF\n');
	assert.match(importing(where, '--dry-run').stdout, /It would be: 3, of /);
	assert.equal(issued(name), 0);
	assert.match(importing(where).stdout, /^3 issued, 0 were there before\.$/m);
	assert.match(importing(where).stdout, /^0 issued, 3 were there before\.$/m);
	assert.deepEqual(sql(`SELECT i.is_reverse_charge, f.is_imported, r.irn FROM invoice i JOIN invoice_pdf f
	    ON f.invoice_id = i.id JOIN invoice_registration r ON r.invoice_id = i.id
	    WHERE i.reference = '${name}-1'`), [['0', '1', irn]]);
	// A document of another system says itself who signs it.
	assert.deepEqual(sql(`SELECT reference, signatory <> '' FROM invoice WHERE reference LIKE '${name}-%'
	    ORDER BY reference`), [[`${name}-0`, '1'], [`${name}-1`, '0'], [`${name}-2`, '1']]);
	assert.match(importing(json('again.json', [{ account: 1, reference: fresh('again'), issued_on: today(), irn,
		ack_number: '1', ack_on: `${today()} 00:00:01`, lines: [line] }])).stderr,
	    /invoice 1: irn: Another invoice has this reference number/);
	assertSound();
});

test('a registration that comes along stands in the document and on the page', async () => {
	const reference = fresh('irn');
	const irn = IRN();
	const where = json('irn.json', [{ account: 1, reference, issued_on: today(), irn, ack_number: '112010036563310',
		ack_on: `${today()} 00:00:01`, qr_text: 'eyJhbGciOiJSUzI1NiIs'.repeat(50),
		lines: [{ description: 'x', sac: '998413', price: 1, rate: 18 }] }]);

	assert.equal(importing(where).status, 0);
	const [[id, hex]] = sql(`SELECT i.id, HEX(f.content) FROM invoice_pdf f JOIN invoice i ON i.id = f.invoice_id
	    WHERE i.reference = '${reference}'`);
	const pdf = path.join(place, 'irn.pdf');

	writeFileSync(pdf, Buffer.from(hex, 'hex'));
	const text = execFileSync('pdftotext', ['-layout', pdf, '-'], { encoding: 'utf8' });

	assert.ok(text.includes(irn.slice(0, 40)), text);
	assert.match(text, /Acknowledgement: 112010036563310 of \d+ [A-Z][a-z]{2} \d{4}/);
	const page = await (await signedIn(PEOPLE.billing)).get(`${INVOICES}/${id}`);

	assert.ok(page.body.includes(irn));
	assert.match(page.body, /112010036563310 of/);
});

test('a note names the number and the day of the invoice that it corrects', () => {
	const reference = fresh('names');
	const of = invoiceOfTwo(`${reference}-of`);
	const note = numberIn(pointperson(correcting('credit', of, `${reference}-note`, '--all')));
	const [[hex]] = sql(`SELECT HEX(f.content) FROM invoice_pdf f JOIN invoice i ON i.id = f.invoice_id
	    WHERE i.number = '${note}'`);
	const pdf = path.join(place, 'note.pdf');

	writeFileSync(pdf, Buffer.from(hex, 'hex'));
	assert.match(execFileSync('pdftotext', ['-layout', pdf, '-'], { encoding: 'utf8' }),
	    new RegExp(`Corrects: ${of} of \\d+ [A-Z][a-z]{2} \\d{4}`));
});

test('what is wrong in JSON is told with its place, all of it, and nothing is issued', () => {
	const name = fresh('badjson');
	const line = { description: 'x', sac: '998413', price: 1, rate: 18 };
	const said = importing(json('bad.json', [
		{ account: 1, reference: `${name}-0`, issued_on: today(), lines: [line] },
		{ account: 1, reference: `${name}-1`, issued_on: today(), lines: [line, { ...line, sac: 'x' }] },
		{ account: 1, reference: `${name}-2`, issued_on: today(), kind: 'credit', corrects: 'NONE-1', reason: 'x',
			lines: [line] },
		{ account: 987654, reference: `${name}-3`, issued_on: today(), lines: [line] },
	]));

	assert.equal(said.status, 1);
	for (const what of [/invoice 2: line 2: "x" is no SAC/, /invoice 3: corrects: Account 1 has no invoice "NONE-1"/,
		/invoice 4: account: There is no account 987654/, /no invoice was issued/])
		assert.match(said.stderr, what);
	assert.match(importing(json('broken.json', '[{"account": 1')).stderr, /line 1, column \d+: this is no JSON/);
	assert.match(importing(json('list.txt', '[]'), '--format', 'json').stderr, /it wants a list/);
	assert.match(importing(json('list.csv', '[]'), '--format', 'xml').stderr, /give csv or json/);
	assert.match(importing(json('utf16.csv', 'a\0c')).stderr, /not written in UTF-8/);
	assert.equal(issued(name), 0);
});

test('notes of one file together take no more than there is', () => {
	const name = fresh('together');
	const of = invoiceOfTwo(`${name}-of`);
	const notes = Array.from({ length: 3 }, (_, i) => `1,${name}-${i},${today()},credit,${of},Less,Numbers,998413,1000,18`);
	const said = importing(file('together.csv', notes,
	    'account,reference,issued_on,kind,corrects,reason,description,sac,price,rate'));

	assert.equal(said.status, 0, said.stderr);
	const more = importing(file('more.csv', [notes[0].replace('-0', '-3')],
	    'account,reference,issued_on,kind,corrects,reason,description,sac,price,rate'), '--dry-run');

	assert.match(more.stderr, /row 2: Invoice .* has 0\.00 rupees left/);
	assertSound();
});

test('a registration is noted once', () => {
	const of = invoiceOfTwo(fresh('registered'));
	const irn = IRN();
	const words = ['invoice', 'register', '--account', '1', '--invoice', of, '--irn', irn, '--ack-number',
		'112010036563310', '--ack-on', `${today()} 00:00:01`, '--qr-text', 'eyJhbGciOi'];

	assert.match(pointperson(words).stdout, /is registered/);
	assert.match(pointperson(words).stderr, /another invoice has this|registered already/);
	assert.match(pointperson(changed(words, 7, 'x')).stderr, /64 hexadecimal digits/);
	assert.match(pointperson(changed(words, 5, 'INV/1')).stderr, /has no invoice/);
	assert.match(pointperson(changed(words, 11, 'noon')).stderr, /2026-04-01 16:05:00/);
	assert.equal(number(`SELECT COUNT(*) FROM invoice_registration WHERE irn = '${irn}'`), 1);
});

// A square of one colour, as a PNG file.
function square(side)
{
	const chunk = (type, data) => {
		const body = Buffer.concat([Buffer.from(type), data]);
		const frame = Buffer.alloc(8);

		frame.writeUInt32BE(data.length);
		frame.writeUInt32BE(crc32(body), 4);
		return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
	};
	const header = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, 2, 0, 0, 0]);

	header.writeUInt32BE(side);
	header.writeUInt32BE(side, 4);
	return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), chunk('IHDR', header),
		chunk('IDAT', deflateSync(Buffer.alloc(side * (3 * side + 1)))), chunk('IEND', Buffer.alloc(0))]);
}

// PNG, annex D.
function crc32(bytes)
{
	let crc = ~0;

	for (const byte of bytes) {
		crc ^= byte;
		for (let bit = 0; bit < 8; bit++)
			crc = crc >>> 1 ^ (crc & 1 ? 0xedb88320 : 0);
	}
	return ~crc >>> 0;
}

test('a number of two financial years is not guessed: the year is asked for', () => {
	const name = fresh('years');
	const theirs = `Y${process.pid}`;
	const row = (reference, on, more) => `1,${name}-${reference},${on},${more},Numbers,998413,100,18`;
	const heading = 'account,reference,issued_on,number,kind,corrects,corrects_year,reason,description,sac,price,rate';
	const paying = (...more) => pointperson(['invoice', 'mark-paid', '--account', '1', '--invoice', theirs,
		'--reference', `${name}-paid`, ...more]);
	const registering = (...more) => pointperson(['invoice', 'register', '--account', '1', '--invoice', theirs, '--irn',
		IRN(), '--ack-number', '112010036563310', '--ack-on', `${today()} 00:00:01`, ...more]);
	const which = new RegExp(`${theirs} is a number of 2025-26 and of 2024-25\\. Give the financial year`);

	assert.equal(importing(file('years.csv', [row(0, '2024-06-01', `${theirs},,,,`), row(1, '2025-06-01', `${theirs},,,,`)],
	    heading)).status, 0);
	for (const said of [paying(), registering(), correct('credit', theirs, `${name}-c`, '--all'),
		importing(file('note.csv', [row('n', today(), `,credit,${theirs},,Less`)], heading))]) {
		assert.equal(said.status, 1, said.stdout);
		assert.match(said.stderr, which);
	}
	for (const said of [paying('--year', '2024'), correct('debit', theirs, 'x', '--line', '1', '--year', '2024-26')]) {
		assert.equal(said.status, 2);
		assert.match(said.stderr, /--year: give a financial year like 2024-25/);
	}
	assert.match(importing(file('note.csv', [row('n', today(), `,credit,${theirs},24-25,Less`)], heading)).stderr,
	    /row 2: corrects_year: "24-25" is not a financial year like 2024-25/);
	assert.match(importing(file('note.csv', [row('n', today(), `,,,2024-25,`)], heading)).stderr, /only a note corrects/);
	assert.match(paying('--year', '2023-24').stderr, new RegExp(`has no invoice ${theirs} of 2023-24`));

	assert.match(paying('--year', '2024-25').stdout, new RegExp(`noted on ${theirs} of 2024-25;`));
	assert.match(registering('--year', '2024-25').stdout, /is registered/);
	numberIn(correct('credit', theirs, `${name}-c`, '--line', '1', '--amount', '10', '--year', '2024-25'));
	assert.equal(importing(file('note.csv', [row('n', today(), `,debit,${theirs},2024-25,More`)], heading)).status, 0);
	for (const table of ['invoice_payment p ON p.invoice_id', 'invoice_registration r ON r.invoice_id',
		"invoice n ON n.kind = 'credit' AND n.of_invoice_id", "invoice n ON n.kind = 'debit' AND n.of_invoice_id"])
		assert.deepEqual(sql(`SELECT i.financial_year FROM invoice i JOIN ${table} = i.id
		    WHERE i.number = '${theirs}'`), [['2024']], table);
	assertSound();
});

// The command line by the settings of the portal and these.
function withSettings(...more)
{
	const at = path.join(folder, 'settings');
	const settings = path.join(place, 'pointperson.hdf');
	const secrets = readdirSync(at).find(name => /secrets/.test(name));

	copyFileSync(path.join(at, secrets), path.join(place, secrets));
	writeFileSync(settings, [readFileSync(path.join(at, 'pointperson.hdf'), 'utf8'), ...more, ''].join('\n'));
	return words => spawnSync(path.join(build, 'cgi-bin/tools/pointperson'), words,
	    { encoding: 'utf8', env: { ...process.env, POINTPERSON_SETTINGS: settings } });
}

test('settings by which nothing may be issued are named, and nothing is', () => {
	const reference = fresh('settings');

	for (const [setting, what] of [
		['invoice.prefix = ACMEX', /invoice\.prefix: "ACMEX" cannot begin the numbers/],
		['invoice.debit_prefix = A#', /invoice\.debit_prefix: "A#" cannot begin/],
		['invoice.credit_prefix = INV', /invoice\.credit_prefix: "INV" is invoice\.prefix too/],
		['seller.gstin = 27AAPFU0939F1ZO\nseller.state = 27', /seller\.gstin: The last character/],
		['seller.pan = AABCR1718E', /seller\.pan: it is AABCR1718E, and the GSTIN holds /],
		[`seller.signatory = ${'x'.repeat(121)}`, /seller\.signatory: Shorten the text to 120 characters/],
	]) {
		const run = withSettings(setting);

		for (const words of [['check-config'], ['invoice', 'issue', '--account', '1', '--reference', reference,
			...LINE, '--dry-run'], ['invoice', 'issue', '--account', '1', '--reference', reference, ...LINE]]) {
			const said = run(words);

			assert.equal(said.status, 78, words.join(' '));
			assert.match(said.stderr, what);
			assert.equal(said.stdout, '');
		}
		assert.match(run(['doctor']).stdout, new RegExp(`FAIL +settings of invoices .*${what.source}`));
	}
	assert.equal(number(`SELECT COUNT(*) FROM invoice WHERE reference = '${reference}'`), 0);
	assert.match(pointperson(['doctor']).stdout, /ok +settings of invoices/);
});

test('a new prefix that comes to a number of another system is told so', () => {
	const reference = fresh('prefix');
	const of = numberIn(issuing(`${reference}-0`, ...LINE));
	const taken = `P${of.slice(3, -6)}${String(Number(of.slice(-6)) + 1).padStart(6, '0')}`;
	const issue = prefix => withSettings(`invoice.prefix = ${prefix}`)(['invoice', 'issue', '--account', '1',
		'--reference', `${reference}-2`, ...LINE]);

	assert.equal(importing(file('prefix.csv', [`1,${reference}-1,${taken},${today()},Numbers,998413,100,18`],
	    'account,reference,number,issued_on,description,sac,price,rate')).status, 0);
	const said = issue('P');

	assert.equal(said.status, 1);
	assert.match(said.stderr, new RegExp(`The next one, "${taken}", has come from another system`));
	assert.equal(numberIn(issue('Q')), taken.replace('P', 'Q'));
	assertSound();
});

test('a logo is printed; one that cannot be is named, and nothing issued', () => {
	const logo = path.join(place, 'logo.png');
	const good = square(40);
	const damaged = Buffer.from(good);
	const reference = fresh('logo');
	const run = withSettings(`seller.logo = ${logo}`);

	damaged[damaged.length - 20] ^= 1;
	const issue = () => run(['invoice', 'issue', '--account', '1', '--reference', reference, ...LINE]);

	for (const [bytes, what] of [[null, /No such file/], ['GIF89a and no PNG at all', /no PNG picture/],
		[square(1201), /more than 1200 pixels/], [damaged, /damaged/],
		[Buffer.alloc(256 * 1024 + 1), /more than 256 KiB/]]) {
		if (bytes)
			writeFileSync(logo, bytes);
		const said = issue();

		assert.equal(said.status, 78, what);
		assert.match(said.stderr, what);
		assert.match(run(['doctor']).stdout, what);
	}
	assert.equal(number(`SELECT COUNT(*) FROM invoice WHERE reference = '${reference}'`), 0);
	writeFileSync(logo, good);
	assert.match(run(['doctor']).stdout, /ok +logo on invoices/);
	numberIn(issue());
	writeFileSync(path.join(place, 'logo.pdf'), Buffer.from(sql(`SELECT HEX(f.content) FROM invoice_pdf f JOIN
	    invoice i ON i.id = f.invoice_id WHERE i.reference = '${reference}'`)[0][0], 'hex'));
	assert.match(execFileSync('pdfimages', ['-list', path.join(place, 'logo.pdf')], { encoding: 'utf8' }), / 40 +40 /);
	execFileSync('qpdf', ['--check', path.join(place, 'logo.pdf')]);
});

test('every command explains itself', () => {
	for (const command of ['import', 'issue', 'credit', 'debit'])
		assert.match(pointperson(['invoice', command, '--help']).stdout, /pointperson invoice|\[ \{ "account"/);
	assert.match(pointperson(['invoice', 'import', '--columns']).stdout, /reference .*\(required\)[^]*in "lines"/);
});
