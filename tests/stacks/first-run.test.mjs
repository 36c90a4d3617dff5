// first-run: the installer on a host as somebody has it who unpacked the archive there: no settings, no
// keys, and one database user for everything.
//
// POINTPERSON_HOME is the folder in which it was unpacked. Its settings are put aside meanwhile.

import assert from 'node:assert/strict';
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import test, { after, before } from 'node:test';
import { TOKEN, root } from '../faults/fresh.mjs';
import { Browser, text } from '../faults/portal.mjs';

const at = path.join(process.env.POINTPERSON_HOME, 'pointperson');
const settings = path.join(at, 'pointperson.hdf');
const secrets = path.join(at, 'pointperson.secrets.hdf');
const OWNER = { name: 'Ila Rao', email: 'ila@new.example', new_password: 'Monsoon-Ferry-8',
	confirm_password: 'Monsoon-Ferry-8' };

let socket;

before(() => {
	socket = /^database\.socket = (.*)$/m.exec(readFileSync(settings, 'utf8'))[1];
	for (const file of [settings, secrets])
		renameSync(file, `${file}.aside`);
	root(`DROP DATABASE IF EXISTS hosted; CREATE DATABASE hosted CHARACTER SET utf8mb4;
	    CREATE USER IF NOT EXISTS 'hosted'@'localhost' IDENTIFIED BY 'Harbour Seal';
	    GRANT ALL PRIVILEGES ON hosted.* TO 'hosted'@'localhost';`);
});

after(() => {
	for (const file of [settings, secrets])
		renameSync(`${file}.aside`, file);
	rmSync(path.join(at, 'install.token'), { force: true });
	root("DROP DATABASE IF EXISTS hosted; DROP USER IF EXISTS 'hosted'@'localhost';");
});

test(`from unpacked to the first account, ${process.env.POINTPERSON_SERVER}`, async () => {
	const browser = new Browser();
	const database = { token: TOKEN, server: socket, name: 'hosted', user: 'hosted',
		password: 'Harbour Seal' };

	assert.match((await browser.get('/install')).body, /install\.token/);
	writeFileSync(path.join(at, 'install.token'), `${TOKEN}\n`);

	let form = await browser.form('/install/database');
	let answer = await browser.post('/install/database',
	    { ...form, ...database, password: 'wrong' });

	assert.equal(answer.status, 422);
	assert.match(text(answer.body), /does not let hosted in/);
	form = await browser.form('/install/database');
	answer = await browser.post('/install/database', { ...form, ...database });
	assert.equal(answer.location, '/install', text(answer.body));

	answer = await browser.get('/install/account');
	assert.ok(answer.body.includes(`${at}/bin/courier --once`), 'the line for cron');
	assert.match(answer.body, /Good<\/span> settings and keys lie outside/);
	assert.match(answer.body, /Look at this<\/span> <b>the pages cannot change tables/);
	form = await browser.form('/install/account');
	answer = await browser.post('/install/account', { ...form, ...OWNER, token: TOKEN,
		mail_from: 'portal@new.example', mail_transport: 'smtp',
		smtp_url: 'smtp://127.0.0.1:25', business_name: 'Ferry Lines',
		business_email: 'office@new.example' });
	assert.equal(answer.location, '/login', text(answer.body));
	assert.equal(root('SELECT business_name FROM hosted.account').trim(), 'Ferry Lines');
	assert.ok(!existsSync(path.join(at, 'install.token')));
	assert.equal((await browser.get('/install')).status, 404);
});
