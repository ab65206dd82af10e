// What a browser makes of the HTML report and of the documentation: `node pages.mjs REPORT.html SITE SCREENSHOTS`, with the
// path of Chromium in CHROMIUM (default /usr/bin/chromium).
import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const [report, site, screenshots] = process.argv.slice(2).map(path => resolve(path));
const LONGEST_LOAD = 2000;
await mkdir(screenshots, { recursive: true });
const profile = await mkdtemp(join(tmpdir(), "connsmith-browser-"));
const launch = options =>
  chromium.launchPersistentContext(profile, {
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    headless: true,
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
    ...options,
  });

async function open(context, path) {
  const page = await context.newPage();
  const complaints = [];
  page.on("console", message => ["error", "warning"].includes(message.type()) && complaints.push(message.text()));
  page.on("pageerror", error => complaints.push(String(error)));
  page.on("request", request => /^https?:/.test(request.url()) && complaints.push(`asks for ${request.url()}`));
  const start = performance.now();
  await page.goto(pathToFileURL(path).href, { waitUntil: "load" });
  const load = performance.now() - start;
  return { page, complaints, load };
}

const number = text => Number(text.match(/\d+/)[0]);
const shown = page => page.locator("#count").textContent().then(number);
const fits = async (page, name) => {
  const [content, window] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  assert.ok(content <= window, `${name}: ${content} wide in a window of ${window}`);
};

let context = await launch({ viewport: { width: 1280, height: 900 } });
{
  const { page, complaints, load } = await open(context, report);
  console.log(`the report loads in ${Math.round(load)} ms`);
  assert.ok(load < LONGEST_LOAD, `the report takes ${load} ms to load`);
  const groups = await page.$$eval(".group", all => all.map(group => ({ ...group.dataset, connector: group.closest("details").dataset.connector })));
  const count = test => groups.filter(test).reduce((sum, group) => sum + Number(group.count), 0);
  assert.ok(groups.length > 5, "the report holds too little to filter");
  assert.equal(await shown(page), count(() => true));

  const { rule, connector } = groups[Math.floor(groups.length / 2)];
  await page.selectOption("[name=rule]", rule);
  assert.equal(await shown(page), count(group => group.rule === rule));
  await page.fill("[name=connector]", connector.toUpperCase());
  assert.equal(await shown(page), count(group => group.rule === rule && group.connector.includes(connector)));
  await page.selectOption("[name=rule]", "");
  await page.uncheck("[value=error]");
  assert.equal(await shown(page), count(group => group.connector.includes(connector) && group.level !== "error"));
  await page.fill("[name=connector]", "no connector has this name");
  assert.equal(await shown(page), 0);
  assert.equal(await page.locator("details.connector:visible").count(), 0);
  await page.fill("[name=connector]", "");
  await page.check("[value=error]");
  assert.equal(await shown(page), count(() => true));
  await page.screenshot({ path: join(screenshots, "report-1280.png") });

  const first = page.locator("details.connector").first();
  if (!(await first.getAttribute("open") !== null)) await first.locator("summary").click();
  assert.ok(await first.locator(".group").first().isVisible());
  await first.scrollIntoViewIfNeeded();
  await page.screenshot({ path: join(screenshots, "report-1280-open.png") });
  await page.setViewportSize({ width: 400, height: 800 });
  await fits(page, "report at 400");
  await page.screenshot({ path: join(screenshots, "report-400.png") });
  await page.emulateMedia({ colorScheme: "dark" });
  await page.screenshot({ path: join(screenshots, "report-400-dark.png") });
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.screenshot({ path: join(screenshots, "report-1280-dark.png") });
  assert.deepEqual(complaints, []);
  await page.close();
}
{
  const { page, complaints } = await open(context, join(site, "index.html"));
  const rules = await page.locator("tr[id]:visible").count();
  await page.screenshot({ path: join(screenshots, "site-1280.png") });
  await page.fill("[name=text]", "RequiredPropertyMissing summary");
  const found = await shown(page);
  assert.ok(found > 1 && found < rules, `${found} of ${rules} found`);
  assert.equal(await page.locator("tr[id]:visible").count(), found);
  await page.locator("tr:visible a").first().click();
  assert.equal(await page.locator("h1[id]").count(), 1);
  await page.setViewportSize({ width: 400, height: 800 });
  await fits(page, "page of a rule at 400");
  await page.screenshot({ path: join(screenshots, "rule-400.png"), fullPage: true });
  await page.goto(pathToFileURL(join(site, "commands.html")).href);
  await fits(page, "commands at 400");
  assert.deepEqual(complaints, []);
}
await context.close();

// Without scripts: no filters, but everything is there to read.
context = await launch({ javaScriptEnabled: false, viewport: { width: 1280, height: 900 } });
{
  const page = await context.newPage();
  await page.goto(pathToFileURL(report).href);
  assert.equal(await page.locator("#filters").isVisible(), false);
  const first = page.locator("details.connector").first();
  if ((await first.getAttribute("open")) === null) await first.locator("summary").click();
  assert.ok(await first.locator(".group").first().isVisible());
  await page.goto(pathToFileURL(join(site, "index.html")).href);
  assert.equal(await page.locator("#search").isVisible(), false);
  assert.ok(await page.locator("tr[id]").first().isVisible());
}
await context.close();
await rm(profile, { recursive: true, force: true });
console.log("the pages do what they should");
