// portal: what the tests against the running portal share: a browser with cookies that reads forms,
// the database behind it, and portals of their own with other settings beside it.
//
// The portal under test is named by the environment that tests/run.sh sets: POINTPERSON_URL,
// POINTPERSON_STACK, POINTPERSON_BUILD. Its data is that of conf/demo.hdf.

import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync }
	from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { codeAt, keyOn } from '../harness/authenticator.mjs';
import { codeTo, mark } from '../harness/mailbox.mjs';
import { folder, needed, number, source, sql, stack, stackMeanwhile } from '../harness/stack.mjs';
import { until } from '../harness/until.mjs';

export { folder, number, source, sql, stack, stackMeanwhile, until };

export const build = needed('POINTPERSON_BUILD');
export const url = needed('POINTPERSON_URL');

export const PASSWORD = 'Lotus-Harbour-7';
export const PROFILE = '/manage/business-profile';
export const PERSON = `${PROFILE}/contact-persons`;
export const RECIPIENTS = `${PROFILE}/recipients`;
export const ROLES = '/manage/roles';
export const USERS = '/manage/users';
export const HAND_OVER = `${USERS}/hand-over`;
export const AS_USER = `${PROFILE}/user`;
export const LEAVING = '/manage/leaving';
export const ADDRESSES = `${PROFILE}/addresses`;
export const INVITATIONS = `${USERS}/invitations`;
export const MESSAGES = '/manage/messages';
export const PREFERENCES = '/billing/preferences';
export const ACCOUNT = `${PREFERENCES}/account`;
export const INVOICES = '/billing/invoices';
export const DETAILS = '/billing/details';
export const SESSIONS = `${PREFERENCES}/personal/sessions`;
export const PERSONAL = '/billing/preferences/personal';
export const PASSKEYS = `${PREFERENCES}/personal/passkeys`;
export const FACTOR = `${PREFERENCES}/personal/second-factor`;

// The five roles in account 1, and the owner of account 2.
export const PEOPLE = {
	owner: 'owner@demo.example',
	admin: 'admin@demo.example',
	billing: 'billing@demo.example',
	manager: 'manager@demo.example',
	agent: 'agent@demo.example',
	other: 'owner@other.example',
};

// ---- servers ---------------------------------------------------------------------------------

// The command line, as an administrator of the portal under test types it.
export function pointperson(words, input = '')
{
	return spawnSync(path.join(build, 'cgi-bin/tools/pointperson'), words, { encoding: 'utf8', input,
		env: { ...process.env,
			POINTPERSON_SETTINGS: path.join(folder, 'settings/pointperson.hdf') } });
}

// What the result of a message says that a test gave up; the courier never writes it.
const GIVEN_UP = 'given up by a test';

// What must not change when a request is refused, as text: the rows of every account, or of one.
// `also` is one statement more. Of the messages only those that a test gave up: the courier is at
// work on the others.
export function contents({ account, also = '' } = {})
{
	const of = account === undefined ? '' : `AND account_id = ${account}`;
	const where = key => account === undefined ? '' : `WHERE ${key} = ${account}`;
	const tables = ['contact_person', 'contact_address', 'role', 'access_request', 'invitation'];
	// Who belongs to another account as well changes what is shown in both: the own name, say.
	const named = account === undefined ? 'user_name, user_email,' : '';
	const users = account === undefined ? '' : `WHERE user_id IN (SELECT m.user_id
	    FROM membership m GROUP BY m.user_id
	    HAVING MIN(m.account_id) = ${account} AND MAX(m.account_id) = ${account})`;

	return stack('stack_sql pointperson', [], { input: [
		`SELECT * FROM account ${where('id')} ORDER BY id;`,
		...tables.map(table => `SELECT '${table}', t.* FROM ${table} t
		    ${where('account_id')} ORDER BY account_id, id;`),
		`SELECT 'membership', ${named} account_id, id, user_id, role_id, state, extension, department,
		    takes_calls, is_pro, has_panel, version FROM membership ${where('account_id')} ORDER BY id;`,
		`SELECT 'billing_details', b.* FROM billing_details b ${where('account_id')} ORDER BY account_id;`,
		account !== undefined ? '' :
		    "SELECT 'user', id, name, email, time_zone, password_hash, totp_since, version FROM user;",
		`SELECT 'step_up', account_id, session_id, purpose, way, what FROM step_up
		    ${where('account_id')} ORDER BY session_id;`,
		`SELECT 'business_email_change', account_id, new_email, state, serial
		    FROM business_email_change ${where('account_id')} ORDER BY account_id;`,
		`SELECT 'one_time_code', account_id, purpose, bound_to, serial, tries, spent_at
		    FROM one_time_code ${where('account_id')} ORDER BY id;`,
		`SELECT 'passkey', p.id, p.user_id, p.name, p.version FROM passkey p ${users} ORDER BY id;`,
		`SELECT 'email_change', c.* FROM email_change c ${users} ORDER BY user_id;`,
		`SELECT 'user', id, name, email, version FROM user
		    ${users.replace('WHERE user_id', 'WHERE id')} ORDER BY id;`,
		`SELECT 'outbox', o.* FROM outbox o WHERE result = '${GIVEN_UP}' ${of} ORDER BY id;`,
		also].join('\n') });
}

