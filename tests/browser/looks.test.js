/*
 * How every page looks and whether everybody can use it: axe finds nothing in either colour
 * scheme at any width, nothing needs a sideways scroll on the smallest phone, and whatever can
 * be pressed is large enough.
 */
import assert from "node:assert/strict";
import { before } from "node:test";
import axe from "axe-core";
import { SCHEMES, checkAxe, checkTargets, checkWidth, look } from "./eye.js";
import * as own from "./own-account.js";
import * as portal from "./portal.js";

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

/* One of every state and channel; texts as long as they get, without a place to break. */
const SENT = [
	{
		channel: "mail",
		state: "failed",
		to: `${"w".repeat(64)}@${"w".repeat(60)}.own.example`,
		name: "W".repeat(120),
		tries: 1,
		result: `550 5.1.1 ${"w".repeat(280)}`,
	},
	{
		channel: "mail",
		state: "bounced",
		to: "bounced@own.example",
		name: "Bo Unced",
		tries: 1,
		result: "5.1.1 Nobody of that name is here",
	},
	{
		channel: "mail",
		state: "waiting",
		to: "waiting@own.example",
		name: "",
		tries: 3,
		result: "451 4.7.1 Greylisted, please try again later",
	},
	{
		channel: "sms",
		state: "sent",
		to: "+919840099999",
		name: "Tex Ted",
		tries: 1,
		result: "",
	},
	{
		channel: "sms",
		state: "expired",
		to: "+919840099998",
		name: "Too Late",
		tries: 0,
		result: "",
	},
];

/* Who works in the accounts of this file, by the names that PAGES calls them. */
const people = {};

function openAccounts() {
	people.single = own.openAccount("Single & Sons", 1);
	people.named = own.openAccount("Single, Named", 1);
	people.onlooker = own.addUser(people.named, "agent");
	people.roles = own.openAccount("Roles & Rights", 1);
	own.addUser(people.roles, "agent");
	own.addRoles(people.roles, 10);
	people.full = own.openAccount("Full House", 2);
	own.addMessages(people.full, SENT);
}

function signIn(page, who) {
	const { email, password } = people[who] ?? { email: who };

	return portal.signIn(page, email, "/", password);
}

/* Fills the account of the page with so many contact persons as it may have. */
async function addPersons(visit, who, count) {
	const page = await visit();

	await signIn(page, who);
	for (let i = 0; i < count; i++)
		await portal.addPerson(page, {
			name: `Person ${i}`,
			email: `person-${i}@own.example`,
			phone: `+91 98400 9999${i}`,
			kind: "Technical",
		});
	await page.context().close();
}

const tickRight = (page, word) => page.locator(`input[value="${word}"]`).check();

/* A right that goes only together with another one. */
async function refuseTicks(page) {
	await page.goto("/manage/roles");
	await tickRight(page, "5-billing.edit");
	await page.locator("main form .button--main").click();
	await page.locator("[data-summary]").waitFor();
}

async function previewTicks(page) {
	await page.goto("/manage/roles");
	await tickRight(page, "5-billing.view");
	await tickRight(page, "6-billing.view");
	await page.locator("main form .button--main").click();
	await portal.heading(page, "What would change").waitFor();
}

async function handOver(page) {
	await page.goto("/manage/users/hand-over");
	await page.getByRole("link", { name: /^Hand over to/ }).first().click();
	await portal.heading(page, /^Hand over to/).waitFor();
}

/* Without a contact person nobody receives security codes. */
async function silent(page) {
	await page.goto(portal.RECIPIENTS);
	await page.getByText("Nobody would receive this.").waitFor();
}

async function receives(page) {
	await portal.openPerson(page, "Anand Krishnamurthy");
	await page.getByRole("link", { name: "Change what this person receives" }).click();
	await page.getByRole("heading", { level: 1, name: "receives" }).waitFor();
}

async function invoicesOfYear(page) {
	await page.goto("/billing/invoices");
	await page.getByRole("navigation", { name: "Financial years" }).getByRole("link").last().click();
	await page.getByRole("link", { name: /These as a spreadsheet/ }).waitFor();
}

async function wrongMonth(page) {
	await page.goto("/billing/invoices?month=Octob");
	await page.locator("[data-summary]").waitFor();
}

async function oneInvoice(page) {
	await page.goto("/billing/invoices");
	await page.locator("tbody th a").first().click();
	await page.getByRole("link", { name: "Download the PDF" }).waitFor();
}

async function historyOfInvoice(page) {
	await oneInvoice(page);
	await page.getByRole("link", { name: "History", exact: true }).click();
	await page.getByRole("heading", { name: "History", exact: true }).waitFor();
}

async function copyOfInvoice(page) {
	await oneInvoice(page);
	await page.getByRole("link", { name: "Email a copy" }).click();
	await page.getByRole("button", { name: "Send the copy" }).waitFor();
}

/* A browser does not send none of them, once one is chosen. */
async function refuseCopy(page) {
	await copyOfInvoice(page);
	await page.locator("[name=to]").evaluateAll((all) => {
		for (const one of all) one.checked = false;
	});
	await page.getByRole("button", { name: "Send the copy" }).click();
	await page.locator("[data-summary]").waitFor();
}

