/*
 * Billing > Preferences: what one keeps right alone. Each story has an account of its own, so that
 * nobody else's sign-in changes.
 */
import assert from "node:assert/strict";
import { codeAt } from "../harness/authenticator.mjs";
import { linkTo, mailTo, mark } from "../harness/mailbox.mjs";
import { SCHEMES, look } from "./eye.js";
import * as own from "./own-account.js";
import * as portal from "./portal.js";

const PERSONAL = "/billing/preferences/personal";
const NEW_PASSWORD = "Tamarind-Lantern-42";

const { press } = portal;

async function enter(page, user = own.openAccount("Preferences & Sons", 2)) {
	await portal.signIn(page, user.email, PERSONAL, user.password);
	await portal.heading(page, "Preferences").waitFor();
	return user;
}

async function changeName(page) {
	await page.getByRole("link", { name: "Edit your name" }).click();
	await page.getByLabel("Name", { exact: true }).fill("वसुंधरा राजे");
	await portal.save(page).click();
	await portal.banner(page).getByText("Your name is saved").waitFor();
	assert.match(await page.locator(".who--user").innerText(), /वसुंधरा राजे/);
}

async function changeEmail(page, user) {
	const email = user.email.replace("owner", "renamed");
	const before = mark();

	await page.getByRole("link", { name: "Edit your email" }).click();
	await page.getByLabel("New email").fill(email);
	await page.getByLabel("Your password", { exact: true }).fill("wrong");
	await press(page, "Send the mail");
	await page.locator("[data-summary]").waitFor();
	assert.equal(await page.getByLabel("New email").inputValue(), email, "nothing is lost");
	await page.getByLabel("Your password", { exact: true }).fill(user.password);
	await press(page, "Send the mail");
	await page.getByText(email).first().waitFor();
	assert.match(await page.locator(".who--user").innerText(), new RegExp(user.email));
	await mailTo(user.email, before, /Did you not ask/);
	await page.goto(await linkTo(email, before));
	await press(page, "This is my email from now on");
	await page.goto(PERSONAL);
	assert.match(await page.locator(".who--user").innerText(), new RegExp(email));
	return { ...user, email };
}

async function changePassword(page, user) {
	await page.getByRole("link", { name: "Change password" }).click();
	for (const [password, isTaken] of [["Password1!", false], [NEW_PASSWORD, true]]) {
		await page.locator("[name=current_password]").fill(user.password);
		await page.locator("[name=new_password]").fill(password);
		await page.locator("[name=confirm_password]").fill(password);
		await press(page, "Change password");
		if (isTaken) await portal.banner(page).waitFor();
		else await page.locator("[data-summary]").waitFor();
	}
	await portal.signOut(page);
	await portal.signIn(page, user.email, PERSONAL, NEW_PASSWORD);
}

/* The link that who has forgotten the password gets. */
async function askForLink(page, user) {
	const before = mark();

	await page.goto("/login");
	await page.getByRole("link", { name: /forgotten|forgot/i }).click();
	await page.getByLabel("Email").fill(user.email);
	await press(page, "Send the link");
	const [, link] = await mailTo(user.email, before, /^ {4}(http\S+\/password\/reset\/\S+)$/m);
	return link;
}

/* Who has forgotten it chooses a new one by a link. */
async function forget(page, user) {
	await portal.signOut(page);
	await page.goto(await askForLink(page, user));
	assert.doesNotMatch(page.url(), /reset\/./, "the secret is not in the address any more");
	await page.locator("[name=new_password]").fill(`${NEW_PASSWORD}-again`);
	await page.locator("[name=confirm_password]").fill(`${NEW_PASSWORD}-again`);
	await press(page, "Set the new password");
	await portal.heading(page, "Sign in").waitFor();
	await portal.signIn(page, user.email, PERSONAL, `${NEW_PASSWORD}-again`);
}

