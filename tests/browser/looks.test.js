/*
 * How every page looks and whether everybody can use it: axe finds nothing in either colour
 * scheme at any width, nothing needs a sideways scroll on the smallest phone, and whatever can
 * be pressed is large enough.
 */
import assert from "node:assert/strict";
import axe from "axe-core";
import * as portal from "./portal.js";

const WIDTHS = [320, 360, 768, 1280];
const SCHEMES = ["light", "dark"];
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const NARROWEST = 320; /* a page at 1280 px, enlarged four times: WCAG 2.1, 1.4.10 */
const TARGET_MIN = 24; /* CSS pixels, WCAG 2.2, 2.5.8 */
const PERSON = "Anand Krishnamurthy";

async function toPerson(page, link) {
	await page.goto(portal.PROFILE);
	await portal.row(page, PERSON).getByRole("link", { name: link }).click();
	await page.locator("h1", { hasText: PERSON }).waitFor();
}

async function refuse(page, path, values) {
	await page.goto(path);
	await portal.fill(page, values);
	await page.locator("main button[type=submit]").click();
	await page.locator("[data-summary]").waitFor();
}

/* Somebody else has saved meanwhile, says the version; nothing is saved. */
async function conflict(page) {
	await toPerson(page, /^Change/);
	await page.locator("input[name=version]").evaluate((input) => {
		input.value = "9999";
	});
	await portal.fill(page, { designation: "Another", kind: "Billing" });
	await portal.save(page).click();
	await page.getByText("Somebody saved in between").waitFor();
}

async function held(page) {
	await page.goto(`${portal.PROFILE}/contact-persons/new`);
	await portal.fill(page, { name: "Nobody" });
	await page.context().clearCookies();
	await portal.save(page).click();
	await page.getByText("What you typed is kept").waitFor();
}

async function moved(page) {
	const other = await page.context().newPage();
	const isFirst = await portal.account(page, "Asha Traders").isVisible();

	await page.goto(`${portal.PROFILE}/contact-persons/new`);
	await other.goto("/");
	await portal.switchTo(other, isFirst ? "Binary Mills" : "Asha Traders");
	await other.close();
	await portal.save(page).click();
	await portal.heading(page, "This form belongs to another account").waitFor();
}

async function marked(page) {
	await page.goto(portal.PROFILE);
	await page
		.locator("tbody tr")
		.first()
		.evaluate((row) => row.classList.add("marked"));
}

/* Every page, in every state that looks different, and who opens it. */
const PAGES = [
	["the sign-in page", null, (page) => page.goto("/login")],
	["a refused sign-in", null, (page) => refuse(page, "/login", { email: "nobody" })],
	["Home", "owner@demo.example", (page) => page.goto("/")],
	["Home without a result", "owner@demo.example", (page) => page.goto("/?q=nothing-fits")],
	["Support", "owner@demo.example", (page) => page.goto("/support")],
	["Business Profile", "owner@demo.example", (page) => page.goto(portal.PROFILE)],
	["Business Profile, to look at", "agent@demo.example", (page) => page.goto(portal.PROFILE)],
	[
		"Company information",
		"owner@demo.example",
		(page) => page.goto(`${portal.PROFILE}/company`),
	],
	[
		"Company information, refused",
		"owner@demo.example",
		(page) =>
			refuse(page, `${portal.PROFILE}/company`, {
				phone: "12",
				website: "javascript:alert(1)",
			}),
	],
	[
		"Company information, to look at",
		"agent@demo.example",
		(page) => page.goto(`${portal.PROFILE}/company`),
	],
	[
		"a new contact person",
		"owner@demo.example",
		(page) => page.goto(`${portal.PROFILE}/contact-persons/new`),
	],
	[
		"a refused contact person",
		"owner@demo.example",
		(page) =>
			refuse(page, `${portal.PROFILE}/contact-persons/new`, {
				name: "",
				email: "W".repeat(200),
				phone: "12",
				consent: false,
			}),
	],
	["a contact person", "owner@demo.example", (page) => toPerson(page, /^Change/)],
	["a contact person, to look at", "agent@demo.example", (page) => toPerson(page, /^Open/)],
	[
		"making somebody Primary",
		"owner@demo.example",
		(page) => toPerson(page, /^Make Primary/),
	],
	["removing somebody", "owner@demo.example", (page) => toPerson(page, /^Remove/)],
	["a contact person saved by somebody else", "owner@demo.example", conflict],
	["a person just saved", "owner@demo.example", marked],
	["values that wait for a sign-in", "owner@demo.example", held],
	["a form of another account", "admin@demo.example", moved],
	["a sign-out", "owner@demo.example", portal.signOut],
	[
		"Access Denied",
		"agent@demo.example",
		(page) => page.goto(`${portal.PROFILE}/contact-persons/new`),
	],
	[
		"a page that is not there",
		"agent@demo.example",
		(page) => page.goto(`${portal.PROFILE}/nothing`),
	],
	[
		"the switcher",
		"admin@demo.example",
		async (page) => {
			await page.goto("/");
			await page.locator(".who--account summary").click();
		},
	],
];

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
			if (!e.checkVisibility() || e.closest(".hidden, .panel")) continue;
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

/* The checks above can fail: each is shown one fault of its kind. */
async function planted(visit) {
	const page = await visit();
	const plant = (html) =>
		page.locator(".card").evaluate((card, text) => {
			card.insertAdjacentHTML("beforeend", text);
		}, html);

	await page.goto("/login");
	await page.evaluate(axe.source);
	await plant("<p id='dim'>Dim</p>");
	await page.locator("#dim").evaluate((e) => {
		e.style.color = "color-mix(in srgb, currentcolor 40%, white)";
	});
	await assert.rejects(checkAxe(page, "dim"), /color-contrast/);
	await plant("<button id='tiny'>x</button>");
	await page.locator("#tiny").evaluate((e) => Object.assign(e.style, { height: "20px" }));
	await assert.rejects(checkTargets(page, "tiny"), /id="tiny"/);
	await checkWidth(page, "nothing is wide yet");
	await plant("<pre id='wide'>x</pre>");
	await page.locator("#wide").evaluate((e) => Object.assign(e.style, { width: "2000px" }));
	await assert.rejects(checkWidth(page, "wide"), /the page is[^]*id="wide"/);

	assert.deepEqual(visit.faults(page), []);
	await plant("<img src='https://elsewhere.example/x.png' alt=''>");
	await page.evaluate(() => {
		console.error("planted");
		setTimeout(() => alert("planted"));
	});
	await page.waitForEvent("dialog");
	const found = visit.faults(page).splice(0).join("\n");
	for (const kind of [/policy: img-src/, /console, .*planted/, /dialog, .*alert planted/])
		assert.match(found, kind);
}

portal.chapter("looks", null, () => {
	for (const scheme of SCHEMES)
		for (const [name, email, open] of PAGES)
			portal.story(`${name}, ${scheme}`, async (visit) => {
				const page = await visit({ scheme });

				page.expected = (dialog) =>
					dialog.type() === "beforeunload" && dialog.accept();
				if (email) await portal.signIn(page, email);
				await open(page);
				await look(page, name);
			});

	portal.story("a planted fault is found", planted);

	portal.story("text twice as large still fits a phone", async (visit) => {
		const page = await visit({ width: 640 });

		await portal.signIn(page, "owner@demo.example", portal.PROFILE);
		await page.locator("html").evaluate((root) => {
			root.style.fontSize = "200%";
		});
		await checkWidth(page, "200 %");
	});
});
