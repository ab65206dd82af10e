// Makes the npm packages: one for each platform with the program in it, and `connsmith`, which picks the one that fits.
//
//   node packaging/npm/build.mjs OUT                      the package `connsmith`
//   node packaging/npm/build.mjs OUT PLATFORM PROGRAM     the package of a platform: linux-x64, linux-arm64, linux-x64-musl,
//                                                         linux-arm64-musl, darwin-x64, darwin-arm64, win32-x64, win32-arm64
import { chmodSync, copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "../..");
const platforms = ["linux-x64", "linux-arm64", "linux-x64-musl", "linux-arm64-musl", "darwin-x64", "darwin-arm64", "win32-x64", "win32-arm64"];

const [out, platform, program] = process.argv.slice(2);
const field = name => readFileSync(join(root, "Cargo.toml"), "utf8").match(new RegExp(`^${name} = "(.*)"$`, "m"))[1];
const shared = {
  version: field("version"),
  description: field("description"),
  license: field("license"),
  repository: { type: "git", url: `git+${field("repository")}.git` },
};

function write(folder, manifest) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), `${JSON.stringify({ ...manifest, ...shared }, null, 2)}\n`);
  for (const licence of ["LICENSE-APACHE", "LICENSE-MIT"]) copyFileSync(join(root, licence), join(folder, licence));
}

if (platform === undefined) {
  const folder = join(out, "connsmith");
  const optionalDependencies = Object.fromEntries(platforms.map(platform => [`@connsmith/${platform}`, shared.version]));
  write(folder, { name: "connsmith", bin: { connsmith: "connsmith.js" }, engines: { node: ">=18" }, optionalDependencies });
  copyFileSync(join(here, "connsmith.js"), join(folder, "connsmith.js"));
  copyFileSync(join(root, "README.md"), join(folder, "README.md"));
} else {
  if (!platforms.includes(platform)) throw new Error(`unknown platform ${platform}: ${platforms.join(", ")}`);
  const [os, cpu, libc] = platform.split("-");
  const folder = join(out, platform);
  const name = os === "win32" ? "connsmith.exe" : "connsmith";
  const on = os === "linux" ? { libc: [libc ?? "glibc"] } : {};
  write(folder, { name: `@connsmith/${platform}`, os: [os], cpu: [cpu], ...on, preferUnplugged: true });
  writeFileSync(join(folder, "README.md"), `The program of [connsmith](${field("repository")}) for ${platform}. Install \`connsmith\`.\n`);
  copyFileSync(program, join(folder, name));
  chmodSync(join(folder, name), 0o755);
}
