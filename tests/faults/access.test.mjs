// access: who gets what. Every route that the programs print, asked by every role, by nobody and by
// a session that has expired, with every method, and for ids that are one's own, another account's,
// missing and malformed.

import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { ACCOUNT, ADDRESSES, AS_USER, DETAILS, FACTOR, HAND_OVER, INVITATIONS, INVOICES,
	LEAVING, MESSAGES, PASSKEYS, PEOPLE, PERSON,
	PERSONAL, PREFERENCES, PROFILE, RECIPIENTS, ROLES, SESSIONS, USERS, addAddresses, addMessages, addPasskeys,
	addInvitations, addInvoice, addMembers, addPersons, addRoles, addSessions, contents, formTo, forms, heading, number, plain, reset,
	routes, signedIn, sql, Browser } from './portal.mjs';

// The table of roles, as people read it: what is promised, not what the programs say.
const everyone = ['owner', 'admin', 'billing', 'manager', 'agent'];
const may = {
	'public': [...everyone, 'nobody', 'expired'],
	'signed_in': everyone,
	'own_profile': everyone,
	'account.view': everyone,
	'account.edit': ['owner'],
	'contact.view': everyone,
	'contact.edit': ['owner', 'admin', 'billing'],
	'billing.view': ['owner', 'admin', 'billing'],
	'billing.edit': ['owner', 'admin', 'billing'],
	'user.view_department': ['owner', 'admin', 'manager'],
	'user.view': ['owner', 'admin'],
	'user.edit': ['owner', 'admin'],
	'role.edit': ['owner'],
	'audit.view': ['owner', 'admin'],
	'primary.replace': ['owner'],
};
const actors = may.public;

// Who edits which field of Billing > Preferences, as its description says: the Personal tab everybody
// for themselves, the Account tab a Super Admin. It names the User ID with the others but offers no
// Edit beside it, and sends elsewhere for the last four: those are read, by everybody.
const PREFERENCE_FIELDS = [
	['personal', 'User ID', /^user(_?id)?$/, []],
	['personal', 'Name', /^name$/, everyone],
	['personal', 'Email', /^email$/, everyone],
	['personal', 'Password', /^new_password$/, everyone],
	['account', 'Business name', /^business_name$/, ['owner']],
	['account', 'Business email', /^business_email$/, ['owner']],
	['account', 'Extension', /extension/, []],
	['account', 'Role', /role/, []],
	['account', 'Dept', /dep(artmen)?t/, []],
	['account', 'Take-Calls', /calls?/, []],
];
const MALFORMED = ['abc', '0', '-1', '01', '1.0', '+1', '99999999999999999999', '1%2f2', '%'];
const MISSING = 987654321;

const table = routes();
const byPath = new Map();
const browsers = {};
const tokens = {};	// tokens[actor][program]
const own = {}, foreign = {};	// what there is of account 1, and one of account 2, by idKind()

for (const route of table)
	byPath.set(route.path, { ...byPath.get(route.path), [route.method]: route });

// The page of codes has a form only where a change waits.
async function otpToken(browser, isDenied)
{
	if (isDenied)
		return undefined;
	await browser.beginStepUp(`${PERSON}/${own.person.pop()}/primary`);
	return (await browser.form('/otp', '/otp/cancel')).csrf;
}

