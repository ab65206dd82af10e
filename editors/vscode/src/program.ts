// Finds the program.
import { execFile } from "node:child_process";
import { access, constants } from "node:fs/promises";
import * as path from "node:path";
import { promisify } from "node:util";
import * as vscode from "vscode";

const run = promisify(execFile);

/** The program to start: that of the setting, the one that comes with the extension, the one on the PATH. */
export async function findProgram(context: vscode.ExtensionContext, log: vscode.LogOutputChannel): Promise<string | undefined> {
  const name = process.platform === "win32" ? "connsmith.exe" : "connsmith";
  const named = vscode.workspace.getConfiguration("connsmith").get<string>("path")?.trim();
  const candidates = named ? [named] : [path.join(context.extensionPath, "bin", name), name];
  for (const candidate of candidates) {
    try {
      if (path.isAbsolute(candidate)) {
        await access(candidate, constants.X_OK);
      }
      const { stdout } = await run(candidate, ["--version"]);
      log.info(`${candidate}: ${stdout.trim()}`);
      return candidate;
    } catch (error) {
      log.info(`${candidate}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return undefined;
}
