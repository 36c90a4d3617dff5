/*
 * Getting support: from the page that went wrong to the mail that tells of it.
 */
import assert from "node:assert/strict";
import { mailTo, mark } from "../harness/mailbox.mjs";
import * as own from "./own-account.js";
import * as portal from "./portal.js";

const SUPPORT = "support@demo.example"; /* as conf/demo.sh sets it */
const MISSING = "/manage/business-profile/contact-persons/987654321";
const DENIED = "/manage/business-profile/contact-persons/new";

/* What the page of a refused request knows of it goes along. */
async function askFrom(page, path, number) {
	await page.goto(path);
	await page.getByRole("link", { name: "Get support" }).click();
	await portal.heading(page, "Support").waitFor();
	assert.equal(await page.locator("[name=page]").inputValue(), path);
	assert.match(await page.locator("[name=number]").inputValue(), number);
}

async function send(page) {
	await page.getByRole("button", { name: "Send to support" }).click();
	await page.locator("[data-summary]").getByText("Write what you wanted to do").waitFor();
	await page.getByLabel(/What you wanted to do/).fill("I pressed <b>Save</b>.\n\nनमस्ते");
	await page.locator("[name=fields]").fill("Email");
	await page.getByRole("button", { name: "Send to support" }).click();
	await portal.banner(page).getByText("Your message is on its way to support").waitFor();
}

portal.chapter("support", null, () => {
	for (const script of [true, false])
		portal.story(`from an error page to the mail, ${portal.words(script)}`, async (visit) => {
			const page = await visit({ script });
			const user = own.openAccount("Support & Sons", 2);
			const before = mark();

			await portal.signIn(page, user.email, "/", user.password);
			await askFrom(page, MISSING, /^[\w-]{20,}$/);
			await send(page);
			const [, text] = await mailTo(SUPPORT, before, /^([^]*)$/);
			assert.ok(text.includes("> I pressed <b>Save</b>.\n> \n> नमस्ते\n"), text);
			for (const line of [
				`Account: ${user.id}, Support & Sons`,
				"Role: Super Admin",
				`Page: ${MISSING}`,
				"Fields: Email",
			])
				assert.ok(text.includes(`${line}\n`), text);
		});

	portal.story("Access Denied leads there too", async (visit) => {
		const page = await visit();
		const owner = own.openAccount("Support & Daughters", 2);
		const agent = own.addUser(owner, "agent");

		await portal.signIn(page, agent.email, "/", agent.password);
		await askFrom(page, DENIED, /^[\w-]{20,}$/);
	});

	portal.story("who is signed out reads on the sign-in page whom to write to", async (visit) => {
		const page = await visit();

		await page.goto("/login");
		await page.locator("main").getByText(SUPPORT).waitFor();
	});
});
