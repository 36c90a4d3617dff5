/*
 * Manage > Invitations: somebody is asked to become a user, by hand and by a list, and joins by the
 * link in the mail. Each story has an account of its own.
 */
import assert from "node:assert/strict";
import { mailTo, mark } from "../harness/mailbox.mjs";
import { SCHEMES, look } from "./eye.js";
import * as own from "./own-account.js";
import * as portal from "./portal.js";

const HERE = "/manage/users/invitations";
const PASSWORD = "Tamarind-Lantern-42";
const LINK = /^ {4}(http\S+\/invitation\/\S+)$/m;

let count = 0;

const { press } = portal;
const address = (name) => `${name}.${process.pid}.${++count}@invited.example`;
const linkTo = async (email, before) => (await mailTo(email, before, LINK))[1];

async function enter(page, user = own.openAccount("Invitations & Sons", 2)) {
	await portal.signIn(page, user.email, HERE, user.password);
	await portal.heading(page, "Invitations").waitFor();
	return user;
}

async function fillIn(page, values) {
	if (new URL(page.url()).pathname !== `${HERE}/new`) await page.goto(`${HERE}/new`);
	await page.getByLabel("Name", { exact: true }).fill(values.name ?? "Nila Iyer");
	await page.getByLabel("Email", { exact: true }).fill(values.email);
	if (values.role) await page.getByLabel(values.role, { exact: true }).check();
	if (values.extension) await page.getByLabel("Extension").fill(values.extension);
	await press(page, "Send the invitation");
}

/* Invites that address; gives the link in its mail. */
async function invite(page, email, values = {}) {
	const before = mark();

	await fillIn(page, { email, role: "Agent", ...values });
	await portal.banner(page).getByText(`on its way to ${email}`).waitFor();
	return linkTo(email, before);
}

async function joinNew(page, link, name) {
	await page.goto(link);
	assert.equal(new URL(page.url()).pathname, "/invitation", "the secret leaves the address bar");
	await page.getByLabel("Your name").fill(name);
	await page.locator("[name=new_password]").fill(PASSWORD);
	await page.locator("[name=confirm_password]").fill(PASSWORD);
	await press(page, "Join Invitations & Sons");
	await portal.banner(page).getByText("Welcome to Invitations & Sons").waitFor();
	assert.match(await page.locator(".who--user").innerText(), new RegExp(name));
}

async function isUsed(visit, link, title) {
	const page = await visit();

	await page.goto(link);
	await portal.heading(page, title).waitFor();
}

/* Refused with what was typed, then sent; accepted by somebody new; the inviter is told. */
async function invitesSomebodyNew(visit, script) {
	const page = await visit({ script });
	const owner = await enter(page);
	const email = address("new");
	const reader = await visit({ script });
	const before = mark();

	await fillIn(page, { email, extension: "twelve" });
	await page.locator("[data-summary]").waitFor();
	assert.equal(await page.getByLabel("Email", { exact: true }).inputValue(), email);
	const link = await invite(page, email, { extension: "204" });
	await portal.row(page, email).getByText("Extension 204").waitFor();
	await joinNew(reader, link, "नीला अय्यर");
	await mailTo(owner.email, before, /has accepted the invitation/);
	await page.goto(HERE);
	await page.getByText("Nobody is invited just now.").waitFor();
	await isUsed(visit, link, "This invitation was accepted");
	await portal.signOut(reader);
	await portal.signIn(reader, email, "/", PASSWORD);
}

/* The wrong address is cured by cancelling; a newer mail makes the link before void. */
async function sendsAgainAndCancels(visit) {
	const page = await visit();
	const email = address("again");

	await enter(page);
	const first = await invite(page, email);
	const before = mark();
	await press(page, `Send again to ${email}`);
	await portal.banner(page).getByText("A new invitation is on its way").waitFor();
	const second = await linkTo(email, before);
	await isUsed(visit, first, "There is a newer link");
	await isUsed(visit, second, "Join Invitations & Sons?");
	await press(page, `Cancel the invitation of ${email}`);
	await portal.banner(page).getByText("is cancelled").waitFor();
	await isUsed(visit, second, "This invitation was cancelled");
}

/* Who has a user already signs in first, and is in both accounts then. */
async function invitesAUser(visit) {
	const page = await visit();
	const user = own.openAccount("Elsewhere & Daughters", 1);
	const reader = await visit();
	const before = mark();
	const owner = await enter(page);
	const link = await invite(page, user.email, { role: "Manager" });

	await reader.goto(link);
	await reader.getByRole("link", { name: `Sign in as ${user.email}` }).click();
	await portal.giveSignIn(reader, user.email, user.password);
	await press(reader, "Accept");
	await portal.banner(reader).getByText("You belong to Invitations & Sons now").waitFor();
	await portal.account(reader, "Invitations & Sons").waitFor();
	await portal.switchTo(reader, "Elsewhere & Daughters");
	await mailTo(owner.email, before, /has accepted the invitation/);
	await reader.goto(link);
	await portal.heading(reader, "This invitation was accepted").waitFor();
}

