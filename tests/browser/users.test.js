/*
 * Manage > Users: who belongs to the account, what it decides about each, and what of that a
 * Manager and an Agent see. And how the pages of it look. Each story has an account of its own.
 */
import assert from "node:assert/strict";
import { mailTo } from "../harness/mailbox.mjs";
import { SCHEMES, look } from "./eye.js";
import * as own from "./own-account.js";
import * as portal from "./portal.js";

const USERS = "/manage/users";
const NAME = "Lalthanmawia";
const OTHER = "Meera Nair";
const OWNER = "Vasundhara Raje Chandrasekharan"; /* as own.openAccount() calls every one */
const ASKED = "Nila Subramanian Iyer";
const MANAGER = "Harpreet Singh Gill";

const { press } = portal;
const follow = (page, name) => page.getByRole("link", { name, exact: true }).click();
const field = (page, name) => page.locator(`input[name=${name}]`);
const value = (page, name) => field(page, name).inputValue();
const summary = (page) => page.locator("[data-summary]");
const names = (page) => page.locator("tbody th b").allInnerTexts();

/* An account of a Super Admin, an Agent and a Billing user. */
function openUsers() {
	const account = own.openAccount("Users & Sons", 1);

	return {
		account,
		member: own.addUser(account, "agent", NAME),
		other: own.addUser(account, "billing", OTHER),
	};
}

/* Its list, as its Super Admin sees it. */
async function toList(page, { account }) {
	await portal.signIn(page, account.email, USERS, account.password);
	await portal.heading(page, "Users").waitFor();
}

async function openUser(page, name = NAME) {
	await page.goto(USERS);
	await follow(page, `Open ${name}`);
	await portal.heading(page, name).waitFor();
}

/* Presses the button of the form that is open; gives the status of the answer. */
async function sent(page, button = "Save") {
	const answer = page.waitForResponse((a) => a.request().method() === "POST");

	await press(page, button);
	return (await answer).status();
}

async function saveUser(page, name, values) {
	await openUser(page, name);
	await portal.fill(page, values);
	await portal.save(page).click();
	await portal.banner(page).getByText(`User saved: ${name}.`).waitFor();
}

/* Opens somebody's page by the list, and begins what a link there is called. */
async function begin(page, what, name = NAME) {
	await openUser(page, name);
	await follow(page, what);
	await portal.heading(page, `${what} ${name}?`).waitFor();
}

async function finds(visit, script) {
	const page = await visit({ script });

	await toList(page, openUsers());
	await page.getByText("3 users", { exact: true }).waitFor();
	assert.deepEqual(await names(page), [NAME, OTHER, OWNER]);

	await page.getByLabel("Find a user").fill("meera");
	await press(page, "Show");
	await page.getByText("1 user found").waitFor();
	assert.deepEqual(await names(page), [OTHER]);
	assert.equal(await value(page, "search"), "meera");

	await follow(page, "Show all");
	await page.locator("details.fold summary").click();
	await page.locator("#field-role").selectOption({ label: "Agent" });
	await press(page, "Show");
	await page.getByText("1 user found").waitFor();
	assert.deepEqual(await names(page), [NAME]);
	assert.equal(await page.locator("#field-role option:checked").innerText(), "Agent");

	await page.getByRole("radio", { name: "Suspended" }).check();
	await press(page, "Show");
	await page.getByText("No user fits.").waitFor();
}

/* Who is invited stands among the users, and leads to where the invitation is cancelled. */
async function showsWhoIsInvited(visit, script) {
	const page = await visit({ script });
	const users = openUsers();

	await toList(page, users);
	own.invite(users.account, ASKED);
	await page.reload();
	await page.getByText("3 users and 1 invited", { exact: true }).waitFor();
	assert.deepEqual(await names(page), [NAME, OTHER, ASKED, OWNER]);
	await page.locator("details.fold summary").click();
	await page.getByRole("radio", { name: "Invited" }).check();
	await press(page, "Show");
	await page.getByText("1 invited found").waitFor();
	assert.deepEqual(await names(page), [ASKED]);
	assert.match(await portal.row(page, ASKED).innerText(), /Invited\s+Can join until/);

	await follow(page, `Invitation of ${ASKED}`);
	await portal.heading(page, "Invitations").waitFor();
	await page.locator("tr:target").getByText(ASKED).waitFor();
	await page.getByRole("button", { name: /^Cancel the invitation of/ }).click();
	await portal.banner(page).getByText("is cancelled").waitFor();
	await page.goto(USERS);
	await page.getByText("3 users", { exact: true }).waitFor();
}

