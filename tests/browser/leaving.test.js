/*
 * Somebody leaves: everything that is tied to the person ends in one step, is handed over, and is
 * shown afterwards with links. And how the pages of it look.
 */
import assert from "node:assert/strict";
import { mailTo } from "../harness/mailbox.mjs";
import { SCHEMES, look } from "./eye.js";
import * as own from "./own-account.js";
import { openPeople } from "./people.js";
import * as portal from "./portal.js";

const { press } = portal;

/* Says on the contact person's page that it is the user. */
async function linkUser(page, person, user) {
	await portal.openPerson(page, person.name);
	await page.getByRole("link", { name: "Does this person sign in here?" }).click();
	await page.getByLabel("The email address that the person signs in with").fill(user.email);
	await press(page, "Link");
	await portal.banner(page).getByText("is linked with the user now").waitFor();
}

/* Opens the form from the contact person's page. */
async function openLeaving(page, person) {
	await portal.openPerson(page, person.name);
	await page.getByRole("link", { name: "End everything in one step" }).click();
	await portal.heading(page, `${person.name} leaves`).waitFor();
}

async function showOneself(page, account) {
	await page.getByLabel("Your password", { exact: true }).fill(account.password);
	await press(page, "Send the code to me");
}

async function theWhole(visit, script) {
	const page = await visit({ script });
	const leaver = await visit({ script });
	const people = await openPeople(page);
	const user = own.addUser(people.account, "agent");
	const sent = portal.mark();

	await linkUser(page, people.primary, user);
	await portal.signIn(leaver, user.email, "/", user.password);
	await openLeaving(page, people.primary);
	await page.getByText("In one place of this account").waitFor();
	await press(page, "See what will be done");
	await page.locator("[data-summary]").getByText("there has to be one").waitFor();
	await page.getByRole("radio", { name: people.other.name }).check();
	await press(page, "See what will be done");
	await page.getByText("Nothing is done yet. This is what will be").waitFor();
	await press(page, `Yes, ${people.primary.name} leaves`);
	await showOneself(page, people.account);
	await portal.giveCode(page, people.account.email, sent);

	await portal.heading(page, `${people.primary.name} has left`).waitFor();
	await leaver.goto("/billing/preferences/personal");
	await portal.heading(leaver, "Sign in").waitFor();
	await mailTo(user.email, sent, /has removed you from the users of/);
	await mailTo(people.other.email, sent, /has made .* the Primary contact/);
	await mailTo(people.account.email, sent, /said that the Primary contact of/);
	await followEach(page);
	await page.goto(portal.PROFILE);
	assert.equal(await portal.primaryEmail(page), people.other.email);
	assert.equal(await portal.row(page, people.primary.name).count(), 0);
}

/* Every link to a thing that was changed leads to it. */
async function followEach(page) {
	const done = page.url();
	const links = await page.locator("main tbody a").evaluateAll((list) =>
		[...new Set(list.map((a) => a.href))],
	);

	assert.ok(links.length > 0, "the summary links to what was changed");
	for (const link of links) {
		const answer = await page.goto(link);

		assert.equal(answer.status(), 200, link);
	}
	await page.goto(done);
}

/* A contact person who never signed in here, replaced by nobody in particular. */
async function noUser(visit) {
	const page = await visit();
	const { other } = await openPeople(page);
	const sent = portal.mark();

	await openLeaving(page, other);
	await page.getByText("Not known to sign in here.").waitFor();
	await press(page, "See what will be done");
	await press(page, `Yes, ${other.name} leaves`);
	await portal.heading(page, `${other.name} has left`).waitFor();
	await mailTo(other.email, sent, /has taken you off the contact persons/);
}

/* Lists a user as a contact person, by the address that the user signs in with. */
async function listUser(page, user, name) {
	const before = portal.mark();

	await portal.addPerson(page, {
		name,
		email: user.email,
		phone: "+91 98402 66666",
		kind: "Technical",
	});
	await portal.proveAddress(user.email, before);
}

/* Nobody has linked the contact person with the user of the same address. */
async function sameAddress(visit, script) {
	const page = await visit({ script });
	const leaver = await visit({ script });
	const { account } = await openPeople(page);
	const user = own.addUser(account, "agent", "Priya Menon");
	const person = { name: "Priya Menon" };

	await listUser(page, user, person.name);
	await portal.signIn(leaver, user.email, "/", user.password);
	await openLeaving(page, person);
	await page.getByText("signs in here with this contact person's address").waitFor();
	await press(page, "See what will be done");
	await page.getByText("The sign-in of Priya Menon stays").waitFor();
	await page.getByRole("link", { name: "Cancel", exact: true }).click();
	await page.getByLabel("User and contact person are the same person").check();
	await press(page, "See what will be done");
	await page.getByText("Access to this account ends at once").waitFor();
	await press(page, `Yes, ${person.name} leaves`);
	await portal.heading(page, `${person.name} has left`).waitFor();
	await leaver.goto("/billing/preferences/personal");
	await portal.heading(leaver, "Sign in").waitFor();
}

