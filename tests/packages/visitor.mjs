// visitor: what a person does in a portal that was installed, for installed.sh. POINTPERSON_URL names it.
//
//	node visitor.mjs turn-on EMAIL PASSWORD		signs in, sets an authenticator app up, prints its key
//	node visitor.mjs sign-in EMAIL PASSWORD KEY	signs in with it, looks at the pages, and prints
//							the SHA-256 of the newest invoice's PDF
//
// Ends with 0 where all of it is as it should be.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';

// What the tests beside a portal of the source need, and this one has not.
process.env.POINTPERSON_BUILD ??= '/nonexistent';
process.env.POINTPERSON_STACK ??= '/nonexistent';

const { codeAt } = await import('../harness/authenticator.mjs');
const { Browser, INVOICES, PROFILE, heading, turnOn } = await import('../faults/portal.mjs');

const [what, email, password, key] = process.argv.slice(2);
const browser = new Browser();
let answer = await browser.signIn(email, password);

assert.equal(answer.status, 303, heading(answer.body));
if (what === 'turn-on') {
	const app = await turnOn(browser, password);

	console.log(app.key);
} else {
	assert.equal(what, 'sign-in');
	assert.equal(answer.location, '/login/code');
	answer = await browser.post('/login/code',
	    { ...await browser.form('/login/code'), code: codeAt(key) });
	assert.equal(answer.status, 303, heading(answer.body));
	for (const place of ['/', PROFILE, INVOICES]) {
		answer = await browser.get(place);
		assert.equal(answer.status, 200, place);
		assert.ok(answer.body.includes(email), place);
		// The static files are where the web server looks for them.
		const style = /<link rel="stylesheet" href="([^"]+)"/.exec(answer.body)[1];

		assert.equal((await browser.get(style)).status, 200, style);
	}
	const [invoice] = new RegExp(`${INVOICES}/[0-9]+\\.pdf`).exec(answer.body);

	answer = await browser.get(invoice);
	assert.equal(answer.status, 200, invoice);
	assert.equal(answer.headers['content-type'], 'application/pdf');
	console.log(createHash('sha256').update(answer.bytes ?? answer.body).digest('hex'));
}
