import { chromium } from "playwright-core";
const b = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox","--disable-gpu"] });
const [,, out, who, password, ...steps] = process.argv;
for (const [scheme, width] of [["light",1280],["dark",1280],["light",360],["dark",360]]) {
  const c = await b.newContext({ baseURL: process.env.POINTPERSON_URL, viewport: { width, height: 900 }, colorScheme: scheme });
  const p = await c.newPage();
  await p.goto("/login"); await p.getByLabel("Email").fill(who); await p.getByLabel("Password",{exact:true}).fill(password);
  await p.getByRole("button",{name:"Sign in"}).click(); await p.getByRole("button",{name:"Sign out"}).waitFor();
  let i = 0;
  for (const s of steps) {
    await eval(`(async (p) => { ${s} })`)(p);
    if (!s.includes("noshot")) await p.screenshot({ path: `${out}-${i++}-${scheme}-${width}.png`, fullPage: true });
  }
  await c.close();
}
await b.close();
