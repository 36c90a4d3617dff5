// by-turns: the same request to two who have little and much behind it, by turns in one run, so that what
// else the machine does falls on both.

import assert from 'node:assert/strict';
import { median, ratio } from './figures.mjs';

const WARM = 5;			// pairs before those that count

// A table of the digits, for statements that make many rows.
export const digits = '(SELECT 0 d UNION SELECT 1 UNION SELECT 2 UNION SELECT 3 UNION SELECT 4 ' +
	'UNION SELECT 5 UNION SELECT 6 UNION SELECT 7 UNION SELECT 8 UNION SELECT 9)';

export async function get(browser, where)
{
	const answer = await browser.get(where);

	assert.equal(answer.status, 200, where);
}

async function timed(act)
{
	const from = process.hrtime.bigint();

	await act();
	return Number(process.hrtime.bigint() - from) / 1e6;
}

// Prints the medians of both, and of the pairs' ratios. kinds: two of [name, act].
export async function byTurns(what, pairs, kinds)
{
	const times = [[], []];

	for (let i = -WARM; i < pairs; i++)
		for (const kind of i % 2 === 0 ? [0, 1] : [1, 0]) {
			const ms = await timed(kinds[kind][1]);

			if (i >= 0)
				times[kind].push(ms);
		}
	console.log(`  ${what.padEnd(24)}` + kinds.map(([name], kind) =>
	    `${name} ${median(times[kind]).toFixed(2).padStart(7)} ms, `).join('') +
	    `ratio ${ratio(times[0], times[1])}`);
}
