// mail: what the tests of the courier share: messages in the outbox, couriers with settings of their
// own, a mail server and an SMS gateway that do as a script says, and the real OpenSMTPD.
//
// The database is the one of the environment that tests/run.sh sets: POINTPERSON_STACK,
// POINTPERSON_SETTINGS, POINTPERSON_BUILD. Its table outbox is emptied before each file.

import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync,
	rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { needed, number, sql } from '../harness/stack.mjs';
import { until } from '../harness/until.mjs';

export { number, sql, until };

export const program = path.join(needed('POINTPERSON_BUILD'), 'cgi-bin/tools/courier');
const mainSettings = needed('POINTPERSON_SETTINGS');

export const HINDI = 'सुनीता देशपांडे';
export const FROM = 'portal@portal.example';
export const SECRET = 'Lotus-Harbour-Secret';

// A folder of this test file alone, that any user may enter; gone at its end.
export const work = mkdtempSync(path.join(os.tmpdir(), 'pointperson-mail.'));
chmodSync(work, 0o711);
const children = new Set();

process.on('exit', () => {
	children.forEach(child => child.kill('SIGKILL'));
	rmSync(work, { recursive: true, force: true });
});
for (const [signal, code] of [['SIGINT', 130], ['SIGTERM', 143], ['SIGHUP', 129]])
	process.on(signal, () => process.exit(code));

// ---- the outbox ------------------------------------------------------------------------------

export function empty()
{
	sql('DELETE FROM outbox');
	removeAccounts();
}

const quoted = text => `'${String(text).replace(/[\\']/g, '\\$&')}'`;
let causes = 0;

const ACCOUNT = 'Accounts of the mail tests';

// An account with one contact person, its Primary, whose email in use is proven, and whom nobody asks
// yet whether what is listed is right: { account, person }.
export function addPerson(email)
{
	const [[account, person]] = sql(`
		INSERT INTO account (business_name, business_email, super_admins, contact_limit,
			contact_count, saved_at, created_at)
			VALUES (${quoted(ACCOUNT)}, 'office@tests.example', 1, 5, 1, 1, 1);
		SET @account = LAST_INSERT_ID();
		INSERT INTO contact_person (account_id, is_primary, category_bits, kind, name,
			confirmed_at, consent_by, consent_at, consent_wording, saved_at, saved_by,
			created_at)
			VALUES (@account, 1, 3, 'alternate', 'Ravi Iyer', UNIX_TIMESTAMP(), 'test', 1,
			1, 1, 'test', 1);
		SET @person = LAST_INSERT_ID();
		INSERT INTO contact_address (account_id, contact_person_id, channel, part, label,
			address, state, state_at, proven_at, created_at)
			VALUES (@account, @person, 'mail', 'wanted', 'work', ${quoted(email)},
			'verified', 1, 1, 1);
		SELECT @account, @person`);

	return { account: Number(account), person: Number(person) };
}

// What is known of that person's email: [state, reason].
export function addressOf({ person })
{
	return sql(`SELECT state, reason FROM contact_address WHERE contact_person_id = ${person}`)[0];
}

// An invoice of that account, whose document the SQL expression makes; returns its id. hash: kept of it.
export function addInvoice({ account }, reference, content, hash = 'UNHEX(SHA2(content, 256))')
{
	const [[id]] = sql(`
		INSERT INTO invoice (account_id, kind, financial_year, number, reference, issued_on, seller_name,
			seller_address, seller_gstin, seller_pan, seller_state, seller_contact, buyer_name,
			buyer_address, buyer_tax_id, buyer_pan, buyer_state, place_of_supply, supply, taxable_paise,
			cgst_paise, sgst_paise, igst_paise, rounding_paise, total_paise, issued_at, issued_by)
			VALUES (${account}, 'invoice', 1999, ${quoted(`M/${reference}`)}, ${quoted(reference)},
			'2026-10-01', 'Seller', 'Dock', '', '', '27', '', 'Buyer', 'MG Road', '', '', '29', '29',
			'inter', 1, 0, 0, 0, 0, 1, 1, 'test');
		SET @id = LAST_INSERT_ID();
		INSERT INTO invoice_pdf (account_id, invoice_id, content, content_hash, made_at)
			SELECT ${account}, @id, content, ${hash}, 1 FROM (SELECT ${content} AS content) c;
		SELECT @id`);

	return Number(id);
}

