/*
 * Billing > Invoices: found, opened, downloaded one by one and as one file, and sent by mail.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { mailTo, mark } from "../harness/mailbox.mjs";
import * as own from "./own-account.js";
import * as portal from "./portal.js";

const INVOICES = "/billing/invoices";
const OLDER = 13; /* invoices before the new one: two more than the first page has room for */
const NEWEST = 12;

const day = (date) => date.toISOString().slice(0, 10);

/* The newest first, one a month: dated on the first of it, so that two financial years have some. */
function months() {
	const now = new Date();

	return Array.from({ length: OLDER }, (_, i) =>
		day(new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - i - 1, 1))),
	);
}

const numberOf = ({ id }, date) => `${id}/${date.slice(0, 7)}`;

/*
 * An account with somebody for bills and an agent, invoices that another system has numbered, and
 * one of today that its Super Admin is told of: nobody else could receive it.
 */
function openAccount() {
	const owner = own.openAccount("Ledger & Sons", 2);
	const billing = own.addUser(owner, "billing", "Bhavna Iyer");
	const agent = own.addUser(owner, "agent");

	const dates = months();

	own.completeBilling(owner);
	own.bringInvoices(
		owner,
		dates.map((date) => [numberOf(owner, date), date]),
	);
	return { owner, billing, agent, dates, number: own.issueInvoice(owner) };
}

/* What the browser saved when this was pressed: its name and its bytes. */
async function saved(page, link) {
	const [file] = await Promise.all([page.waitForEvent("download"), link.click()]);

	return { name: file.suggestedFilename(), bytes: readFileSync(await file.path()) };
}

/* The names in an archive, by its central directory. */
function namesIn(zip) {
	const end = zip.lastIndexOf(Buffer.from("PK\x05\x06", "latin1"));
	const names = [];
	let at = zip.readUInt32LE(end + 16);

	for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
		const length = zip.readUInt16LE(at + 28);

		names.push(zip.toString("utf8", at + 46, at + 46 + length));
		at += 46 + length + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
	}
	return names;
}

const rows = (page) => page.locator("tbody").first().locator("tr");
const linkTo = (page, name) => page.getByRole("link", { name, exact: true });
const year = (page, name) =>
	page.getByRole("navigation", { name: "Financial years" }).getByRole("link", { name });

async function find(page, label, text) {
	await page.goto(INVOICES);
	await page.getByText("Find an invoice").click();
	await page.getByLabel(label).fill(text);
	await page.getByRole("button", { name: "Show" }).click();
}

async function findInvoices(page, { owner, dates, number }) {
	const [last] = dates;

	await page.goto(INVOICES);
	assert.equal(await rows(page).count(), NEWEST);
	await page.getByRole("link", { name: "Older invoices" }).click();
	assert.equal(await rows(page).count(), OLDER + 1 - NEWEST);
	await year(page, /^\d{4}-\d\d$/).last().click();
	await linkTo(page, numberOf(owner, dates.at(-1))).waitFor();
	assert.equal(await linkTo(page, number).count(), 0);
	await find(page, "Month of issue", last.slice(0, 7));
	assert.equal(await rows(page).count(), 1);
	await linkTo(page, numberOf(owner, last)).waitFor();
	await find(page, "Number", number.slice(-4));
	await linkTo(page, number).waitFor();
	await find(page, "Number", "nothing like it");
	await page.getByText("No invoice fits.").waitFor();
}

async function download(page, { owner, dates, number }) {
	await page.goto(INVOICES);
	await linkTo(page, number).click();
	await portal.heading(page, `Tax invoice ${number}`).waitFor();
	const pdf = await saved(page, page.getByRole("link", { name: "Download the PDF" }));

	assert.equal(pdf.name, `${number.replaceAll("/", "-")}.pdf`);
	assert.equal(pdf.bytes.toString("latin1", 0, 5), "%PDF-");
	await page.goto(INVOICES);
	const zip = await saved(page, page.getByRole("link", { name: "These as PDFs (ZIP)" }));
	const inside = [number, ...dates.map((date) => numberOf(owner, date))]
		.slice(0, NEWEST)
		.map((name) => `${name.replaceAll("/", "-")}.pdf`);

	assert.equal(zip.name, "invoices-newest.zip");
	assert.deepEqual(namesIn(zip.bytes), inside);
	assert.ok(zip.bytes.includes(pdf.bytes), "stored as it is");
	const list = await saved(page, page.getByRole("link", { name: /as a spreadsheet/ }));

	assert.equal(list.bytes.toString().trim().split("\r\n").length, 1 + OLDER + 1);
}

async function sendCopy(page, { owner, billing, number }, whom, to) {
	const before = mark();

	await page.goto(INVOICES);
	await page.getByRole("link", { name: `Email a copy of ${number}` }).click();
	await page.getByText(owner.email).waitFor();
	await page.locator("dd", { hasText: billing.email }).waitFor();
	await page.getByLabel(whom).check();
	await page.getByRole("button", { name: "Send the copy" }).click();
	await portal.banner(page).getByText("A copy is on its way to").waitFor();
	assert.ok((await portal.banner(page).innerText()).includes(`<${to}>`));
	await mailTo(to, before, new RegExp(`Bhavna Iyer has asked for a copy[^]*${number} of`));
}

async function deny(page, agent) {
	await portal.signIn(page, agent.email, "/", agent.password);
	assert.equal(await page.getByRole("heading", { name: "Invoices to be paid" }).count(), 0);
	assert.equal(await page.getByRole("link", { name: "Invoices" }).count(), 0);
	for (const where of ["", "/all.zip", "/list.csv", "/1", "/1.pdf", "/1/copy"]) {
		await page.goto(`${INVOICES}${where}`);
		await page.getByRole("heading", { name: "Access Denied" }).waitFor();
	}
}

portal.chapter("invoices", null, () => {
	for (const script of [true, false])
		portal.story(`found, downloaded and sent, ${portal.words(script)}`, async (visit) => {
			const before = mark();
			const account = openAccount();
			const { owner, billing, agent, number } = account;
			const page = await visit({ script });

			await mailTo(
				owner.email,
				before,
				new RegExp(`has issued to Ledger & Sons:[^]*${number} of[^]*as a PDF`),
			);
			await portal.signIn(page, billing.email, "/", billing.password);
			await page.getByRole("heading", { name: "Invoices to be paid" }).waitFor();
			await page.getByRole("link", { name: "See all invoices" }).click();
			await portal.heading(page, "Invoices").waitFor();
			await findInvoices(page, account);
			await download(page, account);
			await sendCopy(page, account, "To me", billing.email);
			await sendCopy(page, account, "To everyone who receives invoices", owner.email);
			await deny(await visit({ script }), agent);
		});
});
