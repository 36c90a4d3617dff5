// roles: what a role may counts from the next request, whichever worker answers it, and no page leads
// to what it may not; and two who change roles at once do not undo each other.

import assert from 'node:assert/strict';
import test, { before } from 'node:test';
import { HAND_OVER, PEOPLE, PROFILE, ROLES, number, openSide, reset, signedIn, sql, tally,
	together } from './portal.mjs';

const PRIMARY = 'asha.rao@asha-traders.example';
const WORKERS = 4;
let side;

before(() => {
	reset();
	side = openSide('roles', { workers: WORKERS });
});

const ticks = fields => fields.rights.split(' ');

// What a browser would send of the table: every tick that is set.
async function table(owner)
{
	const page = (await owner.get(ROLES)).body;
	const fields = await owner.form(ROLES);

	return { ...fields, rights: [...page.matchAll(/name="rights" value="([^"]+)" checked/g)]
	    .map(([, word]) => word).join(' ') };
}

async function save(owner, change)
{
	const fields = await table(owner);
	const rights = change(ticks(fields)).join(' ');
	const answer = await owner.post(ROLES, { ...fields, rights, confirmed: 'yes' });

	assert.equal(answer.status, 303, answer.body);
}

test('a right counts from the next request on every worker', async () => {
	const owner = await signedIn(PEOPLE.owner, { base: side.url });
	const agent = await signedIn(PEOPLE.agent, { base: side.url });
	const ask = () => together(Array.from({ length: 6 * WORKERS }, () => async () =>
	    (await agent.get(PROFILE)).status));

	for (let round = 0; round < 5; round++) {
		await save(owner, all => all.filter(word => word !== '5-contact.view'));
		assert.deepEqual(tally(await ask()), { 403: 6 * WORKERS });
		await save(owner, all => [...all, '5-contact.view']);
		assert.deepEqual(tally(await ask()), { 200: 6 * WORKERS });
	}
});

// Follows every link from the start page, one for each path; returns those that are refused.
async function refusedLinks(browser)
{
	const from = new Map([['/', 'the start']]);
	const refused = [];

	// A Map goes on to what is added meanwhile.
	for (const [path, before] of from) {
		const page = await browser.get(path);

		if (page.status === 403)
			refused.push(`${path} from ${before}`);
		for (const [, to] of page.body.matchAll(/<a [^>]*href="(\/[^"?#]*)/g))
			if (!from.has(to))
				from.set(to, path);
	}
	assert.ok(from.size > 10, `${from.size} pages`);
	return refused;
}

test('no page leads to what the grid has taken', async () => {
	const owner = await signedIn(PEOPLE.owner);
	const before = ticks(await table(owner));

	await save(owner, all => all.filter(word => !/-(account\.view|contact\.(view|edit))$/.test(word)));
	for (const name of ['admin', 'billing', 'manager', 'agent'])
		assert.deepEqual(await refusedLinks(await signedIn(PEOPLE[name])), [], name);
	await save(owner, () => before);
});

test('of 30 who save the same table at once, one does', async () => {
	const owners = await together(Array.from({ length: 10 }, () => () =>
	    signedIn(PEOPLE.owner, { base: side.url })));
	const opened = await together(owners.map(owner => () => table(owner)));
	const events = () => number("SELECT COUNT(*) FROM audit_event WHERE action = 'role.rights'");
	const before = events();
	const words = ['audit.view', 'billing.view', 'user.view_department'];
	const answers = await together(owners.flatMap((owner, i) => words.map(word => () =>
	    owner.post(ROLES, { ...opened[i], rights: `${opened[i].rights} 5-${word}`,
		nonce: undefined, confirmed: 'yes' }))));

	assert.deepEqual(tally(answers.map(answer => answer.status)), { 303: 1, 409: 29 });
	assert.equal(events(), before + 1);
	await save(owners[0], all => all.filter(word => !/^5-(audit|billing|user)/.test(word)));
});

test('handed over twice at once: one owner', async () => {
	const next = [PEOPLE.admin, PEOPLE.agent].map(email => number(`SELECT id FROM membership
	    WHERE account_id = 1 AND user_email = '${email}'`));
	const owners = [], codes = [];

	for (const id of next) {
		owners.push(await signedIn(PEOPLE.owner, { base: side.url }));
		codes.push(await owners.at(-1).beginStepUp(`${HAND_OVER}/${id}`, {}, PRIMARY));
	}
	const forms = await together(owners.map(owner => () => owner.form('/otp')));
	const answers = await together(owners.map((owner, i) => () =>
	    owner.post('/otp', { ...forms[i], code: codes[i] })));

	assert.deepEqual(answers.map(answer => answer.location ?? answer.status).sort(), ['/', 403].sort());
	assert.equal(number('SELECT COUNT(*) FROM membership WHERE account_id = 1 AND role_id = 1'), 1);
	assert.equal(number('SELECT super_admins FROM account WHERE id = 1'), 1);
	assert.equal(Number(sql(`SELECT COUNT(*) FROM membership WHERE account_id = 1 AND role_id = 2
	    AND user_email = '${PEOPLE.owner}'`)[0][0]), 1);
	reset();
});
