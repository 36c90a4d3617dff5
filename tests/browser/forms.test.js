/*
 * What a form owes to the person who fills it: a refusal that says what and where, nothing
 * typed lost, nothing done twice, and nobody's change overwritten unseen.
 */
import assert from "node:assert/strict";
import * as portal from "./portal.js";

const OWNER = "owner@other.example";
const PLACE = "forms.example";
const NEW = `${portal.PROFILE}/contact-persons/new`;

let count = 0;

/* Somebody whom nobody else has added: each call another. */
function somebody(more) {
	count++;
	return {
		name: `Form Person ${count}`,
		email: `person.${count}@${PLACE}`,
		phone: `+91 98401 1${String(count).padStart(4, "0")}`,
		kind: "Alternate",
		consent: true,
		...more,
	};
}

function summary(page) {
	return page.locator("[data-summary]");
}

function value(page, name) {
	return page.locator(`input[name=${name}]`).inputValue();
}

/* How many entries the history of a person has. */
async function countHistory(page, name) {
	await portal.openPerson(page, name);
	return page.locator(".people--history tbody > tr").count();
}

function isFocused(locator) {
	return locator.evaluate((element) => element === document.activeElement);
}

async function refuse(page) {
	await page.goto(NEW);
	await portal.fill(page, {
		name: "Ünlü <b>Kişi</b>",
		email: "not an address",
		phone: "12",
		kind: "Billing",
		designation: "x".repeat(81),
	});
	await portal.save(page).click();
	await summary(page).waitFor();
	assert.match(await page.title(), /^Error: /);
}

async function checkKept(page) {
	assert.deepEqual(
		[
			await value(page, "name"),
			await value(page, "email"),
			await value(page, "phone"),
			await value(page, "designation"),
		],
		["Ünlü <b>Kişi</b>", "not an address", "12", "x".repeat(81)],
	);
	assert.ok(await page.getByLabel("Billing").isChecked());
}