async function tokensOf(browser, isDenied, isOwner)
{
	const page = await browser.get(`${PERSON}/new`);
	const denied = formTo(page.body, '/access-requests');
	const edit = formTo(page.body, `${PERSON}/new`);
	const messages = await browser.get(`${MESSAGES}?state=failed`);
	const receives = await browser.get(`${RECIPIENTS}/${own.person[0]}`);
	const further = await browser.get(`${ADDRESSES}/new/${own.person[0]}`);
	const asUser = await browser.get(`${AS_USER}/${own.person[0]}`);
	const leaving = await browser.get(`${LEAVING}/contact/${own.person[0]}`);
	const details = await browser.get(DETAILS);
	const receivers = await browser.get(`${DETAILS}/recipients`);
	const zone = await browser.form(`${PREFERENCES}/personal/zone`);
	const sessions = await browser.form(SESSIONS, `${SESSIONS}/others`);
	const email = await browser.get(`${PERSONAL}/email`);
	const factor = await browser.form(`${FACTOR}/set-up`);
	const user = await browser.get(`${USERS}/${own.member[0]}`);
	const hours = await browser.get(`${USERS}/hours/${own.member[0]}`);
	const password = await browser.form(`${PREFERENCES}/personal/password`);
	const copy = await browser.get(`${INVOICES}/${own.invoice[0]}/copy`);

	assert.equal(denied !== undefined, isDenied);
	return {
		'login': formTo(page.body, '/logout').fields.csrf,
		'home': (await browser.form('/support')).csrf,
		'business-profile': edit?.fields.csrf,
		'second-factor': factor.csrf,
		'passkeys': (await browser.form(`${PASSKEYS}/new`)).csrf,
		'otp': await otpToken(browser, isDenied),
		'recipients': formTo(receives.body, `${RECIPIENTS}/${own.person[0]}`)?.fields.csrf,
		'addresses': formTo(further.body, `${ADDRESSES}/new/${own.person[0]}`)?.fields.csrf,
		'contact-user': formTo(asUser.body, `${AS_USER}/${own.person[0]}`)?.fields.csrf,
		'hand-over': isOwner ? (await browser.form(`${HAND_OVER}/${own.membership[0]}`)).csrf :
		    undefined,
		'leaving': formTo(leaving.body, `${LEAVING}/contact/${own.person[0]}`)?.fields.csrf,
		'roles': isOwner ? (await browser.form(ROLES)).csrf : undefined,
		'account-preferences': isOwner ? (await browser.form(ACCOUNT)).csrf : undefined,
		'billing-details': formTo(details.body, DETAILS)?.fields.csrf,
		'billing-recipients': forms(receivers.body).find(form => form.action.startsWith(DETAILS))
		    ?.fields.csrf,
		'preferences': zone.csrf,
		'sessions': sessions.csrf,
		'personal-email': formTo(email.body, `${PERSONAL}/email`).fields.csrf,
		'personal-password': password.csrf,
		'invitations': formTo((await browser.get(`${INVITATIONS}/new`)).body,
		    `${INVITATIONS}/new`)?.fields.csrf,
		'invitations-csv': formTo((await browser.get(`${INVITATIONS}/csv`)).body,
		    `${INVITATIONS}/csv`)?.fields.csrf,
		'users': formTo(user.body, `${USERS}/${own.member[0]}`)?.fields.csrf,
		'user-hours': formTo(hours.body, `${USERS}/hours/${own.member[0]}`)?.fields.csrf,
		'invoices': formTo(copy.body, `${INVOICES}/${own.invoice[0]}/copy`)?.fields.csrf,
		'messages': forms(messages.body).find(form => form.action.endsWith('/resend'))
		    ?.fields.csrf,
	};
}

// What the id of a path is the number of.
function idKind(path)
{
	if (path.startsWith(`${ADDRESSES}/:id`))
		return 'address';
	if (path.startsWith(SESSIONS))
		return 'session';
	if (path.startsWith(INVITATIONS))
		return 'invitation';
	if (path.startsWith(ROLES))
		return 'role';
	if (path.startsWith(PASSKEYS))
		return 'passkey';
	if (path.startsWith(INVOICES))
		return 'invoice';
	if (path.startsWith(HAND_OVER))
		return 'membership';
	if (path === `${USERS}/:id/resume`)
		return 'suspended';
	if (path.startsWith(`${USERS}/`))
		return 'member';
	if (path.startsWith(`${LEAVING}/user`))
		return 'membership';
	if (path.startsWith(`${LEAVING}/done`))
		return path.startsWith(`${LEAVING}/done/user`) ? 'userLeft' : 'personLeft';
	return path.startsWith(`${MESSAGES}/`) ? 'message' : 'person';
}

// The event of somebody who has left.
function addLeft(account, object)
{
	sql(`INSERT INTO audit_event (account_id, at, action, actor_name, object_type, object_id, object_name,
		request_id, nonce, told_hash, mac)
		VALUES (${account}, 1, 'person.left', 'Case', '${object}', 1, 'Case', 'case-${object}',
		UNHEX(MD5(RAND())), '', '')`);
	return number('SELECT MAX(id) FROM audit_event');
}

// No portal wrote them, and none seals them.
after(() => sql(`DELETE FROM audit_event WHERE request_id LIKE 'case-%'`));

