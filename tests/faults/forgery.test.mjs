// forgery: a change that another site, another page, another user or an old session asks for is
// refused, and no row changes. The same request with the right token is carried out, so that what
// refuses it is the token and nothing else.

import assert from 'node:assert/strict';
import test, { before } from 'node:test';
import { codeAt, keyOn } from '../harness/authenticator.mjs';
import { ACCOUNT, ADDRESSES, AS_USER, DETAILS, FACTOR, HAND_OVER, INVITATIONS, INVOICES, LEAVING, MESSAGES, PASSKEYS, PASSWORD, PEOPLE, PERSON, PERSONAL,
	PREFERENCES, PROFILE, RECIPIENTS, ROLES, SESSIONS, USERS, addAddresses, addMessages, addPasskeys,
	addInvitations, addInvoice, addMembers, addPersons, addRoles, addSessions, askBusinessEmail, contents, formTo, number, reset, routes,
	signedIn, sql, tally, turnOn,
	Browser, url } from './portal.mjs';

let people, earlier, others;
const NEW = { name: 'Forged Person', phone: '9876500001', designation: '', kind: 'technical',
	consent: 'yes' };
let unique = 0;

// What a button on an address's page sends.
function ofAddress(step, values = {})
{
	return { add: addAddresses, at: id => `${ADDRESSES}/${id}`,
		make: id => ({ form: `${ADDRESSES}/${id}/${step}`, values }) };
}

// What the page sends that asks before something is done to a user.
function ofUser(step, state = 'active')
{
	return { add: (account, count) => addMembers(account, count, state),
		make: id => ({ form: `${USERS}/${id}/${step}`, values: {} }) };
}

// What a button beside a receiver of invoices sends.
function ofRecipient(step, add)
{
	return { at: `${DETAILS}/recipients`, add,
		make: id => ({ form: `${DETAILS}/recipients/${id}/${step}`, values: {} }) };
}

function addReceivers(account, count)
{
	const ids = addPersons(account, count);

	sql(`UPDATE contact_person SET category_bits = category_bits | 8 WHERE id IN (${ids})`);
	return ids;
}

// A contact person whose proven email is the one that a user signs in with.
function addKnown(email)
{
	reset();
	const ids = addPersons(1, 1);

	sql(`UPDATE contact_address SET address = '${email}'
	    WHERE contact_person_id = ${ids[0]} AND channel = 'mail'`);
	return ids;
}

function addLinked(email)
{
	const ids = addKnown(email);

	sql(`UPDATE contact_person SET user_id = (SELECT id FROM user WHERE email = '${email}'),
	    linked_at = UNIX_TIMESTAMP(), linked_by = 'A Test' WHERE id = ${ids[0]}`);
	return ids;
}

// "Yes, that is me", and that it is not, of the person's own preferences.
function ofOwnContact(step)
{
	return { at: `${PERSONAL}/contact`, add: () => addKnown(PEOPLE.admin),
		theirsAt: `${PERSONAL}/zone`, theirs: `${PERSONAL}/zone`,
		make: () => ({ form: `${PERSONAL}/contact${step}`, values: {} }) };
}

// What a button sends while a change of email is pending: here, of everybody's.
function ofEmail(step, values = {})
{
	return { at: `${PERSONAL}/email`, ready: () => {
		sql(`DELETE FROM email_change; DELETE FROM throttle;
		    DELETE FROM one_time_code WHERE purpose = 'email';
		    INSERT INTO email_change (user_id, old_email, new_email, asked_at, sent_at, expires_at)
		        SELECT id, email, CONCAT('forged-${++unique}-', id, '@elsewhere.example'),
		        UNIX_TIMESTAMP(), UNIX_TIMESTAMP(), UNIX_TIMESTAMP() + 3600 FROM user;
		    INSERT INTO one_time_code (account_id, purpose, bound_to, contact_person_id, code_mac,
		        made_at, expires_at) SELECT 1, 'email', id, 0, '', UNIX_TIMESTAMP(),
		        UNIX_TIMESTAMP() + 3600 FROM user;`);
	}, make: () => ({ form: `${PERSONAL}/email/${step}`, values }) };
}