const stories = () => {
	portal.story("a refused form says what and where, and loses nothing", async (visit) => {
		const page = await visit();

		await portal.signIn(page, OWNER);
		await refuse(page);
		assert.ok(await isFocused(summary(page)), "the summary has the focus");
		await checkKept(page);
		assert.equal(await summary(page).getByRole("link").count(), 4);
		for (const name of ["email", "phone", "designation", "consent"]) {
			const field = page.locator(`#field-${name}`);
			const described = (await field.getAttribute("aria-describedby")).split(" ");

			await summary(page).locator(`a[href="#field-${name}"]`).click();
			assert.ok(await isFocused(field), `the link leads to ${name}`);
			assert.equal(await field.getAttribute("aria-invalid"), "true");
			assert.ok(
				described.includes(`error-${name}`),
				`${name} is described by its message`,
			);
			assert.ok(await page.locator(`#error-${name}`).isVisible());
		}
		page.expected = (dialog) => dialog.type() === "beforeunload" && dialog.accept();
	});

	portal.story("a refused form without JavaScript leads to its fields too", async (visit) => {
		const page = await visit({ script: false });

		await portal.signIn(page, OWNER);
		await refuse(page);
		await checkKept(page);
		await summary(page).locator("a[href='#field-consent']").click();
		assert.equal(new URL(page.url()).hash, "#field-consent");
		await page.locator("#field-consent:target").waitFor();
		await page.keyboard.press("Space");
		await page.keyboard.press("Tab");
		assert.ok(
			await isFocused(portal.save(page)),
			"the next stop is the one after the field",
		);
	});

	portal.story(
		"the same address twice is refused with a link, the same phone is a warning",
		async (visit) => {
			const page = await visit();
			const person = somebody({ phone: "+91 97400 81536" });

			await portal.signIn(page, OWNER);
			await page.goto(NEW);
			await portal.fill(page, {
				...person,
				email: "Kavitha.S@binary-mills.example",
			});
			await portal.save(page).click();
			const link = summary(page).getByRole("link", {
				name: "Open Kavitha Subramanian",
			});
			assert.match(await link.getAttribute("href"), /contact-persons\/\d+$/);
			await portal.fill(page, { email: person.email });
			await portal.save(page).click();
			await portal.banner(page).getByText(person.name).waitFor();
			assert.match(
				await portal.banner(page).innerText(),
				/Please check:.*Kavitha Subramanian/,
			);
		},
	);

	portal.story(
		"a shared mailbox must be said to be monitored, a no-reply address is refused",
		async (visit) => {
			const page = await visit();
			const person = somebody({ email: `info@${PLACE}` });

			await portal.signIn(page, OWNER);
			await page.goto(NEW);
			await portal.fill(page, { ...person, email: `no-reply@${PLACE}` });
			await portal.save(page).click();
			await summary(page).getByText("Nobody reads").waitFor();
			await portal.fill(page, { email: person.email });
			await portal.save(page).click();
			await summary(page).getByText("shared mailbox").waitFor();
			await portal.fill(page, { monitored: true });
			await portal.save(page).click();
			await portal.banner(page).getByText(person.name).waitFor();
		},
	);

	for (const script of [true, false])
		portal.story(
			`two people change the same person, ${portal.words(script)}`,
			(visit) => conflict(visit, script),
		);

	portal.story("Save, Back, correct, Save keeps the correction", async (visit) => {
		const page = await visit();
		const person = somebody({ designation: "First" });

		await portal.signIn(page, OWNER);
		await portal.addPerson(page, person);
		await portal.openPerson(page, person.name);
		await page.getByLabel("Designation").fill("Wrogn");
		await portal.save(page).click();
		await portal.banner(page).waitFor();
		await page.goBack();
		await portal.heading(page, person.name).waitFor();
		await page.getByLabel("Designation").fill("Right");
		await portal.save(page).click();
		if (
			(await summary(page)
				.or(portal.banner(page))
				.first()
				.getAttribute("role")) === "alert"
		)
			await portal.save(page).click(); /* the version check asked first */
		await portal.banner(page).waitFor();
		assert.match(await portal.row(page, person.name).innerText(), /Right/);
		await portal.openPerson(page, person.name);
		assert.equal(await value(page, "designation"), "Right");
	});

	for (const script of [true, false])
		portal.story(`a double click is one change, ${portal.words(script)}`, (visit) =>
			clickTwice(visit, script),
		);

	portal.story(
		"leaving with unsaved changes is asked about, leaving without is not",
		async (visit) => {
			const page = await visit();
			const asked = [];
			const hint = page.locator("[data-unsaved]");

			await portal.signIn(page, OWNER);
			await page.goto(NEW);
			assert.equal(await hint.innerText(), "");
			await page.getByLabel("Name").click();
			await page.keyboard.type("A");
			assert.equal(await hint.innerText(), "Unsaved changes");
			page.expected = (dialog) => asked.push(dialog.type()) && dialog.dismiss();
			await page.getByRole("link", { name: "Home" }).first().click();
			await page.waitForFunction(() => document.querySelector("[data-unsaved]"));
			assert.deepEqual(asked, ["beforeunload"]);
			assert.equal(
				await value(page, "name"),
				"A",
				"staying keeps what was typed",
			);
			await page.keyboard.press("Escape");
			await page.getByLabel("Name").fill("");
			assert.equal(await hint.innerText(), "", "nothing differs any more");
			await page.getByRole("link", { name: "Home" }).first().click();
			await portal.heading(page, "Home").waitFor();
			assert.equal(asked.length, 1);
		},
	);

	portal.story(
		"a session that ended elsewhere: the values wait and come back",
		async (visit) => {
			const page = await visit();
			const elsewhere = await visit();
			const person = somebody({ designation: "Kept over the sign-in" });

			await portal.signIn(page, OWNER);
			await elsewhere.context().addCookies(await page.context().cookies());
			await page.goto(NEW);
			await portal.fill(page, person);
			await elsewhere.goto("/");
			await portal.signOut(elsewhere);
			await comeBack(page, person);
		},
	);

	portal.story("signed out in another tab: the values wait and come back", async (visit) => {
		const page = await visit();
		const person = somebody({ designation: "Kept over the sign-out" });

		await portal.signIn(page, OWNER);
		await page.goto(NEW);
		await portal.fill(page, person);
		const other = await visit.tab(page);
		await other.goto("/");
		await portal.signOut(other);
		await comeBack(page, person);
	});

	portal.story(
		"signed in again in another tab: the form is shown again, not carried out",
		async (visit) => {
			const page = await visit();
			const person = somebody();

			await portal.signIn(page, OWNER);
			await page.goto(NEW);
			await portal.fill(page, person);
			const other = await visit.tab(page);
			await other.goto("/");
			await portal.signOut(other);
			await portal.signIn(other, OWNER);
			await page.bringToFront();
			await portal.save(page).click();
			await summary(page).getByText("You have signed in again").waitFor();
			assert.equal(await value(page, "name"), person.name);
			await portal.save(page).click();
			await portal.banner(page).getByText(person.name).waitFor();
		},
	);

	portal.story("a name that is markup is shown as text everywhere", scripted);
};

