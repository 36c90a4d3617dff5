// issuing: the load of issuing.sh, which says what is measured.

import assert from 'node:assert/strict';
import { assertSound, begin, clean, file, issued, rows } from '../faults/invoices.mjs';
import { number } from '../faults/portal.mjs';

const ALONE = Number(process.env.ALONE ?? 500);
const TOGETHER = Number(process.env.TOGETHER ?? 5000);
const PROCESSES = 8;

async function timed(runs)
{
	const from = process.hrtime.bigint();

	for (const { status, told } of await Promise.all(runs().map(run => run.ended))) {
		assert.equal(told, '');
		assert.equal(status, 0);
	}
	return Number(process.hrtime.bigint() - from) / 1e9;
}

const importing = (where, ...more) => begin(['invoice', 'import', '--file', where, '--mail', 'none', ...more]);
const tell = (what, count, sec) => console.log(`  ${what.padEnd(42)}${count} in ${sec.toFixed(1)} s: ` +
	`${(count / sec).toFixed(0)} a second`);

const alone = file('alone.csv', rows('alone', ALONE));
const checked = await timed(() => [importing(alone, '--dry-run')]);
const all = await timed(() => [importing(alone)]);

console.log('Invoices of two lines:');
tell('checked by one process', ALONE, checked);
tell('checked and issued, with PDF, by one', ALONE, all);
tell('of it drawn, numbered and kept', ALONE, all - checked);

const each = Math.ceil(TOGETHER / PROCESSES);
const files = Array.from({ length: PROCESSES }, (_, i) => file(`together-${i}.csv`, rows(`together-${i}`, each)));

tell(`checked and issued by ${PROCESSES} at once`, each * PROCESSES, await timed(() => files.map(one => importing(one))));
assert.equal(issued('together'), each * PROCESSES);
assert.equal(number('SELECT COUNT(*) FROM invoice i LEFT JOIN invoice_pdf f ON f.account_id = i.account_id AND f.invoice_id = i.id WHERE f.invoice_id IS NULL'), 0);
assertSound();
console.log('  no number is missing, none was given twice, and each has its PDF');
clean();