/* Equal addresses that are proven on both sides ask, and do nothing by themselves. */
async function thatIsMe(visit, script) {
	const page = await visit({ script });
	const account = own.openAccount("Me & Sons", 3);
	const sent = portal.mark();

	await portal.signIn(page, account.email, "/", account.password);
	await portal.addPerson(page, {
		name: "Vasundhara Raje",
		email: account.email,
		phone: "+91 98402 55555",
		kind: "Billing",
	});
	await portal.proveAddress(account.email, sent);
	await page.goto("/billing/preferences/personal");
	await page.getByText("You are listed as a contact person: is that you?").waitFor();
	await page.getByRole("link", { name: "Answer" }).click();
	await press(page, "Yes, that is me");
	await page.getByText("You are listed as a contact person of this account").waitFor();
	await portal.openPerson(page, "Vasundhara Raje");
	await page.locator("#user").getByText("is a user of this account.").waitFor();
}

/* An account for the pictures. */
let shown;

async function toForm(page) {
	await portal.signIn(page, shown.account.email, "/", shown.account.password);
	await openLeaving(page, shown.primary);
}

async function toUnlinked(page) {
	await portal.signIn(page, shown.account.email, "/", shown.account.password);
	await openLeaving(page, shown.unlinked);
	await page.getByLabel("User and contact person are the same person").waitFor();
}

async function refused(page) {
	await toForm(page);
	await press(page, "See what will be done");
	await page.locator("[data-summary]").waitFor();
}

async function toPreview(page) {
	await toForm(page);
	await page.getByRole("radio", { name: shown.other.name }).check();
	await press(page, "See what will be done");
	await page.getByText("Nothing is done yet. This is what will be").waitFor();
}

async function asUser(page, person) {
	await portal.signIn(page, shown.account.email, "/", shown.account.password);
	await portal.openPerson(page, person.name);
	await page.locator("#user a").first().click();
	await portal.heading(page, `Is ${person.name} a user?`).waitFor();
}

async function done(page) {
	await portal.signIn(page, shown.account.email, "/", shown.account.password);
	await page.goto(shown.done);
	await portal.heading(page, "has left").waitFor();
}

async function listed(page) {
	await portal.signIn(page, shown.account.email, "/", shown.account.password);
	await page.goto("/billing/preferences/personal/contact");
	await portal.heading(page, "You as a contact person").waitFor();
}

async function openShown(visit) {
	const page = await visit();
	const gone = { name: "Gone Already", email: `gone.${process.pid}@people.example` };

	shown = await openPeople(page);
	shown.user = own.addUser(shown.account, "agent");
	await linkUser(page, shown.primary, shown.user);
	await portal.addPerson(page, { ...gone, phone: "+91 98402 77777", kind: "Billing" });
	await openLeaving(page, gone);
	await press(page, "See what will be done");
	await press(page, `Yes, ${gone.name} leaves`);
	await portal.heading(page, `${gone.name} has left`).waitFor();
	shown.done = page.url();
	shown.unlinked = { name: "Ulka Rane" };
	await listUser(page, own.addUser(shown.account, "agent", "Ulka Rane"), "Ulka Rane");
	await page.context().close();
}

const PAGES = [
	["Somebody leaves", toForm],
	["Somebody leaves whom nobody has linked", toUnlinked],
	["Somebody leaves, refused", refused],
	["Somebody leaves, to be confirmed", toPreview],
	["Somebody has left", done],
	["A contact person who is a user", (page) => asUser(page, shown.primary)],
	["A contact person who is no user yet", (page) => asUser(page, shown.other)],
	["Oneself as a contact person", listed],
];

portal.chapter("leaving", null, () => {
	for (const script of [true, false]) {
		portal.story(`everything in one step, ${portal.words(script)}`, (visit) =>
			theWhole(visit, script),
		);
		portal.story(`a user whom nobody has linked, ${portal.words(script)}`, (visit) =>
			sameAddress(visit, script),
		);
		portal.story(`"yes, that is me", ${portal.words(script)}`, (visit) =>
			thatIsMe(visit, script),
		);
	}
	portal.story("a contact person who is no user", noUser);
	portal.story("the account of the pictures gets its persons", openShown);
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
