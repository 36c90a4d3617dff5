/*
 * What a wrong hand must not do alone: the Primary changes by a code, an address is used once it
 * was shown to be read, and the person concerned has the last word by a link in a mail.
 */
import assert from "node:assert/strict";
import { mailTo } from "../harness/mailbox.mjs";
import { askForPrimary, link, openAddress, openPeople } from "./people.js";
import * as portal from "./portal.js";

const { press } = portal;

async function refused(page, pattern) {
	await page.locator("[data-summary]").getByText(pattern).waitFor();
}

async function isPrimary(page, name) {
	await page.goto(portal.PROFILE);
	return (await portal.row(page, name).locator(".badge--primary").count()) === 1;
}

/* Another code than this one. */
const wrong = (code) => `${code.slice(0, 5)}${(Number(code[5]) + 1) % 10}`;

async function wrongThenRight(visit, script) {
	const page = await visit({ script });
	const { primary, other } = await openPeople(page);
	const before = portal.mark();

	await askForPrimary(page, other.name);
	const code = await portal.codeTo(primary.email, before);
	await page.getByLabel("Code").fill(wrong(code));
	await press(page, "Confirm");
	await refused(page, "This is not the code.");
	assert.equal(await page.getByLabel("Code").inputValue(), "", "a code is not shown again");
	await page.getByLabel("Code").fill(` ${code.slice(0, 3)} ${code.slice(3)} `);
	await press(page, "Confirm");
	await portal.banner(page).getByText(`${other.name} is the Primary contact now.`).waitFor();
	assert.ok(await isPrimary(page, other.name));
	await page.goto("/otp");
	await page.getByText("No change waits for a code").waitFor();
}

async function tooOften(visit) {
	const page = await visit();
	const { primary, other } = await openPeople(page);
	const before = portal.mark();

	await askForPrimary(page, other.name);
	const code = await portal.codeTo(primary.email, before);
	while ((await page.getByLabel("Code").count()) > 0) {
		await page.getByLabel("Code").fill(wrong(code));
		await press(page, "Confirm");
		await refused(page, "This is not the code");
	}
	await refused(page, "it was typed wrongly too often. Have a new one sent.");
	await page.getByText("The last one was typed wrongly too often").waitFor();
	const again = portal.mark();
	await press(page, "Send a new code");
	await portal.giveCode(page, primary.email, again);
	assert.ok(await isPrimary(page, other.name));
}

async function cancelled(visit, script) {
	const page = await visit({ script });
	const { primary } = await openPeople(page);

	await portal.openPerson(page, primary.name);
	await portal.fill(page, { email: `new.${primary.email}`, designation: "Head of Legal" });
	await portal.save(page).click();
	await portal.heading(page, "Confirm with a code").waitFor();
	await press(page, "Cancel: change nothing");
	await page.getByText("Nothing of it is saved yet").waitFor();
	assert.equal(await page.locator("input[name=email]").inputValue(), `new.${primary.email}`);
	assert.equal(await page.locator("input[name=designation]").inputValue(), "Head of Legal");
	page.expected = (dialog) => dialog.type() === "beforeunload" && dialog.accept();
	await page.goto(portal.PROFILE);
	await portal.row(page, primary.name).getByText(primary.email, { exact: true }).waitFor();
}

async function left(visit, script) {
	const page = await visit({ script });
	const { account, other } = await openPeople(page);

	await askForPrimary(page, other.name);
	const before = portal.mark();
	await page.getByRole("link", { name: "Send the code to me instead" }).click();
	await page.getByLabel("Your password", { exact: true }).fill(account.password);
	await press(page, "Send the code to me");
	await page.getByText("The code went to your own email address").waitFor();
	await portal.giveCode(page, account.email, before);
	assert.ok(await isPrimary(page, other.name));
	await mailTo(account.email, before, /said that the Primary contact of/);
}