/* Follows a link and goes on; its secret is in no address that the browser keeps or passes on. */
async function followQuietly(page, link, goOn) {
	const secret = link.split("/").pop();
	const devtools = await page.context().newCDPSession(page);
	const sent = [];

	page.on("request", (request) => sent.push(request));
	await page.goto(link);
	await goOn();
	const { entries } = await devtools.send("Page.getNavigationHistory");
	assert.ok(entries.length > 1 && sent.length > 3);
	for (const { url } of entries) assert.ok(!url.includes(secret), `history: ${url}`);
	for (const request of sent) {
		const { referer = "" } = await request.allHeaders();

		assert.ok(request.url() === link || !request.url().includes(secret), request.url());
		assert.ok(!referer.includes(secret), `Referer of ${request.url()}`);
	}
	assert.equal(sent.filter((request) => request.url() === link).length, 1);
}

/* The code of the next step: that of this one may have been taken. */
const nextCode = (key) => codeAt(key, Date.now() / 1000 + 30);

async function setUpApp(page, user) {
	await page.goto(`${PERSONAL}/second-factor/set-up`);
	const key = await page.locator("dd [data-copy]").innerText();

	await page.getByLabel("Code", { exact: true }).fill(codeAt(key));
	await page.getByLabel("Your password", { exact: true }).fill(user.password);
	await press(page, "Turn on");
	await page.getByText(/recovery codes/i).first().waitFor();
	await portal.signOut(page);
	await page.goto("/login");
	await portal.giveSignIn(page, user.email, user.password);
	await page.getByLabel("Code", { exact: true }).fill(nextCode(key));
	await press(page, "Sign in");
	await page.getByRole("button", { name: "Sign out" }).waitFor();
}

const PAGES = [
	["Preferences, Personal", ""],
	["one's own name", "/name"],
	["one's own email", "/email"],
	["one's own password", "/password"],
	["the second factor", "/second-factor"],
	["an authenticator app", "/second-factor/set-up"],
	["passkeys", "/passkeys"],
	["a new passkey", "/passkeys/new"],
	["where one is signed in", "/sessions"],
	["one's own time zone", "/zone"],
	["Preferences, Account", "/../account"],
	["the history of the account", "/../account/history"],
	["the business email", "/../account/business-email"],
];

portal.chapter("preferences", null, () => {
	for (const script of [true, false])
		portal.story(`name, email and password, ${portal.words(script)}`, async (visit) => {
			const page = await visit({ script });
			let user = await enter(page);

			await changeName(page);
			user = await changeEmail(page, user);
			await changePassword(page, user);
			await forget(page, user);
		});

	portal.story("the secret of a link is in no history and no Referer", async (visit) => {
		const page = await visit();
		const user = await enter(page);
		const email = user.email.replace("owner", "quiet");
		const before = mark();

		await page.goto(`${PERSONAL}/email`);
		await page.getByLabel("New email").fill(email);
		await page.getByLabel("Your password", { exact: true }).fill(user.password);
		await press(page, "Send the mail");
		await followQuietly(page, await linkTo(email, before), async () => {
			await press(page, "This is my email from now on");
			await page.getByRole("link", { name: "Go to the start page" }).click();
		});
		await portal.signOut(page);
		await followQuietly(page, await askForLink(page, { ...user, email }), async () => {
			await page.locator("[name=new_password]").fill(NEW_PASSWORD);
			await page.locator("[name=confirm_password]").fill(NEW_PASSWORD);
			await press(page, "Set the new password");
			await portal.heading(page, "Sign in").waitFor();
		});
	});

	portal.story("an authenticator app is asked for at the next sign-in", async (visit) => {
		const page = await visit();

		await setUpApp(page, await enter(page));
	});

	for (const scheme of SCHEMES)
		portal.story(`how it looks, ${scheme}`, async (visit) => {
			const page = await visit({ scheme });

			await enter(page);
			for (const [name, path] of PAGES) {
				await page.goto(PERSONAL + path);
				await look(page, name);
			}
			await portal.signOut(page);
			await page.goto("/password/forgot");
			await look(page, "a forgotten password");
		});
});