// What a Super Admin alone may send: another one, of account 2, has such a form too.
const byOwner = { who: 'owner', other: 'outsider' };

// What a button beside a business email that is pending sends.
function ofBusinessEmail(step, values = {})
{
	return { ...byOwner, at: `${ACCOUNT}/business-email`,
		add: () => [1, 2].flatMap(askBusinessEmail),
		make: () => ({ form: `${ACCOUNT}/business-email/${step}`, values }) };
}

// Every POST that a signed-in browser can send: where its form stands, and what it would send.
// `add` makes what its id is the number of; a contact person without it.
const changes = {
	[`${PROFILE}/company`]: {
		make: () => ({ form: `${PROFILE}/company`, values: { trade_name: 'Forged' } }),
	},
	[`${PERSON}/new`]: {
		make: () => ({ form: `${PERSON}/new`,
			values: { ...NEW, email: `forged-${++unique}@asha-traders.example` } }),
	},
	[`${PERSON}/:id`]: {
		make: id => ({ form: `${PERSON}/${id}`,
			values: { ...NEW, email: `forged-${++unique}@asha-traders.example` } }),
	},
	[`${PERSON}/:id/primary`]: { make: id => ({ form: `${PERSON}/${id}/primary`, values: {} }) },
	[`${PERSON}/:id/remove`]: { make: id => ({ form: `${PERSON}/${id}/remove`, values: {} }) },
	[`${RECIPIENTS}/:id`]: {
		make: id => ({ form: `${RECIPIENTS}/${id}`, values: { authorised: 'yes' } }),
	},
	[`${ADDRESSES}/new/:id`]: {
		make: id => ({ form: `${ADDRESSES}/new/${id}`,
			values: { address: `forged-${++unique}@asha-traders.example` } }),
	},
	[`${ADDRESSES}/:id/verify`]: { ...ofAddress('verify', { code: '000 000' }), rightStatus: 422 },
	[`${ADDRESSES}/:id/send`]: ofAddress('send'),
	[`${ADDRESSES}/:id/use`]: { add: addAddresses,
		make: id => ({ form: `${ADDRESSES}/${id}/use`, values: {} }) },
	[`${ADDRESSES}/:id/remove`]: ofAddress('remove'),
	[`${ADDRESSES}/:id/test`]: ofAddress('test'),
	[`${INVITATIONS}/new`]: {
		make: () => ({ form: `${INVITATIONS}/new`, values: { name: 'Forged', role: '5',
			email: `forged-${++unique}@new.example` } }),
	},
	[`${INVITATIONS}/:id/resend`]: { at: INVITATIONS, add: addInvitations,
		make: id => ({ form: `${INVITATIONS}/${id}/resend`, values: {} }) },
	[`${INVITATIONS}/:id/cancel`]: { at: INVITATIONS, add: addInvitations,
		make: id => ({ form: `${INVITATIONS}/${id}/cancel`, values: {} }) },
	[`${INVITATIONS}/csv`]: { ready: async ([me]) => {
		const form = await me.form(`${INVITATIONS}/csv`);
		const list = `Forged,forged-${++unique}@new.example,Agent`;
		const shown = await me.post(`${INVITATIONS}/csv`, { ...form, list });

		return { list, confirm: /name="confirm" value="([^"]+)"/.exec(shown.body)[1] };
	}, make: () => ({ form: `${INVITATIONS}/csv`, values: {} }) },
	[`${USERS}/:id`]: { add: addMembers, make: id => ({ form: `${USERS}/${id}`,
		values: { department: 'Forged' } }) },
	[`${USERS}/:id/suspend`]: ofUser('suspend'),
	[`${USERS}/:id/resume`]: ofUser('resume', 'suspended'),
	[`${USERS}/:id/remove`]: ofUser('remove'),
	[`${USERS}/hours/:id`]: { add: addMembers, make: id => ({ form: `${USERS}/hours/${id}`,
		values: { work_from_1: '9', work_to_1: '18:30' } }) },
	[`${MESSAGES}/:id/resend`]: { at: MESSAGES, add: addMessages,
		make: id => ({ form: `${MESSAGES}/${id}/resend`, values: {} }) },
	[ACCOUNT]: { ...byOwner, make: () => ({ form: ACCOUNT,
		values: { business_name: `Forged Business ${++unique}` } }) },
	[`${ACCOUNT}/business-name`]: { ...byOwner, make: () => ({ form: `${ACCOUNT}/business-name`,
		values: { business_name: `Forged Business ${++unique}` } }) },
	[`${ACCOUNT}/business-email`]: { ...byOwner, make: () => ({ form: `${ACCOUNT}/business-email`,
		values: { business_email: `forged-${++unique}@asha-traders.example` } }) },
	[`${ACCOUNT}/business-email/verify`]: { ...ofBusinessEmail('verify', { code: '000 000' }),
		rightStatus: 422 },
	[`${ACCOUNT}/business-email/send`]: ofBusinessEmail('send'),
	[`${ACCOUNT}/business-email/cancel`]: ofBusinessEmail('cancel'),
	// A second Super Admin of the same account has such a form too.
	[`${HAND_OVER}/:id`]: { who: 'owner', add: () => {
		reset();
		sql(`UPDATE membership SET role_id = 1 WHERE account_id = 1
		        AND user_email = '${PEOPLE.admin}';
		    UPDATE account SET super_admins = 2 WHERE id = 1`);
		return [number(`SELECT id FROM membership WHERE account_id = 1
		    AND user_email = '${PEOPLE.agent}'`)];
	}, make: id => ({ form: `${HAND_OVER}/${id}`, values: {} }) },
	[ROLES]: { ...byOwner, ready: someRights, make: () => ({ form: ROLES,
		values: { rights: '5-account.view 5-contact.view', confirmed: 'yes' } }) },
	// Shows the ticks again, and changes nothing.
	[`${ROLES}/edit`]: { ...byOwner, at: `${ROLES}/reset`, ready: someRights, rightStatus: 200,
		make: () => ({ form: `${ROLES}/edit`, values: {} }) },
	[`${ROLES}/new`]: { ...byOwner, make: () => ({ form: `${ROLES}/new`,
		values: { name: `Forged ${++unique}`, from: 'agent' } }) },
	[`${ROLES}/:id`]: { ...byOwner, add: oneRole,
		make: id => ({ form: `${ROLES}/${id}`, values: { name: `Forged ${++unique}` } }) },
	[`${ROLES}/:id/remove`]: { ...byOwner, add: oneRole,
		make: id => ({ form: `${ROLES}/${id}/remove`, values: {} }) },
	[`${PREFERENCES}/personal/name`]: {
		make: () => ({ form: `${PREFERENCES}/personal/name`,
			values: { name: `Forged Name ${++unique}` } }),
	},
	[DETAILS]: { make: () => ({ form: DETAILS, values: { po_reference: `Forged ${++unique}` } }) },
	[`${DETAILS}/recipients/:id/add`]: ofRecipient('add', addPersons),
	[`${DETAILS}/recipients/:id/to`]: ofRecipient('to', addReceivers),
	[`${DETAILS}/recipients/:id/remove`]: ofRecipient('remove', addReceivers),
	[`${INVOICES}/:id/copy`]: { add: () => [addInvoice(1)],
		make: id => ({ form: `${INVOICES}/${id}/copy`, values: { to: 'me' } }) },
	[`${AS_USER}/:id`]: { make: id => ({ form: `${AS_USER}/${id}`, values: { email: PEOPLE.agent } }) },
	[`${AS_USER}/:id/other`]: { at: id => `${AS_USER}/${id}`, add: () => addKnown(PEOPLE.manager),
		make: id => ({ form: `${AS_USER}/${id}/other`, values: {} }) },
	[`${AS_USER}/:id/unlink`]: { at: id => `${AS_USER}/${id}`, add: () => addLinked(PEOPLE.manager),
		make: id => ({ form: `${AS_USER}/${id}/unlink`, values: {} }) },
	// Without its last tick it shows what would be done, and does nothing.
	[`${LEAVING}/user/:id`]: { add: addMembers, rightStatus: 200,
		make: id => ({ form: `${LEAVING}/user/${id}`, values: {} }) },
	[`${LEAVING}/contact/:id`]: { rightStatus: 200,
		make: id => ({ form: `${LEAVING}/contact/${id}`, values: {} }) },
	[`${PERSONAL}/contact`]: ofOwnContact(''),
	[`${PERSONAL}/contact/not-me`]: ofOwnContact('/not-me'),
	[`${PERSONAL}/language`]: {
		make: () => ({ form: `${PERSONAL}/language`, values: { language: 'en' } }),
	},
	[`${PREFERENCES}/personal/zone`]: {
		make: () => ({ form: `${PREFERENCES}/personal/zone`,
			values: { choice: 'UTC', time_zone: '' } }),
	},
	// A wrong one is counted.
	[`${PREFERENCES}/personal/password`]: {
		make: () => ({ form: `${PREFERENCES}/personal/password`, values: {
			current_password: 'Wrong-Harbour-7', new_password: 'Monsoon Kettle-42',
			confirm_password: 'Monsoon Kettle-42' } }), rightStatus: 422,
	},
	[`${SESSIONS}/:id/end`]: { at: SESSIONS,
		add: () => addSessions(PEOPLE.admin, 1), theirs: `${SESSIONS}/others`,
		make: id => ({ form: `${SESSIONS}/${id}/end`, values: {} }) },
	[`${SESSIONS}/others`]: { at: SESSIONS,
		make: () => ({ form: `${SESSIONS}/others`, values: {} }) },
	[`${PERSONAL}/email`]: {
		make: () => ({ form: `${PERSONAL}/email`, values: { current_password: PASSWORD,
			email: `forged-${++unique}@elsewhere.example` } }),
	},
	[`${PERSONAL}/email/code`]: { ...ofEmail('code', { code: '000 000' }), rightStatus: 422 },
	[`${PERSONAL}/email/resend`]: ofEmail('resend'),
	[`${PERSONAL}/email/cancel`]: ofEmail('cancel'),
	// A change waits; the code is in the newest mail to the Primary.
	'/otp': { at: '/otp', ready: waits, make: () => ({ form: '/otp', values: {} }) },
	'/otp/new': { at: '/otp', ready: waits, make: () => ({ form: '/otp/new', values: {} }) },
	'/otp/cancel': { at: '/otp', ready: waits, make: () => ({ form: '/otp/cancel', values: {} }) },
	'/otp/left': { ready: waits, who: 'owner', theirsAt: '/otp', theirs: '/otp/cancel',
		make: () => ({ form: '/otp/left', values: { current_password: PASSWORD } }) },
	'/otp/password': { at: '/otp', who: 'owner',
		ready: browsers => {
			reset();
			sql(`UPDATE contact_address SET state = 'unverified', proven_at = NULL
			    WHERE contact_person_id = 1`);
			return waits(browsers, false);
		}, make: () => ({ form: '/otp/password', values: { current_password: PASSWORD } }) },
	// No authenticator has made it, and the code is nobody's.
	[`${PASSKEYS}/new`]: { rightStatus: 422,
		make: () => ({ form: `${PASSKEYS}/new`, values: { name: 'Forged', made: 'AA.AA',
			current_password: PASSWORD } }) },
	[`${PASSKEYS}/:id`]: { add: hasPasskey, theirsAt: `${PASSKEYS}/new`, theirs: `${PASSKEYS}/new`,
		make: id => ({ form: `${PASSKEYS}/${id}`, values: { name: 'Forged' } }) },
	[`${PASSKEYS}/:id/remove`]: { add: hasPasskey, theirsAt: `${PASSKEYS}/new`,
		theirs: `${PASSKEYS}/new`, rightStatus: 422,
		make: id => ({ form: `${PASSKEYS}/${id}/remove`, values: { code: '000000' } }) },
	[`${FACTOR}/set-up`]: { ready: scans,
		make: () => ({ form: `${FACTOR}/set-up`, values: { current_password: PASSWORD } }) },
	[`${FACTOR}/new-codes`]: { ready: hasApp,
		make: () => ({ form: `${FACTOR}/new-codes`, values: {} }) },
	[`${FACTOR}/remove`]: { ready: hasApp,
		make: () => ({ form: `${FACTOR}/remove`, values: {} }) },
	'/account': { at: '/', make: () => ({ form: '/account', values: { account: '2' } }) },
	'/logout': { at: '/', make: () => ({ form: '/logout', values: {} }) },
	'/support': { at: '/support', make: () => ({ form: '/support', values: { message: 'Help' } }) },
	'/access-requests': { at: `${PERSON}/new`, who: 'manager',
		make: () => ({ form: '/access-requests', values: {} }) },
};

