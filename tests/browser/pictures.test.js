/*
 * The pictures of the README, taken of the running portal. They are written to
 * build/test/pictures; with POINTPERSON_PICTURES=write to conf/pictures, so that only who
 * means to changes the source.
 */
import assert from "node:assert/strict";
import { mkdir, stat } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import * as portal from "./portal.js";

const FOLDER = fileURLToPath(
	new URL(
		process.env.POINTPERSON_PICTURES === "write"
			? "../../conf/pictures"
			: "../../build/test/pictures",
		import.meta.url,
	),
);
const LEAST_BYTES = 10000; /* an empty page on a phone makes 4000 */

const PICTURES = [
	["business-profile", { width: 1280, height: 1326 }, (page) => openAs(page, portal.PROFILE)],
	[
		"business-profile-dark",
		{ width: 1280, height: 1326, scheme: "dark" },
		(page) => openAs(page, portal.PROFILE),
	],
	[
		"contact-person",
		{ width: 1280, height: 1136 },
		async (page) => {
			await openAs(page, portal.PROFILE);
			await portal.openPerson(page, "Anand Krishnamurthy");
		},
	],
	[
		"who-receives",
		{ width: 1280, height: 800 },
		(page) => openAs(page, portal.RECIPIENTS),
	],
	["sign-in-phone", { width: 360, height: 640 }, (page) => page.goto("/login")],
];

function openAs(page, path) {
	return portal.signIn(page, "owner@demo.example", path);
}

portal.chapter("pictures", null, () => {
	for (const [name, look, open] of PICTURES)
		portal.story(`${name}.png`, async (visit) => {
			const page = await visit(look);
			const path = `${FOLDER}/${name}.png`;

			await mkdir(FOLDER, { recursive: true });
			await open(page);
			await page.locator("h1").first().hover();
			await page.screenshot({ path, animations: "disabled", caret: "hide" });
			assert.ok((await stat(path)).size > LEAST_BYTES);
		});
});
