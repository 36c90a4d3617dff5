// crowd: many messages, couriers that are killed at any moment, and several at once. None is lost;
// none is sent twice but what was on its way when its courier was killed.

import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import test, { after, beforeEach } from 'node:test';
import { MailServer, add, empty, idOf, passTime, settings, start, states, until, work }
	from './mail.mjs';

beforeEach(empty);
after(empty);

const many = count => add(...Array.from({ length: count }, (_, i) => ({ to: `p${i}@tests.example` })));

function counted(ids)
{
	const counts = new Map();

	for (const id of ids)
		counts.set(id, (counts.get(id) ?? 0) + 1);
	return counts;
}

// Kills a courier `kills` times, each time after some more messages have arrived and at any instant
// of the next, and lets the last one finish.
async function killing(file, kills, arrived, each)
{
	for (let i = 0; i < kills; i++) {
		const run = start(file);
		const goal = arrived() + 1 + Math.floor(Math.random() * each);

		await until('some arrive', () => arrived() >= goal);
		await new Promise(resolve => setTimeout(resolve, Math.random() * 8));
		run.child.kill('SIGKILL');
		assert.equal(await run.ended, 'SIGKILL', run.log);
	}
	// What they had stays leased for two minutes.
	passTime();
	const last = start(file);
	await until('all are sent', () => (states().waiting ?? 0) === 0);
	last.child.kill('SIGTERM');
	assert.equal(await last.ended, 0);
}

test('2000 messages, the courier killed 30 times: each arrives', async t => {
	const server = await new MailServer().start();
	const ids = many(2000);

	await killing(settings({ 'mail.smtp_url': server.url }), 30, () => server.got.length, 60);
	const counts = counted(server.got.map(idOf));
	const doubles = [...counts.values()].reduce((sum, count) => sum + count - 1, 0);

	assert.deepEqual(states(), { sent: 2000 });
	assert.deepEqual([...counts.keys()].sort((a, b) => a - b), ids);
	assert.ok(doubles <= 30, `${doubles} came twice: at most the one at hand at each kill`);
	t.diagnostic(`2000 sent, 30 kills, 0 lost, ${doubles} twice`);
	await server.stop();
});

test('the same into a maildir: each is there, and once', async () => {
	const folder = path.join(work, 'crowd');
	const file = settings({ 'mail.transport': 'maildir', 'mail.maildir': folder });
	const ids = many(500);
	const names = () => {
		try {
			return readdirSync(path.join(folder, 'new'));
		} catch {
			return [];
		}
	};

	await killing(file, 8, () => names().length, 30);
	assert.deepEqual(names().map(name => Number(name.split('.')[1])).sort((a, b) => a - b), ids);
	assert.deepEqual(states(), { sent: 500 });
});

test('four couriers share 800 messages: each is sent once, and each courier works', async t => {
	const server = await new MailServer().start();
	const file = settings({ 'mail.smtp_url': server.url });

	server.hold();
	const runs = [1, 2, 3, 4].map(() => start(file));
	const ids = many(800);
	await until('each has one of them', () => server.held === 4);
	server.release();
	await until('all are sent', () => (states().sent ?? 0) === 800);
	for (const run of runs)
		run.child.kill('SIGTERM');
	for (const run of runs)
		assert.equal(await run.ended, 0);
	const counts = counted(server.got.map(idOf));

	assert.deepEqual([...counts.keys()].sort((a, b) => a - b), ids);
	assert.equal(server.got.length, 800, 'none came twice');
	const shares = runs.map(run => run.log.split('\n').filter(line => line.includes(': sent,')).length);
	t.diagnostic(`shares: ${shares.join(', ')}`);
	assert.ok(shares.every(share => share > 0), shares.join());
	await server.stop();
});
