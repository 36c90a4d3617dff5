import { chromium } from "playwright-core";
const base = process.env.BASE, out = process.env.OUT;
const b = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
for (const [scheme, width] of [["light", 1280], ["dark", 1280], ["light", 360], ["dark", 360]]) {
	const ctx = await b.newContext({ baseURL: base, colorScheme: scheme, viewport: { width, height: 900 } });
	const page = await ctx.newPage();
	await page.goto("/login");
	await page.fill("[name=email]", "billing@demo.example");
	await page.fill("[name=password]", "Lotus-Harbour-7");
	await page.click("button[type=submit]");
	for (const path of process.argv.slice(2)) {
		await page.goto(path);
		await page.screenshot({ path: `${out}/${path.replace(/\W+/g, "_")}-${scheme}-${width}.png`, fullPage: true });
		const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
		if (wide) console.log("too wide", path, width);
	}
	await ctx.close();
}
await b.close();