const PERSON_COLUMNS = `account_id, id, is_primary, kind, name, designation, is_monitored,
    category_bits, is_authorised, confirmed_at, consent_by, consent_at, consent_wording, version,
    last_form, saved_at, saved_by, created_at`;
const ADDRESS_COLUMNS = `account_id, id, contact_person_id, channel, part, label, address,
    stands_in, state, state_at, proven_at, created_at`;

// Brings the demonstration data back and forgets sessions' leftovers and tries. What it was is
// remembered the first time, in a schema beside the portal's. What is said of an email once for each
// version of its user is forgotten, for the version comes back.
export function reset()
{
	sql(`CREATE DATABASE IF NOT EXISTS pointperson_before;
	    CREATE TABLE IF NOT EXISTS pointperson_before.account AS SELECT * FROM account;
	    CREATE TABLE IF NOT EXISTS pointperson_before.contact_person AS
	        SELECT ${PERSON_COLUMNS} FROM contact_person;
	    CREATE TABLE IF NOT EXISTS pointperson_before.contact_address AS
	        SELECT ${ADDRESS_COLUMNS} FROM contact_address;
	    CREATE TABLE IF NOT EXISTS pointperson_before.user AS
	        SELECT id, name, email, version, password_hash FROM user;
	    CREATE TABLE IF NOT EXISTS pointperson_before.membership AS
	        SELECT id, role_id FROM membership;
	    CREATE TABLE IF NOT EXISTS pointperson_before.role AS SELECT * FROM role;
	    DELETE FROM invitation; DELETE FROM recovery_code; DELETE FROM passkey; DELETE FROM passkey_answered; DELETE FROM step_up; DELETE FROM business_email_change; DELETE FROM one_time_code;
	    DELETE FROM email_revert; DELETE FROM email_change;
	    DELETE FROM held_form; DELETE FROM submission; DELETE FROM throttle;
	    DELETE FROM access_request; DELETE FROM contact_person;
	    UPDATE membership m JOIN pointperson_before.membership b ON b.id = m.id
	        SET m.role_id = b.role_id;
	    DELETE FROM membership WHERE user_email LIKE 'member-%@new.example';
	    DELETE FROM user WHERE email LIKE 'member-%@new.example';
	    DELETE FROM role WHERE id > 5;
	    UPDATE role r JOIN pointperson_before.role b ON b.account_id = r.account_id AND b.id = r.id
	        SET r.permission_bits = b.permission_bits, r.needs_second_factor = 0, r.version = 1;
	    UPDATE account a JOIN pointperson_before.account b ON b.id = a.id
	        SET a.custom_roles = 0, a.last_role_id = 5, a.super_admins = b.super_admins;
	    DELETE FROM outbox WHERE event_key LIKE 'test %' OR event_key LIKE 'email-%';
	    UPDATE account a JOIN pointperson_before.account b ON b.id = a.id
	        SET a.contact_limit = GREATEST(a.contact_limit, b.contact_count),
	        a.contact_count = b.contact_count;
	    UPDATE account a JOIN pointperson_before.account b ON b.id = a.id
	        SET a.contact_limit = b.contact_limit, a.trade_name = b.trade_name,
	        a.business_name = b.business_name, a.business_email = b.business_email,
	        a.phone = b.phone, a.website = b.website, a.version = b.version, a.last_form = '';
	    UPDATE user u JOIN pointperson_before.user b ON b.id = u.id
	        SET u.last_account_id = NULL, u.name = b.name, u.version = b.version,
	        u.time_zone = NULL, u.email = b.email, u.password_hash = b.password_hash,
	        u.totp_sealed = '', u.totp_since = NULL, u.totp_step = 0;
	    INSERT INTO contact_person (${PERSON_COLUMNS})
	        SELECT ${PERSON_COLUMNS} FROM pointperson_before.contact_person;
	    INSERT INTO contact_address (${ADDRESS_COLUMNS})
	        SELECT ${ADDRESS_COLUMNS} FROM pointperson_before.contact_address;`);
}