async function edits(visit, script) {
	const page = await visit({ script });

	await toList(page, openUsers());
	await openUser(page);
	await page.getByRole("radio", { name: "Manager", exact: true }).check();
	await portal.fill(page, { department: "Sales", extension: "204", takes_calls: true });
	await portal.save(page).click();
	await portal.banner(page).getByText(`User saved: ${NAME}.`).waitFor();
	assert.match(await page.locator("tr.marked").innerText(), /Manager[^]*Sales[^]*204[^]*Yes/);

	await openUser(page);
	assert.ok(await page.getByRole("radio", { name: "Manager", exact: true }).isChecked());
	assert.equal(await value(page, "department"), "Sales");
	assert.equal(await value(page, "extension"), "204");
	await follow(page, "History of this user here");
	await page.locator("main").getByText("204").first().waitFor();
}

/* An extension is given once; what was typed beside it stays, and who has it is a click away. */
async function extensionIsTaken(visit, script) {
	const page = await visit({ script });

	await toList(page, openUsers());
	await saveUser(page, OTHER, { extension: "204" });
	await openUser(page);
	await portal.fill(page, { department: "Sales", extension: "204", takes_calls: true });
	assert.equal(await sent(page), 422);
	await summary(page).getByText("has the extension 204").waitFor();
	assert.equal(await value(page, "extension"), "204");
	assert.equal(await value(page, "department"), "Sales");
	assert.ok(await field(page, "takes_calls").isChecked());
	await page.getByRole("link", { name: `Open ${OTHER}` }).first().waitFor();

	await portal.fill(page, { extension: "205" });
	await portal.save(page).click();
	await portal.banner(page).getByText(`User saved: ${NAME}.`).waitFor();
}

/* What the other one saved and what one typed oneself are both seen; neither is lost. */
async function conflict(visit, script) {
	const [mine, theirs] = [await visit({ script }), await visit()];
	const users = openUsers();

	await toList(mine, users);
	await toList(theirs, users);
	await openUser(mine);
	await saveUser(theirs, NAME, { department: "Support", extension: "204" });
	await portal.fill(mine, { department: "Sales" });
	assert.equal(await sent(mine), 409);
	await summary(mine).getByText("Somebody saved in between").waitFor();
	const stored = await mine.locator("#stored-department").innerText();
	assert.match(stored, /Saved now: Support/);
	assert.equal(await value(mine, "department"), "Sales");
	assert.equal(await value(mine, "extension"), "204", "what one left alone is the other's");
	await portal.save(mine).click();
	await portal.banner(mine).getByText(`User saved: ${NAME}.`).waitFor();
	assert.match(await mine.locator("tr.marked").innerText(), /Sales[^]*204/);
}

async function suspendsAndResumes(visit, script) {
	const [page, member] = [await visit({ script }), await visit({ script })];
	const users = openUsers();
	let before = portal.mark();

	await portal.signIn(member, users.member.email, portal.PROFILE, users.member.password);
	await toList(page, users);
	await begin(page, "Suspend");
	await press(page, `Suspend ${NAME}`);
	await portal.banner(page).getByText(`${NAME} is suspended`).waitFor();
	await page.locator("tr.marked").getByText("Suspended").waitFor();
	await member.reload();
	await portal.heading(member, "Sign in").waitFor();
	await mailTo(users.member.email, before, /has suspended your access to/);

	before = portal.mark();
	await begin(page, "Resume");
	await press(page, `Resume ${NAME}`);
	await portal.banner(page).getByText(`${NAME} is active again.`).waitFor();
	await mailTo(users.member.email, before, /has resumed your access to/);
	await portal.signIn(member, users.member.email, portal.PROFILE, users.member.password);
	await portal.heading(member, /^Business Profile/).waitFor();
}