before(async () => {
	reset();
	own.person = addPersons(1, 80);
	own.message = addMessages(1, 10);
	own.invitation = addInvitations(1, 20);
	own.member = addMembers(1, 20);
	own.suspended = addMembers(1, 10, 'suspended');
	own.address = addAddresses(1, 40);
	own.role = addRoles(1, 4);
	own.invoice = Array(20).fill(addInvoice(1));
	// Nobody has one, or every sign-in would ask for it.
	own.passkey = Array(40).fill(MISSING);
	own.membership = Array(20).fill(number(`SELECT id FROM membership WHERE account_id = 1
	    AND user_email = '${PEOPLE.agent}'`));
	for (const [kind, object] of [['userLeft', 'membership'], ['personLeft', 'contact_person']]) {
		own[kind] = [addLeft(1, object)];
		foreign[kind] = addLeft(2, object);
	}
	sql('UPDATE account SET contact_limit = contact_count + 10 WHERE id = 1');
	foreign.person = number('SELECT MAX(id) FROM contact_person WHERE account_id = 2');
	[foreign.message] = addMessages(2, 1);
	[foreign.invitation] = addInvitations(2, 1);
	[foreign.address] = addAddresses(2, 1);
	[foreign.role] = addRoles(2, 6);
	foreign.invoice = addInvoice(2);
	[foreign.member] = addMembers(2, 1);
	[foreign.suspended] = addMembers(2, 1, 'suspended');
	foreign.membership = number('SELECT MIN(id) FROM membership WHERE account_id = 2');
	[foreign.session] = addSessions('owner@other.example', 1);
	[foreign.passkey] = addPasskeys('owner@other.example', 1);
	own.session = {};
	for (const actor of everyone) {
		own.session[actor] = addSessions(PEOPLE[actor], 10);
		browsers[actor] = await signedIn(PEOPLE[actor]);
		tokens[actor] = await tokensOf(browsers[actor], !may['contact.edit'].includes(actor),
		    actor === 'owner');
	}
	browsers.nobody = new Browser();
	browsers.expired = await signedIn(PEOPLE.owner);
	tokens.expired = await tokensOf(browsers.expired, false, true);
	sql(`UPDATE session SET seen_at = 1 WHERE id = ${tokens.expired.login.split('.')[0]}`);
	browsers.nobody.keeps = browsers.expired.keeps = false;
});

// What the invoices of an account carry: saved again as it is, it needs no code.
function detailsOf(account)
{
	const names = ['legal_name', 'registration', 'gstin', 'tax_id', 'pan', 'street', 'area', 'city', 'state',
		'pin', 'country', 'po_reference'];
	const [values] = sql(`SELECT ${names.join()} FROM billing_details WHERE account_id = ${account}`);

	return Object.fromEntries(names.map((name, i) => [name, values[i]]));
}

// Values that would be saved; the version is that of a fresh person and of the foreign one, and the
// Primary to be replaced is the one of that moment.
function valuesFor(route, unique, actor)
{
	const all = {
		name: route.path.startsWith(ROLES) ? `Case ${unique}` : 'Case Person', email: `case-${unique}@asha-traders.example`, phone: '9876543210',
		designation: 'Case', kind: 'technical', monitored: 'yes', consent: 'yes',
		version: route.path.includes(':id') ? '1' : route.path.startsWith(`${PREFERENCES}/personal`) ?
		    sql(`SELECT version FROM user WHERE email = '${PEOPLE[actor] ?? PEOPLE.owner}'`)[0][0] :
		    route.path === DETAILS ?
		    sql('SELECT version FROM billing_details WHERE account_id = 1')[0][0] :
		    sql(`SELECT ${route.path.startsWith(ROLES) ? 'roles_version' : 'version'}
			FROM account WHERE id = 1`)[0][0],
		rights: '5-account.view', confirmed: '', from: 'agent', needs_second_factor: '',
		...detailsOf(1),
		trade_name: 'Case', website: 'https://case.example',
		account: route.path.startsWith(RECIPIENTS) ? 'yes' : '1',
		critical: 'yes', billing: 'yes', technical: '', compliance: '', authorised: 'yes',
		channel: 'mail', label: 'work', address: `further-${unique}@asha-traders.example`,
		message: `Case ${unique}`, page: '', fields: '', number: '',
		permission: 'contact.edit', path: PROFILE, next: '', held: '', password: 'wrong',
		code: '000 00', secret: '', act: '', of: '',
		business_name: `Asha Case ${unique}`, business_email: `case-${unique}@new.example`,
		choice: 'Asia/Kolkata', time_zone: '', language: 'en',
		replacement: '', taker: '', same: '', person_version: '1', replacement_version: '', confirmed: '',
		role: '5', department: 'Case', extension: '', takes_calls: 'yes', pro: '', panel: 'yes', confirm: '',
		list: `Case,list-${unique}@new.example,Agent`,
		person: '', user: number(`SELECT id FROM user WHERE email = '${PEOPLE.agent}'`),
		to: 'me', challenge: '', passkey: '', made: '', own_code: '',
		current_password: 'wrong', new_password: 'Monsoon Kettle-42',
		confirm_password: 'Monsoon Kettle-42',
		old: !route.path.endsWith('/primary') ? '' :
		    sql('SELECT id FROM contact_person WHERE account_id = 1 AND is_primary = 1')[0][0],
	};
	// Each of the week's hours alike; a day may be free.
	for (const name of route.fields.filter(field => /^(work|calls)_(from|to)_\d$/.test(field)))
		all[name] = '';
	const names = route.fields.map(field => field.replace('!', ''));

	// It is installed, so nobody looks at them.
	if (route.path.startsWith('/install'))
		return Object.fromEntries(names.map(name => [name, 'any']));
	for (const name of names)
		assert.ok(name in all, `the test knows no value for ${name}`);
	return Object.fromEntries(names.map(name => [name, all[name]]));
}

