// mail-down: the load of mail-down.sh, which says what is measured and how it ends. One person at
// one browser: each change gives a contact person an email address that nobody had, and so writes
// messages; before it the person's page and the list of messages are looked at.

import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { MESSAGES, PEOPLE, PERSON, PROFILE, addPersons, formTo, heading, number, signedIn, sql,
	until } from '../faults/portal.mjs';
import { median, ratio } from './figures.mjs';

const ROUNDS = Number(process.env.ROUNDS ?? 8);
const COUNT = Number(process.env.COUNT ?? 400);
const PERSONS = 400;		// so many that what is written of each hardly grows in a run
const RETURN_SEC = 300;		// patience with the messages once the mail server is back

// A block: what it is called, and what the mail server does.
const blocks = [['up', 'up'], ['down', 'down'], ['silent', 'silent'], ['up again', 'up']];
const kinds = ['GET person', 'GET messages', 'POST person'];
const WAITING = "SELECT COUNT(*) FROM outbox WHERE state = 'waiting'";

const sink = fork(fileURLToPath(new URL('mail-sink.mjs', import.meta.url)),
    [process.env.BENCH_MAIL_PORT]);
const typed = [];		// the addresses given to persons
const medians = {};		// medians[block][kind]: one of each round, in milliseconds
const waited = {};		// waited[block]: messages at the end of each
const rates = [];		// messages a second, when many had waited

let browser, people;

function mailServer(word)
{
	return new Promise((resolve, reject) => {
		sink.once('message', resolve);
		sink.send(word, error => error && reject(error));
	});
}

// ---- the load --------------------------------------------------------------------------------

async function timed(times, kind, status, request)
{
	const from = process.hrtime.bigint();
	const answer = await request();

	times[kind].push(Number(process.hrtime.bigint() - from) / 1e6);
	assert.equal(answer.status, status, `${kind}: ${heading(answer.body)}`);
	return answer;
}

async function change(times)
{
	const where = `${PERSON}/${people[typed.length % people.length]}`;
	const email = `bench-${typed.length}@asha-traders.example`;
	const page = await timed(times, kinds[0], 200, () => browser.get(where));
	const fields = { ...formTo(page.body, where).fields, email };

	await timed(times, kinds[1], 200, () => browser.get(MESSAGES));
	const saved = await timed(times, kinds[2], 303, () => browser.post(where, fields));
	assert.equal(saved.location, PROFILE);
	typed.push(email);
}

async function changes(count)
{
	const times = Object.fromEntries(kinds.map(kind => [kind, []]));

	for (let i = 0; i < count; i++)
		await change(times);
	return times;
}

// ---- the mail server -------------------------------------------------------------------------

// The load goes on until the courier has met the mail server, and is at work from then on: it looks
// into an empty outbox once a second only.
async function enter(word)
{
	const before = (await mailServer(word)).count;
	const met = {
		up: async () => (await mailServer('count')).count > before,
		down: () => number(`${WAITING} AND tries > 0 AND lease_until = 0`) > 0,
		silent: async () => (await mailServer('count')).open > 0,
	};

	await until(`the courier meets a mail server that is ${word}`, async () => {
		await changes(1);
		return met[word]();
	});
}

// Lets the pauses of messages that wait be over until none waits, so that the blocks begin alike.
async function empty()
{
	const waiting = number(WAITING);
	const from = Date.now();

	await until('the messages leave', () => number(`UPDATE outbox SET next_at = created_at
	    WHERE state = 'waiting' AND next_at > UNIX_TIMESTAMP(); ${WAITING}`) === 0);
	if (waiting >= COUNT)
		rates.push(waiting * 1000 / (Date.now() - from));
}

async function block([name, word])
{
	await enter(word);
	const times = await changes(COUNT);

	medians[name] ??= Object.fromEntries(kinds.map(kind => [kind, []]));
	kinds.forEach(kind => medians[name][kind].push(median(times[kind])));
	(waited[name] ??= []).push(number(WAITING));
	await mailServer('up');
	await empty();
}

// Nothing helps the courier here: how long after the mail server's return does the last one leave?
async function comeBack(word)
{
	await enter(word);
	await changes(COUNT);
	const waiting = number(WAITING);
	const from = Date.now();

	await mailServer('up');
	await until('the messages leave by themselves', () => number(WAITING) === 0, RETURN_SEC);
	return `After "${word}", ${waiting} waiting messages had all left by themselves ` +
	    `${((Date.now() - from) / 1000).toFixed(1)} s after the return.`;
}

// ---- what is said ----------------------------------------------------------------------------

function row(name)
{
	return `  ${name.padEnd(9)}` + kinds.map(kind => {
		const beside = name === 'up' ? '' : ` ${ratio(medians[name][kind], medians.up[kind])}`;
		const ms = median(medians[name][kind]).toFixed(2);

		return `${ms.padStart(7)} ms${beside.padEnd(24)}`;
	}).join('').trimEnd();
}

function report()
{
	console.log('\nMedian time of an answer while the mail server is so, and the ratio to ' +
	    '"up" in the same\nround (half of the rounds):\n');
	console.log(`  ${''.padEnd(9)}` + kinds.map(kind => kind.padStart(10).padEnd(34)).join('')
	    .trimEnd());
	blocks.forEach(([name]) => console.log(row(name)));
	console.log('\nMessages waiting at the end of a block (median): ' +
	    blocks.map(([name]) => `${name} ${median(waited[name])}`).join(', ') + '.');
	if (rates.length > 0)
		console.log('With their pauses over they left at ' +
		    `${median(rates).toFixed(0)} a second.`);
}

// Every row of the outbox was sent and has arrived, and so has a message to every address typed.
async function checkNoneLost()
{
	const { got } = await mailServer('got');
	const arrived = new Set(got.map(([id]) => id));
	const recipients = new Set(got.map(([, recipient]) => recipient));
	const rows = sql('SELECT id, state FROM outbox');
	const lost = rows.filter(([id, state]) => state !== 'sent' || !arrived.has(Number(id)));
	const unwritten = typed.filter(email => !recipients.has(email));

	console.log(`${typed.length} changes wrote ${rows.length} messages; ` +
	    `${arrived.size} arrived, ${got.length - arrived.size} of them twice; ` +
	    `${lost.length} lost.`);
	assert.deepEqual(lost, [], 'messages that were lost: their numbers and states');
	assert.deepEqual(unwritten, [], 'addresses that no message came to');
	assert.equal(arrived.size, rows.length, 'messages arrived that the outbox does not know');
}

// Statistics of tables that were empty a minute ago mislead the database, and would be corrected in
// the middle of a block.
async function warmUp()
{
	await enter('up');
	await changes(COUNT);
	await empty();
	sql('ANALYZE TABLE outbox, audit_event, contact_address, contact_person, one_time_code');
}

async function main()
{
	people = addPersons(1, PERSONS);
	browser = await signedIn(PEOPLE.owner);
	console.log(`Asking ${ROUNDS * blocks.length * COUNT * kinds.length} times, by turns.`);
	await warmUp();
	// Forwards and backwards by turns, so that what grows in a run weighs on all blocks alike.
	for (let i = 0; i < ROUNDS; i++)
		for (const one of i % 2 === 0 ? blocks : [...blocks].reverse())
			await block(one);
	report();
	for (const word of ['down', 'silent'])
		console.log(await comeBack(word));
	await checkNoneLost();
}

await main();
sink.disconnect();
