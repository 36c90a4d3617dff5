// invoices: the load of invoices.sh, which says what is measured.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync, readlinkSync, writeFileSync } from 'node:fs';
import { INVOICES, PEOPLE, build, number, signedIn, sql } from '../faults/portal.mjs';
import { median, ratio } from './figures.mjs';

const PAIRS = Number(process.env.PAIRS ?? 100);
const FILES = Number(process.env.FILES ?? 20);
const MANY = Number(process.env.MANY ?? 5000);
const DOCUMENTS = Number(process.env.DOCUMENTS ?? 300);
const FEW = 14;
const WARM = 5;			// pairs before those that count
const YEAR = 2015;		// the financial year of those that are added, which no other invoice is of
const RESET_PEAK = '5';		// proc(5), clear_refs: the peak of the memory begins anew

const digits = '(SELECT 0 d UNION SELECT 1 UNION SELECT 2 UNION SELECT 3 UNION SELECT 4 UNION SELECT 5 ' +
	'UNION SELECT 6 UNION SELECT 7 UNION SELECT 8 UNION SELECT 9)';

// Copies of the demonstration's newest invoice, in a year of their own.
function addInvoices(account, count)
{
	sql(`INSERT INTO invoice (account_id, kind, financial_year, number, reference, issued_on, due_on,
		seller_name, seller_address, seller_gstin, seller_pan, seller_state, seller_contact, buyer_name,
		buyer_address, buyer_tax_id, buyer_pan, buyer_state, place_of_supply, supply, taxable_paise,
		cgst_paise, sgst_paise, igst_paise, rounding_paise, total_paise, issued_at, issued_by)
	    SELECT ${account}, 'invoice', ${YEAR}, CONCAT('B${account}/', LPAD(n.i, 6, '0')), CONCAT('bench ', n.i),
		DATE_ADD('${YEAR}-04-01', INTERVAL n.i MOD 365 DAY), DATE_ADD('${YEAR}-04-16', INTERVAL n.i MOD 365 DAY),
		s.seller_name, s.seller_address, s.seller_gstin, s.seller_pan, s.seller_state, s.seller_contact,
		s.buyer_name, s.buyer_address, s.buyer_tax_id, s.buyer_pan, s.buyer_state, s.place_of_supply, s.supply,
		s.taxable_paise, s.cgst_paise, s.sgst_paise, s.igst_paise, s.rounding_paise, s.total_paise,
		s.issued_at, s.issued_by
	    FROM (SELECT a.d + 10 * b.d + 100 * c.d + 1000 * e.d i
	        FROM ${digits} a, ${digits} b, ${digits} c, ${digits} e) n
	    JOIN invoice s ON s.id = (SELECT MIN(id) FROM invoice WHERE account_id = 1) WHERE n.i < ${count};
	    INSERT INTO invoice_payment (account_id, invoice_id, reference, paid_on, amount_paise, noted_at, noted_by)
		SELECT account_id, id, reference, due_on, total_paise, 1, 'bench' FROM invoice
		WHERE account_id = ${account} AND financial_year = ${YEAR} AND id MOD 100 <> 0;
	    ANALYZE TABLE invoice, invoice_payment`);
}

function addDocuments(count)
{
	sql(`INSERT INTO invoice_pdf (account_id, invoice_id, content, content_hash, made_at)
	    SELECT 1, i.id, f.content, f.content_hash, 1 FROM (SELECT id FROM invoice WHERE account_id = 1
	        AND financial_year = ${YEAR} ORDER BY issued_on DESC, id DESC LIMIT ${count}) i
	    JOIN invoice_pdf f ON f.invoice_id = (SELECT MIN(invoice_id) FROM invoice_pdf)`);
	return number(`SELECT LENGTH(content) FROM invoice_pdf ORDER BY invoice_id LIMIT 1`);
}

async function timed(browser, where)
{
	const from = process.hrtime.bigint();
	const answer = await browser.get(where);

	assert.equal(answer.status, 200, where);
	return { ms: Number(process.hrtime.bigint() - from) / 1e6, bytes: answer.bytes.length };
}

async function measure(what, many, few, where)
{
	const times = { many: [], few: [] };

	for (let i = -WARM; i < PAIRS; i++) {
		const turn = [['many', many], ['few', few]];

		for (const [kind, browser] of i % 2 === 0 ? turn : turn.reverse()) {
			const { ms } = await timed(browser, where);

			if (i >= 0)
				times[kind].push(ms);
		}
	}
	console.log(`  ${what.padEnd(28)}${MANY} invoices ${median(times.many).toFixed(2).padStart(7)} ms, ` +
	    `${FEW} ${median(times.few).toFixed(2).padStart(7)} ms, ratio ${ratio(times.many, times.few)}`);
}

// The workers of the page, by the program that they run.
function workers()
{
	const isWorker = id => {
		try {
			return readlinkSync(`/proc/${id}/exe`) === `${build}/cgi-bin/invoices.fcgi`;
		} catch {
			return false;
		}
	};

	return readdirSync('/proc').filter(name => /^\d+$/.test(name)).filter(isWorker);
}

const peak_kib = id => Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${id}/status`, 'utf8'))[1]);

async function measureFile(what, browser, where)
{
	const times = [];
	let bytes = 0;

	workers().forEach(id => writeFileSync(`/proc/${id}/clear_refs`, RESET_PEAK));
	for (let i = 0; i < FILES; i++) {
		const { ms, bytes: length } = await timed(browser, where);

		times.push(ms);
		bytes = length;
	}
	console.log(`  ${what.padEnd(28)}${median(times).toFixed(2).padStart(8)} ms, ${(bytes / 1024).toFixed(0)} KiB; ` +
	    `the worker had ${(Math.max(...workers().map(peak_kib)) / 1024).toFixed(1)} MiB at most`);
}

addInvoices(1, MANY);
const document = addDocuments(DOCUMENTS);
addInvoices(2, FEW);
const many = await signedIn(PEOPLE.owner);
const few = await signedIn(PEOPLE.other);

console.log(`Pages, ${PAIRS} pairs:`);
await measure('the list', many, few, INVOICES);
await measure('a financial year', many, few, `${INVOICES}?year=${YEAR}`);
await measure('a month', many, few, `${INVOICES}?month=${YEAR}-04`);
await measure('a part of a number', many, few, `${INVOICES}?number=00001`);
await measure('the start page', many, few, '/');
console.log(`Files, ${FILES} of each; a document has ${(document / 1024).toFixed(0)} KiB:`);
await measureFile('a page, for comparison', many, INVOICES);
await measureFile('the newest twelve (ZIP)', many, `${INVOICES}/all.zip`);
await measureFile(`a year with ${DOCUMENTS} PDFs (ZIP)`, many, `${INVOICES}/all.zip?year=${YEAR}`);
await measureFile(`${MANY} as a spreadsheet`, many, `${INVOICES}/list.csv`);
