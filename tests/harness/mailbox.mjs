// mailbox: the mail that the portal under test has written, as its readers find it: for the tests
// that need a code or a link. The courier of that portal puts it into the folder of its servers.

import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { until } from './until.mjs';

const folder = () => path.join(process.env.POINTPERSON_STACK, 'mail/new');

// "SECOND.ID.pointperson": the number of the message.
const number = name => Number(name.split('.')[1]);

function names()
{
	try {
		return readdirSync(folder()).filter(name => name.endsWith('.pointperson'));
	} catch {
		return [];	// nothing was sent yet
	}
}

// What was sent until now: only later mail is meant.
export function mark()
{
	return Math.max(0, ...names().map(number));
}

function decode(text)
{
	const bytes = text.replace(/=\n/g, '').replace(/=([0-9A-F]{2})/g,
	    (all, hex) => String.fromCharCode(parseInt(hex, 16)));

	return Buffer.from(bytes, 'latin1').toString();
}

function textPart(raw)
{
	const [, part] = /\nContent-Type: text\/plain[^]*?\n\n([^]*?)\n--/.exec(raw);

	return decode(part);
}

function isTo(raw, address)
{
	const to = /^To: ([^]*?)\n(?!\s)/m.exec(raw)?.[1] ?? '';

	return to.toLowerCase().includes(address.toLowerCase());
}

// The newest mail to this address after the mark in which the pattern is found, as a match; waits
// until it is there.
export function mailTo(address, after, pattern = /^[^]*$/)
{
	return until(`a mail to ${address} with ${pattern}`, () =>
	    names().filter(name => number(name) > after)
		.sort((a, b) => number(b) - number(a))
		.map(name => readFileSync(path.join(folder(), name), 'utf8'))
		.filter(raw => isTo(raw, address))
		.map(raw => pattern.exec(textPart(raw))).find(match => match !== null));
}

// The code that was sent there, and the address of the page with a button.
export async function codeTo(address, after)
{
	return (await mailTo(address, after, /^ {4}(\d{6})$/m))[1];
}

export async function linkTo(address, after)
{
	return (await mailTo(address, after, /^ {4}(http\S+\/verify\/\S+)$/m))[1];
}
