// faults: the database stops, is killed in the middle of saves, and workers are killed. Nobody is
// told "saved" of what is not, others go on, and everything comes back by itself.

import assert from 'node:assert/strict';
import test, { afterEach, before } from 'node:test';
import { PEOPLE, PERSON, PROFILE, addPersons, assertRefusedPage, contents, formTo, number, readiness,
	reset, send, signedIn, sql, stack, stackMeanwhile, tally, together, until, url, workersOf, Browser }
	from './portal.mjs';

const CLIENTS = 8;
const SAVES = 24;	// of each client, acknowledged

const startDatabase = () => stackMeanwhile('stack_database_start');

before(reset);
// Whatever went wrong in between, the next test finds a database.
afterEach(() => stack('stack_database_start'));

test('the database is stopped: a page says so, and all works again when it is back', async () => {
	const owner = await signedIn(PEOPLE.owner);
	const [id] = addPersons(1, 1);
	const form = await owner.form(`${PERSON}/${id}`);
	const before = contents();

	stack('stack_stop database');
	const denied = await Promise.all([
		owner.get('/'), owner.get(PROFILE), owner.get(`${PERSON}/${id}`), owner.get('/support'),
		owner.post(`${PERSON}/${id}`, { ...form, designation: 'While it was away' }),
	]);
	denied.forEach((answer, i) => {
		assertRefusedPage(answer, 503, `request ${i}`);
		assert.match(answer.headers['retry-after'], /^\d+$/);
		assert.match(answer.body, /database cannot be reached/i);
		assert.equal(answer.cookies.join(), '', 'nobody is signed out by it');
	});
	const visitor = new Browser();
	const signIn = await visitor.form('/login');
	assertRefusedPage(await visitor.post('/login', { ...signIn, email: PEOPLE.agent,
		password: 'Lotus-Harbour-7' }), 503, 'sign-in');
	assert.equal((await send(url, 'GET', '/healthz')).status, 200);
	const ready = await send(url, 'GET', '/readyz');
	assert.equal(ready.status, 503);
	assert.ok(!/socket|mysql|maria|\/tmp|errno/i.test(ready.body + denied[0].body),
	    'nothing of the inside is shown');

	await startDatabase();
	await until('the portal is ready', async () => await readiness() === 200);
	// Whichever worker gets it, the first sign-in finds the new database as well.
	for (let i = 0; i < 6; i++)
		assert.equal((await visitor.copy().signIn(PEOPLE.agent)).status, 303);
	for (const where of ['/', PROFILE, `${PERSON}/${id}`])
		assert.equal((await owner.get(where)).status, 200, where);
	assert.equal(contents(), before, 'the refused save changed nothing');
	assert.equal((await owner.post(`${PERSON}/${id}`, { ...form, designation: 'Back' })).status, 303);
});

// What a client may be answered while something is down, beside what it asked for.
const REFUSALS = [503, 'ECONNRESET', 'EPIPE'];

// Sends a request until it is answered with that status; returns that answer. Whatever else comes is
// a refusal, and `told` hears of each.
async function surely(status, request, told)
{
	return until(`a ${status}`, async () => {
		const answer = await request().catch(error => ({ status: error.code ?? error }));

		if (answer.status === status)
			return answer;
		assert.ok(REFUSALS.includes(answer.status), `${answer.status}: ${answer.body}`);
		told();
		await until('the portal answers', async () =>
		    await readiness().catch(() => 0) === 200);
		return undefined;
	});
}

// Saves by many clients, each on a person of its own, until each had its number and `isWanted` says
// that it was enough. `disturb` is called after each acknowledged save with the number of them, and
// can ask for the number of requests that were refused so far.
async function load(disturb, isWanted = () => false)
{
	const names = ['owner', 'admin', 'billing'];
	const ids = addPersons(1, CLIENTS, 'Load');
	const browsers = [];
	const acknowledged = ids.map(() => []);
	let total = 0;
	let refused = 0;
	const told = () => { refused++; };

	for (let i = 0; i < CLIENTS; i++)
		browsers.push(await signedIn(PEOPLE[names[i % names.length]]));
	await together(ids.map((id, i) => async () => {
		const browser = browsers[i];
		const where = `${PERSON}/${id}`;

		for (let save = 1; save <= SAVES || isWanted(); save++) {
			const page = await surely(200, () => browser.get(where), told);
			const designation = `client ${i} save ${save}`;
			const fields = { ...formTo(page.body, where).fields, designation };

			// The very same request again and again, until it is told that it is saved.
			await surely(303, () => browser.post(where, fields), told);
			acknowledged[i].push(designation);
			disturb(++total, () => refused);
		}
	}));
	return { ids, acknowledged };
}

