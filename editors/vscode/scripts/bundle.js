// Makes one file of the extension and what it stands on, with the licences of the latter beside it.

const fs = require("node:fs");
const path = require("node:path");
const esbuild = require("esbuild");

const FOLDER = path.join(__dirname, "..");
const OUT = path.join(FOLDER, "dist");

/**
 * The folder of the package that a bundled file is from; nothing of this extension's own files.
 *
 * @param {string} file
 * @returns {string | undefined}
 */
function packageOf(file) {
  const parts = file.split("/");
  const at = parts.lastIndexOf("node_modules");
  if (at < 0) {
    return undefined;
  }
  const length = parts[at + 1].startsWith("@") ? 3 : 2;
  return parts.slice(0, at + length).join("/");
}

/**
 * The licence of a package, with its name.
 *
 * @param {string} folder
 * @returns {string}
 */
function licence(folder) {
  const whole = path.join(FOLDER, folder);
  const { name, version, license } = JSON.parse(
    fs.readFileSync(path.join(whole, "package.json"), "utf8"),
  );
  const file = fs.readdirSync(whole).find((it) => /^licen[cs]e(\.|$)/i.test(it));
  if (file === undefined) {
    throw new Error(`${folder} has no licence`);
  }
  const text = fs.readFileSync(path.join(whole, file), "utf8").trim();
  return `${name} ${version} (${license})\n\n${text}\n`;
}

const built = esbuild.buildSync({
  absWorkingDir: FOLDER,
  entryPoints: ["src/extension.js"],
  outfile: "dist/extension.js",
  bundle: true,
  platform: "node",
  target: "node20",
  format: "cjs",
  external: ["vscode"],
  minify: true,
  metafile: true,
});
const folders = new Set(Object.keys(built.metafile.inputs).map(packageOf));
const licences = [...folders].filter((it) => it !== undefined).sort().map(licence);
fs.writeFileSync(path.join(OUT, "NOTICE.txt"), licences.join(`\n${"-".repeat(72)}\n\n`));
