/*
 * The first thing a customer does: sign in, open Business Profile, and keep a contact person
 * right; with JavaScript, without it, and by the keyboard alone.
 */
import assert from "node:assert/strict";
import { OWNER, PLACE, PRIMARY, wholeFlow } from "./flow.js";
import * as portal from "./portal.js";

/* What has the focus, and whether one can see that it has it. */
function focused(page) {
	return page.evaluate(() => {
		const element = document.activeElement;
		const style = getComputedStyle(element);
		const box = element.getBoundingClientRect();

		return {
			what: `${element.tagName} ${element.name || element.textContent.trim()}`,
			isRinged:
				style.outlineStyle !== "none" &&
				parseFloat(style.outlineWidth) >= 2,
			isInSight:
				box.bottom > 0 &&
				box.top < innerHeight &&
				box.right > 0 &&
				box.left < innerWidth,
		};
	});
}

/* Presses Tab until the focus is there; every stop on the way must be seen. */
async function tabTo(page, target) {
	await target.waitFor();
	for (let left = 60; left > 0; left--) {
		await page.keyboard.press("Tab");
		const now = await focused(page);

		if (!now.what.startsWith("BODY"))
			assert.ok(
				now.isRinged && now.isInSight,
				`the focus is not seen on: ${now.what}`,
			);
		if (await target.evaluate((element) => element === document.activeElement)) return;
	}
	assert.fail(`Tab does not lead to ${target}`);
}

async function press(page, target, key = "Enter") {
	await tabTo(page, target);
	await page.keyboard.press(key);
}

async function type(page, label, text) {
	await tabTo(page, page.getByLabel(label, { exact: true }));
	await page.keyboard.type(text);
}

async function skip(page) {
	const link = page.getByRole("link", { name: "Skip to the content" });

	await page.keyboard.press("Tab");
	assert.ok(
		await link.evaluate((element) => element === document.activeElement),
		"the first stop",
	);
	assert.ok((await link.boundingBox()).y >= 0, "the skip link is in sight");
	await page.keyboard.press("Enter");
	await page.waitForFunction(() => document.activeElement.id === "main");
}

portal.chapter("flow", { email: OWNER, place: PLACE, primary: PRIMARY }, () => {
	for (const script of [true, false])
		portal.story(`the whole flow, ${portal.words(script)}`, async (visit) => {
			await wholeFlow(await visit({ script }));
		});

	portal.story("company information is changed and put back", async (visit) => {
		const page = await visit();

		await portal.signIn(page, OWNER, `${portal.PROFILE}/company`);
		const before = await page.getByLabel("Trade name").inputValue();
		for (const name of ["Binary Mills & Sons", before]) {
			await page.goto(`${portal.PROFILE}/company`);
			await page.getByLabel("Trade name").fill(name);
			await portal.save(page).click();
			await portal.banner(page).getByText("Company information saved.").waitFor();
			assert.equal(
				await page.locator("#company.marked dd").nth(2).innerText(),
				name,
			);
		}
	});

	portal.story("the whole flow by the keyboard alone", async (visit) => {
		const page = await visit();

		await page.goto("/");
		await skip(page);
		await type(page, "Email", OWNER);
		await type(page, "Password", "Lotus-Harbour-7");
		await page.keyboard.press("Enter");
		await press(page, page.getByRole("link", { name: "Business Profile" }).first());
		await portal.heading(page, /^Business Profile/).waitFor();
		await skip(page);
		await press(page, page.getByRole("link", { name: "Add a contact person" }));
		await portal.heading(page, "Add a contact person").waitFor();
		await type(page, "Name", "Keyboard Kiran");
		await type(page, "Email", `kiran@${PLACE}`);
		await type(page, "Phone", "98450 11223");
		await press(page, page.getByLabel("Alternate"), "ArrowRight");
		assert.ok(
			await page.getByLabel("Billing").isChecked(),
			"an arrow chooses the next",
		);
		await press(page, page.getByLabel("The person agreed"), "Space");
		const added = portal.mark();
		await press(page, portal.save(page));
		await portal.banner(page).getByText("Keyboard Kiran").waitFor();
		await portal.proveAddress(`kiran@${PLACE}`, added);

		const row = portal.row(page, "Keyboard Kiran");
		await press(page, row.getByRole("link", { name: /^Change/ }));
		await portal.heading(page, "Keyboard Kiran").waitFor();
		await type(page, "Designation (optional)", "Buyer");
		await page.keyboard.press("Enter");
		await portal.row(page, "Keyboard Kiran").getByText("Buyer").waitFor();

		for (const name of ["Keyboard Kiran", PRIMARY]) {
			const reader = await portal.primaryEmail(page);
			const before = portal.mark();
			await press(
				page,
				portal.row(page, name).getByRole("link", { name: /^Make Primary/ }),
			);
			await press(
				page,
				page.getByRole("button", { name: `Make ${name} Primary` }),
				"Space",
			);
			await portal.heading(page, "Confirm with a code").waitFor();
			await type(page, "Code", await portal.codeTo(reader, before));
			await page.keyboard.press("Enter");
			await portal
				.banner(page)
				.getByText(`${name} is the Primary contact now.`)
				.waitFor();
		}
		await press(page, row.getByRole("link", { name: /^Remove/ }));
		await press(page, page.getByRole("button", { name: "Remove Keyboard Kiran" }));
		await portal.banner(page).getByText("Contact removed: Keyboard Kiran.").waitFor();
		await press(page, page.getByRole("button", { name: "Sign out" }));
		await portal.heading(page, "Sign in").waitFor();
	});
});
