// proxies: who is believed when it says who asks, and over what. Only the machines that the settings
// name are: tests/run.sh names addresses of this machine as site.proxies.

import assert from 'node:assert/strict';
import test, { before } from 'node:test';
import { PEOPLE, reset, sql, Browser } from './portal.mjs';

const PROXY = '127.201.0.1';
const FAR_PROXY = '127.201.7.7';
const STRANGER = '127.202.0.1';
const MADE_UP = '198.51.100.66';

before(reset);

// Signs in from that address with these headers; what the session says of the client, and its cookie.
async function signIn(address, headers)
{
	const browser = new Browser({ address });
	const ask = browser.request.bind(browser);

	browser.request = (method, where, options = {}) =>
	    ask(method, where, { ...options, headers: { ...options.headers, ...headers } });
	const answer = await browser.signIn(PEOPLE.agent);

	assert.equal(answer.status, 303);
	const [[client]] = sql('SELECT client_ip FROM session ORDER BY id DESC LIMIT 1');

	return { client, cookie: answer.cookies.find(one => /pp_session=/.test(one)),
		hsts: answer.headers['strict-transport-security'] };
}

test('a stranger is who it is, whatever it says', async () => {
	for (const said of [MADE_UP, `${MADE_UP}, ${PROXY}`, PROXY, '::1']) {
		const { client, cookie, hsts } = await signIn(STRANGER,
		    { 'X-Forwarded-For': said, 'X-Forwarded-Proto': 'https', Forwarded: `for=${said}`,
			'X-Real-IP': said, 'X-Forwarded-Ssl': 'on', 'Client-IP': said });

		assert.equal(client, STRANGER, said);
		assert.match(cookie, /^pp_session=/, said);
		assert.equal(hsts, undefined, said);
	}
});

test('a named proxy says who asks, in both families', async () => {
	for (const [said, client] of [['203.0.113.9', '203.0.113.9'], ['2001:DB8:0f::9', '2001:db8:f::9'],
		['2400:cb00::0009, 2001:db8:1::7', '2400:cb00::9'], ['[2400:cb00::9]:4711', '2400:cb00::9'],
		[`${MADE_UP}, 203.0.113.9`, '203.0.113.9'],
		[`${MADE_UP}, 203.0.113.9, ${FAR_PROXY}`, '203.0.113.9'], ['nobody', PROXY],
		[`${MADE_UP}, nobody`, PROXY]])
		assert.equal((await signIn(PROXY, { 'X-Forwarded-For': said })).client, client, said);
});

test('a named proxy says whether it was https, and its cookies are Secure then', async () => {
	for (const said of ['https', 'http, https', 'HTTPS']) {
		const { cookie, hsts } = await signIn(PROXY, { 'X-Forwarded-Proto': said });

		assert.match(cookie, /^__Host-pp_session=.*; Secure/, said);
		assert.match(hsts, /max-age/, said);
	}
	for (const said of ['http', 'https, http', 'httpsx', ''])
		assert.match((await signIn(PROXY, { 'X-Forwarded-Proto': said })).cookie, /^pp_session=/,
		    said);
});