async function removes(visit, script) {
	const [page, member] = [await visit({ script }), await visit({ script })];
	const users = openUsers();
	const before = portal.mark();

	await portal.signIn(member, users.member.email, portal.PROFILE, users.member.password);
	await toList(page, users);
	await begin(page, "Remove");
	await follow(page, "Cancel");
	await portal.heading(page, NAME).waitFor();
	const gone = page.url();
	await begin(page, "Remove");
	await press(page, `Remove ${NAME}`);
	await portal.banner(page).getByText(`${NAME} is no longer a user`).waitFor();
	assert.equal(await portal.row(page, NAME).count(), 0);
	assert.equal((await page.goto(gone)).status(), 404);
	await member.reload();
	await portal.heading(member, "Sign in").waitFor();
	await mailTo(users.member.email, before, /has removed you from the users of/);
}

async function setsHours(visit, script) {
	const page = await visit({ script });

	await toList(page, openUsers());
	await saveUser(page, NAME, { takes_calls: true });
	await openUser(page);
	await follow(page, "Change the hours");
	await portal.heading(page, `Hours of ${NAME}`).waitFor();
	await portal.fill(page, { work_from_1: "9", work_to_1: "18:30", calls_from_1: "25:00" });
	assert.equal(await sent(page), 422);
	await summary(page).waitFor();
	assert.equal(await value(page, "work_to_1"), "18:30");
	assert.equal(await value(page, "calls_from_1"), "25:00");
	await portal.fill(page, { calls_from_1: "10:00", calls_to_1: "12" });
	await portal.save(page).click();
	await portal.banner(page).getByText("The hours are saved.").waitFor();
	const hours = page.locator("#hours");
	await hours.getByText("Monday 09:00 to 18:30").waitFor();
	await hours.getByText("Monday 10:00 to 12:00").waitFor();
}

/* A Manager reads those of the own department; the rest is as if it were not there. */
async function seesTheDepartment(visit) {
	const [page, manager] = [await visit(), await visit()];
	const users = openUsers();
	const boss = own.addUser(users.account, "manager", MANAGER);

	await toList(page, users);
	await saveUser(page, MANAGER, { department: "Sales" });
	await saveUser(page, NAME, { department: "Sales" });
	await saveUser(page, OTHER, { department: "Accounts" });
	await openUser(page, OTHER);
	const foreign = page.url();

	await portal.signIn(manager, boss.email, USERS, boss.password);
	await manager.getByText("You see the users of your own department").waitFor();
	assert.deepEqual(await names(manager), [MANAGER, NAME]);
	assert.equal((await manager.goto(`${USERS}?search=meera`)).status(), 200);
	await manager.getByText("No user fits.").waitFor();
	for (const below of ["", "/history"])
		assert.equal((await manager.goto(`${foreign}${below}`)).status(), 404, below);

	await openUser(manager);
	assert.equal(await portal.save(manager).count(), 0);
	assert.equal((await manager.goto(`${manager.url()}/suspend`)).status(), 403);
	await portal.heading(manager, "Access Denied").waitFor();
}

async function isDenied(visit) {
	const [page, agent] = [await visit(), await visit()];
	const users = openUsers();

	await toList(page, users);
	await openUser(page, OTHER);
	await portal.signIn(agent, users.member.email, "/", users.member.password);
	for (const path of [USERS, page.url(), page.url().replace(USERS, `${USERS}/hours`)]) {
		assert.equal((await agent.goto(path)).status(), 403, path);
		await portal.heading(agent, "Access Denied").waitFor();
	}
}

/*
 * An account for the pictures: one suspended, one with all there is, a Manager, one who is invited
 * and one whose invitation has expired.
 */
let shown;