/* Somebody else is signed in: the page names both, and nothing is lost by signing out. */
async function isForAnother(visit) {
	const page = await visit();
	const email = address("another");
	const owner = await enter(page);
	const link = await invite(page, email);

	await page.goto(link);
	await portal.heading(page, `This invitation is for ${email}`).waitFor();
	await page.locator("main").getByText(owner.email).first().waitFor();
	await press(page, "Sign out, and go on with the invitation");
	await portal.heading(page, "Join Invitations & Sons?").waitFor();
	await joinNew(page, link, "Nila Iyer");
}

async function declines(visit) {
	const page = await visit();
	const email = address("stranger");
	const owner = await enter(page);
	const link = await invite(page, email);
	const reader = await visit();
	const before = mark();

	await reader.goto(link);
	await press(reader, "I do not know this: decline");
	await portal.heading(reader, "This invitation was declined").waitFor();
	await mailTo(owner.email, before, /does not know of the/);
}

/* Problems row by row, then all of them at once. */
async function invitesByAList(visit, script) {
	const page = await visit({ script });
	const [one, two] = [address("one"), address("two")];
	const before = mark();

	await enter(page);
	await page.getByRole("link", { name: "Invite from a list" }).click();
	await page.getByLabel("The list").fill(`name;email;role\nOne;${one};Agent\nTwo;${two};Boss`);
	await press(page, "Check the list");
	await page.locator("#rows .error").getByText("Boss").waitFor();
	assert.match(await page.getByLabel("The list").inputValue(), /Boss/, "nothing is lost");
	await page.getByLabel("The list").fill(`name;email;role\nOne;${one};Agent\nTwo;${two};Manager`);
	await press(page, "Check the list");
	await page.getByText("Every row is right.").waitFor();
	await press(page, "Invite them all");
	await portal.banner(page).getByText("Invitations on their way: 2").waitFor();
	await linkTo(one, before);
	await linkTo(two, before);
}

async function takesAFile(visit) {
	const page = await visit();
	const email = address("file");

	await enter(page);
	await page.goto(`${HERE}/csv`);
	await page.getByLabel("Or take it from a file").setInputFiles({
		name: "people.csv",
		mimeType: "text/csv",
		buffer: Buffer.from(`\ufeffname,email,role\r\nनीला,${email},agent\r\n`),
	});
	await page.getByText("was taken from people.csv").waitFor();
	await press(page, "Check the list");
	await page.getByText("Every row is right.").waitFor();
	await page.locator("#rows").getByText("नीला").waitFor();
	await page.getByLabel("Or take it from a file").setInputFiles({
		name: "long.csv",
		mimeType: "text/csv",
		buffer: Buffer.from("x,".repeat(40000)),
	});
	await page.getByText("That file is too long for one time.").waitFor();
}

async function looksRight(visit, scheme) {
	const page = await visit({ scheme });
	const reader = await visit({ scheme });
	const user = await enter(page);
	const email = `${"w".repeat(40)}.${address("long")}`;

	page.expected = (dialog) => dialog.type() === "beforeunload" && dialog.accept();
	await look(page, "no invitation");
	await fillIn(page, { name: "W".repeat(121), email: "nobody" });
	await page.locator("[data-summary]").waitFor();
	await look(page, "a refused invitation");
	const link = await invite(page, email, { name: "W".repeat(50), extension: "0123456789" });
	await look(page, "an invitation just sent");
	own.returnInvitation(user, email, `550 5.1.1 ${"w".repeat(200)}`, 9);
	await page.reload();
	await look(page, "an invitation that came back, too old");
	await reader.goto(link);
	await look(reader, "an invitation that is too old");
	own.returnInvitation(user, email, "", 2000000000);
	await reader.reload();
	await look(reader, "joining, somebody new");
	await page.goto(link);
	await look(page, "an invitation for another");
	await page.goto(`${HERE}/csv`);
	await look(page, "a list");
	await page
		.getByLabel("The list")
		.fill(`name,email,role\n${"W".repeat(120)},${email},Boss\nNila,nila@own.example,Agent`);
	await press(page, "Check the list");
	await look(page, "a list with problems");
	await page.getByLabel("The list").fill("Nila,nila@own.example,Agent,Sales,204,yes");
	await press(page, "Check the list");
	await look(page, "a list that is right");
}

portal.chapter("invitations", null, () => {
	for (const script of [true, false]) {
		portal.story(`somebody new is invited and joins, ${portal.words(script)}`, (visit) =>
			invitesSomebodyNew(visit, script));
		portal.story(`several are invited by a list, ${portal.words(script)}`, (visit) =>
			invitesByAList(visit, script));
	}
	portal.story("an invitation is sent again, and cancelled", sendsAgainAndCancels);
	portal.story("a user of another account is invited and joins", invitesAUser);
	portal.story("an invitation for another than who is signed in", isForAnother);
	portal.story("an invitation is declined", declines);
	portal.story("a list is taken from a file", takesAFile);
	for (const scheme of SCHEMES)
		portal.story(`how it looks, ${scheme}`, (visit) => looksRight(visit, scheme));
});