async function passwordFirst(visit, script) {
	const page = await visit({ script });
	const { account, primary, other } = await openPeople(page, ["other"]);

	await askForPrimary(page, other.name);
	assert.equal(await page.getByLabel("Code").count(), 0, "no code was sent yet");
	await page.getByLabel("Your password", { exact: true }).fill("not it");
	await press(page, "Send the code");
	await refused(page, "This is not your password.");
	const before = portal.mark();
	await page.getByLabel("Your password", { exact: true }).fill(account.password);
	await press(page, "Send the code");
	await portal.giveCode(page, primary.email, before);
	assert.ok(await isPrimary(page, other.name));
	assert.match(await portal.row(page, primary.name).innerText(), /Verified/);
}

async function addresses(visit, script) {
	const page = await visit({ script });
	const { other } = await openPeople(page);
	const further = `home.${other.email}`;
	const before = portal.mark();

	await portal.openPerson(page, other.name);
	await page.getByRole("link", { name: "Add another address" }).click();
	await page.getByLabel("Address or number").fill(further);
	await press(page, "Add");
	await portal.banner(page).getByText("The address is listed.").waitFor();
	const code = await portal.codeTo(further, before);
	await page.getByLabel("Code").fill(`${code.slice(0, 3)} ${code.slice(3)}`);
	await press(page, "Verify");
	await portal.banner(page).waitFor();

	await openAddress(page, other.name, further);
	await page.getByRole("link", { name: "Use this one" }).click();
	await portal.heading(page, /^Use another email/).waitFor();
	await press(page, "Use this one");
	await portal.banner(page).waitFor();
	assert.equal(await page.locator("input[name=email]").inputValue(), further);

	await openAddress(page, other.name, other.email);
	await press(page, "Remove it");
	await portal.banner(page).waitFor();
	await portal.openPerson(page, other.name);
	assert.equal(
		await page.locator("#addresses").getByText(other.email, { exact: true }).count(),
		0,
	);
}

async function notMe(visit, script) {
	const page = await visit({ script });
	const { account, other } = await openPeople(page);
	const before = portal.mark();

	await portal.openPerson(page, other.name);
	await portal.fill(page, { email: `taken.${other.email}` });
	await portal.save(page).click();
	await portal.banner(page).waitFor();

	const reader = await visit({ script });
	await reader.goto((await mailTo(other.email, before, link("notme")))[1]);
	await press(reader, "This was not me: stop it");
	await reader.getByText("No other address is wanted").waitFor();
	await page.goto("/");
	await portal.heading(page, "Sign in").waitFor();
	await portal.signIn(page, account.email, "/", account.password);
	await portal.openPerson(page, other.name);
	assert.equal(await page.locator("input[name=email]").inputValue(), other.email);
}

async function withdrawn(visit, script) {
	const page = await visit({ script });
	const start = portal.mark();
	const { primary, other } = await openPeople(page);
	const reader = await visit({ script });

	await page.goto(portal.RECIPIENTS);
	assert.match(await page.locator("#codes").innerText(), new RegExp(primary.email));
	for (const who of [other, primary]) {
		await reader.goto((await mailTo(who.email, start, link("agree")))[1]);
		await press(reader, "Take me off the list");
		await portal.banner(reader).waitFor();
	}
	await page.goto(portal.PROFILE);
	assert.equal(await portal.row(page, other.name).count(), 0);
	await page.locator(".notice--warning").getByText("Nobody can be reached").waitFor();
	await page.goto(portal.RECIPIENTS);
	await page.locator("#codes").getByText("Nobody would receive this.").waitFor();
}

portal.chapter("step-up", null, () => {
	for (const script of [true, false]) {
		const told = portal.words(script);

		for (const [name, tell] of [
			["a wrong code, then the right one", wrongThenRight],
			["a change is cancelled, and its form comes back filled", cancelled],
			["the Primary has left", left],
			["a Primary whom nobody has proven: the password first", passwordFirst],
			["an address is added, verified, used, and the old one removed", addresses],
			["this was not me", notMe],
			["two persons withdraw, one of them the Primary", withdrawn],
		])
			portal.story(`${name}, ${told}`, (visit) => tell(visit, script));
	}
	portal.story("a code typed wrongly too often", tooOften);
});
