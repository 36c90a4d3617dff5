/*
 * What is looked for on every page: axe finds nothing at any width, nothing needs a sideways scroll
 * on the smallest phone, and whatever can be pressed is large enough.
 */
import assert from "node:assert/strict";
import axe from "axe-core";

const WIDTHS = [320, 360, 768, 1280];
const SCHEMES = ["light", "dark"];
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const NARROWEST = 320; /* a page at 1280 px, enlarged four times: WCAG 2.1, 1.4.10 */
const TARGET_MIN = 24; /* CSS pixels, WCAG 2.2, 2.5.8 */

/* Fails with what was found, in words, where anything was. */
function nothing(found, where) {
	assert.ok(found.length === 0, [where, ...found].join("\n"));
}

async function checkAxe(page, where) {
	const { violations } = await page.evaluate(
		(rules) => axe.run(document, { runOnly: { type: "tag", values: rules } }),
		RULES,
	);
	const say = (id, node) => `${id}: ${node.target} ${node.failureSummary}`;

	nothing(
		violations.flatMap(({ id, nodes }) => nodes.map((node) => say(id, node))),
		where,
	);
}

/* Runs in the page. What is wider than the window, or sticks out of its box. */
function findWide() {
	const { scrollWidth, clientWidth } = document.documentElement;
	const found = scrollWidth > clientWidth ? [`the page is ${scrollWidth} wide`] : [];

	for (const box of document.querySelectorAll(".top, .card, .summary, .people tr")) {
		const padding = parseFloat(getComputedStyle(box).paddingRight);
		const edge = box.getBoundingClientRect().right - padding + 1;

		for (const e of box.querySelectorAll("*")) {
			/* What scrolls inside a box of its own is not out of another one. */
			if (!e.checkVisibility() || e.closest(".hidden, .panel, .scroll > *")) continue;
			if (e.getBoundingClientRect().right > edge)
				found.push(`out of ${box.className}: ${e.outerHTML.slice(0, 100)}`);
		}
	}
	return found;
}

async function checkWidth(page, where) {
	nothing(await page.evaluate(findWide), where);
}

/*
 * Runs in the page. What can be pressed and is too small. A link within a sentence is as high as
 * its line; a tick counts with its label.
 */
function findSmall(least) {
	const isText = (node, e) => node !== e && node.textContent.trim() !== "";
	const isInSentence = (e) =>
		getComputedStyle(e).display === "inline" &&
		[...e.parentElement.childNodes].some((node) => isText(node, e));
	const found = [];

	for (const e of document.querySelectorAll("a, button, input, summary")) {
		const { width, height } = (e.closest("label") ?? e).getBoundingClientRect();

		if (!e.checkVisibility({ visibilityProperty: true }) || e.matches(".skip"))
			continue;
		if ((width < least || height < least) && !isInSentence(e))
			found.push(`${width} x ${height}: ${e.outerHTML.slice(0, 100)}`);
	}
	return found;
}

async function checkTargets(page, where) {
	nothing(await page.evaluate(findSmall, TARGET_MIN), where);
}

async function look(page, name) {
	await page.evaluate(axe.source);
	for (const width of WIDTHS) {
		const where = `${name}, ${width} px`;

		await page.setViewportSize({ width, height: 800 });
		await checkWidth(page, where);
		await checkTargets(page, where);
		if (width !== NARROWEST) await checkAxe(page, where);
	}
}

export { SCHEMES, checkAxe, checkTargets, checkWidth, look };
