// until: waiting for a condition instead of a moment.

const LIMIT_SEC = 60;		// the programs may be built with sanitizers, on a busy machine

const tick = () => new Promise(resolve => setTimeout(resolve, 20));

// Waits until the question is answered with something true, and returns that.
export async function until(what, question)
{
	const end = Date.now() + LIMIT_SEC * 1000;

	for (;;) {
		const found = await question();

		if (found)
			return found;
		if (Date.now() > end)
			throw new Error(`${what}: not within ${LIMIT_SEC} s`);
		await tick();
	}
}