// Adds contact persons past the portal and returns their ids.
export function addPersons(account, count, name = 'Extra Person')
{
	const mark = `${process.pid}-${process.hrtime.bigint()}`;
	const rows = Array.from({ length: count }, (_, i) => `(${account}, 'technical',
	    '${name} ${i}', '${mark}', 16, UNIX_TIMESTAMP(), 'A Test', 1, 1, 'A Test', 1, 1)`);
	const added = `SELECT account_id, id, @channel, 'wanted', 'work', @address, 'verified', 1, 1, 1
	    FROM contact_person WHERE designation = '${mark}'`;
	const addresses = 'INSERT INTO contact_address (account_id, contact_person_id, channel, part,' +
	    ' label, address, state, state_at, proven_at, created_at) ';
	const address = (channel, value) => addresses +
	    added.replace('@channel', `'${channel}'`).replace('@address', value);

	return sql(`UPDATE account SET contact_limit = GREATEST(contact_limit, contact_count + ${count}),
	    contact_count = contact_count + ${count} WHERE id = ${account};
	    INSERT INTO contact_person (account_id, kind, name, designation, category_bits, confirmed_at,
	    consent_by, consent_at, consent_wording, saved_by, saved_at, created_at)
	    VALUES ${rows.join(', ')};
	    ${address('mail', `CONCAT('extra-${mark}-', id, '@asha-traders.example')`)};
	    ${address('sms', "CONCAT('+91987', LPAD(id, 7, '6'))")};
	    UPDATE contact_person SET designation = '' WHERE designation = '${mark}';
	    SELECT contact_person_id FROM contact_address WHERE address LIKE 'extra-${mark}-%'
	    ORDER BY contact_person_id`)
		.map(row => Number(row[0]));
}

// The day that invoices of now are dated on: in India, where the seller is.
export function today()
{
	return new Date(Date.now() + 5.5 * 3600e3).toISOString().slice(0, 10);
}

// An invoice of an account. What is issued stays, so there is one more after each run.
export function addInvoice(account)
{
	const file = `${folder}/invoice-${account}.csv`;
	const reference = `test-${process.pid}-${process.hrtime.bigint()}`;

	writeFileSync(file, 'account,reference,issued_on,description,sac,price,rate\n' +
		`${account},${reference},${today()},Numbers,998413,100,18\n`);
	const said = pointperson(['invoice', 'import', '--file', file]);

	assert.equal(said.status, 0, said.stderr);
	return number(`SELECT id FROM invoice WHERE reference = '${reference}'`);
}

// Adds roles of an account's own, copied from Agent, and returns their numbers.
export function addRoles(account, count)
{
	for (let i = 0; i < count; i++)
		sql(`UPDATE account SET last_role_id = last_role_id + 1, custom_roles = custom_roles + 1
		        WHERE id = ${account};
		    INSERT INTO role (account_id, id, copied_from, name, permission_bits)
		        SELECT id, last_role_id, 5, CONCAT('Role ', last_role_id), 88 FROM account
		        WHERE id = ${account};`);
	return sql(`SELECT id FROM role WHERE account_id = ${account} ORDER BY id DESC LIMIT ${count}`)
	    .map(row => Number(row[0]));
}

