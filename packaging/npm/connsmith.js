#!/usr/bin/env node
// Runs the program of this platform's package.
const { spawnSync } = require("node:child_process");

function program() {
  const { platform, arch } = process;
  const name = platform === "win32" ? "connsmith.exe" : "connsmith";
  const musl = platform === "linux" && !process.report.getReport().header.glibcVersionRuntime;
  const wanted = `@connsmith/${platform}-${arch}${musl ? "-musl" : ""}`;
  try {
    return require.resolve(`${wanted}/${name}`);
  } catch {
    console.error(`connsmith: the package ${wanted} is not installed: install connsmith with its optional dependencies, or with cargo`);
    process.exit(2);
  }
}

const { status, signal, error } = spawnSync(program(), process.argv.slice(2), { stdio: "inherit" });
if (error) {
  console.error(`connsmith: ${error.message}`);
  process.exit(2);
}
if (signal) process.kill(process.pid, signal);
process.exitCode = status ?? 2;
