/*
 * What every browser test shares: visitors, each a browser window of its own whose faults are
 * written down, and the steps that people take in the portal.
 *
 * A visitor's faults are whatever a sound page never shows: an error on the console, an
 * exception, a dialog that nobody asked for, something that the content security policy
 * stopped. A test that ends with a fault has failed.
 */
import assert from "node:assert/strict";
import { after, afterEach, before, describe, test } from "node:test";
import { chromium } from "playwright-core";
import { codeTo, linkTo, mark } from "../harness/mailbox.mjs";

const PASSWORD = "Lotus-Harbour-7"; /* of everybody in conf/demo.hdf */
const PATIENCE_MS = 15000; /* for one step; the programs may be built with sanitizers */
const PROFILE = "/manage/business-profile";
const RECIPIENTS = `${PROFILE}/recipients`;

const ARGUMENTS = [
	"--no-sandbox",
	"--disable-gpu",
	"--disable-quic",
	"--no-first-run",
	"--disable-background-networking",
	"--disable-component-update",
	"--disable-sync",
];

const site = process.env.POINTPERSON_URL;

let browser;

/* A page that answers 403, 409 or 422 on purpose is an "error" to the console, but not to us. */
function isAnswer(message) {
	return (
		message
			.text()
			.startsWith(
				"Failed to load resource: the server responded with a status of 4",
			) && !message.location().url.includes("/static/")
	);
}

function watch(page, faults) {
	page.on("console", (message) => {
		if (["error", "warning"].includes(message.type()) && !isAnswer(message))
			faults.push(`console, ${page.url()}: ${message.text()}`);
	});
	page.on("pageerror", (error) => faults.push(`exception, ${page.url()}: ${error.stack}`));
	page.on("response", (answer) => {
		if (answer.status() >= 500) faults.push(`${answer.status()} from ${answer.url()}`);
	});
}

async function watchPolicy(context, faults) {
	await context.exposeBinding("tellPolicyFault", (source, text) =>
		faults.push(`policy: ${text}`),
	);
	await context.addInitScript(() => {
		document.addEventListener("securitypolicyviolation", (event) => {
			window.tellPolicyFault(`${event.violatedDirective} ${event.blockedURI}`);
		});
	});
}

/* Opens a page in this window; a dialog there is a fault, unless page.expected answers to it. */
async function openPage(context, faults) {
	const page = await context.newPage();

	page.expected = null;
	page.on("dialog", async (dialog) => {
		if (page.expected?.(dialog)) return;
		faults.push(`dialog, ${page.url()}: ${dialog.type()} ${dialog.message()}`);
		await dialog.dismiss();
	});
	watch(page, faults);
	return page;
}

/*
 * A browser window of its own, with one page.
 * script: false for a browser without JavaScript; width, height: CSS pixels; scheme: "light",
 * "dark".
 */
async function openWindow({ script = true, width = 1280, height = 800, scheme = "light" } = {}) {
	const faults = [];
	const context = await browser.newContext({
		baseURL: site,
		javaScriptEnabled: script,
		viewport: { width, height },
		colorScheme: scheme,
		reducedMotion: "reduce",
		deviceScaleFactor: 1,
		locale: "en-IN",
	});

	context.setDefaultTimeout(PATIENCE_MS);
	if (script) await watchPolicy(context, faults);
	return { context, faults, page: await openPage(context, faults) };
}

/*
 * A test with as many visitors as it opens: visit(options) gives the page of a new window,
 * visit.tab(page) another page in the window of that one, visit.faults(page) what is written
 * down of it. All windows are closed at the end, and none may have had a fault.
 */
function story(name, run) {
	test(name, { timeout: 120000 }, async (t) => {
		const windows = [];
		const visit = async (options) => {
			windows.push(await openWindow(options));
			return windows.at(-1).page;
		};

		visit.faults = (page) => windows.find((w) => w.context === page.context()).faults;
		visit.tab = (page) => openPage(page.context(), visit.faults(page));
		try {
			await run(visit, t);
			assert.deepEqual(
				windows.flatMap((w) => w.faults),
				[],
			);
		} finally {
			await Promise.all(windows.map((w) => w.context.close()));
		}
	});
}

/* For the name of a story that is told both ways. */
function words(script) {
	return script ? "with JavaScript" : "without JavaScript";
}

