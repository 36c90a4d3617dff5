// leaving: all of somebody's leaving happens, or nothing of it: whoever else does the same at the
// same moment, and whatever is killed in between.

import assert from 'node:assert/strict';
import test, { before, beforeEach } from 'node:test';
import { LEAVING, PEOPLE, addPersons, number, reset, signedIn, sql, together, until, workersOf }
	from './portal.mjs';

const COUNT = 6;	// who leave while workers are killed

let owner, admin;

before(() => reset());
beforeEach(async () => {
	reset();
	owner = await signedIn(PEOPLE.owner);
	admin = await signedIn(PEOPLE.admin);
});

// Users with the extensions 701, 702, ..., each linked with a contact person: their memberships.
function addLeavers(count)
{
	return addPersons(1, count, 'Leaver').map((person, i) => {
		const email = `leaver-${person}@asha-traders.example`;

		sql(`INSERT INTO user (name, email, email_proven_at, created_at) VALUES ('Leaver', '${email}', 1, 1);
		    INSERT INTO membership (account_id, user_id, user_name, user_email, role_id, extension,
			takes_calls, created_at)
			SELECT 1, id, name, email, 5, '${701 + i}', 1, 1 FROM user WHERE email = '${email}';
		    UPDATE contact_person SET user_id = (SELECT id FROM user WHERE email = '${email}'),
			linked_by = 'A Test', linked_at = 1 WHERE id = ${person}`);
		return { person, id: number(`SELECT id FROM membership WHERE user_email = '${email}'`) };
	});
}

const events = ({ id }) => number(`SELECT COUNT(*) FROM audit_event
	WHERE action = 'person.left' AND object_type = 'membership' AND object_id = ${id}`);

// What is left of one: all of it, or nothing.
function assertWhole(leaver)
{
	const member = number(`SELECT COUNT(*) FROM membership WHERE id = ${leaver.id}`);
	const person = number(`SELECT COUNT(*) FROM contact_person WHERE id = ${leaver.person}`);
	const mails = number(`SELECT COUNT(*) FROM outbox WHERE template = 'membership-removed'
	    AND recipient = 'leaver-${leaver.person}@asha-traders.example'`);
	const gone = events(leaver);

	assert.deepEqual([member, person, mails, gone], gone === 0 ? [1, 1, 0, 0] : [0, 0, 1, 1]);
}

async function openForm(browser, leaver)
{
	return { ...await browser.form(`${LEAVING}/user/${leaver.id}`), confirmed: '1' };
}

test('two admins at once: one does it, the other is shown what was done', async () => {
	const [leaver] = addLeavers(1);
	const forms = await Promise.all([owner, admin].map(browser => openForm(browser, leaver)));
	const answers = await together([owner, admin].map((browser, i) =>
	    () => browser.post(`${LEAVING}/user/${leaver.id}`, forms[i])));

	assert.deepEqual(answers.map(answer => answer.status), [303, 303]);
	assert.equal(answers[0].location, answers[1].location);
	assert.match(answers[0].location, /^\/manage\/leaving\/done\/user\/\d+$/);
	assertWhole(leaver);
	assert.equal(events(leaver), 1);
	const pages = await Promise.all([owner, admin].map(browser => browser.get(answers[0].location)));
	assert.equal(pages.filter(page => page.body.includes('carried out already')).length, 1);
});

test('workers are killed while people leave: each has left in whole, or not at all', async () => {
	const leavers = addLeavers(COUNT);
	let killed = 0;

	for (const leaver of leavers) {
		const where = `${LEAVING}/user/${leaver.id}`;
		const fields = await openForm(owner, leaver);
		const answer = owner.post(where, fields).catch(() => ({ status: 0 }));

		for (const pid of workersOf('leaving')) {
			process.kill(pid, 'SIGKILL');
			killed++;
		}
		await answer;
		assertWhole(leaver);
		const again = await until('the page is back', async () => {
			const answer = await owner.post(where, fields);

			return answer.status === 303 && answer;
		});
		assert.match(again.location, /^\/manage\/leaving\/done\/user\/\d+$/);
		assertWhole(leaver);
		assert.equal(events(leaver), 1);
	}
	assert.ok(killed >= COUNT, `${killed} were killed`);
});