// Agents may what they may not by default, in every account: so that a reset has something to do.
function someRights()
{
	sql('UPDATE role SET permission_bits = 8 WHERE id = 5');
	return {};
}

// A role of both accounts' own, with the same number.
function oneRole()
{
	reset();
	return [1, 2].flatMap(account => addRoles(account, 1));
}

// Lets a change wait in each of these sessions; gives the code that carries out the first one's.
async function waits(browsers, hasCode = true)
{
	const codes = [];

	if (hasCode)
		reset();
	for (const browser of browsers)
		codes.push(await browser.beginStepUp(`${PERSON}/${addPersons(1, 1)[0]}/primary`, {},
		    hasCode ? 'asha.rao@asha-traders.example' : undefined));
	return hasCode ? { code: codes[0] } : {};
}

function hasPasskey()
{
	reset();
	return addPasskeys(PEOPLE.admin, 1);
}

// A secret that the first browser was shown, and its code.
async function scans([browser])
{
	reset();
	const page = (await browser.get(`${FACTOR}/set-up`)).body;

	return { secret: formTo(page, `${FACTOR}/set-up`).fields.secret, code: codeAt(keyOn(page)) };
}

// Whom these browsers belong to has an app each; gives a recovery code of the first one's.
async function hasApp([mine, , theirs])
{
	reset();
	await turnOn(theirs);
	return { code: (await turnOn(mine)).codes[0] };
}

