/*
 * Who is who: each of the five roles sees what it should, a person of two accounts moves
 * between them, and nothing of one account ends up in the other.
 */
import assert from "node:assert/strict";
import * as portal from "./portal.js";

const ROLES = [
	{
		email: "owner@demo.example",
		name: "Asha Rao",
		role: "Super Admin",
		canChange: true,
		seesValues: true,
	},
	{
		email: "admin@demo.example",
		name: "Imran Qureshi",
		role: "Admin",
		canChange: true,
		seesValues: true,
	},
	{
		email: "billing@demo.example",
		name: "Meera Nair",
		role: "Billing",
		canChange: true,
		seesValues: false,
	},
	{
		email: "manager@demo.example",
		name: "Harpreet Singh Gill",
		role: "Manager",
		canChange: false,
		seesValues: false,
	},
	{
		email: "agent@demo.example",
		name: "Lalrinpuii Sailo",
		role: "Agent",
		canChange: false,
		seesValues: false,
	},
];

async function checkFrame(page, { email, name, role }) {
	assert.match(
		await page.locator(".who--user").innerText(),
		new RegExp(`${name}\\s+${email}`),
	);
	assert.match(await page.locator(".who--account").innerText(), /Asha Traders\s+Account 1/);
	assert.match(
		await page.locator("main .lead").innerText(),
		new RegExp(`Asha Traders as ${role}\\.`),
	);
}

async function checkProfile(page, { role, canChange }) {
	await page.goto(portal.PROFILE);
	assert.equal((await page.locator("tbody tr").count()) >= 3, true);
	assert.equal(await page.getByText("asha.rao@asha-traders.example").count(), 1);
	for (const name of ["Add a contact person", /^Make Primary/, /^Remove/, /^Change/])
		assert.equal(
			(await page.getByRole("link", { name }).count()) > 0,
			canChange,
			`${role}: ${name}`,
		);
	assert.equal(
		await page.getByText("You can look but not change.").count(),
		canChange ? 0 : 1,
	);
	if (!canChange)
		assert.match(
			await page.locator("main .notice").innerText(),
			new RegExp(`Your role here is ${role}`),
		);
}

async function checkPerson(page, { canChange, seesValues }) {
	await portal
		.row(page, "Anand Krishnamurthy")
		.getByRole("link", { name: /^(Change|Open)/ })
		.click();
	await portal.heading(page, "Anand Krishnamurthy").waitFor();
	assert.equal(await portal.save(page).count(), canChange ? 1 : 0);
	assert.equal((await page.locator("main input:not([type=hidden])").count()) > 0, canChange);
	assert.equal(
		await page.getByText("Old and new values are shown to those").count(),
		seesValues ? 0 : 1,
	);
}

async function checkDenied(page, role) {
	await page.goto(`${portal.PROFILE}/contact-persons/new`);
	await portal.heading(page, "Access Denied").waitFor();
	const text = await page.locator("main").innerText();

	for (const part of [
		`Your role\\s+${role}`,
		"Roles that may\\s+Super Admin, Admin and Billing",
		"Whom to ask\\s+Asha Rao",
	])
		assert.match(text, new RegExp(part));
}

/*
 * The account worked in last is opened at the next sign-in, so each story begins and ends in
 * the first.
 */
async function beginInFirst(page, path) {
	await portal.signIn(page, "admin@demo.example");
	if (await portal.account(page, "Binary Mills").isVisible())
		await portal.switchTo(page, "Asha Traders");
	await page.goto(path);
}

async function beginAs(page, person) {
	if (person.role === "Admin") await beginInFirst(page, "/");
	else await portal.signIn(page, person.email);
}

async function moveAndSend(visit, script) {
	const page = await visit({ script });
	const name = "Nobody in Either";

	await beginInFirst(page, `${portal.PROFILE}/contact-persons/new`);
	await portal.fill(page, {
		name,
		email: "nobody@either.example",
		phone: "+91 98400 99999",
		kind: "Billing",
		consent: true,
	});
	const other = await visit.tab(page);
	await other.goto("/");
	await portal.switchTo(other, "Binary Mills");
	await page.bringToFront();
	await portal.save(page).click();

	await portal.heading(page, "This form belongs to another account").waitFor();
	assert.match(
		await page.locator("main").innerText(),
		/belongs to\s+Asha Traders[^]*work in now\s+Binary Mills/,
	);
	await other.goto(portal.PROFILE);
	assert.equal(await portal.row(other, name).count(), 0, "not in the account worked in now");

	await page.getByRole("button", { name: "Switch to Asha Traders and go on" }).click();
	await portal.heading(page, "Add a contact person").waitFor();
	await portal.account(page, "Asha Traders").waitFor();
	assert.equal(await page.locator("input[name=name]").inputValue(), name);
	assert.ok(await page.getByLabel("Billing").isChecked());
	await other.goto(portal.PROFILE);
	await portal.account(other, "Asha Traders").waitFor();
	assert.equal(await portal.row(other, name).count(), 0, "nor in the one it belongs to");
}

portal.chapter("accounts", null, () => {
	for (const person of ROLES)
		portal.story(
			`${person.role} signs in and sees what the role may`,
			async (visit) => {
				const page = await visit();

				await beginAs(page, person);
				await checkFrame(page, person);
				await checkProfile(page, person);
				await checkPerson(page, person);
				if (!person.canChange) await checkDenied(page, person.role);
				await portal.signOut(page);
			},
		);

	portal.story("an agent who is denied asks for access", async (visit) => {
		const page = await visit();

		await portal.signIn(page, "agent@demo.example");
		await checkDenied(page, "Agent");
		await page.getByRole("button", { name: "Request access" }).click();
		await portal.banner(page).getByText("Your request is recorded").waitFor();
	});

	portal.story("a page is found by its older name", async (visit) => {
		const page = await visit({ script: false });

		await portal.signIn(page, "agent@demo.example");
		await page.getByLabel("Find a page").fill("company info");
		await page.getByRole("button", { name: "Find" }).click();
		await page
			.locator(".pages")
			.getByRole("link", { name: "Business Profile" })
			.click();
		await portal.heading(page, /Business Profile also called Company Info/).waitFor();
	});

	portal.story("a person of two accounts moves between them", async (visit) => {
		const page = await visit();

		await beginInFirst(page, portal.PROFILE);
		assert.equal(await portal.row(page, "Tenzin Bhutia").count(), 0);
		await portal.switchTo(page, "Binary Mills");
		await page.goto(portal.PROFILE);
		assert.equal(await portal.row(page, "Tenzin Bhutia").count(), 1);
		assert.equal(await portal.row(page, "Asha Rao").count(), 0);
		await portal.switchTo(page, "Asha Traders");
	});

	portal.story("the menus open, and close with Escape", async (visit) => {
		const page = await visit({ width: 360 });

		await beginInFirst(page, "/");
		for (const name of ["Switch account", "Menu"]) {
			const opener = page.locator("summary", { hasText: name });

			await opener.press("Enter");
			await page.locator("details[open] .panel").waitFor();
			await page.keyboard.press("Escape");
			await page.locator("details[open]").waitFor({ state: "detached" });
			assert.ok(
				await opener.evaluate(
					(element) => element === document.activeElement,
				),
			);
		}
	});

	for (const script of [true, false])
		portal.story(
			`a form sent after moving changes neither account, ${portal.words(script)}`,
			(visit) => moveAndSend(visit, script),
		);
});
