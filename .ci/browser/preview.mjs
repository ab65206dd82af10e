// What a browser makes of `connsmith preview`: `node preview.mjs PROGRAM SCREENSHOTS`, with the path of Chromium in CHROMIUM (default
// /usr/bin/chromium).
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const program = resolve(process.argv[2]);
const screenshots = resolve(process.argv[3]);
const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const SECRET = "s3cr3t-of-the-test";
const LONGEST_LOAD = 1000;
await mkdir(screenshots, { recursive: true });
const work = await mkdtemp(join(tmpdir(), "connsmith-preview-"));

// ---- connectors ----
const evil = "</script><img src=x onerror=alert(1)>";
const list = { operationId: "ListBoards", "value-path": "id", "value-title": "name" };
const lanes = { operationId: "ListLanes", parameters: { board: { parameter: "board" } }, "value-path": "id", "value-title": "name" };
const board = { type: "object", properties: { id: { type: "string", default: "b-1" }, name: { type: "string", default: "Roadmap" } } };
const card = {
  type: "object",
  required: ["id", "title"],
  properties: {
    id: { type: "string", "x-ms-summary": "Card id", description: "The id of the card." },
    title: { type: "string", "x-ms-summary": "Title", description: "The title of the card." },
    due: { type: "string", format: "date-time", "x-ms-summary": "Due", description: "When it is due." },
    tags: { type: "array", "x-ms-summary": "Tags", description: "Its tags.", items: { type: "string" } },
    secret: { type: "string", "x-ms-visibility": "internal" },
    log: { type: "object", "x-ms-visibility": "advanced", properties: { by: { type: "string", "x-ms-summary": "Changed by" }, at: { type: "string", "x-ms-summary": "Changed at" } } },
  },
};
const definition = {
  swagger: "2.0",
  info: { title: "Fabrikam Boards", description: "Plans the work of a team on boards with cards.", version: "1.0", contact: { name: "Fabrikam", url: "https://fabrikam.com", email: "help@fabrikam.com" } },
  host: "api.fabrikam.example",
  basePath: "/v1",
  schemes: ["https"],
  consumes: ["application/json"],
  produces: ["application/json"],
  securityDefinitions: { key: { type: "apiKey", in: "header", name: "X-Key" } },
  security: [{ key: [] }],
  paths: {
    "/boards/{board}/cards": {
      post: {
        operationId: "CreateCard", summary: "Create a card", description: "Creates a card on a board, in the lane that is chosen, and notifies everybody who follows it.", "x-ms-visibility": "important",
        parameters: [
          { name: "board", in: "path", required: true, type: "string", "x-ms-summary": "Board", description: "The board of the card.", "x-ms-url-encoding": "single", "x-ms-dynamic-values": list },
          { name: "version", in: "query", required: true, type: "string", default: "7", "x-ms-visibility": "internal" },
          { name: "notify", in: "query", type: "boolean", "x-ms-summary": "Notify followers", description: "Whether followers get a message." },
          { name: "card", in: "body", required: true, schema: { type: "object", required: ["title", "lane"], properties: {
            title: { type: "string", "x-ms-summary": "Title", description: "The title of the card." },
            lane: { type: "string", "x-ms-summary": "Lane", description: "The lane of the card.", "x-ms-dynamic-values": lanes },
            priority: { type: "string", "x-ms-summary": "Priority", description: "How much it matters.", enum: ["p1", "p2", "p3"], "x-ms-enum-values": [{ value: "p1", displayName: "High" }, { value: "p2", displayName: "Normal" }, { value: "p3", displayName: "Low" }], "x-ms-visibility": "important" },
            points: { type: "integer", "x-ms-summary": "Points", description: "How large it is.", "x-ms-visibility": "important" },
            due: { type: "string", format: "date-time", "x-ms-summary": "Due", description: "When it is due, in UTC.", "x-ms-visibility": "important" },
            people: { type: "array", "x-ms-summary": "People", description: "Who works on it.", "x-ms-visibility": "important", items: { type: "object", required: ["email"], properties: { email: { type: "string", "x-ms-summary": "Email", description: "The address of the person." }, role: { type: "string", "x-ms-summary": "Role", description: "What the person does.", enum: ["owner", "helper"] } } } },
            labels: { type: "array", "x-ms-summary": "Labels", items: { type: "string" } },
            estimate: { type: "string", description: "No summary here." },
            extra: { type: "object", "x-ms-summary": "Extra", description: "More fields as JSON.", "x-ms-visibility": "advanced" },
          } } },
        ],
        responses: { 200: { description: "The card.", schema: card } },
      },
      get: { operationId: "ListCards", summary: "List cards", description: "Lists the cards of a board.", parameters: [{ name: "board", in: "path", required: true, type: "string", "x-ms-summary": "Board", description: "The board.", "x-ms-dynamic-values": list }], responses: { 200: { description: "The cards.", schema: { type: "array", items: card } } } },
    },
    "/boards": { get: { operationId: "ListBoards", summary: "List boards", description: "Lists the boards.", "x-ms-visibility": "internal", parameters: [], responses: { 200: { description: "The boards.", schema: { type: "array", items: board } } } } },
    "/boards/{board}/lanes": { get: { operationId: "ListLanes", summary: "List lanes", "x-ms-visibility": "internal", parameters: [{ name: "board", in: "path", required: true, type: "string" }], responses: { 200: { description: "The lanes.", schema: { type: "array", items: { type: "object", properties: { id: { type: "string", enum: ["l-1"] }, name: { type: "string", default: "To do" } } } } } } } },
    "/files": { get: { operationId: "GetFile", summary: "Get a file", description: "Reads a file.", parameters: [{ name: "path", in: "query", required: true, type: "string", "x-ms-summary": "File", description: "The file.", "x-ms-dynamic-tree": { settings: { canSelectParentNodes: false, canSelectLeafNodes: true }, open: { operationId: "ListBoards", itemValuePath: "id", itemTitlePath: "name", itemIsParent: "false" } } }], responses: { 200: { description: "The file.", schema: { type: "string", format: "binary" } } } } },
    "/events": { get: { operationId: "OnCard", summary: "When a card is created", description: "Fires for each new card.", "x-ms-trigger": "batch", "x-ms-trigger-hint": "Create a card on the board to see it work.", parameters: [], responses: { 200: { description: "The cards.", schema: { type: "object", properties: { value: { type: "array", items: card } } } } } } },
    "/odd": { get: { operationId: "Odd", summary: evil, description: `${evil} \u202e reversed`, deprecated: true, parameters: [{ name: evil, in: "query", type: "string", "x-ms-summary": evil, description: evil, default: evil }], responses: { 200: { description: evil, schema: { type: "object", title: evil, properties: { [evil]: { type: "string" } } } } } } },
  },
};
const properties = { properties: { connectionParameters: { api_key: { type: "securestring", uiDefinition: { displayName: "API key", description: "The key of your Fabrikam account.", tooltip: "The key of your Fabrikam account.", constraints: { required: "true" } } }, region: { type: "string", uiDefinition: { displayName: "Region", constraints: { required: "false", allowedValues: [{ text: "Europe", value: "eu" }, { text: "America", value: "us" }] } } } }, iconBrandColor: "#0e7a5f", capabilities: [], policyTemplateInstances: [] } };
const folder = join(work, "boards");
await mkdir(folder);
const write = (name, value) => writeFile(join(folder, name), JSON.stringify(value, null, 2));
await write("apiDefinition.swagger.json", definition);
await write("apiProperties.json", properties);

