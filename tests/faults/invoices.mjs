// invoices: what the tests share that issue invoices at the command line.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach } from 'node:test';
import { build, folder, number, pointperson, source, today, until } from './portal.mjs';

const HEADING = 'account,reference,issued_on,description,sac,quantity,price,discount,rate';

// For the files of one test program.
export const place = mkdtempSync(path.join(tmpdir(), 'pointperson-invoices-'));
export const clean = () => rmSync(place, { recursive: true });

export function file(name, rows, heading = HEADING)
{
	const where = path.join(place, name);

	writeFileSync(where, [heading, ...rows].join('\n') + '\n');
	return where;
}

// What is issued stays for ever, so another run takes other references.
export const fresh = name => `${name}-${process.pid}-${Date.now()}`;

// So many invoices of two lines, under references of their own.
export function rows(name, count)
{
	return Array.from({ length: count }, (_, i) => [
		`1,${name}-${i},${today()},Numbers,998413,3,450.50,,18`,
		`1,${name}-${i},${today()},Set-up,998713,1,1000,100,18`,
	]).flat();
}

export const importing = (where, ...more) => pointperson(['invoice', 'import', '--file', where, ...more]);
export const issued = name => number(`SELECT COUNT(*) FROM invoice WHERE reference LIKE '${name}-%'`);

// A command, without waiting for its end.
export function begin(words)
{
	const process_ = spawn(path.join(build, 'cgi-bin/tools/pointperson'), words,
	    { env: { ...process.env,
		POINTPERSON_SETTINGS: path.join(folder, 'settings/pointperson.hdf') } });
	let told = '';

	process_.stderr.on('data', text => { told += text; });
	return { process: process_, ended: new Promise(done =>
	    process_.on('close', status => done({ status, told }))) };
}

export const start = where => begin(['invoice', 'import', '--file', where]);

const holders = new Set();	// let go after each test, so that one that fails stops no other
afterEach(() => Promise.all([...holders].map(letGo => letGo())));

// Holds these rows, FOR UPDATE, in a transaction past the portal; gives the function that lets go of
// them.
export async function holding(rows_)
{
	const client = spawn('sh', ['-c', '. "$0/conf/stack.sh" && stack_open "$1" && ' +
	    'stack_sql --unbuffered pointperson', source, folder]);
	const ended = new Promise(done => client.on('close', done));
	let said = '';

	client.stdout.on('data', text => { said += text; });
	client.stderr.on('data', text => { said += text; });
	client.stdin.write(`BEGIN; SELECT COUNT(*) FROM ${rows_} FOR UPDATE; SELECT 'held';\n`);
	await until(`${rows_} is held`, () => {
		assert.equal(client.exitCode, null, said);
		return said.includes('held');
	});
	const letGo = () => {
		holders.delete(letGo);
		client.stdin.end();
		return ended;
	};

	holders.add(letGo);
	return letGo;
}

// Until a statement that begins so waits for what holding() holds. The server makes this table anew only where nobody
// has read it for 0.1 s.
export const stuck = statement => until(`${statement} waits`, () => number(`DO SLEEP(0.2); SELECT COUNT(*)
    FROM information_schema.innodb_trx WHERE trx_state = 'LOCK WAIT' AND trx_query LIKE '${statement}%'`) > 0);

// Whole: its lines are there and come to what it says; no number of a series is missing, and no more
// was credited than there was.
export function assertSound()
{
	assert.equal(number(`SELECT COUNT(*) FROM invoice i WHERE i.taxable_paise <>
	    (SELECT COALESCE(SUM(l.taxable_paise), -1) FROM invoice_line l
	     WHERE l.account_id = i.account_id AND l.invoice_id = i.id)`), 0);
	assert.equal(number(`SELECT COUNT(*) FROM (SELECT MAX(series_number) - COUNT(*) AS gap FROM invoice
	    WHERE series_number IS NOT NULL GROUP BY kind, financial_year) g WHERE g.gap <> 0`), 0);
	assert.equal(number(`SELECT COUNT(*) FROM invoice i JOIN invoice_left f ON f.invoice_id = i.id
	    WHERE f.taxable_paise <> i.taxable_paise + (SELECT COALESCE(SUM(IF(n.kind = 'debit', 1, -1)
	    * n.taxable_paise), 0) FROM invoice n WHERE n.of_invoice_id = i.id)`), 0);
}