function removeAccounts()
{
	const these = `(SELECT id FROM account WHERE business_name = ${quoted(ACCOUNT)})`;

	sql(`DELETE FROM audit_head WHERE chain IN ${these};
	    DELETE FROM audit_seal WHERE chain IN ${these};
	    DELETE FROM audit_event WHERE account_id IN ${these};
	    DELETE FROM invoice_pdf WHERE account_id IN ${these};
	    DELETE FROM invoice WHERE account_id IN ${these};
	    DELETE FROM role WHERE account_id IN ${these};
	    DELETE FROM contact_address WHERE account_id IN ${these};
	    DELETE FROM contact_person WHERE account_id IN ${these};
	    DELETE FROM account WHERE business_name = ${quoted(ACCOUNT)}`);
}

// Puts messages into the outbox as the portal does; returns their ids in the order given. `whom` is
// what addPerson() returned, for a message to that person.
export function add(...messages)
{
	const mark = `${process.pid}.${++causes}`;
	const rows = messages.map((message, i) => {
		const { channel = 'mail', whom = {}, to, name = '', template = 'access-request', age_sec = 0,
			life_sec = 86400, shown = '', values = {} } = message;
		const all = { who: 'Imran Qureshi', email: 'imran@asha.example', role: 'Admin',
			right: 'change contact persons', ...values };
		const { account = 'NULL', person = 'NULL' } = whom;
		const plain = Object.entries(all)
		    .map(([key, value]) => `${key}=${encodeURIComponent(value)}`).join('&');

		return `(${account}, ${person}, ${quoted(`test ${mark} ${i}`)}, ${quoted(channel)}, ${quoted(to)},
		    ${quoted(name)}, 'account', ${quoted(template)}, ${quoted(plain)}, '',
		    UNIX_TIMESTAMP() - ${age_sec}, UNIX_TIMESTAMP() - ${age_sec},
		    UNIX_TIMESTAMP() + ${life_sec}, UNIX_TIMESTAMP(), NULLIF(${quoted(shown)}, ''))`;
	});

	return sql(`INSERT INTO outbox (account_id, contact_person_id, event_key, channel,
	    recipient, recipient_name, category, template, plain, sealed, next_at, created_at, expires_at, state_at,
	    shown_to)
	    VALUES ${rows.join(', ')};
	    SELECT id FROM outbox WHERE event_key LIKE 'test ${mark} %' ORDER BY id`)
		.map(row => Number(row[0]));
}

// What became of one message.
export function fate(id)
{
	const [[state, tries, result]] = sql(`SELECT state, tries, result FROM outbox WHERE id = ${id}`);

	return { state, tries: Number(tries), result };
}

export function states()
{
	return Object.fromEntries(sql('SELECT state, COUNT(*) FROM outbox GROUP BY state')
	    .map(([state, count]) => [state, Number(count)]));
}

// Lets the pause of messages that wait, and the lease of couriers that died, be over.
export function passTime()
{
	sql(`UPDATE outbox SET next_at = next_at - 86400, lease_until = 0, expires_at = expires_at
	    WHERE state = 'waiting'`);
}

// ---- couriers --------------------------------------------------------------------------------

let settingsMade = 0;

// A settings file like that of the tests, with these lines too; returns its path.
export function settings(lines, secrets = {})
{
	const folder = path.join(work, `settings-${++settingsMade}`);
	const file = path.join(folder, 'pointperson.hdf');
	const secretsFile = path.join(folder, 'pointperson.secrets.hdf');
	const text = all => Object.entries(all).map(([key, value]) => `${key} = ${value}\n`).join('');

	mkdirSync(folder, { mode: 0o700 });
	copyFileSync(path.join(path.dirname(mainSettings), 'pointperson.secrets.hdf'), secretsFile);
	writeFileSync(secretsFile, readFileSync(secretsFile, 'utf8') + text(secrets));
	writeFileSync(file, readFileSync(mainSettings, 'utf8') + text({ 'mail.from': FROM, ...lines }));
	return file;
}

// A running courier; `log` grows, `ended` becomes its exit code or the signal that ended it.
export function start(file, ...words)
{
	const child = spawn(program, words, { stdio: ['ignore', 'pipe', 'pipe'], cwd: work,
		env: { ...process.env, POINTPERSON_SETTINGS: file, no_proxy: '*', NO_PROXY: '*' } });
	const run = { child, log: '' };

	children.add(child);
	for (const stream of [child.stdout, child.stderr])
		stream.setEncoding('utf8').on('data', text => { run.log += text; });
	run.ended = new Promise(resolve => child.on('close', (code, signal) => {
		children.delete(child);
		resolve(code ?? signal);
	}));
	return run;
}

