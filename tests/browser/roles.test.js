/*
 * What roles may: ticked in one table, shown before it is saved, in force with everyone's next
 * click; roles of the account's own; and the account handed over to somebody else.
 */
import assert from "node:assert/strict";
import { mailTo } from "../harness/mailbox.mjs";
import * as own from "./own-account.js";
import { openPeople } from "./people.js";
import * as portal from "./portal.js";

const ROLES = "/manage/roles";

const tick = (page, role, right) =>
	page.getByRole("checkbox", { name: `${role} may ${right}`, exact: true });

const { press } = portal;

async function preview(page) {
	await press(page, "Show what would change");
	await portal.heading(page, "What would change").waitFor();
}

/* An account with somebody of this role, and its Super Admin signed in. */
async function open(visit, script, role) {
	const account = own.openAccount("Roles & Rights", 1);
	const member = own.addUser(account, role);
	const owner = await visit({ script });

	await portal.signIn(owner, account.email, ROLES, account.password);
	return { account, member, owner };
}

async function nextClick(visit, script) {
	const { member, owner } = await open(visit, script, "agent");
	const agent = await visit({ script });

	await portal.signIn(agent, member.email, portal.PROFILE, member.password);
	await portal.heading(agent, /^Business Profile/).waitFor();

	/* By keyboard alone. */
	await tick(owner, "Agent", "see contact persons and company information").focus();
	await owner.keyboard.press("Space");
	await preview(owner);
	await owner.getByText("see contact persons and company information").waitFor();
	await owner.getByText("Lalthanmawia").waitFor();
	await press(owner, "Save this");
	await portal.banner(owner).getByText("What roles may is saved.").waitFor();
	await owner.getByText("what roles may changed").waitFor();

	await agent.reload();
	await portal.heading(agent, "Access Denied").waitFor();
	await agent.getByText("see contact persons and company information").first().waitFor();
}

async function refusedAndBack(visit, script) {
	const { owner } = await open(visit, script, "agent");

	await tick(owner, "Agent", "change billing details").check();
	await tick(owner, "Admin", "see the audit log and messages").uncheck();
	await press(owner, "Show what would change");
	await owner.locator("[data-summary] a").click();
	assert.ok(
		await tick(owner, "Agent", "change billing details").evaluate(
			(e) => document.activeElement === e || location.hash === `#${e.id}`,
		),
	);
	assert.ok(await tick(owner, "Agent", "change billing details").isChecked());
	assert.ok(!(await tick(owner, "Admin", "see the audit log and messages").isChecked()));

	await tick(owner, "Agent", "see billing details and invoices").check();
	await preview(owner);
	await press(owner, "Back to the ticks");
	assert.ok(await tick(owner, "Agent", "see billing details and invoices").isChecked());
	assert.ok(!(await tick(owner, "Admin", "see the audit log and messages").isChecked()));
	await preview(owner);
	await press(owner, "Save this");
	await portal.banner(owner).waitFor();

	await owner.getByRole("link", { name: "Reset to defaults" }).click();
	await portal.heading(owner, "Reset to defaults").waitFor();
	await press(owner, "Reset to defaults");
	await portal.banner(owner).waitFor();
	assert.ok(!(await tick(owner, "Agent", "change billing details").isChecked()));
	assert.ok(await tick(owner, "Admin", "see the audit log and messages").isChecked());
}

/* What somebody else ticked meanwhile is not undone, and nothing of one's own is lost. */
async function conflict(visit, script) {
	const { account, owner } = await open(visit, script, "agent");
	const other = await visit({ script });

	await portal.signIn(other, account.email, ROLES, account.password);
	await tick(other, "Manager", "see users").check();
	await preview(other);
	await press(other, "Save this");
	await portal.banner(other).waitFor();

	await tick(owner, "Billing", "see the audit log and messages").check();
	await press(owner, "Show what would change");
	await owner.getByText("Somebody saved in between").waitFor();
	assert.ok(await tick(owner, "Manager", "see users").isChecked());
	assert.ok(await tick(owner, "Billing", "see the audit log and messages").isChecked());
	await preview(owner);
	await press(owner, "Save this");
	await portal.banner(owner).waitFor();
	assert.ok(await tick(owner, "Manager", "see users").isChecked());
}

async function ownRole(visit, script) {
	const { owner } = await open(visit, script, "billing");
	const to = (name) => owner.getByRole("link", { name, exact: true }).click();

	await to("Add a role");
	await portal.fill(owner, { name: "agent" });
	await owner.getByRole("radio", { name: "Billing" }).check();
	await press(owner, "Add");
	await owner.locator("[data-summary]").getByText("There is a role called").waitFor();
	await portal.fill(owner, { name: "Auditor" });
	await press(owner, "Add");
	await portal.banner(owner).getByText("Role added: Auditor").waitFor();

	await tick(owner, "Auditor", "change billing details").uncheck();
	await preview(owner);
	await owner.getByText("Nobody has this role now.").waitFor();
	await press(owner, "Save this");
	await portal.banner(owner).waitFor();

	await to("Auditor");
	await portal.fill(owner, { name: "Outside Auditor" });
	await portal.save(owner).click();
	await portal.banner(owner).waitFor();
	await to("Outside Auditor");
	await to("Remove");
	await press(owner, "Remove Outside Auditor");
	await portal.banner(owner).getByText("Role removed: Outside Auditor.").waitFor();
}

async function handOver(visit, script) {
	const page = await visit({ script });
	const { account, primary } = await openPeople(page, ["primary"]);
	const next = own.addUser(account, "agent");

	await page.goto(ROLES);
	await page.getByRole("link", { name: "Hand over ownership" }).click();
	await page.getByLabel("Email of another user").fill(next.email);
	await press(page, "Find");
	await page.getByRole("link", { name: `Hand over to ${next.email}` }).click();
	const before = portal.mark();
	await press(page, "Hand over to Lalthanmawia");
	await portal.giveCode(page, primary.email, before);
	await portal.banner(page).getByText("Lalthanmawia owns this account now").waitFor();
	for (const email of [account.email, next.email])
		await mailTo(email, before, /has handed over the ownership of/);

	await page.goto(ROLES);
	await portal.heading(page, "Access Denied").waitFor();
	const owner = await visit({ script });
	await portal.signIn(owner, next.email, ROLES, next.password);
	await portal.heading(owner, "Roles").waitFor();
}

portal.chapter("roles", null, () => {
	for (const script of [true, false]) {
		const how = portal.words(script);

		portal.story(`what roles may counts from the next click, ${how}`, (visit) =>
			nextClick(visit, script),
		);
		portal.story(`a refused table comes back, and a reset undoes all, ${how}`, (visit) =>
			refusedAndBack(visit, script),
		);
		portal.story(`two who tick at once, ${how}`, (visit) => conflict(visit, script));
		portal.story(`a role of one's own, ${how}`, (visit) => ownRole(visit, script));
		portal.story(`the account is handed over, ${how}`, (visit) => handOver(visit, script));
	}
});
