// Starts the language server and registers its commands.
import * as vscode from "vscode";
import { LanguageClient, type LanguageClientOptions, type ServerOptions } from "vscode-languageclient/node";
import { Pages } from "./pages";
import { findProgram } from "./program";
import { counts } from "./status";
import { newConnector } from "./wizard";

let client: LanguageClient | undefined;

/** The files of connectors, and the configuration. */
const FILES = "**/{*.swagger.json,apiProperties.json,settings.json,*.csx,readme.md,intro.md,connsmith.toml}";

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const log = vscode.window.createOutputChannel("connsmith", { log: true });
  const pages = new Pages();
  context.subscriptions.push(log, pages, counts());

  const start = async (): Promise<void> => {
    const program = await findProgram(context, log);
    if (program === undefined) {
      const install = "How to Install";
      const chosen = await vscode.window.showErrorMessage(
        "The program `connsmith` was not found. Install it, or set its path in `connsmith.path`.",
        install,
      );
      if (chosen === install) {
        await vscode.env.openExternal(vscode.Uri.parse(`${context.extension.packageJSON.repository.url}#readme`));
      }
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
    await client.start();
  };

  const running = async (): Promise<LanguageClient | undefined> => {
    if (client === undefined) {
      await start();
    }
    return client;
  };

  const command = (name: string, run: () => Promise<void>): void => {
    context.subscriptions.push(
      vscode.commands.registerCommand(name, async () => {
        try {
          await run();
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

  await start();
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
