/*
 * Passkeys, with the authenticator that Chromium plays itself: made, used alone and beside the
 * password, shown to prove who one is, and removed; and what a portal must not take: a turned bit,
 * another origin, another site, a copied key.
 */
import assert from "node:assert/strict";
import { codeAt } from "../harness/authenticator.mjs";
import { mailTo, mark } from "../harness/mailbox.mjs";
import { SCHEMES, look } from "./eye.js";
import * as own from "./own-account.js";
import * as portal from "./portal.js";

const PERSONAL = "/billing/preferences/personal";
const FACTOR = `${PERSONAL}/second-factor`;
const PASSKEYS = `${PERSONAL}/passkeys`;

const DEVICE = {
	protocol: "ctap2",
	transport: "internal",
	hasResidentKey: true,
	hasUserVerification: true,
	isUserVerified: true,
	automaticPresenceSimulation: true,
};

const { press } = portal;
const summary = (page) => page.locator("[data-summary]");

/* Gives the browser an authenticator: what can be asked of it, and its id. */
async function plugIn(page, options = {}) {
	const chromium = await page.context().newCDPSession(page);

	await chromium.send("WebAuthn.enable");
	const { authenticatorId } = await chromium.send("WebAuthn.addVirtualAuthenticator", {
		options: { ...DEVICE, ...options },
	});
	return {
		send: (what, more) => chromium.send(`WebAuthn.${what}`, { authenticatorId, ...more }),
	};
}

const keysOf = async (device) => (await device.send("getCredentials")).credentials;

async function enter(page) {
	const user = own.openAccount("Keys & Sons", 2);

	await portal.signIn(page, user.email, FACTOR, user.password);
	return user;
}

async function addKey(page, user, name = "Office laptop") {
	await page.goto(`${PASSKEYS}/new`);
	await page.getByLabel("Name", { exact: true }).fill(name);
	await page.getByLabel("Your password", { exact: true }).fill(user.password);
	await press(page, "Add a passkey");
	await portal.banner(page).getByText("The passkey is added").waitFor();
}

/* A person with one passkey, signed out. */
async function comeWithKey(visit) {
	const page = await visit();
	const device = await plugIn(page);
	const user = await enter(page);

	await addKey(page, user);
	const codes = await page.locator(".codes code").allInnerTexts();
	await portal.signOut(page);
	return { page, device, user, codes };
}

async function signInByKey(page) {
	await page.goto("/login");
	await press(page, "Sign in with a passkey");
}

const signedIn = (page) => page.getByRole("button", { name: "Sign out" }).waitFor();

async function refused(page) {
	await summary(page).getByText("This passkey is not known here").waitFor();
	assert.equal(await page.getByRole("button", { name: "Sign out" }).count(), 0);
}

async function givePassword(page, user) {
	await page.goto("/login");
	await portal.giveSignIn(page, user.email, user.password);
	await portal.heading(page, "Use your passkey").waitFor();
}

/* Changes the parts of the next answer on its way to the portal, with what stands in them. */
async function tamper(page, change) {
	await page.route(
		"**/login/passkey",
		(route) => {
			const fields = new URLSearchParams(route.request().postData());
			const parts = fields.get("passkey").split(".");

			change(parts);
			fields.set("passkey", parts.join("."));
			return route.continue({ postData: fields.toString() });
		},
		{ times: 1 },
	);
	await signInByKey(page);
}

const turnBit = (part) => (parts) => {
	const bytes = Buffer.from(parts[part], "base64url");

	bytes[Math.floor(bytes.length / 2)] ^= 1;
	parts[part] = bytes.toString("base64url");
};

function otherOrigin(parts) {
	const data = JSON.parse(Buffer.from(parts[1], "base64url").toString());

	data.origin = "http://localhost.evil.example";
	parts[1] = Buffer.from(JSON.stringify(data)).toString("base64url");
}

async function made(visit) {
	const page = await visit();
	const device = await plugIn(page);
	const before = mark();
	const user = await enter(page);

	await page.getByRole("link", { name: "Add a passkey" }).click();
	assert.equal(await page.locator("[data-passkey-none]").isVisible(), false);
	await addKey(page, user);
	assert.equal(await page.locator(".codes code").count(), 10);
	await mailTo(user.email, before, /A passkey was added to your sign-in: Office laptop/);
	await page.goto(PASSKEYS);
	await portal.row(page, "Office laptop").getByText("Never").waitFor();

	const [key] = await keysOf(device);
	assert.equal(key.rpId, "localhost");
	assert.equal(key.isResidentCredential, true);
	assert.ok(!atob(key.userHandle).includes(user.email), "the key does not say who it is");
	await portal.signOut(page);
	await signInByKey(page);
	await signedIn(page);
	await page.goto(PASSKEYS);
	assert.equal(await portal.row(page, "Office laptop").getByText("Never").count(), 0);
}

