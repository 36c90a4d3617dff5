// many-users: the load of many-users.sh, which says what is measured.

import { PEOPLE, signedIn, sql } from '../faults/portal.mjs';
import { byTurns, digits, get } from './by-turns.mjs';

const PAIRS = Number(process.env.PAIRS ?? 100);
const MANY = Number(process.env.MANY ?? 100000);
const FEW = 100;
const INVITED = 15000;		// at most, in each: those of 30 days by invitation.a_day as it is set
const USERS = '/manage/users';

// So many Agents of an account, with a name and a department for each hundredth, and who is invited.
function addUsers(account, count)
{
	const place = `account${account}.example`;

	sql(`INSERT INTO user (name, email, created_at)
	    SELECT CONCAT('Person ', LPAD(i, 6, '0')), CONCAT('p', i, '@${place}'), 1 FROM
	    (SELECT a.d + 10 * b.d + 100 * c.d + 1000 * e.d + 10000 * f.d i
	     FROM ${digits} a, ${digits} b, ${digits} c, ${digits} e, ${digits} f) n WHERE i < ${count};
	    INSERT INTO membership (account_id, user_id, user_name, user_email, role_id, department, created_at)
	    SELECT ${account}, id, name, email, 5, CONCAT('Department ', id MOD 100), 1 FROM user
	    WHERE email LIKE '%@${place}';
	    INSERT INTO invitation (account_id, email, name, role_id, department, invited_by, asked_at, sent_at, expires_at)
	    SELECT m.account_id, CONCAT('i', m.user_id, '@${place}'), m.user_name, 5, m.department,
	    (SELECT MIN(o.user_id) FROM membership o WHERE o.account_id = ${account}), 1, 1, 4000000000
	    FROM membership m WHERE m.account_id = ${account} AND m.user_name LIKE 'Person %'
	    LIMIT ${Math.min(count, INVITED)};
	    ANALYZE TABLE user, membership, invitation`);
}

const measure = (what, many, few, where) => byTurns(what, PAIRS, [
	[`${MANY} users`, () => get(many, where)], [`${FEW} users`, () => get(few, where)],
]);

addUsers(1, MANY);
addUsers(2, FEW);
const many = await signedIn(PEOPLE.owner);
const few = await signedIn(PEOPLE.other);
const next = /href="(\/manage\/users\?[^"]*after[^"]*)"/.exec((await few.get(USERS)).body)?.[1]
	.replaceAll('&amp;', '&');

await measure('the list', many, few, USERS);
if (next !== undefined)
	await measure('its next page', many, few, next);
await measure('Agents', many, few, `${USERS}?role=5`);
await measure('who is invited', many, few, `${USERS}?state=invited`);
await measure('one name', many, few, `${USERS}?search=Person%20000042`);
