// authenticator: an authenticator app for tests against a running portal.

import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

function secretOf(key)
{
	const bits = [...key.replaceAll(' ', '')]
	    .map(letter => LETTERS.indexOf(letter).toString(2).padStart(5, '0')).join('');

	return Buffer.from(bits.match(/.{8}/g).map(byte => parseInt(byte, 2)));
}

// The code of that second (RFC 6238).
export function codeAt(key, at = Date.now() / 1000)
{
	const step = Buffer.alloc(8);

	step.writeBigUInt64BE(BigInt(Math.floor(at / 30)));
	const hash = createHmac('sha1', secretOf(key)).update(step).digest();

	return String((hash.readUInt32BE(hash[19] & 15) & 0x7fffffff) % 1000000).padStart(6, '0');
}

// The key on the page that sets an app up.
export function keyOn(page)
{
	const key = /<span data-copy>([A-Z2-7 ]{39})</.exec(page)?.[1];

	assert.ok(key, 'the page shows a key');
	return key;
}