before(async () => {
	reset();
	sql('UPDATE account SET contact_limit = 100 WHERE id = 1');
	earlier = { admin: await signedIn(PEOPLE.admin), manager: await signedIn(PEOPLE.manager),
		owner: await signedIn(PEOPLE.owner) };
	people = { admin: await signedIn(PEOPLE.admin), manager: await signedIn(PEOPLE.manager),
		owner: await signedIn(PEOPLE.owner) };
	others = { admin: await signedIn(PEOPLE.owner), manager: await signedIn(PEOPLE.agent),
		owner: await signedIn(PEOPLE.admin), outsider: await signedIn(PEOPLE.other) };
});

// All that a refused request must leave as it was, this browser's session included.
function everything(session)
{
	return contents({ also: `SELECT id, account_id, ended_at, (SELECT COUNT(*) FROM submission),
	    (SELECT COUNT(*) FROM throttle WHERE policy IN ('sign_in_address', 'second_factor'))
	    FROM session WHERE user_id = (SELECT user_id FROM session WHERE id = ${session})
	    ORDER BY id;` });
}

async function attempts(change)
{
	const as = change.who ?? 'admin';
	const me = people[as];
	const [id] = (change.add ?? addPersons)(1, 1);
	const also = await change.ready?.([me, earlier[as], others[as]]) ?? {};
	const { form, values: own } = change.make(id);
	const values = { ...own, ...also };
	const at = typeof change.at === 'function' ? change.at(id) : change.at ?? form;
	const mine = await me.form(at, form);
	const send = (extra, headers) => me.post(form, { ...mine, ...values, ...extra }, headers);
	const another = (await earlier[as].form(at, form)).csrf;
	const isLogin = form === '/logout' || form === '/account';
	const theirs = (await others[change.other ?? as].form(change.theirsAt ?? at, change.theirs ? change.theirs : isLogin ? '/logout' :
	    at === '/otp' ? '/otp/cancel' : form)).csrf;
	const otherPage = (isLogin ? await me.form(`${PROFILE}/company`) :
	    await me.form('/', '/logout')).csrf;
	const [session, account, mac] = mine.csrf.split('.');
	const cases = {
		'no token': () => send({ csrf: undefined }),
		'an empty token': () => send({ csrf: '' }),
		'a made-up token': () => send({ csrf: 'x'.repeat(43) }),
		'a token with another MAC': () => send({ csrf: `${session}.${account}.${
		    mac.replace(/^./, first => first === 'A' ? 'B' : 'A')}` }),
		'a token with another account': () => send({ csrf: `${session}.2.${mac}` }),
		'a very long token': () => send({ csrf: `${mine.csrf}${'A'.repeat(4000)}` }),
		'the token of another page': () => send({ csrf: otherPage }),
		"another user's token": () => send({ csrf: theirs }),
		'the token of another session': () => send({ csrf: another }),
		'a foreign Origin': () => send({}, { Origin: 'https://evil.example' }),
		'an Origin that begins like ours': () => send({}, { Origin: `${url}.evil.example` }),
		'an Origin of another scheme': () => send({}, { Origin: url.replace('http', 'https') }),
		'an Origin of another port': () => send({}, { Origin: 'http://localhost:1' }),
		'Origin null': () => send({}, { Origin: 'null' }),
		'Sec-Fetch-Site cross-site': () => send({}, { 'Sec-Fetch-Site': 'cross-site' }),
		'Sec-Fetch-Site same-site': () => send({}, { 'Sec-Fetch-Site': 'same-site' }),
	};

	return { cases, session, right: () => send({}, { Origin: url,
		'Sec-Fetch-Site': 'same-origin' }) };
}

