/*
 * How the pages look on which addresses are proven and a change waits for a code, in each of their
 * states.
 */
import { mailTo } from "../harness/mailbox.mjs";
import { SCHEMES, look } from "./eye.js";
import * as own from "./own-account.js";
import { askForPrimary, link, openAddress, openPeople } from "./people.js";
import * as portal from "./portal.js";

/* Two accounts: nobody has proven the Primary of the second. */
let proven;
let unproven;

const { press } = portal;

/* Opens the page of the Primary's code, afresh. */
async function waiting(page, people = proven) {
	await portal.signIn(page, people.account.email, "/", people.account.password);
	await askForPrimary(page, people.other.name);
}

async function wrongCode(page) {
	await waiting(page);
	await page.getByLabel("Code").fill("00 00");
	await press(page, "Confirm");
	await page.locator("[data-summary]").waitFor();
}

async function tooOften(page) {
	await waiting(page);
	while ((await page.getByLabel("Code").count()) > 0) {
		await page.getByLabel("Code").fill("0000 00");
		await press(page, "Confirm");
		await page.locator("[data-summary]").waitFor();
	}
}

async function expired(page) {
	await waiting(page);
	own.ageCode(proven.account);
	await page.reload();
	await page.getByText("The last one has expired").waitFor();
}

async function asksLeft(page) {
	await waiting(page);
	await page.getByRole("link", { name: "Send the code to me instead" }).click();
	await page.getByLabel("Your password", { exact: true }).waitFor();
}

async function left(page) {
	await asksLeft(page);
	await page.getByLabel("Your password", { exact: true }).fill(proven.account.password);
	await press(page, "Send the code to me");
	await page.getByText("The code went to your own email address").waitFor();
}

async function cancelled(page) {
	await waiting(page);
	await press(page, "Cancel: change nothing");
	await page.getByText("Nothing of it is saved yet").waitFor();
}

async function nothing(page) {
	await cancelled(page);
	await page.goto("/otp");
	await page.getByText("No change waits for a code").waitFor();
}

async function passwordFirst(page) {
	own.markAddress(unproven.account, unproven.primary.email, "unverified");
	own.markAddress(unproven.account, unproven.other.email, "verified");
	await waiting(page, unproven);
	await page.getByLabel("Your password", { exact: true }).waitFor();
}

async function passwordGiven(page) {
	await passwordFirst(page);
	await page
		.getByLabel("Your password", { exact: true })
		.fill(unproven.account.password);
	await press(page, "Send the code");
	await page.getByLabel("Code").waitFor();
}

/* One of the addresses, in a state that takes the portal days to find. */
function address(who, state, reason) {
	return async (page) => {
		const { account, [who]: person } = unproven;

		await portal.signIn(page, account.email, "/", account.password);
		own.markAddress(account, person.email, state, reason);
		await openAddress(page, person.name, person.email);
		if (state === "unreachable") await page.locator(".notice--warning").waitFor();
	};
}

function linked(word) {
	return async (page) => {
		await page.goto((await mailTo(proven.other.email, 0, link(word)))[1]);
		await page.locator("main .facts").waitFor();
	};
}

async function openNew(page) {
	await portal.signIn(page, proven.account.email, "/", proven.account.password);
	await portal.openPerson(page, proven.other.name);
	await page.getByRole("link", { name: "Add another address" }).click();
	await page.getByLabel("Address or number").waitFor();
}

async function refuseNew(page) {
	await openNew(page);
	await press(page, "Add");
	await page.locator("[data-summary]").waitFor();
}

/* Takes another address into use; asks only. */
async function use(page) {
	await openNew(page);
	await page.getByLabel("Address or number").fill(`use.${Date.now()}@people.example`);
	await press(page, "Add");
	await page.getByRole("link", { name: "Use this one" }).click();
	await portal.heading(page, /^Use another email/).waitFor();
}

const PAGES = [
	["a code that is waited for", waiting],
	["a wrong code", wrongCode],
	["a code typed wrongly too often", tooOften],
	["a code that has expired", expired],
	["a Super Admin is asked who it is", asksLeft],
	["a code to the Super Admin", left],
	["a cancelled change", cancelled],
	["no change that waits", nothing],
	["the password before the first code", passwordFirst],
	["the first code of a Primary", passwordGiven],
	["an address that is unverified", address("other", "unverified", "")],
	["an address that is bouncing", address("other", "bouncing", "4.2.2 Mailbox full")],
	["an address that is verified", address("other", "verified", "")],
	["the Primary's address, unreachable", address("primary", "unreachable", "5.1.1 Nobody")],
	["a new address", openNew],
	["a new address, refused", refuseNew],
	["another address to be used", use],
	["a link to prove an address", linked("prove")],
	["a link to what is listed", linked("agree")],
	["a link that is damaged", (page) => page.goto("/verify/nothing")],
];

portal.chapter("step-up-looks", null, () => {
	portal.story("the accounts of this file get their persons", async (visit) => {
		proven = await openPeople(await visit());
		unproven = await openPeople(await visit(), []);
	});

	for (const scheme of SCHEMES)
		for (const [name, open] of PAGES)
			portal.story(`${name}, ${scheme}`, async (visit) => {
				const page = await visit({ scheme });

				page.expected = (dialog) =>
					dialog.type() === "beforeunload" && dialog.accept();
				await open(page);
				await look(page, name);
			});
});