/* The second attempt on one device is told so by the browser, and nothing is sent. */
async function madeTwice(visit) {
	const page = await visit();
	const device = await plugIn(page);
	const user = await enter(page);

	await addKey(page, user);
	await page.goto(`${PASSKEYS}/new`);
	await page.getByLabel("Name", { exact: true }).fill("Again");
	await page.getByLabel("Your password", { exact: true }).fill(user.password);
	await press(page, "Add a passkey");
	await page.getByText("holds a passkey of yours for this site already").waitFor();
	assert.equal(await page.getByLabel("Name", { exact: true }).inputValue(), "Again");
	assert.equal((await keysOf(device)).length, 1);
}

async function wrongPassword(visit) {
	const page = await visit();

	await plugIn(page);
	const user = await enter(page);
	await page.goto(`${PASSKEYS}/new`);
	await page.getByLabel("Name", { exact: true }).fill("Office laptop");
	await page.getByLabel("Your password", { exact: true }).fill("not it");
	await press(page, "Add a passkey");
	await summary(page).getByText("This is not your password").waitFor();
	assert.equal(await page.getByLabel("Name", { exact: true }).inputValue(), "Office laptop");
	await page.getByLabel("Your password", { exact: true }).fill(user.password);
	await press(page, "Add a passkey");
	await portal.banner(page).getByText("The passkey is added").waitFor();
}

async function tampered(visit) {
	const { page, device } = await comeWithKey(visit);

	for (const change of [0, 1, 2, 3, 4].map(turnBit)) {
		await tamper(page, change);
		await refused(page);
	}
	await tamper(page, otherOrigin);
	await refused(page);

	await signInByKey(page);
	await signedIn(page);
	await portal.signOut(page);
	const [key] = await keysOf(device);
	await device.send("removeCredential", { credentialId: key.credentialId });
	await device.send("addCredential", { credential: { ...key, signCount: 1 } });
	await signInByKey(page);
	await refused(page);
	await device.send("removeCredential", { credentialId: key.credentialId });
	await device.send("addCredential", { credential: { ...key, signCount: 1000 } });
	await signInByKey(page);
	await signedIn(page);
}

/* An answer that somebody has overheard is of no use: the challenge was answered. */
async function heard(visit) {
	const { page } = await comeWithKey(visit);
	let sent;

	await page.route("**/login/passkey", (route) => {
		sent = route.request().postData();
		return route.continue();
	});
	await signInByKey(page);
	await signedIn(page);
	await page.unroute("**/login/passkey");
	const thief = await visit();

	await thief.goto("/login");
	await thief.evaluate((body) => {
		const form = document.querySelector("form[action='/login/passkey']");
		const fields = new URLSearchParams(body);

		for (const name of ["challenge", "passkey"])
			form.elements[name].value = fields.get(name);
		form.requestSubmit();
	}, sent);
	await refused(thief);
}

async function beside(visit) {
	const { page, user, codes } = await comeWithKey(visit);

	await givePassword(page, user);
	await press(page, "Use a passkey");
	await signedIn(page);
	await portal.signOut(page);
	await givePassword(page, user);
	await page.getByLabel("Code", { exact: true }).fill(codes[3]);
	await press(page, "Sign in");
	await portal.banner(page).getByText("You used a recovery code; 9 are left").waitFor();
}

/* Somebody else's key beside one's password. */
async function besideAnother(visit) {
	const { page, device } = await comeWithKey(visit);
	const [foreign] = await keysOf(device);

	await device.send("clearCredentials");
	const user = await enter(page);
	await addKey(page, user);
	await portal.signOut(page);
	await device.send("clearCredentials");
	await device.send("addCredential", { credential: foreign });
	await givePassword(page, user);
	await press(page, "Use a passkey");
	await summary(page).getByText("This passkey is not one of yours").waitFor();
}