test('every POST of the programs is tried here', () => {
	// A link's form needs a link: links.test.mjs. Before signing in tokens are the browser's. The
	// installer is closed here: install.test.mjs.
	const posts = routes().filter(route => route.method === 'POST' &&
	    !['/login', '/login/code', '/login/passkey', '/verify', '/verify/email', '/password/forgot',
		'/password/reset', '/invitation', '/invitation/new',
		'/invitation/return'].includes(route.path) && !route.path.startsWith('/install'))
	    .map(route => route.path);

	assert.deepEqual(posts.sort(), Object.keys(changes).sort());
});

for (const [path, change] of Object.entries(changes)) {
	test(`forged: POST ${path}`, async () => {
		const { cases, session, right } = await attempts(change);

		const before = everything(session);

		for (const [name, run] of Object.entries(cases)) {
			const answer = await run();

			assert.equal(answer.status, 403, name);
			assert.equal(answer.cookies.join(), '', `${name}: no cookie is set`);
			assert.equal(everything(session), before, `${name}: no row changed`);
		}
		assert.equal((await right()).status, change.rightStatus ?? 303, 'the right token is taken');
		if (change.rightStatus !== 200)
			assert.notEqual(everything(session), before, 'and changes something');
		// Who has a second factor is asked for it by the next sign-in.
		if (path.startsWith(FACTOR) || path.startsWith(PASSKEYS))
			reset();
		if (path === '/account')
			await people.admin.switchTo(1);
		if (path === `${SESSIONS}/others`)
			[earlier.admin, others.owner] = [await signedIn(PEOPLE.admin),
				await signedIn(PEOPLE.admin)];
		if (path === '/logout')
			people.admin = await signedIn(PEOPLE.admin);
	});
}