const many = { swagger: "2.0", info: { title: "Many", description: "Two thousand operations.", version: "1.0" }, host: "api.fabrikam.example", paths: {}, definitions: { Card: card } };
for (let at = 0; at < 2000; at++) {
  many.paths[`/things/${at}`] = { get: { operationId: `GetThing${at}`, summary: `Get thing ${at}`, description: `Gets thing number ${at} of two thousand.`, parameters: [{ name: "id", in: "query", required: true, type: "string", "x-ms-summary": "Id", description: "Its id." }], responses: { 200: { description: "ok", schema: { $ref: "#/definitions/Card" } } } } };
}
const large = join(work, "many");
await mkdir(large);
await writeFile(join(large, "apiDefinition.swagger.json"), JSON.stringify(many));

// ---- servers and pages ----
const servers = [];
async function serve(path, ...options) {
  const server = spawn(program, ["preview", path, "--port", "0", "--no-open", ...options], { env: { ...process.env, CONNSMITH_CONNECTION_API_KEY: SECRET }, stdio: ["ignore", "ignore", "pipe"] });
  servers.push(server);
  let said = "";
  return new Promise((found, failed) => {
    server.on("exit", () => failed(new Error(`it ended: ${said}`)));
    server.stderr.on("data", part => { said += part; const at = said.match(/http:\/\/[\d.]+:\d+\//); if (at) found(at[0]); });
  });
}
const profile = await mkdtemp(join(tmpdir(), "connsmith-browser-"));
const context = await chromium.launchPersistentContext(profile, {
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", headless: true, viewport: { width: 1280, height: 900 },
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
async function open(url) {
  const page = await context.newPage();
  const complaints = [];
  page.on("console", message => ["error", "warning"].includes(message.type()) && complaints.push(message.text()));
  page.on("pageerror", error => complaints.push(String(error)));
  page.on("dialog", dialog => { complaints.push(`dialog: ${dialog.message()}`); dialog.dismiss(); });
  page.on("request", request => /^https?:/.test(request.url()) && !request.url().startsWith("http://127.0.0.1:") && complaints.push(`asks for ${request.url()}`));
  const start = performance.now();
  await page.goto(url, { waitUntil: "load" });
  const load = performance.now() - start;
  await page.waitForSelector("main > :visible");
  return { page, complaints, load };
}
const fits = async (page, name) => {
  const [content, window] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  assert.ok(content <= window, `${name}: ${content} wide in a window of ${window}`);
};
// No style may be let in for it: axe only reads. The policy of the page forbids scripts from elsewhere, so it is run by the debugger.
const accessible = async (page, name) => {
  const { violations } = await page.evaluate(`(() => { if (!window.axe) { ${axe} } return window.axe.run(document, { resultTypes: ["violations"] }); })()`);
  const bad = violations.filter(one => ["serious", "critical"].includes(one.impact));
  assert.deepEqual(bad.map(one => `${one.id}: ${one.nodes.map(node => `${node.html.slice(0, 160)} ${node.failureSummary.slice(0, 300)}`).join("\n")}`), [], name);
};
const focused = page => page.evaluate(() => document.activeElement.id || document.activeElement.textContent);

try {
  const url = await serve(folder, "--lookups", "mock");
  const { page, complaints, load } = await open(url);
  console.log(`the page loads in ${Math.round(load)} ms`);

  // Every view, in light and dark, at both widths.
  const hashes = { create: "#/operation/CreateCard", trigger: "#/operation/OnCard", odd: "#/operation/Odd", connection: "#/connection", tools: "#/tools", findings: "#/findings", list: "#/operations" };
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme });
    for (const width of [1280, 400]) {
      await page.setViewportSize({ width, height: 900 });
      for (const [name, hash] of Object.entries(hashes)) {
        await page.goto(`${url}${hash}`);
        await page.waitForSelector("main h2:visible, .card:visible");
        await page.waitForTimeout(150);
        if (name === "tools") await page.locator(".tool summary").first().click();
        if (name === "create") await page.locator("details.fold > summary").first().click();
        await fits(page, `${name} at ${width}`);
        await accessible(page, `${name}, ${colorScheme} at ${width}`);
        await page.screenshot({ path: join(screenshots, `preview-${name}-${width}-${colorScheme}.png`), fullPage: true });
      }
    }
  }
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize({ width: 1280, height: 900 });

  // By keyboard alone: from the search to a card, through its form.
  await page.goto(`${url}#/operations`);
  await page.waitForSelector(".card");
  await page.keyboard.press("/");
  assert.equal(await focused(page), "search");
  await page.keyboard.type("create a card");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.waitForSelector("#field-0");
  assert.equal(await page.locator("h2#operation").textContent(), "Create a card");
  const number = async label => (await page.locator("label", { hasText: new RegExp(`^${label}`) }).first().getAttribute("for")) ?? assert.fail(`no field ${label}`);
  const lane = await number("Lane");
  await page.locator(`#${lane}`).focus();
  await page.keyboard.press("ArrowDown");
  await page.waitForFunction(id => document.getElementById(`${id}-about`).textContent.includes("needs a value first: Board"), lane);
  const chosen = await number("Board");
  await page.locator(`#${chosen}`).focus();
  await page.keyboard.press("ArrowDown");
  await page.waitForSelector(`#${chosen}-option-0`);
  assert.equal(await page.locator(`#${chosen}`).getAttribute("aria-activedescendant"), `${chosen}-option-0`);
  await accessible(page, "an open list");
  await page.screenshot({ path: join(screenshots, "preview-lookup-1280.png") });
  await page.keyboard.press("Enter");
  assert.equal(await page.locator(`#${chosen}`).inputValue(), "Roadmap");
  await page.locator(`#${lane}`).focus();
  await page.keyboard.press("ArrowDown");
  await page.waitForSelector(`#${lane}-option-0`);
  await page.keyboard.press("Enter");
  assert.equal(await page.locator(`#${lane}`).inputValue(), "To do");
  const title = await number("Title");
  await page.locator(`#${title}`).focus();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Shift+Tab");
  assert.equal(await page.locator(`#${title}`).getAttribute("aria-invalid"), "true");
  await page.keyboard.type("Write the report");
  assert.equal(await page.locator(`#${title}`).getAttribute("aria-invalid"), "false");
  await page.locator(`#${await number("Priority")}`).selectOption({ label: "Normal" });
  const points = await number("Points");
  await page.locator(`#${points}`).fill("many");
  await page.keyboard.press("Tab");
  assert.equal(await page.locator(`#${points}-wrong`).textContent(), "Enter a whole number.");
  await page.locator(`#${points}`).fill("5");
  const due = await number("Due");
  await page.locator(`#${due}`).fill("tomorrow");
  await page.keyboard.press("Tab");
  assert.equal(await page.locator(`#${due}-wrong`).textContent(), "Enter a valid datetime.");
  await page.locator(`#${due}`).fill("2026-12-01T08:00:00Z");
  const add = page.locator("button", { hasText: "Add new item" }).first();
  await add.focus();
  await page.keyboard.press("Enter");
  await page.keyboard.type("ann@fabrikam.com");
  assert.equal(await page.locator("[data-row] input").first().inputValue(), "ann@fabrikam.com");
  await page.locator("button", { hasText: "Switch to input entire array" }).first().click();
  assert.deepEqual(JSON.parse(await page.locator("textarea").first().inputValue()), [{ email: "ann@fabrikam.com" }]);
  await page.locator("button", { hasText: "Switch to detail inputs" }).first().click();
  await page.getByRole("button", { name: "Insert dynamic content into Title" }).click();
  await page.waitForSelector("dialog .chip");
  await accessible(page, "dynamic content");
  await page.screenshot({ path: join(screenshots, "preview-dialog-1280.png") });
  await page.locator("dialog .chip").first().focus();
  await page.keyboard.press("Enter");
  await page.waitForSelector("dialog", { state: "detached" });
  assert.equal(await page.locator("main .row .chip").count(), 1);
  await page.screenshot({ path: join(screenshots, "preview-filled-1280.png"), fullPage: true });

  // The other designer folds less.
  const inForm = () => page.locator("main .step > .inner > .field").count();
  const before = await inForm();
  await page.locator("input[name=designer][value=classic]").check({ force: true });
  await page.waitForTimeout(100);
  assert.ok(await inForm() > before, "the classic designer shows no more fields");
  await page.locator("input[name=designer][value=new]").check({ force: true });

  // A change of the files comes through, and what was typed stays.
  await page.locator(`#${title}`).focus();
  definition.paths["/boards/{board}/cards"].post.summary = "Create one card";
  await write("apiDefinition.swagger.json", definition);
  await page.waitForFunction(() => document.querySelector("h2#operation")?.textContent === "Create one card", null, { timeout: 10_000 });
  assert.equal(await page.locator(`#${title}`).inputValue(), "Write the report");
  assert.match(await page.locator("#status").textContent(), /Updated/);
  assert.equal(await focused(page), title);
  await writeFile(join(folder, "apiDefinition.swagger.json"), JSON.stringify(definition).slice(0, -40));
  await page.waitForSelector(".banner", { timeout: 10_000 });
  await write("apiDefinition.swagger.json", definition);
  await page.waitForSelector(".banner", { state: "detached", timeout: 10_000 });

  // Text of strangers stays text, and no secret is in a page.
  await page.goto(`${url}#/operation/Odd`);
  await page.waitForFunction(() => document.querySelector("h2#operation")?.textContent.includes("onerror"));
  assert.equal(await page.locator("main img").count(), 0);
  assert.ok(!(await page.content()).includes(SECRET), "the secret is in the page");
  assert.deepEqual(complaints, []);
  await page.close();

  // The written page, without a server.
  const out = join(work, "out");
  const made = spawnSync(program, ["preview", folder, "--out", out], { encoding: "utf8", env: { ...process.env, CONNSMITH_CONNECTION_API_KEY: SECRET } });
  assert.equal(made.status, 0, made.stderr);
  const file = await open(`${pathToFileURL(join(out, "index.html")).href}#/operation/CreateCard`);
  await file.page.waitForSelector("#field-0");
  const first = await file.page.locator("label", { hasText: /^Board/ }).first().getAttribute("for");
  await file.page.locator(`#${first}`).focus();
  await file.page.keyboard.press("ArrowDown");
  await file.page.waitForSelector(`#${first}-option-0`);
  await file.page.keyboard.press("Enter");
  assert.equal(await file.page.locator(`#${first}`).inputValue(), "Roadmap");
  await file.page.goto(`${pathToFileURL(join(out, "index.html")).href}#/operation/Odd`);
  await file.page.waitForFunction(() => document.querySelector("h2#operation")?.textContent.includes("onerror"));
  assert.deepEqual(file.complaints, []);
  await file.page.close();

  // Two thousand operations.
  const crowd = await serve(large);
  await (await fetch(crowd)).text();
  const big = await open(crowd);
  console.log(`a page of 2,000 operations loads in ${Math.round(big.load)} ms`);
  assert.ok(big.load < LONGEST_LOAD, `2,000 operations take ${big.load} ms to load`);
  await big.page.waitForFunction(() => document.querySelectorAll(".card").length === 2000);
  await big.page.fill("#search", "thing 1999");
  await big.page.waitForFunction(() => document.querySelectorAll(".card").length === 1);
  await big.page.locator(".card").click();
  await big.page.waitForFunction(() => document.querySelector("h2#operation")?.textContent === "Get thing 1999");
  await accessible(big.page, "2,000 operations");
  await big.page.goto(`${crowd}#/connection`);
  await big.page.waitForFunction(() => document.querySelector("main").textContent.includes("A connection needs no input"));
  assert.deepEqual(big.complaints, []);
  console.log("the preview does what it should");
} finally {
  servers.forEach(server => { server.removeAllListeners("exit"); server.kill(); });
  await context.close();
  await rm(profile, { recursive: true, force: true });
  await rm(work, { recursive: true, force: true });
}