// What the answer must be: a status, and what else is known of it.
function expected({ path, methods, actor, method, id })
{
	const route = methods[method === 'HEAD' ? 'GET' : method];

	if (id === 'malformed')
		return { status: 404 };
	if (route === undefined) {
		const allow = (methods.GET ? ['GET', 'HEAD'] : []).concat(methods.POST ? ['POST'] : []);

		return { status: 405, allow: allow.join(', ') };
	}
	assert.ok(route.permission in may, `the table of roles has no line ${route.permission}`);
	if (!may[route.permission].includes(actor)) {
		if (everyone.includes(actor))
			return { status: 403, heading: 'Access Denied' };
		if (method !== 'POST')
			return { status: 303, location: path === '/' ? '/login' : /^\/login\?next=/ };
		// What was typed waits in the sign-in form, where there is a page to show it again.
		return actor === 'expired' && methods.GET !== undefined ?
		    { status: 403, heading: 'Sign in' } : { status: 303, location: '/login' };
	}
	if (id === 'foreign' || id === 'missing' || path.startsWith(`${PASSKEYS}/:id`))
		return { status: 404 };
	if (path === '/login')
		return method === 'POST' ? { status: 403 } :
		    everyone.includes(actor) ? { status: 303, location: '/' } : { status: 200 };
	// Nobody's password was right in this browser; its form has a token of the browser's.
	if (path === '/login/code' || path === '/login/passkey')
		return method === 'POST' ? { status: 403 } : { status: 303, location: '/login' };
	// Nothing waits that could not be saved.
	if (path === '/login/unsaved')
		return { status: 303, location: '/' };
	// Nobody has a second factor, the code is not the app's, and the password is wrong.
	if ([`${FACTOR}/set-up`, `${PASSKEYS}/new`].includes(path) && method === 'POST')
		return { status: 422 };
	if (path === `${FACTOR}/remove` || path === `${FACTOR}/new-codes`)
		return { status: 303, location: FACTOR };
	// Its token stands only where a change waits.
	if (path.startsWith('/otp') && method === 'POST' && tokens[actor].otp === undefined)
		return { status: 403 };
	if ((path === '/otp' || path === '/otp/left') && method === 'POST')
		return { status: 422 };
	// No link was opened, and its form has a token of the browser's, as that of signing in.
	if (path === '/verify' || path === '/verify/email')
		return { status: method === 'POST' ? 403 : 200 };
	if (path === '/verify/:token')
		return { status: 303, location: '/verify' };
	if (['/invitation', '/invitation/new', '/invitation/return'].includes(path))
		return { status: method === 'POST' ? 403 : 200 };
	if (path === '/invitation/:token')
		return { status: 303, location: '/invitation' };
	// It is installed; its forms are tried in install.test.mjs.
	if (path.startsWith('/install'))
		return { status: method === 'POST' ? 403 : 404 };
	// The list is shown before anybody is invited.
	if (path === `${INVITATIONS}/csv`)
		return { status: 200 };
	if (path === '/password/forgot' || path === '/password/reset')
		return { status: method === 'POST' ? 403 : 200 };
	if (path === '/password/reset/:token')
		return { status: 303, location: '/password/reset' };
	if (path === `${PREFERENCES}/personal/password`)
		return { status: method === 'POST' ? 422 : 200 };
	if (path === PREFERENCES)
		return { status: 303, location: `${PREFERENCES}/personal` };
	// The password is wrong, or no change is pending.
	if (method === 'POST' && [`${PERSONAL}/email`, `${PERSONAL}/email/code`].includes(path))
		return { status: 422 };
	// What would be done is shown by the form alone.
	if (path.startsWith(`${LEAVING}/`) && method === 'POST')
		return { status: 200 };
	if (path.startsWith(`${LEAVING}/`) && path.endsWith('/preview'))
		return { status: 303 };
	// Nobody signs in with the address that is typed.
	if (path === `${AS_USER}/:id` && method === 'POST')
		return { status: 422 };
	// What would change is shown first.
	if (path === `${ROLES}/preview`)
		return { status: 303, location: ROLES };
	if ((path === ROLES || path === `${ROLES}/edit`) && method === 'POST')
		return { status: 200 };
	// Nobody knows the code that was sent.
	if ([`${ADDRESSES}/:id/verify`, `${ACCOUNT}/business-email/verify`].includes(path) &&
	    method === 'POST')
		return { status: 422 };
	return { status: method === 'POST' ? 303 : 200 };
}