// Adds persons with a further email each, that nobody has proven and that has a code which any six
// digits miss, and returns the emails' ids.
export function addAddresses(account, count)
{
	const people = addPersons(account, count, 'Further Person').join(', ');

	return sql(`INSERT INTO contact_address (account_id, contact_person_id, channel, part, label,
	    address, proof_serial, proof_at, state_at, created_at) SELECT account_id, id, 'mail',
	    'further', 'personal', CONCAT('further-', id, '@asha-traders.example'), 1, 1, 1, 1
	    FROM contact_person
	    WHERE id IN (${people});
	    INSERT INTO one_time_code (account_id, purpose, bound_to, contact_person_id, code_mac,
	    made_at, expires_at) SELECT account_id, 'address', id, contact_person_id, 'none', 1,
	    UNIX_TIMESTAMP() + 86400 FROM contact_address
	    WHERE part = 'further' AND contact_person_id IN (${people});
	    SELECT id FROM contact_address WHERE part = 'further' AND contact_person_id IN (${people})
	    ORDER BY id`)
		.map(row => Number(row[0]));
}

// Adds messages that were given up, past the portal, and returns their ids.
export function addMessages(account, count)
{
	const mark = `test ${process.pid}-${process.hrtime.bigint()}`;
	const rows = Array.from({ length: count }, (_, i) => `(${account}, '${mark} ${i}', 'mail',
	    'given-up-${i}@asha-traders.example', 'Given Up', 'account', 'access-request', '', '',
	    'failed', 1, 1, UNIX_TIMESTAMP(), UNIX_TIMESTAMP(), UNIX_TIMESTAMP(), '${GIVEN_UP}')`);

	return sql(`INSERT INTO outbox (account_id, event_key, channel, recipient, recipient_name,
	    category, template, plain, sealed, state, tries, next_at, created_at, expires_at, state_at,
	    result) VALUES ${rows.join(', ')};
	    SELECT id FROM outbox WHERE event_key LIKE '${mark} %' ORDER BY id`)
		.map(row => Number(row[0]));
}

// Agents who belong to that account alone; gives the ids of their memberships.
export function addMembers(account, count, state = 'active')
{
	const mark = `member-${process.pid}-${process.hrtime.bigint()}`;
	const rows = Array.from({ length: count }, (_, i) => `('Member ${i}', '${mark}-${i}@new.example', 1)`);

	return sql(`INSERT INTO user (name, email, created_at) VALUES ${rows.join(', ')};
	    INSERT INTO membership (account_id, user_id, user_name, user_email, role_id, department, state,
	        created_at) SELECT ${account}, id, name, email, 5, 'Sales', '${state}', 1 FROM user
	        WHERE email LIKE '${mark}-%';
	    SELECT id FROM membership WHERE user_email LIKE '${mark}-%' ORDER BY id`)
		.map(([id]) => Number(id));
}

// Invitations of Agents that are pending in that account; gives their ids.
export function addInvitations(account, count)
{
	const mark = `${process.pid}-${process.hrtime.bigint()}`;
	const rows = Array.from({ length: count }, (_, i) => `(${account}, 'asked-${mark}-${i}@new.example',
	    'Asked', 5, (SELECT MIN(user_id) FROM membership WHERE account_id = ${account}), 1, 1,
	    UNIX_TIMESTAMP() + 3600)`);

	return sql(`INSERT INTO invitation (account_id, email, name, role_id, invited_by, asked_at,
	    sent_at, expires_at) VALUES ${rows.join(', ')};
	    SELECT id FROM invitation WHERE email LIKE 'asked-${mark}-%' ORDER BY id`)
		.map(([id]) => Number(id));
}

// ---- requests --------------------------------------------------------------------------------

// Further sessions of whoever has this email address, begun elsewhere; gives their ids.
export function addSessions(email, count)
{
	const device = `extra ${Math.random()}`;

	for (let i = 0; i < count; i++)
		sql(`INSERT INTO session (token_hash, user_id, account_id, client_ip, device, created_at,
		    seen_at) SELECT UNHEX(SHA2('${device} ${i}', 256)), u.id, MIN(m.account_id),
		    '192.0.2.9', '${device}', UNIX_TIMESTAMP(), UNIX_TIMESTAMP()
		    FROM user u JOIN membership m ON m.user_id = u.id WHERE u.email = '${email}'`);
	return sql(`SELECT id FROM session WHERE device = '${device}' ORDER BY id`).map(([id]) => id);
}

