// Asks a few questions and runs `connsmith new` with the answers.
import { execFile } from "node:child_process";
import * as path from "node:path";
import { promisify } from "node:util";
import * as vscode from "vscode";

const run = promisify(execFile);

interface Choice extends vscode.QuickPickItem {
  value: string;
}

const PUBLISHERS: Choice[] = [
  { label: "Private", description: "imported into your own environments, not submitted to Microsoft", value: "custom" },
  { label: "Independent publisher", description: "submitted to Microsoft, for a service that is not yours", value: "independent" },
  { label: "Certified", description: "submitted to Microsoft by the owner of the service", value: "certified" },
];

const SIGN_INS: Choice[] = [
  { label: "API key", description: "in a header", value: "api-key" },
  { label: "User name and password", value: "basic" },
  { label: "OAuth 2.0", value: "oauth2" },
  { label: "Microsoft Entra ID", value: "aad" },
  { label: "None", value: "none" },
];

const TRIGGERS: Choice[] = [
  { label: "No trigger", value: "" },
  { label: "Webhook", description: "the service calls when something happens", value: "webhook" },
  { label: "Polling", description: "the platform polls every few minutes", value: "polling" },
];

/** The folder of the new connector; undefined when somebody thought better of it. */
export async function newConnector(program: string): Promise<vscode.Uri | undefined> {
  const pick = (title: string, choices: Choice[]) => vscode.window.showQuickPick(choices, { title, ignoreFocusOut: true });
  const ask = (title: string, value: string, prompt: string) =>
    vscode.window.showInputBox({ title, value, prompt, ignoreFocusOut: true, validateInput: (text) => (text.trim() === "" ? prompt : undefined) });

  const publisher = await pick("Who publishes the connector?", PUBLISHERS);
  if (publisher === undefined) return undefined;
  const title = await ask("What is the name of the service?", "", "The name of the connector, at most 30 characters");
  if (title === undefined) return undefined;
  const host = await ask("Which host is the API on?", "api.example.com", "The host name of the API, without https");
  if (host === undefined) return undefined;
  const signIn = await pick("How do users sign in?", SIGN_INS);
  if (signIn === undefined) return undefined;
  const resource = await ask("What do the operations work on?", "task", "In the singular: \"task\" gives List tasks, Create a task");
  if (resource === undefined) return undefined;
  const trigger = await pick("Does the connector have a trigger?", TRIGGERS);
  if (trigger === undefined) return undefined;

  const options = ["--title", title, "--publisher", publisher.value, "--host", host, "--auth", signIn.value, "--resource", resource];
  if (trigger.value !== "") {
    options.push("--trigger", trigger.value);
  }
  if (publisher.value !== "custom") {
    const more: [string, string, string][] = [
      ["--description", "What is the service, and what does the connector do?", "30 to 500 characters"],
      ["--publisher-name", "Who publishes it?", "Your name or that of your company"],
      ["--website", "What is the URL of the website?", "https://…"],
      ["--privacy-policy", "What is the URL of the privacy policy?", "https://…"],
      ["--category", "Which category?", "Productivity, for example"],
    ];
    for (const [option, question, prompt] of more) {
      const answer = await ask(question, "", prompt);
      if (answer === undefined) return undefined;
      options.push(option, answer);
    }
  }
  const parents = await vscode.window.showOpenDialog({
    title: "In which folder?",
    defaultUri: vscode.workspace.workspaceFolders?.[0]?.uri,
    canSelectFiles: false,
    canSelectFolders: true,
  });
  const parent = parents?.[0];
  if (parent === undefined) return undefined;
  const folder = path.join(parent.fsPath, title);
  try {
    await run(program, ["new", folder, "--yes", ...options]);
  } catch (error) {
    const { stderr } = error as { stderr?: string };
    throw new Error(stderr?.trim() || String(error));
  }
  const definition = vscode.Uri.file(path.join(folder, "apiDefinition.swagger.json"));
  await vscode.window.showTextDocument(definition);
  return vscode.Uri.file(folder);
}