async function showsWho(visit) {
	const { page, user } = await comeWithKey(visit);
	const before = mark();

	await signInByKey(page);
	await signedIn(page);
	await page.goto(`${PERSONAL}/email`);
	await page.getByLabel("New email").fill(user.email.replace("owner", "keyed"));
	await press(page, "Use a passkey instead");
	await portal.banner(page).getByText("A mail with a link and a code").waitFor();
	await mailTo(user.email, before, /Did you not ask/);

	await page.goto(`${FACTOR}/set-up`);
	const key = await page.locator("dd [data-copy]").innerText();
	await page.getByLabel("Code", { exact: true }).fill(codeAt(key));
	await press(page, "Use a passkey instead");
	await portal.banner(page).getByText("The app is set up").waitFor();

	await page.goto(`${FACTOR}/new-codes`);
	await press(page, "Use a passkey instead");
	await portal.banner(page).getByText("There are ten new recovery codes").waitFor();
}

async function renamedAndRemoved(visit) {
	const { page, user } = await comeWithKey(visit);
	const before = mark();

	await signInByKey(page);
	await signedIn(page);
	await page.goto(PASSKEYS);
	await page.getByRole("link", { name: "Rename Office laptop" }).click();
	await page.getByLabel("Name", { exact: true }).fill("Old laptop");
	await portal.save(page).click();
	await portal.row(page, "Old laptop").waitFor();
	await page.getByRole("link", { name: "Remove Old laptop" }).click();
	await page.getByLabel("Code", { exact: true }).fill("000 000");
	await press(page, "Remove");
	await summary(page).getByText("neither the code").waitFor();
	await press(page, "Use a passkey and remove");
	await portal.banner(page).getByText("The passkey is removed: Old laptop").waitFor();
	await mailTo(user.email, before, /A passkey was removed from your sign-in: Old laptop/);
	await portal.signOut(page);
	await signInByKey(page);
	await refused(page);
	await portal.signIn(page, user.email, "/", user.password);
}

/* The browser itself keeps a key from being used elsewhere. */
async function elsewhere(visit) {
	const { page } = await comeWithKey(visit);
	const there = new URL(await page.evaluate(() => location.href));

	there.hostname = "127.0.0.1";
	await page.goto(there.href);
	await press(page, "Sign in with a passkey");
	await page.getByText("Passkeys work at the address that this portal is known by").waitFor();
}

async function noKey(visit) {
	const page = await visit();

	await plugIn(page, { automaticPresenceSimulation: true });
	await signInByKey(page);
	await page.getByText("The browser gave no passkey").waitFor();
	await page.getByLabel("Email").fill("admin@demo.example");
}

async function withoutScript(visit) {
	const page = await visit({ script: false });

	await enter(page);
	await page.goto(`${PASSKEYS}/new`);
	await page.getByText("This browser cannot make one here.").waitFor();
	await portal.signOut(page);
	assert.equal(await page.getByText("Sign in with a passkey").isVisible(), false);
}

async function showAll(page, user) {
	const at = async (name, path) => {
		await page.goto(path);
		await look(page, name);
	};

	await at("a new passkey", `${PASSKEYS}/new`);
	await addKey(page, user, "A security key on the ring of keys at home");
	await look(page, "its recovery codes");
	await at("a second factor", FACTOR);
	await at("one passkey", PASSKEYS);
	await page.getByRole("link", { name: /^Rename/ }).click();
	await look(page, "its name");
	await page.goto(PASSKEYS);
	await page.getByRole("link", { name: /^Remove/ }).click();
	await look(page, "its removal");
	await at("an email, with a second factor", `${PERSONAL}/email`);
	await at("an app beside a passkey", `${FACTOR}/set-up`);
	await at("new codes", `${FACTOR}/new-codes`);
	await portal.signOut(page);
	await look(page, "signing in");
	await givePassword(page, user);
	await look(page, "a passkey beside the password");
}

const STORIES = [
	["a passkey is made, and signs in alone", made],
	["a device holds one passkey of a person", madeTwice],
	["a passkey is made with the right password alone", wrongPassword],
	["turned bits, another origin and a copied key are refused", tampered],
	["what was overheard is of no use", heard],
	["a passkey or a recovery code beside the password", beside],
	["another person's passkey is no second factor", besideAnother],
	["a passkey shows who one is", showsWho],
	["a passkey is renamed and removed", renamedAndRemoved],
	["a passkey does not work at another address", elsewhere],
	["a browser without one says so", noKey],
	["without JavaScript the page says what to do", withoutScript],
];

portal.chapter("passkeys", null, () => {
	for (const [name, run] of STORIES) portal.story(name, run);
	for (const scheme of SCHEMES)
		portal.story(`how it looks, ${scheme}`, async (visit) => {
			const page = await visit({ scheme });

			await plugIn(page);
			await showAll(page, await enter(page));
		});
});
