// alike: the load of alike.sh, which says what is measured. Each address is asked for once, so that
// none of them is known from an earlier pair.

import assert from 'node:assert/strict';
import { PASSWORD, PEOPLE, PERSONAL, signedIn, sql, Browser } from '../faults/portal.mjs';
import { median, ratio } from './figures.mjs';

const PAIRS = Number(process.env.PAIRS ?? 200);
const WARM = 5;			// pairs before those that count

// The addresses of a pair are of one length. Somebody has those of the first kind.
const kinds = ['has', 'not', 'nor'];
const address = (kind, i) => `${kind}-${String(i).padStart(6, '0')}@alike.example`;
let used = 0;

// Members of account 1, with a password as dear as anybody's.
function addUsers(count)
{
	const users = Array.from({ length: count }, (_, i) =>
		`SELECT 'Alike', '${address('has', i)}'`).join(' UNION ALL ');

	sql(`INSERT INTO user (name, email, password_hash, created_at)
	    SELECT n.*, u.password_hash, u.created_at FROM (${users}) n JOIN user u
	    ON u.email = '${PEOPLE.agent}';
	    INSERT INTO membership (account_id, user_id, user_name, user_email, role_id, created_at)
	    SELECT 1, id, name, email, 5, created_at FROM user WHERE email LIKE '%@alike.example';
	    ANALYZE TABLE user, membership`);
}

async function timed(request, email)
{
	const from = process.hrtime.bigint();
	const answer = await request(email);

	return { ms: Number(process.hrtime.bigint() - from) / 1e6,
		told: `${answer.status} ${answer.location ?? answer.body.length}` };
}

// The times of each kind of address, asked for by turns in every order.
async function measure(what, request)
{
	const times = Object.fromEntries(kinds.map(kind => [kind, []]));

	for (let i = -WARM; i < PAIRS; i++, used++) {
		const turn = [...kinds.slice(used % 3), ...kinds.slice(0, used % 3)];
		const answers = {};

		for (const kind of used % 2 === 0 ? turn : turn.reverse()) {
			answers[kind] = await timed(request, address(kind, used));
			if (i >= 0)
				times[kind].push(answers[kind].ms);
		}
		assert.equal(answers.has.told, answers.not.told, what);
		assert.equal(answers.nor.told, answers.not.told, what);
	}
	console.log(`  ${what.padEnd(20)}somebody has it ${median(times.has).toFixed(2).padStart(7)} ms, ` +
	    `nobody ${median(times.not).toFixed(2).padStart(7)} ms, ratio ${ratio(times.has, times.not)}`);
	console.log(`  ${''.padEnd(20)}two that nobody has: ratio ${ratio(times.nor, times.not)}`);
}

async function main()
{
	const stranger = new Browser();
	const agent = await signedIn(PEOPLE.agent);
	const forms = { login: await stranger.form('/login'),
		forgot: await stranger.form('/password/forgot') };
	let email = await agent.form(`${PERSONAL}/email`);

	addUsers(3 * (PAIRS + WARM));
	console.log(`Asking ${9 * (PAIRS + WARM)} times, by turns.\n`);
	await measure('sign-in', typed => stranger.post('/login',
	    { ...forms.login, email: typed, password: 'Wrong-Harbour-7' }));
	await measure('forgotten password', typed => stranger.post('/password/forgot',
	    { ...forms.forgot, email: typed }));
	await measure('another email', typed => agent.post(`${PERSONAL}/email`,
	    { ...email, email: typed, current_password: PASSWORD }));
}

await main();