function verify(what, answer, want)
{
	assert.equal(answer.status, want.status, what);
	if (want.allow !== undefined)
		assert.equal(answer.headers.allow, want.allow, what);
	if (want.heading !== undefined && answer.body !== '')
		assert.equal(heading(answer.body), want.heading, what);
	if (want.location instanceof RegExp)
		assert.match(answer.location, want.location, what);
	else if (want.location !== undefined)
		assert.equal(answer.location, want.location, what);
}

let unique = 0;

// `values` are sent instead of new ones.
async function ask(cell, values)
{
	const { methods, actor, method, where } = cell;
	const browser = browsers[actor];
	const route = methods.POST;

	if (method !== 'POST' || route === undefined)
		return browser.request(method, where,
		    method === 'GET' || method === 'HEAD' ? {} : { fields: { a: 'b' } });
	return browser.post(where, { csrf: tokens[actor]?.[route.program] ?? 'none',
		nonce: 'AAAAAAAAAAAAAAAAAAAA' + String(10 + unique % 90),
		...values ?? valuesFor(route, ++unique, cell.actor) });
}

function idsOf(path, actor, method)
{
	if (!path.includes(':id'))
		return [['none', '']];
	const kind = idKind(path);
	const rows = own[kind][actor] ?? own[kind];
	const permission = byPath.get(path).POST?.permission;
	const changes = method === 'POST' && may[permission]?.includes(actor);

	return [['own', changes ? rows.pop() : Array.isArray(rows) ? rows[0] : MISSING], ['foreign', foreign[kind]],
		['missing', MISSING],
		...MALFORMED.map(id => ['malformed', id])];
}

// A sign-out ends the session, so it gets one of its own.
async function withOwnSession(cell, run)
{
	if (cell.path !== '/logout' || cell.method !== 'POST' || !everyone.includes(cell.actor))
		return run();
	const kept = browsers[cell.actor], keptTokens = tokens[cell.actor];

	browsers[cell.actor] = await signedIn(PEOPLE[cell.actor]);
	tokens[cell.actor] = await tokensOf(browsers[cell.actor],
	    !may['contact.edit'].includes(cell.actor), cell.actor === 'owner');
	await run();
	browsers[cell.actor] = kept;
	tokens[cell.actor] = keptTokens;
}

test('the programs have routes, and every permission has a line in the table of roles', () => {
	assert.ok(table.length >= 20, `${table.length} routes`);
	for (const route of table)
		assert.ok(route.permission in may, `${route.path}: ${route.permission}`);
});

// Who has a form below a tab with a field of that name, by what the programs say.
function editorsOf(tab, name, programs = table)
{
	const posts = programs.filter(({ method, path, fields }) => method === 'POST' &&
	    path.startsWith(`${PREFERENCES}/${tab}`) &&
	    fields.some(field => name.test(field.replace('!', ''))));

	return everyone.filter(role => posts.some(({ permission }) => may[permission].includes(role)));
}