async function dues(page) {
	await page.goto("/");
	await page.getByRole("heading", { name: "Invoices to be paid" }).waitFor();
}

async function messages(page) {
	await page.goto("/manage/messages");
	await page.locator("tbody tr").nth(SENT.length - 1).waitFor();
}

async function sentAgain(page) {
	await messages(page);
	own.addMessages(people.full, [{ ...SENT[1], to: "again@own.example" }]);
	await page.reload();
	await page.getByRole("button", { name: "Send again to again@own.example" }).click();
	await portal.banner(page).getByText("The message will be sent once more.").waitFor();
	await page.locator("tr.marked").waitFor();
}

async function single(page) {
	await page.goto(portal.PROFILE);
	await page.getByText(/This account (has|may have) one contact person/).waitFor();
}

async function refuseSingle(page) {
	await single(page);
	await portal.fill(page, { name: "", email: "W".repeat(200), phone: "12", consent: false });
	await portal.save(page).click();
	await page.locator("[data-summary]").waitFor();
}

async function full(page, path) {
	await page.goto(path);
	await page.getByText("This account may have 2 contact persons and has them all.").waitFor();
}

/* Every page, in every state that looks different, and who opens it. */
const PAGES = [
	["the sign-in page", null, (page) => page.goto("/login")],
	["a refused sign-in", null, (page) => refuse(page, "/login", { email: "nobody" })],
	["Home", "owner@demo.example", (page) => page.goto("/")],
	["Home without a result", "owner@demo.example", (page) => page.goto("/?q=nothing-fits")],
	["Support", "owner@demo.example", (page) => page.goto("/support")],
	[
		"Support, refused",
		"agent@demo.example",
		(page) => refuse(page, "/support?page=/manage/users&number=0af1", {}),
	],
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
	["an account of one person, without one", "single", single],
	["an account of one person, refused", "single", refuseSingle],
	["an account of one person", "named", single],
	["an account of one person, to look at", "onlooker", single],
	["an account that is full", "full", (page) => full(page, portal.PROFILE)],
	[
		"one person more than fit",
		"full",
		(page) => full(page, `${portal.PROFILE}/contact-persons/new`),
	],
	["Who receives this", "owner@demo.example", (page) => page.goto(portal.RECIPIENTS)],
	["Who receives this, where nobody would", "single", silent],
	["Roles", "owner@demo.example", (page) => page.goto("/manage/roles")],
	["Roles, ten of one's own", "roles", (page) => page.goto("/manage/roles")],
	["Roles, refused", "roles", refuseTicks],
	["Roles, what would change", "roles", previewTicks],
	["Roles, nothing to reset", "named", (page) => page.goto("/manage/roles/reset")],
	["a new role", "owner@demo.example", (page) => page.goto("/manage/roles/new")],
	["a role of one's own", "roles", (page) => page.goto("/manage/roles/6")],
	["removing a role", "roles", (page) => page.goto("/manage/roles/6/remove")],
	["handing over", "owner@demo.example", (page) => page.goto("/manage/users/hand-over")],
	["handing over to somebody", "owner@demo.example", handOver],
	["what a person receives", "owner@demo.example", receives],
	["Invoices", "billing@demo.example", (page) => page.goto("/billing/invoices")],
	["Invoices of a year", "billing@demo.example", invoicesOfYear],
	["Invoices, a month that is none", "billing@demo.example", wrongMonth],
	["Invoices, none yet", "single", (page) => page.goto("/billing/invoices")],
	["an invoice", "billing@demo.example", oneInvoice],
	["the history of an invoice", "billing@demo.example", historyOfInvoice],
	["the history of an invoice, with values", "owner@demo.example", historyOfInvoice],
	["a copy of an invoice", "billing@demo.example", copyOfInvoice],
	["a copy of an invoice, refused", "billing@demo.example", refuseCopy],
	["the start page, with what is to be paid", "billing@demo.example", dues],
	["Messages", "full", messages],
	["Audit log", "full", (page) => page.goto("/manage/audit-log")],
	["Audit log, filtered", "full", (page) => page.goto("/manage/audit-log?area=contact")],
	["Messages, one sent again", "full", sentAgain],
	[
		"Messages without a result",
		"full",
		async (page) => {
			await page.goto("/manage/messages?recipient=nobody-is-called-so");
			await page.getByText("No message fits.").waitFor();
		},
	],
	[
		"Messages, none yet",
		"single",
		async (page) => {
			await page.goto("/manage/messages");
			await page.getByText("Nothing has been sent yet.").waitFor();
		},
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
	before(openAccounts);

	portal.story("the accounts of this file get their persons", async (visit) => {
		await addPersons(visit, "named", 1);
		await addPersons(visit, "full", 2);
	});

	for (const scheme of SCHEMES)
		for (const [name, who, open] of PAGES)
			portal.story(`${name}, ${scheme}`, async (visit) => {
				const page = await visit({ scheme });

				page.expected = (dialog) =>
					dialog.type() === "beforeunload" && dialog.accept();
				if (who) await signIn(page, who);
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