async function openShown(visit) {
	const page = await visit();

	shown = openUsers();
	shown.manager = own.addUser(shown.account, "manager", MANAGER);
	await toList(page, shown);
	await saveUser(page, NAME, { department: "Sales", extension: "204", takes_calls: true });
	await saveUser(page, MANAGER, { department: "Sales" });
	own.invite(shown.account, ASKED, "Sales");
	own.invite(shown.account, "Zainab Al-Rashid Bin Yahya", "Sales", -3600);
	await begin(page, "Suspend", OTHER);
	await press(page, `Suspend ${OTHER}`);
	await portal.banner(page).waitFor();
}

async function toInvitation(page) {
	await page.goto(USERS);
	await follow(page, `Invitation of ${ASKED}`);
	await page.locator("tr:target").waitFor();
}

async function nobodyFits(page) {
	await page.goto(`${USERS}?search=nobody-is-called-so&state=active`);
	await page.getByText("No user fits.").waitFor();
}

async function refused(page) {
	await openUser(page, OTHER);
	await portal.fill(page, { department: "W".repeat(61), extension: "204" });
	await portal.save(page).click();
	await summary(page).waitFor();
}

/* Somebody else has saved meanwhile, says the version; nothing is saved. */
async function savedBetween(page) {
	await openUser(page);
	await page.locator("input[name=version]").evaluate((input) => {
		input.value = "9999";
	});
	await portal.fill(page, { department: "Support" });
	await portal.save(page).click();
	await page.getByText("Somebody saved in between").waitFor();
}

async function toHistory(page) {
	await openUser(page);
	await follow(page, "History of this user here");
	await portal.heading(page, `${NAME}: history`).waitFor();
}

async function toHours(page) {
	await openUser(page);
	await follow(page, "Change the hours");
	await portal.heading(page, `Hours of ${NAME}`).waitFor();
}

async function refusedHours(page) {
	await toHours(page);
	await portal.fill(page, { work_from_1: "nine", work_to_7: "25:00", calls_from_3: "10" });
	await portal.save(page).click();
	await summary(page).waitFor();
}

const PAGES = [
	["Users", "account", (page) => page.goto(USERS)],
	["an invitation, from Users", "account", toInvitation],
	["Users, nobody fits", "account", nobodyFits],
	["Users of one's department", "manager", (page) => page.goto(USERS)],
	["a user", "account", (page) => openUser(page)],
	["a user, suspended", "account", (page) => openUser(page, OTHER)],
	["a user who is oneself", "account", (page) => openUser(page, OWNER)],
	["a user, to look at", "manager", (page) => openUser(page)],
	["a user, refused", "account", refused],
	["a user saved by somebody else", "account", savedBetween],
	["a user's history", "account", toHistory],
	["suspending a user", "account", (page) => begin(page, "Suspend")],
	["resuming a user", "account", (page) => begin(page, "Resume", OTHER)],
	["removing a user", "account", (page) => begin(page, "Remove")],
	["a user's hours", "account", toHours],
	["a user's hours, refused", "account", refusedHours],
];

portal.chapter("users", null, () => {
	for (const script of [true, false]) {
		const how = portal.words(script);
		const tell = (name, run) =>
			portal.story(`${name}, ${how}`, (visit) => run(visit, script));

		tell("a user is found by name and by role", finds);
		tell("who is invited is a row too", showsWhoIsInvited);
		tell("a user is edited", edits);
		tell("an extension that is somebody's", extensionIsTaken);
		tell("two who edit a user at once", conflict);
		tell("suspended and resumed, with mail", suspendsAndResumes);
		tell("removed, once it was asked", removes);
		tell("hours of the week", setsHours);
	}
	portal.story("a Manager sees the own department alone", seesTheDepartment);
	portal.story("an Agent sees no user", isDenied);
	portal.story("the account of the pictures gets its users", openShown);
	for (const scheme of SCHEMES)
		for (const [name, who, open] of PAGES)
			portal.story(`${name}, ${scheme}`, async (visit) => {
				const page = await visit({ scheme });
				const { email, password } = shown[who];

				page.expected = (dialog) =>
					dialog.type() === "beforeunload" && dialog.accept();
				await portal.signIn(page, email, "/", password);
				await open(page);
				await look(page, name);
			});
});
