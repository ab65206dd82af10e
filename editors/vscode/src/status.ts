// Shows the number of errors and warnings in the status bar.
import * as vscode from "vscode";

export function counts(): vscode.Disposable {
  const item = vscode.window.createStatusBarItem("connsmith.counts", vscode.StatusBarAlignment.Left, 0);
  item.name = "connsmith";
  item.command = "workbench.actions.view.problems";
  const update = (): void => {
    let errors = 0;
    let warnings = 0;
    for (const [, findings] of vscode.languages.getDiagnostics()) {
      for (const { source, severity } of findings) {
        if (source === "connsmith") {
          errors += severity === vscode.DiagnosticSeverity.Error ? 1 : 0;
          warnings += severity === vscode.DiagnosticSeverity.Warning ? 1 : 0;
        }
      }
    }
    item.text = `connsmith $(error) ${errors} $(warning) ${warnings}`;
    item.tooltip = "Findings in connectors that are open or have been checked";
    item.show();
  };
  update();
  return vscode.Disposable.from(item, vscode.languages.onDidChangeDiagnostics(update));
}