for (const [tab, label, name, editors] of PREFERENCE_FIELDS) {
	test(`Preferences, ${tab}: who reads and who edits ${label}`, () => {
		const { permission } = byPath.get(`${PREFERENCES}/${tab}`).GET;

		assert.deepEqual(everyone.filter(role => may[permission].includes(role)), everyone);
		for (const role of everyone)
			assert.equal(editorsOf(tab, name).includes(role), editors.includes(role), role);
	});
}

test('the test of these fields sees a form that one role too many has', () => {
	const planted = [...table, { method: 'POST', path: `${ACCOUNT}/mine`, permission: 'user.edit',
		fields: ['extension!'] }];

	assert.deepEqual(editorsOf('account', /extension/, planted), ['owner', 'admin']);
	assert.deepEqual(editorsOf('account', /^business_name$/, planted), ['owner']);
});

for (const [path, methods] of byPath) {
	test(`role, method and id: ${path}`, async () => {
		// The tries of the tests before are no part of an answer.
		sql('DELETE FROM throttle');
		const before = contents({ account: 2 });
		let cells = 0;

		for (const actor of actors) {
			for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'DELETE']) {
				for (const [id, value] of idsOf(path, actor, method)) {
					const where = path.replace(':id', value);
					const cell = { path, methods, actor, method, id, where };

					await withOwnSession(cell, async () => {
						const answer = await ask(cell);
						const what = `${actor} ${method} ${where} (${id})`;

						// nginx answers a broken escape by itself.
						verify(what, answer, value === '%' ? { status: 400 } :
						    expected(cell));
						if (method === 'HEAD')
							assert.equal(answer.body, '', what);
					});
					cells++;
				}
			}
		}
		assert.ok(cells >= 35, `${cells} cells`);
		assert.equal(contents({ account: 2 }), before, 'the other account is untouched');
	});
}

test('what is another account\'s answers as a missing one does, byte for byte', async () => {
	const paths = [...byPath].filter(([path]) => path.includes(':id'));

	// The tries of the tests before are no part of an answer.
	sql('DELETE FROM throttle');

	assert.ok(paths.length >= 4, `${paths.length} paths`);
	for (const [path, methods] of paths) {
		for (const method of Object.keys(methods)) {
			const answers = [];
			const actor = may[methods[method].permission].includes('admin') ? 'admin' : 'owner';
			// The answer lists what was typed, so both are sent the same.
			const values = method === 'POST' ? valuesFor(methods.POST, ++unique) : undefined;

			for (const id of [foreign[idKind(path)], MISSING]) {
				const where = path.replace(':id', id);

				answers.push(await ask({ methods, actor, method, where }, values));
			}
			const [a, b] = answers;
			const headers = answer => Object.keys(answer.headers).sort().join();
			const linkOf = id => `?page=${encodeURIComponent(path.replace(':id', id))}&`;

			assert.equal(a.status, 404);
			// The link to support names the address that was asked for.
			assert.equal(plain(a).replace(linkOf(foreign[idKind(path)]), linkOf(MISSING)), plain(b),
			    `${method} ${path}`);
			assert.equal(headers(a), headers(b));
		}
	}
});

test('moving to an account that is not one\'s own is refused as a missing one is', async () => {
	const browser = await signedIn(PEOPLE.owner);
	const fields = await browser.form('/', '/logout');
	const foreign = await browser.post('/account', { ...fields, account: 2 });
	const missing = await browser.post('/account', { ...fields, account: MISSING });

	assert.equal(foreign.status, 404);
	assert.equal(plain(foreign), plain(missing));
	assert.match((await browser.get('/')).body, /Account 1</);
});

test('the checks of this file catch a wrong answer', async () => {
	const cell = { path: PROFILE, methods: byPath.get(PROFILE), actor: 'agent', method: 'GET',
		where: PROFILE };
	const answer = await ask(cell);

	verify('planted', answer, expected(cell));
	assert.throws(() => verify('planted', answer, expected({ ...cell, actor: 'nobody' })));
	assert.throws(() => verify('planted', answer, { status: 200, heading: 'Access Denied' }));
	const before = contents({ account: 2 });
	sql('UPDATE contact_person SET designation = CONCAT(designation, "!") WHERE account_id = 2');
	const planted = contents({ account: 2 });
	assert.notEqual(planted, before);
	sql(`UPDATE outbox SET state = 'waiting' WHERE id = ${foreign.message}`);
	assert.notEqual(contents({ account: 2 }), planted);
	reset();
});
