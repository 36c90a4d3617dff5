// stack: the servers that a test runs against, as conf/stack.sh knows them, and what their database
// says. tests/run.sh names their folder in the environment: POINTPERSON_STACK.

import { execFile, execFileSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export function needed(name)
{
	if (!process.env[name])
		throw new Error(`${name} is not set: run this by "sh tests/run.sh"`);
	return process.env[name];
}

export const source = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
export const folder = needed('POINTPERSON_STACK');

const prelude = '. "$0/conf/stack.sh" && stack_open "$1" || exit 1; shift; ';

// Runs a script that knows the functions of conf/stack.sh, and waits for it; returns its output.
export function stack(script, args = [], { input = '', env = {}, at = folder } = {})
{
	return execFileSync('sh', ['-c', prelude + script, source, at, ...args], {
		input, encoding: 'utf8', env: { ...process.env, ...env }, maxBuffer: 1 << 26,
		stdio: ['pipe', 'pipe', 'pipe'],
	});
}

// The same without waiting, for what happens while requests are on their way.
export function stackMeanwhile(script, args = [], { at = folder } = {})
{
	return new Promise((resolve, reject) => {
		execFile('sh', ['-c', prelude + script, source, at, ...args],
		    (error, out) => error ? reject(error) : resolve(out));
	});
}

// The rows of the last statement, each an array of texts.
export function sql(statements)
{
	const text = stack('stack_sql pointperson', [], { input: statements });

	return text === '' ? [] : text.replace(/\n$/, '').split('\n').map(row => row.split('\t'));
}

export function number(statement)
{
	return Number(sql(statement)[0][0]);
}
