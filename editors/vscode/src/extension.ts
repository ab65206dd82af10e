// Starts the language server and registers its commands.
import * as path from "node:path";
import * as vscode from "vscode";
import { LanguageClient, type LanguageClientOptions, type ServerOptions } from "vscode-languageclient/node";
import { Pages } from "./pages";
import { findProgram } from "./program";
import { counts } from "./status";
import { newConnector } from "./wizard";

let client: LanguageClient | undefined;

/** The files of connectors, and the configuration. */
const FILES = "**/{*.swagger.json,apiProperties.json,settings.json,*.csx,readme.md,intro.md,connsmith.toml}";

/** The files that show that a folder is a connector, or has its settings. */
const SIGNS = "**/{apiDefinition.swagger.json,apiProperties.json,connsmith.toml}";

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const log = vscode.window.createOutputChannel("connsmith", { log: true });
  const pages = new Pages();
  context.subscriptions.push(log, pages, counts());

  const start = async (): Promise<void> => {
    const program = await findProgram(context, log);
    if (program === undefined) {
      // Not awaited: the extension is active while the message stands there.
      void reportMissing();
      return;
    }
    log.info(`starts ${program}`);
    const server: ServerOptions = { command: program, args: ["lsp"] };
    const options: LanguageClientOptions = {
      documentSelector: [{ scheme: "file", pattern: FILES }],
      outputChannel: log,
      initializationOptions: settings(),
      synchronize: { configurationSection: "connsmith" },
      middleware: {
        // The server answers a code lens with a page.
        executeCommand: async (command, args, next) => {
          const answer: unknown = await next(command, args);
          if (command === "connsmith.preview" && typeof answer === "string") {
            await pages.show(`${String(args[1])} as makers see it`, answer);
          }
          return answer;
        },
      },
    };
    client = new LanguageClient("connsmith", "connsmith", server, options);
    client.registerFeature({
      fillClientCapabilities: (capabilities) => {
        const commands = vscode.workspace.isTrusted ? ["connsmith.run"] : [];
        capabilities.experimental = { ...(capabilities.experimental as object), commands: { commands } };
      },
      initialize: () => {},
      getState: () => ({ kind: "static" }),
      clear: () => {},
    });
    await client.start();
  };

  const running = async (): Promise<LanguageClient | undefined> => {
    if (client === undefined) {
      await start();
    }
    return client;
  };

  const command = (name: string, run: (...values: unknown[]) => Promise<void>): void => {
    context.subscriptions.push(
      vscode.commands.registerCommand(name, async (...values: unknown[]) => {
        try {
          await run(...values);
        } catch (error) {
          await vscode.window.showErrorMessage(`connsmith: ${error instanceof Error ? error.message : String(error)}`);
        }
      }),
    );
  };

  command("connsmith.check", async () => {
    const server = await running();
    const answer = await server?.sendRequest<{ connectors: number; errors: number; warnings: number }>(
      "workspace/executeCommand",
      { command: "connsmith.checkWorkspace", arguments: [] },
    );
    if (answer !== undefined) {
      const { connectors, errors, warnings } = answer;
      void vscode.window.showInformationMessage(`${connectors} connectors: ${errors} errors, ${warnings} warnings`);
      await vscode.commands.executeCommand("workbench.actions.view.problems");
    }
  });
  command("connsmith.fix", async () => {
    const uri = vscode.window.activeTextEditor?.document.uri;
    if (uri === undefined) {
      throw new Error("open a file of the connector first");
    }
    const server = await running();
    const done = await server?.sendRequest<boolean>("workspace/executeCommand", {
      command: "connsmith.fixAll",
      arguments: [uri.toString(), true],
    });
    if (done === false) {
      void vscode.window.showInformationMessage("There are no safe fixes to apply.");
    }
  });
  command("connsmith.explainFinding", async () => {
    const rule = await chooseRule();
    const server = await running();
    if (rule !== undefined && server !== undefined) {
      const page = await server.sendRequest<string>("workspace/executeCommand", {
        command: "connsmith.explain",
        arguments: [rule],
      });
      await pages.show(rule, page);
    }
  });
  command("connsmith.new", async () => {
    const program = await findProgram(context, log);
    if (program === undefined) {
      throw new Error("the program `connsmith` was not found");
    }
    await newConnector(program);
  });
  command("connsmith.restart", async () => {
    const old = client;
    client = undefined;
    await old?.dispose();
    await start();
  });
  command("connsmith.log", async () => log.show());
  // Above an operation, from the server. It is not in the palette, because it needs an operation.
  command("connsmith.run", async (uri, operation) => {
    const program = await findProgram(context, log);
    if (program === undefined || typeof uri !== "string" || typeof operation !== "string") {
      throw new Error("the program `connsmith` was not found");
    }
    const folder = path.dirname(vscode.Uri.parse(uri).fsPath);
    // A process, not a line for a shell: the ID comes from the file.
    const execution = new vscode.ProcessExecution(program, ["run", "--", operation, folder], { cwd: folder });
    const task = new vscode.Task({ type: "connsmith" }, vscode.TaskScope.Workspace, `run ${operation}`, "connsmith", execution);
    task.presentationOptions = { clear: true, focus: true, panel: vscode.TaskPanelKind.Dedicated };
    await vscode.tasks.executeTask(task);
  });

  await whenNeeded(context, start);
}

/** Starts the server when a file of a connector is in the workspace or is opened: JSON files alone are no reason. */
async function whenNeeded(context: vscode.ExtensionContext, start: () => Promise<void>): Promise<void> {
  const sign = (document: vscode.TextDocument): boolean =>
    vscode.languages.match({ scheme: "file", pattern: SIGNS }, document) > 0;
  const needed =
    vscode.workspace.textDocuments.some(sign) || (await vscode.workspace.findFiles(SIGNS, "**/node_modules/**", 1)).length > 0;
  if (needed) {
    await start();
    return;
  }
  const opened = vscode.workspace.onDidOpenTextDocument((document) => {
    if (sign(document) && client === undefined) {
      opened.dispose();
      void start();
    }
  });
  context.subscriptions.push(opened);
}

async function reportMissing(): Promise<void> {
  const settings = "Open Settings";
  const chosen = await vscode.window.showErrorMessage(
    "The program `connsmith` was not found. Install it, or set its path in `connsmith.path`.",
    settings,
  );
  if (chosen === settings) {
    await vscode.commands.executeCommand("workbench.action.openSettings", "connsmith.path");
  }
}

export async function deactivate(): Promise<void> {
  await client?.dispose();
}

function settings(): Record<string, unknown> {
  const configuration = vscode.workspace.getConfiguration("connsmith");
  return { publisher: configuration.get("publisher"), profile: configuration.get("profile") };
}

/** The rule of a finding at the cursor, else one of those in the file. */
async function chooseRule(): Promise<string | undefined> {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined) {
    throw new Error("open a file of a connector first");
  }
  const findings = vscode.languages.getDiagnostics(editor.document.uri).filter((finding) => finding.source === "connsmith");
  const code = (finding: vscode.Diagnostic): string => {
    const { code } = finding;
    return String(typeof code === "object" ? code.value : (code ?? ""));
  };
  const here = findings.filter((finding) => finding.range.contains(editor.selection.active));
  const rules = [...new Set((here.length > 0 ? here : findings).map(code))];
  if (rules.length === 0) {
    throw new Error("there are no findings in this file");
  }
  return rules.length === 1 ? rules[0] : vscode.window.showQuickPick(rules, { title: "Which rule?" });
}