// Adds passkeys that no authenticator has, and returns their ids.
export function addPasskeys(email, count)
{
	const mark = `${process.pid}-${process.hrtime.bigint()}`;

	for (let i = 0; i < count; i++)
		sql(`INSERT INTO passkey (user_id, credential_hash, credential, public_key, algorithm, name,
		    created_at) SELECT id, UNHEX(SHA2('${mark} ${i}', 256)), '', '', -7, '${mark}',
		    UNIX_TIMESTAMP() FROM user WHERE email = '${email}'`);
	return sql(`SELECT id FROM passkey WHERE name = '${mark}' ORDER BY id`).map(([id]) => id);
}

// Lets another business email of the account be pending.
export function askBusinessEmail(account)
{
	sql(`DELETE FROM business_email_change WHERE account_id = ${account};
	    INSERT INTO business_email_change (account_id, new_email, asked_by, asked_at, sent_at,
	    expires_at) SELECT ${account}, 'pending@asha-traders.example', MIN(user_id),
	    UNIX_TIMESTAMP(), UNIX_TIMESTAMP(), UNIX_TIMESTAMP() + 86400 FROM membership
	    WHERE account_id = ${account} AND role_id = 1;
	    DELETE FROM one_time_code WHERE purpose = 'business-email' AND bound_to = ${account};
	    INSERT INTO one_time_code (account_id, purpose, bound_to, contact_person_id, code_mac,
	    made_at, expires_at) VALUES (${account}, 'business-email', ${account}, 0, 'none', 1,
	    UNIX_TIMESTAMP() + 86400);`);
	return [account];
}

let addresses = 0;

// Every browser is a client of its own: all of 127.0.0.0/8 is this machine.
export function freshAddress()
{
	addresses++;
	return `127.${1 + process.pid % 200}.${addresses >> 8}.${addresses & 255}`;
}

// One request on a connection of its own. Never throws for a status; does for a broken answer.
export function send(base, method, where, { headers = {}, body, address } = {})
{
	const to = new URL(base);

	return new Promise((resolve, reject) => {
		const request = http.request({
			host: '127.0.0.1', port: to.port, method, path: where, agent: false,
			localAddress: address, setHost: false,
			headers: { Host: to.host, Connection: 'close', ...headers },
		}, response => {
			const parts = [];

			response.on('data', part => parts.push(part));
			response.on('error', reject);
			response.on('end', () => resolve({
				status: response.statusCode,
				headers: response.headers,
				cookies: response.headers['set-cookie'] ?? [],
				location: response.headers.location,
				id: response.headers['x-request-id'],
				body: Buffer.concat(parts).toString(),
				bytes: Buffer.concat(parts),
			}));
		});
		request.setTimeout(60000, () => request.destroy(new Error('no answer in 60 s')));
		request.on('error', reject);
		request.end(body);
	});
}

// A field whose value is undefined is not sent.
export function encode(fields)
{
	return new URLSearchParams(Object.entries(fields)
	    .filter(([, value]) => value !== undefined)).toString();
}

export class Browser {
	constructor({ base = url, address = freshAddress() } = {})
	{
		this.base = base;
		this.address = address;
		this.cookies = new Map();
		this.keeps = true;	// false: cookies of answers are ignored
	}

