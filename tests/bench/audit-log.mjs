// audit-log: the load of audit-log.sh, which says what is measured.

import { PEOPLE, signedIn, sql } from '../faults/portal.mjs';
import { byTurns, digits, get } from './by-turns.mjs';

const PAIRS = Number(process.env.PAIRS ?? 100);
const MILLIONS = Number(process.env.MILLIONS ?? 10);
const FEW = 10000;
const MILLION = 1000000;
const LOG = '/manage/audit-log';
const FIRST = 1767225600;	// 2026-01-01T00:00:00Z; an event a second from then on
const ACTIONS = ['contact.update', 'contact.verify', 'membership.update', 'invoice.download',
	'session.end', 'message.resend', 'user.password', 'access.denied'];

// Events `from` to `from + count`, of a hundred people about a hundred contact persons, so that both accounts have a page
// of each.
function addEvents(account, from, count)
{
	sql(`INSERT INTO audit_event (account_id, at, action, actor_name, object_type, object_id,
	    object_name, fields, client_ip, nonce, told_hash, mac)
	    SELECT ${account}, ${FIRST} + i, ELT(1 + i MOD ${ACTIONS.length}, '${ACTIONS.join("', '")}'),
	    CONCAT('Person ', i MOD 100), 'contact_person', i DIV 8 MOD 100, CONCAT('Contact ', i DIV 8 MOD 100),
	    'name', '192.0.2.1', UNHEX(MD5(CONCAT(${account}, ' ', i))), '', '' FROM
	    (SELECT ${from} + a.d + 10 * b.d + 100 * c.d + 1000 * e.d + 10000 * f.d + 100000 * g.d i
	     FROM ${digits} a, ${digits} b, ${digits} c, ${digits} e, ${digits} f, ${digits} g) n
	    WHERE i < ${from + count}`);
}

// What each of them tells.
function addValues()
{
	sql(`INSERT INTO audit_values (event_id, before_json, after_json)
	    SELECT id, '{"name":"before"}', '{"name":"after"}' FROM audit_event LEFT JOIN audit_values
	    ON event_id = id WHERE event_id IS NULL AND request_id = ''`);
}

const day = (seconds) => new Date(1000 * seconds).toISOString().slice(0, 10);

// Enough to make them in memory: what is measured reads a page of them.
sql(`SET GLOBAL innodb_buffer_pool_size = 6442450944; SET GLOBAL innodb_flush_log_at_trx_commit = 0`);
for (let million = 0; million < MILLIONS; million++) {
	addEvents(1, million * MILLION, MILLION);
	console.log(`  ${million + 1} of ${MILLIONS} million events are there`);
}
// As new as the newest of the others, so that both have a page on the same day.
addEvents(2, MILLIONS * MILLION - FEW, FEW);
addValues();
sql('ANALYZE TABLE audit_event, audit_values');

const many = await signedIn(PEOPLE.owner);
const few = await signedIn(PEOPLE.other);
const last = FIRST + MILLIONS * MILLION - FEW / 2;
const queries = {
	'the newest': '',
	'an older page': `?at=${last}&before=99999999999`,
	'one person': '?who=Person+42',
	'one area': '?area=contact',
	'one action': '?action=user.password',
	'one kind and object': '?kind=contact_person&object=7',
	'one name': '?about=Contact+7',
	'one day': `?from=${day(last)}&until=${day(last)}`,
	'a person and an action': '?who=Person+42&action=membership.update',
	'an action of one day': `?action=contact.verify&until=${day(last)}`,
};

for (const [what, query] of Object.entries(queries))
	await byTurns(what, PAIRS, [
		[`${MILLIONS} million`, () => get(many, LOG + query)],
		[`${FEW}`, () => get(few, LOG + query)],
	]);
