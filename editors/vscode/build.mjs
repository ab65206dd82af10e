// Bundles the extension, and copies what it takes from the repository.
import { build } from "esbuild";
import { copyFileSync, mkdirSync } from "node:fs";

await build({
  entryPoints: ["src/extension.ts"],
  bundle: true,
  outfile: "dist/extension.js",
  platform: "node",
  target: "node20",
  format: "cjs",
  external: ["vscode"],
  minify: true,
  sourcemap: false,
});
mkdirSync("schemas", { recursive: true });
copyFileSync("../../schemas/connsmith.schema.json", "schemas/connsmith.schema.json");
copyFileSync("../../LICENSE-MIT", "LICENSE");
