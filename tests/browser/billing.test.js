/*
 * Billing > Details: what invoices carry, what is wrong and what only looks unusual, and who
 * receives them.
 */
import assert from "node:assert/strict";
import { mailTo, mark } from "../harness/mailbox.mjs";
import { SCHEMES, look } from "./eye.js";
import { openPeople } from "./people.js";
import * as portal from "./portal.js";

const DETAILS = "/billing/details";
const GSTIN = "27AAPFU0939F1ZV";
const OTHER = "29AABCR1718E1ZL";

const { press } = portal;

const pressOf = (page, person, name) =>
	portal.row(page, person).getByRole("button", { name }).click();

async function fill(page, values) {
	for (const [name, value] of Object.entries(values))
		await page.locator(`[name=${name}]`).fill(value);
}

/* From the start page, which asks for it, to complete details. */
async function complete(page) {
	await page.goto("/");
	await page.getByRole("link", { name: "Complete the billing details" }).click();
	await page.getByLabel("Registered for GST", { exact: true }).check();
	await fill(page, {
		legal_name: "आशा ट्रेडर्स & Sons",
		gstin: "27 aapfu0939f 1zx",
		street: "#12/3, M.G. Road & 4th Cross",
		city: "Pune",
		pin: "560 001",
	});
	await portal.save(page).click();
	await page.locator("[data-summary]").getByText(/last character, “X”/).waitFor();
	assert.equal(await page.getByLabel("City").inputValue(), "Pune", "nothing is lost");
	await fill(page, { gstin: "27 aapfu0939f 1zv" });
	await portal.save(page).click();
	await portal.banner(page).getByText(/The next invoice carries them/).waitFor();
	await page.getByText("PIN codes that begin with 560 are not of Maharashtra").waitFor();
	assert.equal(await page.getByLabel("GSTIN", { exact: false }).first().inputValue(), GSTIN);
	assert.equal(await page.getByLabel("State", { exact: false }).inputValue(), "27");
	await fill(page, { pin: "411002" });
	await portal.save(page).click();
	await portal.banner(page).waitFor();
	assert.equal(await page.getByText("Please check").count(), 0);
}

async function changeGstin(page, { primary, other }) {
	const before = mark();

	await page.goto(DETAILS);
	await fill(page, { gstin: OTHER });
	await portal.save(page).click();
	await page.getByLabel("Code").fill(await portal.codeTo(primary.email, before));
	await press(page, "Confirm");
	await portal.banner(page).getByText(/those that were issued stay/).waitFor();
	await page.getByText("The GSTIN is of Karnataka").waitFor();
	/* Each has a mail of their own, and all of them are addressed to the one who was chosen. */
	for (const { name } of [primary, other])
		await mailTo(primary.email, before, new RegExp(`Dear ${name},[^]*GSTIN ${OTHER}`));
}

async function chooseReceivers(page, { primary, other }) {
	await page.goto(DETAILS);
	await page.getByRole("link", { name: "Choose who receives invoices" }).click();
	await pressOf(page, primary.name, /^Send invoices/);
	await portal.banner(page).getByText(`Invoices go to ${primary.name}`).waitFor();
	/* The Primary is the one in To until another is chosen. */
	for (const [to, cc] of [[other, primary], [primary, other]]) {
		await pressOf(page, to.name, /^Address to/);
		await portal.row(page, to.name).getByText("To", { exact: true }).waitFor();
		await portal.row(page, cc.name).getByText("Cc", { exact: true }).waitFor();
	}
}

portal.chapter("billing details", null, () => {
	for (const script of [true, false])
		portal.story(`complete, change and receive, ${script ? "with" : "without"} scripts`, async (visit) => {
			const page = await visit({ script });
			const people = await openPeople(page);

			await complete(page);
			await chooseReceivers(page, people);
			await changeGstin(page, people);
		});

	portal.story("an agent is told whom to ask", async (visit) => {
		const page = await visit();

		await portal.signIn(page, "agent@demo.example", DETAILS);
		await page.getByRole("heading", { name: "Access Denied" }).waitFor();
	});

	for (const scheme of SCHEMES)
		portal.story(`how it looks, ${scheme}`, async (visit) => {
			const page = await visit({ scheme });

			await portal.signIn(page, "billing@demo.example", DETAILS);
			await look(page, "billing details");
			await fill(page, { gstin: "27AAPFU0939F1ZX", pin: "5" });
			await portal.save(page).click();
			await page.locator("[data-summary]").waitFor();
			await look(page, "billing details, refused");
			await page.getByRole("link", { name: "Cancel" }).click();
			await page.getByRole("link", { name: "Choose who receives invoices" }).click();
			await look(page, "who receives invoices");
		});
});