test('forged: POST /login', async () => {
	const me = new Browser();
	const fields = { ...await me.form('/login'), email: PEOPLE.owner, password: PASSWORD };
	const other = (await new Browser().form('/login')).csrf;
	const without = new Browser();
	const cases = {
		'no token': () => me.post('/login', { ...fields, csrf: undefined }),
		"another browser's token": () => me.post('/login', { ...fields, csrf: other }),
		'no cookie': () => without.post('/login', fields),
		'a signed-in token': async () => me.post('/login', { ...fields,
			csrf: (await others.admin.form('/', '/logout')).csrf }),
		'a foreign Origin': () => me.post('/login', fields, { Origin: 'https://evil.example' }),
		'Sec-Fetch-Site cross-site': () => me.post('/login', fields,
		    { 'Sec-Fetch-Site': 'cross-site' }),
	};

	for (const [name, run] of Object.entries(cases)) {
		const sessions = number('SELECT COUNT(*) FROM session');
		const answer = await run();

		assert.equal(answer.status, 403, name);
		assert.ok(!answer.cookies.join().includes('pp_session='), name);
		assert.equal(number('SELECT COUNT(*) FROM session'), sessions, name);
		assert.equal(number('SELECT COUNT(*) FROM throttle WHERE policy = "sign_in_address"'), 0,
		    `${name}: nobody's tries are used up`);
	}
	assert.equal((await me.post('/login', fields)).status, 303);
});