// `courier bounce`, with `input` on its standard input: { status, log }.
export function bounce(file, input, ...words)
{
	const run = spawnSync(program, ['bounce', ...words], { input: Buffer.from(input, 'latin1'),
		env: { ...process.env, POINTPERSON_SETTINGS: file }, cwd: work });

	return { status: run.status, log: `${run.stdout}${run.stderr}` };
}

// A maildir that holds these mails as unread; returns its path.
export function maildir(...mails)
{
	const folder = mkdtempSync(path.join(work, 'reports.'));

	for (const part of ['tmp', 'new', 'cur'])
		mkdirSync(path.join(folder, part));
	mails.forEach((mail, i) => writeFileSync(path.join(folder, 'new', `${i}.host`), mail, 'latin1'));
	return folder;
}

// Sends what is due, and ends; the whole log.
export async function once(file)
{
	const run = start(file, '--once');
	const code = await run.ended;

	if (code !== 0)
		throw new Error(`courier --once ended with ${code}\n${run.log}`);
	return run.log;
}

// ---- a mail server that does as it is told -----------------------------------------------------

let certificate;

// A certificate for "localhost" that signs itself: { key, cert, file }.
export function ownCertificate()
{
	if (certificate === undefined) {
		const file = path.join(work, 'own.crt');
		const keyFile = path.join(work, 'own.key');

		execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt',
			'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2', '-subj', '/CN=localhost',
			'-addext', 'subjectAltName=DNS:localhost', '-keyout', keyFile, '-out', file],
		    { stdio: 'pipe' });
		certificate = { key: readFileSync(keyFile), cert: readFileSync(file), file };
	}
	return certificate;
}

const reply = (code, words) => Object.assign(new Error(words), { responseCode: code });

// `script` may have rcpt(address, session), from(address), data(session, text) and auth(name, word):
// each may throw what refuse() makes, or drop the connection.
export const refuse = (code, words) => reply(code, words);

export class MailServer {
	constructor({ script = {}, ...options } = {})
	{
		this.script = script;
		this.got = [];		// { from, to, text, secure, user, name }
		this.held = 0;		// couriers that wait for an answer, see hold()
		this.options = options;
	}

	async start(port = 0)
	{
		const step = (name, ...words) => this.script[name]?.(...words);
		const guarded = (run, done) => {
			try {
				run();
				done();
			} catch (error) {
				done(error);
			}
		};

		this.server = new SMTPServer({
			disabledCommands: ['AUTH', 'STARTTLS'], logger: false, size: 1 << 24,
			disableReverseLookup: true, hideSTARTTLS: false, ...this.options,
			onMailFrom: (address, session, done) =>
				guarded(() => step('from', address.address), done),
			onRcptTo: (address, session, done) =>
				guarded(() => step('rcpt', address.address, this), done),
			onAuth: (auth, session, done) => guarded(() =>
				step('auth', auth.username, auth.password),
			    error => done(error, error ? undefined : { user: auth.username })),
			onData: (stream, session, done) => this.take(stream, session, done),
		});
		this.server.on('error', () => {});
		await new Promise(resolve => this.server.listen(port, '127.0.0.1', resolve));
		this.port = this.server.server.address().port;
		return this;
	}

	// From now on nobody is answered who has sent a mail, until release().
	hold()
	{
		this.letGo = new Promise(resolve => { this.release = resolve; });
	}

	take(stream, session, done)
	{
		const parts = [];

		stream.on('data', part => parts.push(part));
		stream.on('end', async () => {
			this.held++;
			await this.letGo;
			this.held--;
			const mail = {
				from: session.envelope.mailFrom.address,
				to: session.envelope.rcptTo.map(one => one.address),
				text: Buffer.concat(parts).toString('latin1'),
				secure: session.secure, user: session.user,
				name: session.hostNameAppearsAs,
			};

			try {
				this.script.data?.(mail, this);
				this.got.push(mail);
				done(null, '2.0.0 taken');
			} catch (error) {
				done(error);
			}
		});
	}

	// Ends all conversations in the middle of a word.
	drop()
	{
		for (const connection of this.server.connections)
			connection._socket.destroy();
	}

	get url()
	{
		return `smtp://127.0.0.1:${this.port}`;
	}

	stop()
	{
		return new Promise(resolve => this.server.close(resolve));
	}
}