// Each acknowledged save left exactly one event, in order, and the last one stands in the row.
function assertNothingLost({ ids, acknowledged })
{
	ids.forEach((id, i) => {
		const events = sql(`SELECT JSON_VALUE(after_json, '$.designation') FROM audit_event
		    JOIN audit_values ON event_id = id
		    WHERE object_type = 'contact_person' AND object_id = ${id} AND
		    action = 'contact.update' ORDER BY id`).map(row => row[0]);

		assert.deepEqual(events, acknowledged[i]);
		assert.deepEqual(sql(`SELECT designation, version FROM contact_person WHERE id = ${id}`),
		    [[acknowledged[i].at(-1), String(1 + acknowledged[i].length)]]);
	});
	assert.equal(number(`SELECT COUNT(*) FROM submission WHERE location = ''`), 0,
	    'no change is half remembered');
}

test('the check below catches a lost and a doubled save', () => {
	const ids = addPersons(1, 1);

	assert.throws(() => assertNothingLost({ ids, acknowledged: [['client 0 save 1']] }));
});

test('a database that is about to end is not taken for one that runs', () => {
	stack('stack_stop database');
	// It runs, it answers nobody, and soon it is gone.
	stack('stack_launch database sleep 1 && stack_database_start');

	assert.equal(number('SELECT 1'), 1);
});

test('the database is killed twice under a load of saves: no acknowledged save is lost', async () => {
	const kills = [];
	let isUp = true;
	const kill = async refused => {
		const before = refused();

		try {
			await stackMeanwhile('kill -KILL $(stack_members database)');
			await until('the database is dead', async () => await readiness() === 503);
			await until('somebody felt it', () => refused() > before);
			await startDatabase();
		} finally {
			isUp = true;
		}
	};
	const result = await load((total, refused) => {
		// The second time once it is back from the first.
		if (isUp && total >= [20, 55][kills.length]) {
			isUp = false;
			kills.push(kill(refused));
		}
	}, () => kills.length < 2);

	await Promise.all(kills);
	assertNothingLost(result);
});

test('workers are killed under a load of saves: others are served, nothing is lost', async () => {
	const killed = [];
	const result = await load(total => {
		if (total % 12 !== 0)
			return;
		const victim = workersOf('business-profile').find(pid => !killed.includes(pid));

		if (victim !== undefined) {
			process.kill(victim, 'SIGKILL');
			killed.push(victim);
		}
	});

	assert.ok(killed.length >= 4, `${killed.length} were killed`);
	assertNothingLost(result);
	await until('both workers are back', () => {
		const alive = workersOf('business-profile').filter(pid => !killed.includes(pid));

		return alive.length === 2;
	});
});

test('both workers of a page are killed while it is read: the page is back at once', async () => {
	const owner = await signedIn(PEOPLE.owner);
	const killed = workersOf('business-profile');
	const reading = together(Array.from({ length: 60 }, () => () => owner.get(PROFILE)), 10);

	killed.forEach(pid => process.kill(pid, 'SIGKILL'));
	const statuses = tally((await reading).map(answer => answer.status));
	assert.ok(statuses[200] >= 50, JSON.stringify(statuses));
	assert.deepEqual(Object.keys(statuses).filter(status => !['200', '503'].includes(status)), []);
	assert.equal((await owner.get(PROFILE)).status, 200);
	assert.equal((await owner.get('/')).status, 200, 'the other pages were never gone');
});

test('no worker at all: a page with a request number, without any program', async () => {
	const owner = await signedIn(PEOPLE.owner);

	stack('stack_stop business-profile');
	try {
		const answer = await owner.get(PROFILE);

		assert.equal(answer.status, 503);
		assert.match(answer.body, /write to <a href="mailto:[^>]*>[^<]*<\/a>, and give this number: [0-9a-f]{32}/);
		assert.equal(answer.headers['retry-after'], '10');
		assert.equal(answer.headers['cache-control'], 'no-store');
		assert.equal((await owner.get('/')).status, 200);
	} finally {
		stack(`stack_workers_start business-profile "$1/cgi-bin/business-profile.fcgi" 2`,
		    [process.env.POINTPERSON_BUILD],
		    { env: { POINTPERSON_SETTINGS: `${process.env.POINTPERSON_STACK}/settings/` +
			'pointperson.hdf' } });
	}
	await until('the page is back', async () => (await owner.get(PROFILE)).status === 200);
});