/* Fills the form of the page that is open, and sends it. */
async function giveSignIn(page, email, password = PASSWORD) {
	await page.getByLabel("Email").fill(email);
	await page.getByLabel("Password", { exact: true }).fill(password);
	await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

async function signIn(page, email, path = "/", password = PASSWORD) {
	await page.goto(path);
	await giveSignIn(page, email, password);
	await page.getByRole("button", { name: "Sign out" }).waitFor();
}

async function signOut(page) {
	await page.getByRole("button", { name: "Sign out" }).click();
	await heading(page, "Sign in").waitFor();
}

/* For a user of several accounts. */
async function switchTo(page, name) {
	await page.locator(".who--account summary").click();
	await page.getByRole("button", { name }).click();
	await account(page, name).waitFor();
}

/* The account that the frame says one works in. */
function account(page, name) {
	return page.locator(".who--account > p", { hasText: name });
}

function heading(page, name) {
	return page.getByRole("heading", { level: 1, name });
}

/* The banner after something was done. */
function banner(page) {
	return page.getByRole("status");
}

function row(page, name) {
	return page.locator("tbody tr", { has: page.getByText(name, { exact: true }) });
}

/* Fills what is given: text by name of the field, kind as its label, ticks as true or false. */
async function fill(page, values) {
	for (const [name, value] of Object.entries(values)) {
		if (name === "kind") await page.getByRole("radio", { name: value }).check();
		else if (typeof value === "boolean")
			await page.locator(`input[name=${name}]`).setChecked(value);
		else await page.locator(`input[name=${name}]`).fill(value);
	}
}

const save = (page) => page.getByRole("button", { name: "Save", exact: true });

const press = (page, name) => page.getByRole("button", { name, exact: true }).click();

async function addPerson(page, values) {
	await page.goto(`${PROFILE}/contact-persons/new`);
	await fill(page, { consent: true, ...values });
	await save(page).click();
	await banner(page).getByText(values.name).waitFor();
}

async function openPerson(page, name) {
	await page.goto(PROFILE);
	await row(page, name)
		.getByRole("link", { name: /^Change/ })
		.click();
	await heading(page, name).waitFor();
}

/* Somebody else reads the mail that came there, follows its link, and presses the button. */
async function proveAddress(email, after) {
	const { context, page, faults } = await openWindow();

	await page.goto(await linkTo(email, after));
	assert.doesNotMatch(page.url(), /verify\/./, "the secret is not in the address any more");
	await page.getByRole("button", { name: "I read this address" }).click();
	await page.getByText("It is shown that this address is read.").waitFor();
	assert.deepEqual(faults, []);
	await context.close();
}

/* Where the Primary of the list that is open reads codes. */
function primaryEmail(page) {
	return page
		.locator("tbody tr", { has: page.locator(".badge--primary") })
		.locator('a[href^="mailto:"]')
		.innerText();
}

/* Types the code that went to this address after the mark. */
async function giveCode(page, email, after) {
	await heading(page, "Confirm with a code").waitFor();
	await page.getByLabel("Code").fill(await codeTo(email, after));
	await page.getByRole("button", { name: "Confirm" }).click();
	await banner(page).waitFor();
}

async function makePrimary(page, name) {
	await page.goto(PROFILE);
	const reader = await primaryEmail(page);
	const before = mark();

	await row(page, name)
		.getByRole("link", { name: /^Make Primary/ })
		.click();
	await page.getByRole("button", { name: `Make ${name} Primary` }).click();
	await giveCode(page, reader, before);
}

/* Takes every person away whose address ends in @place. */
async function removePersons(page, place) {
	for (;;) {
		await page.goto(PROFILE);
		const left = page.locator("tbody tr", { hasText: `@${place}` });

		if ((await left.count()) === 0) return;
		await left
			.first()
			.getByRole("link", { name: /^Remove/ })
			.click();
		await page.locator("main .button--danger").click();
		await banner(page).waitFor();
	}
}

/*
 * Who takes away what the stories of a file added, also those of a run that broke off: gives
 * the function that does it.
 */
async function openKeeper({ email, place, primary }) {
	const { page } = await openWindow();

	page.expected = (dialog) => dialog.accept();
	await signIn(page, email);
	return async () => {
		await page.goto(PROFILE);
		if (primary && (await row(page, primary).locator(".badge--primary").count()) === 0)
			await makePrimary(page, primary);
		await removePersons(page, place);
	};
}

/*
 * The stories of one file, told in one browser: Debian's, which needs no download.
 * own: where the stories add contact persons, the email of the user whose account they work
 * in, the place in which the addresses of the added end (no other file may use it), and, where
 * the stories change that, the name of who is the Primary contact otherwise.
 */
function chapter(name, own, tell) {
	let clean;

	describe(name, () => {
		before(async () => {
			assert.ok(
				site,
				"POINTPERSON_URL is not set: sh tests/run.sh browser sets it",
			);
			browser = await chromium.launch({
				executablePath:
					process.env.POINTPERSON_CHROMIUM || "/usr/bin/chromium",
				args: ARGUMENTS,
			});
			clean = own && (await openKeeper(own));
			await clean?.();
		});
		afterEach(() => clean?.());
		after(() => browser?.close());
		tell();
	});
}

export {
	PROFILE,
	RECIPIENTS,
	chapter,
	story,
	words,
	signIn,
	giveSignIn,
	signOut,
	switchTo,
	account,
	heading,
	banner,
	row,
	fill,
	save,
	press,
	addPerson,
	openPerson,
	proveAddress,
	primaryEmail,
	giveCode,
	codeTo,
	mark,
};