export async function withServer(options, run)
{
	const server = await new MailServer(options).start();

	try {
		return await run(server);
	} finally {
		await server.stop();
	}
}

export const parsed = mail => simpleParser(Buffer.from(mail.text ?? mail, 'latin1'));

// The number of the message that a mail is, from its Message-Id.
export function idOf(mail)
{
	return Number(/^Message-Id: <(\d+)\./mi.exec(mail.text ?? mail)[1]);
}

// ---- an SMS gateway ---------------------------------------------------------------------------

// answer(request, response, body) does what it likes; what was asked is kept.
export async function gateway(answer)
{
	const asked = [];
	const server = http.createServer((request, response) => {
		let body = '';

		request.setEncoding('utf8').on('data', part => { body += part; });
		request.on('end', () => {
			asked.push({ method: request.method, url: request.url,
				headers: request.headers, body });
			answer(request, response, body);
		});
	});

	await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
	return { asked, server, url: `http://127.0.0.1:${server.address().port}`,
		stop: () => new Promise(resolve => {
			server.close(resolve);
			server.closeAllConnections();
		}) };
}

// ---- OpenSMTPD --------------------------------------------------------------------------------

// In folders of its own over those it has by name, so that a host's own mail server and queue are
// not touched. Ends when its standard input does.
const SMTPD = `
mount -t tmpfs -o mode=755 none /var/spool && mount -t tmpfs -o mode=755 none /run || exit 1
smtpd -d -f "$1" &
leader=$!
read -r end
kill "$leader"
wait "$leader"`;

const isRoot = process.getuid() === 0;

// It must become root and the mailbox's user: who is not root needs sudo, as for the packages.
export async function openSmtpd()
{
	const box = path.join(work, 'box');
	const file = path.join(work, 'smtpd.conf');
	const probe = new MailServer();
	const { port } = await probe.start();
	const where = ['/usr/sbin/smtpd', '/usr/local/sbin/smtpd'].find(existsSync);

	await probe.stop();
	if (where === undefined)
		throw new Error('There is no OpenSMTPD (Debian: apt-get install opensmtpd). Where this ' +
		    'machine has another mail server, run these tests on one that has none.');
	mkdirSync(box);
	chmodSync(box, 0o777);
	writeFileSync(file, `listen on 127.0.0.1 port ${port} hostname mx.tests.example
table people { "@" = "nobody" }
action "keep" mda "/bin/sh -c 'cat > ${box}/$$.mail'" virtual <people>
action "pipe" mda "/bin/sh -c 'echo %{dest} > ${box}/$$.to; cat > ${box}/$$.mail'" virtual <people>
action "return" mda "/bin/sh -c 'exit 67'" virtual <people>
match from any for domain "tests.example" action "keep"
match from any for domain "bounces.example" action "keep"
match from any for domain "piped.example" action "pipe"
match from any for domain "dead.example" action "return"
`);
	const words = ['unshare', '--mount', 'sh', '-c', SMTPD, 'sh', file];
	const child = spawn(isRoot ? words[0] : 'sudo', isRoot ? words.slice(1) : ['-n', ...words],
	    { stdio: ['pipe', 'pipe', 'pipe'],
		env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin:/sbin` } });
	const run = { port, url: `smtp://127.0.0.1:${port}`, log: '' };
	const ended = new Promise(resolve => child.on('close', resolve));

	child.stdout.on('data', text => { run.log += text; });
	child.stderr.on('data', text => { run.log += text; });
	run.stop = () => {
		child.stdin.end('\n');
		return ended;
	};
	run.mails = () => readdirSync(box).filter(name => name.endsWith('.mail'))
	    .map(name => readFileSync(path.join(box, name), 'latin1'))
	    .filter(text => text.includes('\n\n'));
	// What a command behind a pipe is given for "%{dest}".
	run.destinations = () => readdirSync(box).filter(name => name.endsWith('.to'))
	    .map(name => readFileSync(path.join(box, name), 'utf8').trim());
	await until(`OpenSMTPD starts\n${run.log}`, () => new Promise((resolve, reject) => {
		if (child.exitCode !== null)
			reject(new Error(`OpenSMTPD ended: ${isRoot ? '' : 'it needs root, by sudo. '}` +
			    run.log));
		const socket = http.get(run.url.replace('smtp', 'http'), () => {}).on('error', error =>
			resolve(error.code !== 'ECONNREFUSED'));

		socket.setTimeout(500, () => socket.destroy());
	}));
	return run;
}
