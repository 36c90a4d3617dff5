/*
 * Accounts that a test file opens for itself, by the command line of the installation, and messages
 * in them. Each has a number and addresses of its own, so that a run that is repeated finds no
 * leftovers.
 */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { sql } from "../harness/stack.mjs";

const { POINTPERSON_BUILD, POINTPERSON_STACK } = process.env;

let opened = 0;

/* The settings are those of the portal under test: POINTPERSON_SETTINGS names them. */
function pointperson(...words) {
	assert.ok(POINTPERSON_BUILD, "POINTPERSON_BUILD is not set: sh tests/run.sh browser sets it");
	return execFileSync(path.join(POINTPERSON_BUILD, "cgi-bin/tools/pointperson"), words, {
		encoding: "utf8",
	});
}

function found(pattern, text) {
	const [, part] = pattern.exec(text) ?? assert.fail(`no ${pattern} in: ${text}`);

	return part;
}

/*
 * Opens an account that may have `limit` contact persons and has none: its number, and the email
 * and password of its Super Admin.
 */
function openAccount(name, limit) {
	const email = `owner-${process.pid}-${Date.now()}-${++opened}@own.example`;
	const said = pointperson(
		...["account", "add", "--name", name, "--email", email],
		...["--owner-name", "Vasundhara Raje Chandrasekharan", "--owner-email", email],
		...["--contact-limit", String(limit), "--generate-password"],
	);

	return {
		id: Number(found(/Account (\d+) was added/, said)),
		email,
		password: found(/shown only this once: (\S+)/, said),
	};
}

/* Somebody else in that account; as openAccount(). role: as the command line calls it. */
function addUser({ id }, role, name = "Lalthanmawia") {
	const email = `${role}-${process.pid}-${Date.now()}-${++opened}@own.example`;
	const said = pointperson(
		...["user", "add", "--account", String(id), "--email", email, "--role", role],
		...["--name", name, "--generate-password"],
	);

	return { id, email, password: found(/shown only this once: (\S+)/, said) };
}

const DAY_SEC = 86400;

/*
 * Writes messages past the portal, each { channel, state, to, name, tries, result }. None is due
 * within a day, so the courier leaves them alone.
 */
function addMessages({ id }, messages) {
	const now = Math.floor(Date.now() / 1000);
	const rows = messages.map(
		({ channel, state, to, name, tries, result }, i) =>
			`(${id}, 'browser ${id} ${++opened}', '${channel}', '${to}', '${name}', 'account',
			'access-request', '', '', '${state}', ${tries}, ${now + DAY_SEC}, ${now - i},
			${now + 2 * DAY_SEC}, ${now - i}, '${result}')`,
	);

	sql(`INSERT INTO outbox (account_id, event_key, channel, recipient,
	    recipient_name, category, template, plain, sealed, state, tries, next_at,
	    created_at, expires_at, state_at, result) VALUES ${rows.join(", ")}`);
}

/* What the portal itself comes to know of an address in the course of days: its state. */
function markAddress({ id }, address, state, reason = "") {
	sql(`UPDATE contact_address SET state = '${state}', reason = '${reason}',
	    proven_at = IF('${state}' = 'verified', 1, NULL)
	    WHERE account_id = ${id} AND address = '${address}'`);
}

/* Roles of the account's own, with names as long as they get; their numbers begin with 6. */
function addRoles({ id }, count) {
	for (let i = 0; i < count; i++)
		sql(`UPDATE account SET last_role_id = last_role_id + 1, custom_roles = custom_roles + 1
		        WHERE id = ${id};
		    INSERT INTO role (account_id, id, copied_from, name, permission_bits)
		        SELECT id, last_role_id, 3, CONCAT(REPEAT('W', 58), last_role_id), 8 FROM account
		        WHERE id = ${id};`);
}

/* The newest code of the account has grown too old. */
function ageCode({ id }) {
	sql(`UPDATE one_time_code SET expires_at = 1 WHERE account_id = ${id}`);
}

/* Its Super Admin has invited somebody as Agent, past the portal: no mail is written. */
function invite({ id, email }, name, department = "", openSec = 3 * DAY_SEC) {
	const now = Math.floor(Date.now() / 1000);

	sql(`INSERT INTO invitation (account_id, email, name, role_id, department, invited_by, asked_at,
	    sent_at, expires_at) SELECT ${id}, 'asked-${process.pid}-${now}-${++opened}@own.example',
	    '${name}', 5, '${department}', id, ${now - DAY_SEC}, ${now - DAY_SEC}, ${now + openSec}
	    FROM user WHERE email = '${email}'`);
}

/* The invitation of this address came back, says the mail server; and it can be accepted until then. */
function returnInvitation({ id }, email, result, until) {
	sql(`UPDATE outbox SET state = 'bounced', result = '${result}'
	    WHERE account_id = ${id} AND recipient = '${email}' AND template = 'invitation';
	    UPDATE invitation SET expires_at = ${until} WHERE account_id = ${id} AND email = '${email}';`);
}

/* What its invoices carry is complete, past the portal: so that some can be issued. */
function completeBilling({ id }) {
	sql(`UPDATE billing_details SET legal_name = 'Ledger & Sons', registration = 'none', street = '12, MG Road', city = 'Pune',
	    state = '27', pin = '411002', country = 'IN' WHERE account_id = ${id}`);
}

/* An invoice of today; its number. */
function issueInvoice({ id }) {
	return pointperson(
		...["invoice", "issue", "--account", String(id), "--reference", `browser-${id}-${++opened}`],
		...["--description", "Numbers", "--sac", "998413", "--price", "1000", "--rate", "18"],
	).trim();
}

/* Invoices that another system has issued, each [number, day]; nobody is told. */
function bringInvoices({ id }, invoices) {
	const rows = invoices.map(
		([number, issued]) => `${id},${number},${number},${issued},Numbers,998413,1000,18\n`,
	);
	const file = path.join(POINTPERSON_STACK, `invoices-${id}.csv`);

	writeFileSync(
		file,
		`account,reference,number,issued_on,description,sac,price,rate\n${rows.join("")}`,
	);
	pointperson("invoice", "import", "--file", file, "--mail", "none");
}

export {
	openAccount,
	addUser,
	completeBilling,
	issueInvoice,
	bringInvoices,
	addRoles,
	addMessages,
	markAddress,
	ageCode,
	invite,
	returnInvitation,
};