	async request(method, where, { headers = {}, fields, body } = {})
	{
		const all = { ...headers };

		if (this.cookies.size > 0)
			all.Cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`)
			    .join('; ');
		if (fields !== undefined) {
			body = encode(fields);
			all['Content-Type'] ??= 'application/x-www-form-urlencoded';
		}
		if (body !== undefined)
			all['Content-Length'] ??= Buffer.byteLength(body);
		const answer = await send(this.base, method, where,
		    { headers: all, body, address: this.address });
		if (this.keeps)
			answer.cookies.forEach(cookie => this.keep(cookie));
		return answer;
	}

	keep(cookie)
	{
		const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie);

		if (/; Max-Age=0(;|$)/.test(cookie))
			this.cookies.delete(name);
		else
			this.cookies.set(name, value);
	}

	get(where, options)
	{
		return this.request('GET', where, options);
	}

	post(where, fields, headers)
	{
		return this.request('POST', where, { fields, headers });
	}

	// A form of the page there, with all the values that a browser would send.
	async form(where, action = where)
	{
		const page = await this.get(where);
		const form = formTo(page.body, action);

		assert.ok(form, `no form to ${action} on ${where} (${page.status})`);
		return form.fields;
	}

	copy()
	{
		const other = new Browser({ base: this.base, address: this.address });

		other.cookies = new Map(this.cookies);
		return other;
	}

	async signIn(email, password = PASSWORD)
	{
		const fields = await this.form('/login');

		return this.post('/login', { ...fields, email, password });
	}

	// Sends a form whose change waits for a code then, and reads the code that went to `reader`.
	async beginStepUp(where, values, reader)
	{
		const before = mark();
		const answer = await this.post(where, { ...await this.form(where), ...values });

		assert.equal(answer.location, '/otp', heading(answer.body));
		return reader === undefined ? undefined : codeTo(reader, before);
	}

	async switchTo(account)
	{
		const fields = await this.form('/', '/account');

		return this.post('/account', { ...fields, account });
	}

	async signOut()
	{
		return this.post('/logout', await this.form('/', '/logout'));
	}
}

export async function signedIn(email, options)
{
	const browser = new Browser(options);
	const answer = await browser.signIn(email);

	assert.equal(answer.status, 303, `${email} signs in`);
	return browser;
}

// Sets an authenticator app up for who is signed in there: its key, and the recovery codes.
export async function turnOn(browser, password = PASSWORD)
{
	const page = await browser.get(`${FACTOR}/set-up`);
	const key = keyOn(page.body);
	const answer = await browser.post(`${FACTOR}/set-up`,
	    { ...formTo(page.body, `${FACTOR}/set-up`).fields, code: codeAt(key),
		current_password: password });

	assert.equal(answer.location, `${FACTOR}/recovery-codes`, heading(answer.body));
	const shown = await browser.get(answer.location);

	return { key, codes: [...shown.body.matchAll(/<code>([0-9 ]{19})</g)].map(found => found[1]) };
}

// ---- pages -----------------------------------------------------------------------------------

const entities = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

export function text(html)
{
	return html.replace(/&(#?\w+);/g, (all, name) => entities[name] ??
	    (name[0] === '#' ? String.fromCodePoint(Number(name.slice(1))) : all));
}

function attribute(tag, name)
{
	const found = new RegExp(`\\s${name}="([^"]*)"`).exec(tag);

	return found === null ? undefined : text(found[1]);
}

function fieldsOf(html)
{
	const fields = {};

	for (const [tag] of html.matchAll(/<input\b[^>]*>/g)) {
		const type = attribute(tag, 'type');
		const is_chosen = /\schecked(\s|>|=)/.test(tag);

		if ((type !== 'radio' && type !== 'checkbox') || is_chosen)
			fields[attribute(tag, 'name')] = attribute(tag, 'value') ?? '';
	}
	return fields;
}

export function forms(html)
{
	return [...html.matchAll(/<form\b([^>]*)>(.*?)<\/form>/gs)].map(([, tag, inside]) => ({
		action: attribute(tag, 'action'), method: attribute(tag, 'method'),
		fields: fieldsOf(inside),
	}));
}

export function formTo(html, action)
{
	return forms(html).find(form => form.action === action && form.method === 'post');
}

export function heading(html)
{
	return text(/<h1>(.*?)</s.exec(html)?.[1] ?? '').trim();
}

