// The real VS Code, as code-server in Chromium: squiggle, hover, quick fix, completion, rename. Screenshots go to `screenshots`.
import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { chromium } from "playwright-core";

const extension = process.argv[2];
const here = process.cwd();
const connector = path.join(here, "connector");
const port = 18000 + Math.floor(Math.random() * 1000);
const data = path.join(here, "data");
rmSync(data, { recursive: true, force: true });
mkdirSync(path.join(data, "User"), { recursive: true });
mkdirSync("screenshots", { recursive: true });
writeFileSync(
  path.join(data, "User", "settings.json"),
  JSON.stringify({
    "security.workspace.trust.enabled": false,
    "workbench.startupEditor": "none",
    "editor.minimap.enabled": false,
    "telemetry.telemetryLevel": "off",
    "files.autoSave": "off",
  }),
);
const node = process.execPath;
const server = path.join(here, "node_modules/code-server/out/node/entry.js");
const common = ["--config", path.join(data, "config.yaml"), "--user-data-dir", data, "--extensions-dir", path.join(data, "extensions")];

function run(args) {
  return new Promise((resolve, reject) => {
    const child = spawn(node, [server, ...common, ...args], { stdio: ["ignore", "inherit", "inherit"] });
    child.on("exit", (code) => (code === 0 ? resolve() : reject(new Error(`code-server ends with ${code}`))));
  });
}

await run(["--install-extension", extension]);
const child = spawn(
  node,
  [server, ...common, "--auth", "none", "--bind-addr", `127.0.0.1:${port}`, "--disable-telemetry", "--disable-update-check", connector],
  { stdio: "ignore" },
);
let failed = false;
let page;
try {
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ["--no-sandbox"] });
  page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  page.setDefaultTimeout(60_000);
  for (let tries = 0; ; tries++) {
    try {
      await page.goto(`http://127.0.0.1:${port}/?folder=${encodeURIComponent(connector)}`);
      break;
    } catch (error) {
      if (tries > 60) throw error;
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
  }
  const shot = (name) => page.screenshot({ path: `screenshots/${name}.png` });
  const step = async (name, what) => {
    await what();
    await shot(name);
    console.log(`vscode: ${name}`);
  };
  const command = async (text) => {
    await page.keyboard.press("F1");
    await page.locator(".quick-input-widget input").fill(`>${text}`);
    await page.waitForTimeout(800);
    await page.keyboard.press("Enter");
  };
  const goTo = async (text) => {
    // By the search of the editor, so that lines may move.
    await page.keyboard.press("Control+f");
    await page.keyboard.type(text);
    await page.waitForTimeout(500);
    // The first one closes a message, where there is one. One too many would end the selection.
    while ((await page.locator(".find-widget.visible").count()) > 0) {
      await page.keyboard.press("Escape");
      await page.waitForTimeout(400);
    }
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");
  };

  await page.locator(".monaco-workbench").waitFor();
  await page.locator(".explorer-folders-view >> text=apiDefinition.swagger.json").dblclick();
  await page.locator(".monaco-editor .view-lines").first().waitFor();
  await step("squiggle", () => page.locator(".squiggly-error, .squiggly-warning").first().waitFor());
  await step("status", () => page.locator("text=/connsmith\\s+\\d+\\s+\\d+/").first().waitFor());
  await goTo('"sumary"');
  await step("hover", async () => {
    await command("Show or Focus Hover");
    await page.locator(".monaco-hover:not(.hidden) >> text=/connsmith/").first().waitFor();
  });
  await page.keyboard.press("Escape");
  await step("quick-fix", async () => {
    await page.keyboard.press("Control+.");
    await page.locator(".action-widget >> text=/summary/").first().waitFor();
  });
  await page.keyboard.press("Enter");
  await page.locator('.view-lines >> text=/"summary"/').first().waitFor();
  await goTo('"ListTasks"');
  await step("rename", async () => {
    await page.keyboard.press("F2");
    const box = page.locator(".rename-box input");
    await box.waitFor();
    await box.fill("FindTasks");
    await shot("rename-box");
    await page.keyboard.press("Enter");
    // All files are changed at once, and the message warns.
    await page.locator(".notification-toast >> text=/a rename breaks them/").first().waitFor();
  });
  await page.locator('.view-lines >> text=/"FindTasks"/').first().waitFor();
  await step("lenses", async () => {
    for (const title of ["preview", "run"]) {
      await page.locator(`.codelens-decoration >> text=${title}`).first().waitFor();
    }
  });
  await goTo('"operationId"');
  await step("completion", async () => {
    await page.keyboard.press("End");
    await page.keyboard.press("Enter");
    await page.keyboard.type('"x-ms-vis');
    await page.keyboard.press("Control+Space");
    await page.locator(".suggest-widget.visible >> text=x-ms-visibility").first().waitFor();
  });
  await page.keyboard.press("Enter");
  await page.waitForTimeout(1000);
  await shot("inserted");
  await page.keyboard.press("Escape");
  await command("File: Save All");
  await page.waitForTimeout(2000);
  const text = readFileSync(path.join(connector, "apiDefinition.swagger.json"), "utf8");
  const other = readFileSync(path.join(connector, "apiProperties.json"), "utf8");
  for (const [what, is] of [
    ["the fix", text.includes('"summary"') && !text.includes('"sumary"')],
    ["the rename", text.includes('"FindTasks"') && other.includes('"FindTasks"')],
    ["the completion", text.includes('"x-ms-visibility": ')],
  ]) {
    if (!is) {
      failed = true;
      console.error(`vscode: ${what} is not in the files`);
    }
  }
  await browser.close();
} catch (error) {
  failed = true;
  console.error(`vscode: ${error}`);
  await page?.screenshot({ path: "screenshots/failed.png" });
} finally {
  child.kill();
}
process.exit(failed ? 1 : 0);
