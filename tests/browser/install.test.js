/*
 * The installer as a new user meets it: from the page that says how to begin to the first sign-in,
 * with a wrong password on the way. Every page of it is looked at in both colour schemes.
 */
import assert from "node:assert/strict";
import { after, before } from "node:test";
import { Fresh, TOKEN } from "../faults/fresh.mjs";
import { SCHEMES, look } from "./eye.js";
import * as portal from "./portal.js";

const OWNER = { name: "Ila Rao", email: "ila@new.example", password: "Monsoon-Ferry-8" };

portal.chapter("installer", null, () => {
	let fresh;

	before(() => {
		fresh = new Fresh("begun");
	});
	after(() => fresh?.stop());

	/* The labels are the fields' own, without their hints. */
	async function giveDatabase(page, password) {
		await page.locator("[name=token]").fill(TOKEN);
		for (const field of ["server", "name", "user", "tables_user", "tables_password"])
			await page.locator(`[name=${field}]`).fill(fresh.database[field]);
		await page.locator("[name=password]").fill(password);
		await page.getByRole("button", { name: "Set up the database" }).click();
	}

	async function giveSite(page) {
		await page.locator("[name=token]").fill(TOKEN);
		await portal.fill(page, {
			site_name: "Ferry Portal",
			support_email: "help@new.example",
			mail_from: "portal@new.example",
			smtp_url: "smtp://127.0.0.1:25",
			business_name: "Ferry Lines",
			business_email: "office@new.example",
			name: OWNER.name,
			email: OWNER.email,
			new_password: OWNER.password,
			confirm_password: OWNER.password,
		});
		await page.getByRole("radio", { name: "A mail server" }).check();
	}

	for (const scheme of SCHEMES)
		for (const script of scheme === "light" ? [true, false] : [true])
			portal.story(`${scheme}, ${portal.words(script)}`, async (visit) => {
				const page = await visit({ script, scheme });
				const seen = script ? (name) => look(page, `${name}, ${scheme}`) : () => {};

				fresh.unpack();
				fresh.grant("SELECT");
				await page.goto(`${fresh.url}/install`);
				await portal.heading(page, "Install Pointperson").waitFor();
				await seen("how to begin");

				fresh.writeToken();
				await page.getByRole("link", { name: "Open it again" }).click();
				await portal.heading(page, "Install Pointperson: the database").waitFor();
				await seen("database");
				await giveDatabase(page, "wrong");
				await page.locator("[data-summary]").getByText("does not let").waitFor();
				await seen("database refused");
				assert.equal(await page.locator("[name=user]").inputValue(), "begun");

				await giveDatabase(page, fresh.database.password);
				await portal
					.heading(page, "Install Pointperson: site and first account")
					.waitFor();
				await seen("account");
				await giveSite(page);
				await page.getByRole("button", { name: "Install Pointperson" }).click();
				await portal.heading(page, "Sign in").waitFor();

				const answer = await page.goto(`${fresh.url}/install`);
				assert.equal(answer.status(), 404);
			});
});
