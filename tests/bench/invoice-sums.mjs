// invoice-sums: the load of invoice-sums.sh, which says what is held. Amounts are BigInt of paise, and
// nothing of the portal's own arithmetic is used.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { begin, clean, place, today } from '../faults/invoices.mjs';
import { INVOICES, PEOPLE, signedIn, sql } from '../faults/portal.mjs';

const COUNT = Number(process.env.COUNT ?? 10000);
const DOCUMENTS = Number(process.env.DOCUMENTS ?? 200);
const A_FILE = 2500;		// invoices: a file has at most 20,000 lines
const LINES_MOST = 6;
const RATES = [0, 10, 25, 300, 500, 1200, 1800, 2800];	// basis points
const HEADS = ['taxable', 'cgst', 'sgst', 'igst', 'rounding', 'total'];

// ---- what is generated -----------------------------------------------------------------------

let seed = Number(process.env.SEED ?? 1) >>> 0;

// Park and Miller's generator: the same seed makes the same invoices.
function random(below)
{
	seed = Number(BigInt(seed % 2147483646 + 1) * 48271n % 2147483647n);
	return seed % below;
}

const line = () => {
	const quantity = random(4) === 0 ? 1 + random(50000) : 1000 * (1 + random(20));
	const price = random(5) === 0 ? random(100) : random(2000000);
	const gross = half(BigInt(quantity) * BigInt(price), 1000n);

	return { quantity, price, rate: RATES[random(RATES.length)],
		discount: random(4) === 0 ? Number(gross) % (1 + random(1000)) : 0 };
};

// Account 1 is in the seller's State, account 2 in another.
const invoice = (_, index) => ({ index, account: 1 + random(2), sez: random(20) === 0, reverse: random(20) === 0,
	abroad: random(20) === 0, lines: Array.from({ length: 1 + random(LINES_MOST) }, line) });

const decimal = (value, digits) => (value / 10 ** digits).toFixed(digits);

const asJson = i => ({ account: i.account, reference: `sums-${i.index}`, issued_on: today, sez: i.sez,
	reverse_charge: i.reverse, place_of_supply: i.abroad ? '96' : null,
	lines: i.lines.map((l, n) => ({ description: `Line ${n + 1}`, sac: '998413', quantity: decimal(l.quantity, 3),
		price: decimal(l.price, 2), discount: decimal(l.discount, 2), rate: decimal(l.rate, 2) })) });

// ---- what it comes to ------------------------------------------------------------------------

// a / b of what is not below zero, half upwards.
function half(a, b)
{
	return (2n * a + b) / (2n * b);
}

function work(i)
{
	const within = i.account === 1 && !i.sez && !i.abroad;
	const t = { taxable: 0n, cgst: 0n, sgst: 0n, igst: 0n };

	for (const l of i.lines) {
		const taxable = half(BigInt(l.quantity) * BigInt(l.price), 1000n) - BigInt(l.discount);

		t.taxable += taxable;
		if (within) {
			t.cgst += half(taxable * BigInt(l.rate), 20000n);
			t.sgst += half(taxable * BigInt(l.rate), 20000n);
		} else {
			t.igst += half(taxable * BigInt(l.rate), 10000n);
		}
	}
	const exact = t.taxable + (i.reverse ? 0n : t.cgst + t.sgst + t.igst);

	t.total = half(exact, 100n) * 100n;
	t.rounding = t.total - exact;
	return t;
}

function add(sum, t)
{
	for (const head of HEADS)
		sum[head] = (sum[head] ?? 0n) + t[head];
	sum.tax = (sum.tax ?? 0n) + t.cgst + t.sgst + t.igst;
	return sum;
}

// ---- what is read ----------------------------------------------------------------------------

// "-₹ 1,23,456.78"
const paise = text => BigInt(text.replace(/[₹,.\s]/g, ''));

async function issueAll(invoices)
{
	for (let from = 0; from < invoices.length; from += A_FILE) {
		const where = path.join(place, 'sums.json');

		writeFileSync(where, JSON.stringify(invoices.slice(from, from + A_FILE).map(asJson)));
		const { status, told } = await begin(['invoice', 'import', '--file', where, '--mail', 'none']).ended;

		assert.equal(status, 0, told);
		console.log(`  ${Math.min(from + A_FILE, invoices.length)} issued`);
	}
}

