/*
 * The first thing a customer does, step by step: sign in, open Business Profile, and keep a contact
 * person right. What it changes it puts back.
 */
import assert from "node:assert/strict";
import * as portal from "./portal.js";

const OWNER = "owner@other.example";
const PRIMARY = "Farhan D'Souza";
const PLACE = "flow.example"; /* in which the addresses of the added end */

async function add(page) {
	const before = portal.mark();

	await page.getByRole("link", { name: "Add a contact person" }).click();
	await portal.heading(page, "Add a contact person").waitFor();
	await portal.fill(page, {
		name: "José Ångström 安娜",
		email: `jose@${PLACE}`,
		phone: "098765 43210",
		designation: "Head of Purchase",
		kind: "Technical",
		consent: true,
	});
	await portal.save(page).click();

	await portal.banner(page).getByText("José Ångström 安娜").waitFor();
	const row = portal.row(page, "José Ångström 安娜");
	assert.match(await row.getAttribute("class"), /marked/);
	assert.match(await row.innerText(), /Head of Purchase[^]*Technical[^]*\+91 98765 43210/);
	assert.match(await row.innerText(), /Unverified/);
	await portal.proveAddress(`jose@${PLACE}`, before);
	await page.reload();
	assert.match(await row.innerText(), /Verified/);
}

async function change(page) {
	await portal
		.row(page, "José Ångström 安娜")
		.getByRole("link", { name: /^Change/ })
		.click();
	await portal.heading(page, "José Ångström 安娜").waitFor();
	assert.equal(await page.getByLabel("Phone").inputValue(), "+91 98765 43210");
	await portal.fill(page, { name: "José Ångström", designation: "" });
	await portal.save(page).click();

	await portal.banner(page).getByText("José Ångström").waitFor();
	assert.equal(
		await portal.row(page, "José Ångström").getByText("Head of Purchase").count(),
		0,
	);
}

async function seeHistory(page) {
	await portal.openPerson(page, "José Ångström");
	const newest = page.locator(".people--history tbody tr").first();

	assert.match(await newest.innerText(), /Farhan D'Souza/);
	assert.match(
		await newest.locator("del").first().innerText(),
		/José Ångström 安娜|Head of Purchase/,
	);
}

async function makePrimary(page, from, to) {
	await page.goto(portal.PROFILE);
	const reader = await portal.primaryEmail(page);
	const before = portal.mark();
	await portal
		.row(page, to)
		.getByRole("link", { name: /^Make Primary/ })
		.click();
	await portal.heading(page, `Make ${to} the Primary contact?`).waitFor();
	assert.match(await page.locator(".pair > div").first().innerText(), new RegExp(from));
	assert.match(await page.locator(".pair > div").last().innerText(), new RegExp(to));
	await page.getByRole("button", { name: `Make ${to} Primary` }).click();
	await portal.heading(page, "Confirm with a code").waitFor();
	assert.match(await page.locator("main").innerText(), new RegExp(`${from}.*the Primary`));
	await portal.giveCode(page, reader, before);

	await portal.banner(page).getByText(`${to} is the Primary contact now.`).waitFor();
	assert.deepEqual(await page.locator(".badge--primary").allInnerTexts(), ["Primary"]);
	assert.equal(await portal.row(page, to).locator(".badge--primary").count(), 1);
	assert.equal(
		await portal
			.row(page, to)
			.getByRole("link", { name: /^Remove/ })
			.count(),
		0,
	);
}

async function remove(page) {
	await portal
		.row(page, "José Ångström")
		.getByRole("link", { name: /^Remove/ })
		.click();
	await portal.heading(page, "Remove José Ångström?").waitFor();
	await page.getByRole("button", { name: "Remove José Ångström" }).click();

	await portal.banner(page).getByText("Contact removed: José Ångström.").waitFor();
	assert.equal(await portal.row(page, "José Ångström").count(), 0);
}

async function wholeFlow(page) {
	await portal.signIn(page, OWNER);
	await page.getByRole("link", { name: "Business Profile" }).first().click();
	await portal.heading(page, /^Business Profile/).waitFor();
	await add(page);
	await change(page);
	await seeHistory(page);
	await makePrimary(page, PRIMARY, "José Ångström");
	await makePrimary(page, "José Ångström", PRIMARY);
	await remove(page);
	await portal.signOut(page);
	await portal.banner(page).getByText("You are signed out.").waitFor();
	await page.goto(portal.PROFILE);
	await portal.heading(page, "Sign in").waitFor();
}

export { OWNER, PRIMARY, PLACE, wholeFlow };