async function comeBack(page, person) {
	await page.bringToFront();
	await portal.save(page).click();
	await portal.heading(page, "Sign in").waitFor();
	await page.getByText("What you typed is kept").waitFor();
	await portal.giveSignIn(page, OWNER);
	await portal.heading(page, "Add a contact person").waitFor();
	await page.getByText("Nothing of it is saved yet").waitFor();
	for (const name of ["name", "email", "phone", "designation"].filter((n) => n in person))
		assert.equal(await value(page, name), person[name]);
	assert.ok(await page.getByLabel("The person agreed").isChecked());
	await portal.save(page).click();
	await portal.banner(page).getByText(person.name).waitFor();
}

async function conflict(visit, script) {
	const [mine, theirs] = [await visit({ script }), await visit()];
	const person = somebody({ designation: "Clerk" });
	const stored = mine.locator("#stored-designation");

	await portal.signIn(mine, OWNER);
	await portal.signIn(theirs, "admin@demo.example");
	if (await portal.account(theirs, "Asha Traders").isVisible())
		await portal.switchTo(theirs, "Binary Mills");
	await portal.addPerson(mine, person);
	await portal.openPerson(mine, person.name);
	await portal.openPerson(theirs, person.name);
	await portal.fill(theirs, { designation: "Chief Clerk", kind: "Compliance" });
	await portal.save(theirs).click();
	await portal.banner(theirs).waitFor();
	await portal.fill(mine, { designation: "Senior Clerk", name: `${person.name} the Elder` });
	await portal.save(mine).click();

	await summary(mine).getByText("Somebody saved in between").waitFor();
	assert.match(await stored.innerText(), /Saved now: Chief Clerk/);
	assert.equal(await value(mine, "designation"), "Senior Clerk");
	assert.equal(await value(mine, "name"), `${person.name} the Elder`);
	assert.match(await mine.locator("#stored-kind").innerText(), /It was: Alternate/);
	assert.ok(await mine.getByLabel("Compliance").isChecked());
	if (script) {
		await stored.getByRole("button", { name: "Use this" }).click();
		assert.equal(await value(mine, "designation"), "Chief Clerk");
	}
	await portal.save(mine).click();
	await portal.banner(mine).waitFor();
	const row = await portal.row(mine, `${person.name} the Elder`).innerText();
	assert.match(row, script ? /Chief Clerk/ : /Senior Clerk/);
	await portal.switchTo(theirs, "Asha Traders");
}

async function clickTwice(visit, script) {
	const page = await visit({ script });
	const person = somebody();

	await portal.signIn(page, OWNER);
	await page.goto(NEW);
	await portal.fill(page, person);
	await portal.save(page).dblclick();
	await portal.banner(page).getByText(person.name).waitFor();
	assert.equal(await portal.row(page, person.name).count(), 1);
	assert.equal(await countHistory(page, person.name), 1);

	await page.getByLabel("Designation").fill("Twice pressed");
	await portal.save(page).dblclick();
	await portal.banner(page).getByText(person.name).waitFor();
	assert.equal(await countHistory(page, person.name), 2);
}

async function scripted(visit) {
	const page = await visit();
	const name = "<img src=x onerror=alert(1)>\"'><script>alert(2)</script>";
	const person = somebody({ name, designation: "</td><svg/onload=alert(3)>" });
	let id;

	await portal.signIn(page, OWNER);
	await portal.addPerson(page, person);
	assert.equal(await portal.row(page, name).locator("b").innerText(), name);
	assert.ok((await portal.banner(page).innerText()).includes(name));
	id = (await portal.row(page, name).getAttribute("id")).replace("contact-", "");
	for (const path of ["", "/primary", "/remove"]) {
		await page.goto(`${portal.PROFILE}/contact-persons/${id}${path}`);
		assert.ok(
			(await page.locator("h1").innerText()).includes(name),
			`the heading of ${path}`,
		);
	}
	await page.goto(`${portal.PROFILE}/contact-persons/${id}`);
	assert.equal(await value(page, "name"), name);
	await portal.fill(page, { email: '"><script>alert(4)</script>' });
	await portal.save(page).click();
	await summary(page).waitFor();
	assert.equal(await value(page, "email"), '"><script>alert(4)</script>');
	assert.equal(await page.locator("main script, main img, main svg").count(), 0);
	page.expected = (dialog) => dialog.type() === "beforeunload" && dialog.accept();
	await page.goto("/?q=%3Cscript%3Ealert(5)%3C/script%3E");
	await page.getByText("<script>alert(5)</script>").waitFor();
}

portal.chapter("forms", { email: OWNER, place: PLACE }, stories);