const inDatabase = account => Object.fromEntries(sql(`SELECT SUM(taxable_paise), SUM(cgst_paise), SUM(sgst_paise),
	SUM(igst_paise), SUM(rounding_paise), SUM(total_paise) FROM invoice WHERE account_id = ${account}
	AND reference LIKE 'sums-%'`)[0].map((sum, n) => [HEADS[n], BigInt(sum)]));

// The demonstration's own invoices are in the list too.
const others = account => new Set(sql(`SELECT number FROM invoice WHERE account_id = ${account}
	AND reference NOT LIKE 'sums-%'`).map(([name]) => name));

async function inSpreadsheet(browser, skipped)
{
	const answer = await browser.get(`${INVOICES}/list.csv`);
	const [heading, ...rows] = answer.body.replace('\ufeff', '').trim().split('\r\n').map(row =>
		row.split(',').map(cell => cell.replace(/^"(.*)"$/, '$1')));
	const at = ['Taxable value', 'CGST', 'SGST or UTGST', 'IGST', 'Rounding', 'Total'].map(name => heading.indexOf(name));
	const sum = {};

	for (const row of rows.filter(([name]) => !skipped.has(name)))
		add(sum, Object.fromEntries(HEADS.map((head, n) => [head, paise(row[at[n]])])));
	return sum;
}

// Page after page, as one who presses "Older invoices" sees them.
async function onPages(browser, skipped)
{
	const sum = { count: 0, total: 0n, tax: 0n };
	const year = Number(today.slice(0, 4)) - (Number(today.slice(5, 7)) < 4 ? 1 : 0);
	let where = `${INVOICES}?year=${year}`;

	while (where) {
		const { body } = await browser.get(where);
		const row = /<tr>\s*<th scope="row" data-label="Number"[^]*?>([^<>]+)<\/a><\/th>[^]*?data-label="Total"[^>]*>([^<]+)<[^]*?data-label="Of it tax"[^>]*>([^<]+)</g;

		for (const [, name, total, tax] of body.matchAll(row)) {
			if (skipped.has(name))
				continue;
			sum.count++;
			sum.total += paise(total);
			sum.tax += paise(tax);
		}
		where = /href="([^"]*before=[^"]*)"/.exec(body)?.[1].replaceAll('&amp;', '&');
	}
	return sum;
}

// The amounts below the lines of a PDF.
function inDocument({ account, index })
{
	const where = path.join(place, 'document.pdf');

	writeFileSync(where, Buffer.from(sql(`SELECT HEX(f.content) FROM invoice_pdf f JOIN invoice i ON i.account_id = f.account_id AND i.id = f.invoice_id
	    WHERE i.account_id = ${account} AND i.reference = 'sums-${index}'`)[0][0], 'hex'));
	const text = execFileSync('pdftotext', ['-layout', where, '-'], { encoding: 'utf8' });
	const at = name => paise(new RegExp(`${name}:? +(-?₹ [\\d,]+\\.\\d\\d)`).exec(text.slice(text.lastIndexOf('Taxable value')))?.[1] ?? '0');

	return { taxable: at('Taxable value'), cgst: at('CGST'), sgst: at('SGST'), igst: at('IGST'), rounding: at('Round off'),
		total: at('\\n *Total') };
}

// ----------------------------------------------------------------------------------------------

const invoices = Array.from({ length: COUNT }, invoice);

console.log(`${COUNT} invoices, seed ${process.env.SEED ?? 1}:`);
await issueAll(invoices);
for (const [account, person] of [[1, PEOPLE.owner], [2, PEOPLE.other]]) {
	const own = invoices.filter(i => i.account === account);
	const { tax, ...expected } = own.map(work).reduce(add, {});
	const browser = await signedIn(person);
	const skipped = others(account);

	assert.deepEqual(inDatabase(account), expected);
	assert.deepEqual(await inSpreadsheet(browser, skipped), { ...expected, tax });
	assert.deepEqual(await onPages(browser, skipped), { count: own.length, total: expected.total, tax });
	console.log(`  account ${account}: ${own.length} come to the same in the database, the spreadsheet and on the pages`);
}
for (let n = 0; n < Math.min(DOCUMENTS, COUNT); n++) {
	const one = invoices[Math.floor(n * COUNT / DOCUMENTS)];

	assert.deepEqual(inDocument(one), work(one), `sums-${one.index}`);
}
console.log(`  ${Math.min(DOCUMENTS, COUNT)} documents show each of their amounts`);
clean();
