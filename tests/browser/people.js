/*
 * An account of its own with two contact persons: the Primary and somebody else, for the stories in
 * which addresses are proven and a change of the Primary waits for a code.
 */
import * as own from "./own-account.js";
import * as portal from "./portal.js";

let count = 0;

function person(name, kind) {
	count++;
	return {
		name,
		email: `${kind}.${count}.${process.pid}@people.example`.toLowerCase(),
		phone: `+91 98402 ${String(count).padStart(5, "0")}`,
		kind,
	};
}

/*
 * Opens it, and signs its Super Admin in on this page.
 * proven: whose addresses were shown to be read, of "primary" and "other".
 */
async function openPeople(page, proven = ["primary", "other"]) {
	const account = own.openAccount("People & Sons", 5);
	const people = {
		account,
		primary: person("Prabha Iyer", "Compliance"),
		other: person("Omar Siddiqui", "Billing"),
	};

	await portal.signIn(page, account.email, "/", account.password);
	for (const who of ["primary", "other"]) {
		const before = portal.mark();

		await portal.addPerson(page, people[who]);
		if (proven.includes(who)) await portal.proveAddress(people[who].email, before);
	}
	return people;
}

/* Asks for another Primary; the page that wants a code is open then. */
async function askForPrimary(page, name) {
	await page.goto(portal.PROFILE);
	await portal
		.row(page, name)
		.getByRole("link", { name: /^Make Primary/ })
		.click();
	await page.getByRole("button", { name: `Make ${name} Primary` }).click();
	await portal.heading(page, "Confirm with a code").waitFor();
}

/* Opens an address of a person from that person's page. */
async function openAddress(page, name, address) {
	await portal.openPerson(page, name);
	await page
		.locator("#addresses tr", { has: page.getByText(address, { exact: true }) })
		.locator(".row-actions a")
		.click();
	await page.getByRole("heading", { level: 1, name: /^Email of/ }).waitFor();
}

/* The link in the mail that has this word: "prove", "notme", "agree". */
const link = (word) => new RegExp(`^ {4}(http\\S+/verify/${word}\\S+)$`, "m");

export { openPeople, askForPrimary, openAddress, link };