// The page without what is new in every answer, so that two answers can be compared byte by byte.
export function plain(answer)
{
	const once = answer.id === undefined ? answer.body :
	    answer.body.replaceAll(answer.id, 'REQUEST');

	return once.replace(/(name="(csrf|nonce|held|opened|secret|challenge)" value=")[^"]+"/g, '$1$2"')
	    .replace(/(data-challenge=")[^"]+"/g, '$1"')
	    .replace(/Now it is <time [^>]*>[^<]*</, 'Now it is <')
	    // The key of an authenticator app that is to be, as text and as a picture.
	    .replace(/[A-Z2-7]{4}( [A-Z2-7]{4}){7}/g, 'KEY').replace(/(<path d=")[^"]+"/g, '$1"');
}

export function assertRefusedPage(answer, status, what)
{
	assert.equal(answer.status, status, what);
	assert.ok(answer.id, `${what}: a request id`);
	assert.ok(answer.body.includes(answer.id), `${what}: the page shows its request id`);
}

// ---- conditions ------------------------------------------------------------------------------

export const readiness = async (base = url) => (await send(base, 'GET', '/readyz')).status;

// Runs the jobs with at most `width` at a time, in their order.
export async function together(jobs, width = jobs.length)
{
	const results = [];
	let next = 0;

	await Promise.all(Array.from({ length: Math.min(width, jobs.length) }, async () => {
		while (next < jobs.length) {
			const mine = next++;

			results[mine] = await jobs[mine]();
		}
	}));
	return results;
}

export function tally(values)
{
	const counts = {};

	for (const value of values)
		counts[value] = (counts[value] ?? 0) + 1;
	return counts;
}

// ---- portals beside the one under test -------------------------------------------------------

const sides = new Set();

process.on('exit', () => sides.forEach(side => side.stop()));
for (const [signal, code] of [['SIGINT', 130], ['SIGTERM', 143], ['SIGHUP', 129]])
	process.on(signal, () => process.exit(code));

// Each test program looks from a place of its own on: what runs beside it looks for one at the same moment.
function freePort()
{
	return Number(stack(`port=$1; while stack_port_is_taken $port; do port=$((port + 1)); done
	    echo $port`, [String(18200 + process.pid % 4000)]));
}

// The same database and secrets behind workers and a web server of their own: `settings` are lines
// for its settings file, `workers` is how many of each program.
export function openSide(name, { settings = {}, workers = 1, env = {} } = {})
{
	const at = `${folder}-${name}`;
	const port = freePort();
	const file = path.join(at, 'settings/pointperson.hdf');
	const main = readFileSync(path.join(folder, 'settings/pointperson.hdf'), 'utf8');
	const side = { folder: at, url: `http://localhost:${port}`, settings: file };
	const own = { 'paths.run': path.join(at, 'run'), 'site.url': side.url, ...settings };

	rmSync(at, { recursive: true, force: true });
	mkdirSync(path.join(at, 'settings'), { recursive: true });
	chmodSync(at, 0o700);
	copyFileSync(path.join(folder, 'settings/pointperson.secrets.hdf'),
	    path.join(at, 'settings/pointperson.secrets.hdf'));
	writeFileSync(file, main.split('\n').filter(line => !(line.split(' ')[0] in own)).join('\n') +
	    Object.entries(own).map(([key, value]) => `${key} = ${value}\n`).join(''));
	side.stop = () => {
		if (sides.delete(side))
			stack('stack_stop_all', [], { at });
	};
	sides.add(side);
	stack(`count=$1
	    for program in "$2"/cgi-bin/*.fcgi; do
		stack_workers_start "$(basename "$program" .fcgi)" "$program" "$count" || exit 1
	    done
	    stack_nginx_start "$0/conf/nginx.conf" "$3" "$0/templates/static"`,
	    [String(workers), build, String(port)],
	    { at, env: { ...env, POINTPERSON_SETTINGS: file } });
	return side;
}

// The process ids of a program's workers, without the one that watches over them.
export function workersOf(program, at = folder)
{
	return stack('stack_members "$1"', [program], { at }).split('\n').filter(pid => {
		try {
			return pid !== '' && path.basename(readFileSync(`/proc/${pid}/cmdline`, 'utf8')
			    .split('\0')[0]) === `${program}.fcgi`;
		} catch {
			return false;
		}
	}).map(Number);
}

export function residentKib(pid)
{
	return Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]);
}

// `program METHOD path permission fields`, as the programs print it.
export function routes()
{
	return readdirSync(path.join(build, 'cgi-bin')).filter(name => name.endsWith('.fcgi'))
	    .flatMap(name => execFileSync(path.join(build, 'cgi-bin', name), ['--routes'],
		{ encoding: 'utf8' }).replace(/\n$/, '').split('\n').map(line => {
			const [method, where, permission, fields, stepUp] = line.split('\t');

			return { program: name.replace('.fcgi', ''), method, path: where, permission,
				stepUp, fields: fields === '' ? [] : fields.split(',') };
		}));
}