test('forged: POST /login/code', async () => {
	reset();
	const code = (await turnOn(people.admin)).codes[0];
	const me = new Browser(), stranger = new Browser();
	assert.equal((await me.signIn(PEOPLE.admin)).location, '/login/code');
	const page = await me.form('/login/code');
	const cases = {
		'no token': () => me.post('/login/code', { ...page, code, csrf: undefined }),
		'no cookie': () => stranger.post('/login/code', { ...page, code }),
		'a foreign Origin': () => me.post('/login/code', { ...page, code },
		    { Origin: 'https://evil.example' }),
	};

	for (const [name, run] of Object.entries(cases)) {
		const sessions = number('SELECT COUNT(*) FROM session');

		assert.equal((await run()).status, 403, name);
		assert.equal(number('SELECT COUNT(*) FROM session'), sessions, name);
	}
	assert.equal((await me.post('/login/code', { ...page, code })).location, '/');
	reset();
});

test('forged: POST /password/forgot and /password/reset', async () => {
	for (const [path, link] of [['/password/forgot'], ['/password/reset', '/password/reset/-']]) {
		const me = new Browser(), another = new Browser();

		if (link !== undefined)
			await me.get(link);
		const from = async browser => (await browser.form('/password/forgot')).csrf;
		const fields = { csrf: await from(me), email: PEOPLE.owner,
			new_password: 'Monsoon Kettle-42', confirm_password: 'Monsoon Kettle-42' };
		const cases = {
			'no token': () => me.post(path, { ...fields, csrf: undefined }),
			"another browser's token": async () => me.post(path, { ...fields,
				csrf: await from(another) }),
			'no cookie': () => new Browser().post(path, fields),
			'a foreign Origin': () => me.post(path, fields, { Origin: 'https://evil.example' }),
			'Sec-Fetch-Site cross-site': () => me.post(path, fields,
			    { 'Sec-Fetch-Site': 'cross-site' }),
		};
		const before = contents();

		for (const [name, run] of Object.entries(cases)) {
			assert.equal((await run()).status, 403, `${path}: ${name}`);
			assert.equal(contents(), before, `${path}: ${name}`);
		}
		assert.equal((await me.post(path, fields)).status, 303, path);
	}
});

test('a GET never changes anything, whatever it carries', async () => {
	const owner = others.admin;
	const [id] = addPersons(1, 1);
	const [message] = addMessages(1, 1);
	const fields = await owner.form(`${PERSON}/${id}/remove`);
	const before = contents();
	const statuses = [];

	for (const where of [`${PERSON}/${id}/remove`, `${PERSON}/${id}/primary`, `${PERSON}/${id}`,
		`${MESSAGES}/${message}/resend`, '/logout', '/account', '/access-requests'])
		statuses.push((await owner.get(`${where}?${new URLSearchParams({ ...fields,
			account: '2', name: 'Forged' })}`)).status);
	assert.deepEqual(tally(statuses), { 200: 3, 405: 4 });
	assert.equal(contents(), before);
	assert.ok(formTo((await owner.get('/')).body, '/logout'));
});
