// How long it takes until people see what they have done: from a save to pixels, and from a key
// to the page; beside `typst watch` on the same form, which draws nothing, and where it is given,
// beside tinymist's preview.
//
//   npm ci --prefix tests/browser
//   node benches/browser.mjs [FORMS]      a folder of FORMS forms, 1 if it is not given
//
// JIXIAO, TYPST, TINYMIST and CHROMIUM name the programs.

import { spawn, execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { createRequire } from "node:module";

const require = createRequire(path.resolve("tests/browser/package.json"));
const { chromium } = require("playwright-core");

const JIXIAO = path.resolve(process.env.JIXIAO ?? "target/release/jixiao");
const TYPST = process.env.TYPST ?? "target/typst-cli/bin/typst";
const { TINYMIST } = process.env;
const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";
const FORMS = Number(process.argv[2] ?? 1);
/** How often the file is saved once more to see whether memory grows. */
const SAVES = Number(process.env.SAVES ?? 450);
const ROUNDS = Number(process.env.ROUNDS ?? 40);
const FORM = "projects/2026/台式机.yaml";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "jixiao-bench-"));
process.on("exit", () => fs.rmSync(folder, { recursive: true, force: true }));

/** A folder with so many forms; the path of the first. */
function forms() {
  const text = fs.readFileSync(FORM, "utf8");
  fs.mkdirSync(path.join(folder, "projects"));
  fs.copyFileSync("projects/2026/_defaults.yaml", path.join(folder, "projects/_defaults.yaml"));
  for (let number = 0; number < FORMS; number += 1) {
    const other = text.replace("项目名称: 台式机", `项目名称: 台式机${number || ""}`);
    fs.writeFileSync(path.join(folder, `projects/台式机${number || ""}.yaml`), other);
  }
  return path.join(folder, "projects/台式机.yaml");
}

/** The memory of a process and of those that it has started, in bytes; 0 where that cannot be told. */
function memory(process) {
  if (!fs.existsSync("/proc/self/task")) return 0;
  const own = fs.readFileSync(`/proc/${process}/status`, "utf8").match(/VmRSS:\s+(\d+) kB/);
  const tasks = fs.readdirSync(`/proc/${process}/task`);
  const children = tasks.flatMap((task) => fs.readFileSync(`/proc/${process}/task/${task}/children`, "utf8").trim().split(" ").filter(Boolean));
  return Number(own?.[1] ?? 0) * 1024 + children.reduce((all, child) => all + memory(child), 0);
}

const mib = (bytes) => `${(bytes / (1 << 20)).toFixed(1)} MiB`;
const median = (all) => [...all].sort((a, b) => a - b)[Math.floor(all.length / 2)];
const worst = (all) => [...all].sort((a, b) => a - b)[Math.floor(all.length * 0.95)];
const say = (what, all) => console.log(`${what.padEnd(28)} ${median(all).toFixed(1).padStart(7)} ms, 95 %: ${worst(all).toFixed(1)} ms`);

/** Starts the program; its address. */
async function serve(command) {
  const program = spawn(JIXIAO, [command, "projects", "--no-open"], { cwd: folder, stdio: ["ignore", "ignore", "pipe"] });
  process.on("exit", () => program.kill());
  let said = "";
  for await (const chunk of program.stderr) {
    said += chunk;
    const address = said.match(/http:\S+/);
    if (address) return { program, address: address[0] };
  }
  throw new Error(said);
}

/**
 * When the page has been drawn again after the next change of what is drawn on it, in ms since
 * 1970; or after the one with which it says a text.
 */
const drawn = (page, where = ".ink", text = "") => page.evaluate(([where, text]) => new Promise((done) => {
  const ink = document.querySelector(where);
  const observer = new MutationObserver(() => {
    if (!ink.textContent.replace(/\s/g, "").includes(text)) return;
    observer.disconnect();
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => done(performance.timeOrigin + performance.now());
      port2.postMessage(null);
    });
  });
  observer.observe(ink, { childList: true, subtree: true, characterData: text !== "" });
}), [where, text]);

const now = () => performance.timeOrigin + performance.now();
const file = forms();
const text = fs.readFileSync(file, "utf8");
const numbered = (number) => text.replace("拟申请购买信创系统台式机10台", `拟申请购买信创系统台式机${11 + number}台`);

const browser = await chromium.launch({
  executablePath: CHROMIUM,
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--no-first-run"],
});

const saves = [];
{
  const { program, address } = await serve("preview");
  const page = await browser.newPage({ viewport: { width: 1500, height: 1000 } });
  const begun = now();
  await page.goto(address);
  await page.waitForSelector(".line");
  console.log(`${`the list of ${FORMS}`.padEnd(28)} ${(now() - begun).toFixed(1).padStart(7)} ms`);
  await page.click("[data-file$='台式机.yaml']");
  await page.waitForSelector(".ink use");
  for (let number = 0; number < ROUNDS; number += 1) {
    const seen = drawn(page);
    await page.waitForTimeout(150);
    const saved = now();
    fs.writeFileSync(file, numbered(number));
    saves.push(await seen - saved);
  }
  say("save to pixels", saves);
  const early = memory(program.pid);
  for (let number = 0; number < SAVES; number += 1) {
    const seen = drawn(page);
    fs.writeFileSync(file, numbered(ROUNDS + number));
    await seen;
  }
  const late = memory(program.pid);
  if (late > 0) {
    console.log(`memory after ${ROUNDS} saves ${mib(early)}, after ${ROUNDS + SAVES} ${mib(late)}: ${(late / early).toFixed(2)} times`);
  }
  await page.close();
  program.kill();
}

fs.writeFileSync(file, text);
{
  const { program, address } = await serve("edit");
  const page = await browser.newPage({ viewport: { width: 1500, height: 1000 } });
  await page.goto(address);
  await page.waitForSelector(".line");
  await page.click("[data-file$='台式机.yaml']");
  const cell = page.getByLabel("项目实施内容");
  await cell.click();
  await page.keyboard.press("Control+End");
  const keys = [];
  for (let number = 0; number < ROUNDS; number += 1) {
    await page.evaluate(() => {
      addEventListener("keydown", (event) => { window.pressed = performance.timeOrigin + event.timeStamp; }, { once: true, capture: true });
    });
    const seen = drawn(page);
    await page.waitForTimeout(50);
    await page.keyboard.press(String(number % 10));
    keys.push(await seen - await page.evaluate(() => window.pressed));
  }
  say("key to page", keys);
  program.kill();
}

/** The form as Typst source. */
function source() {
  execFileSync(JIXIAO, ["build", file, "--format", "typ", "--output", path.join(folder, "typ")], { stdio: "ignore" });
  const [source] = fs.readdirSync(path.join(folder, "typ"), { recursive: true }).filter((name) => name.endsWith("台式机.typ"));
  return path.join(folder, "typ", source);
}

if (fs.existsSync(TYPST)) {
  const main = source();
  const pdf = path.join(folder, "typst.pdf");
  const program = spawn(TYPST, ["watch", main, pdf, "--font-path", "fonts", "--ignore-system-fonts"], { stdio: "ignore" });
  process.on("exit", () => program.kill());
  const written = async (after) => {
    for (;;) {
      const { mtimeMs, size } = fs.statSync(pdf, { throwIfNoEntry: false }) ?? { mtimeMs: 0, size: 0 };
      if (mtimeMs > after && size > 0) return mtimeMs;
      await new Promise((done) => setTimeout(done, 1));
    }
  };
  await written(0);
  const before = fs.readFileSync(main, "utf8");
  const typst = [];
  for (let number = 0; number < ROUNDS; number += 1) {
    await new Promise((done) => setTimeout(done, 200));
    const saved = now();
    fs.writeFileSync(main, before.replaceAll("台式机10台", `台式机${11 + number}台`));
    typst.push(await written(saved) - saved);
  }
  say("typst watch, save to PDF", typst);
  console.log(`save to pixels: ${(median(saves) / median(typst)).toFixed(2)} times typst watch`);
  program.kill();
}

if (TINYMIST) {
  const main = source();
  const program = spawn(TINYMIST, [
    "preview", main, "--no-open", "--font-path", path.resolve("fonts"), "--ignore-system-fonts", "--root", path.dirname(main),
    "--host", "127.0.0.1:0",
  ], { stdio: ["ignore", "ignore", "pipe"] });
  process.on("exit", () => program.kill());
  let said = "";
  const address = await new Promise((found) => {
    program.stderr.on("data", (chunk) => {
      said += chunk;
      const [, port] = /[Ss]tatic file server listening on: \S*?:(\d+)/.exec(said) ?? [];
      if (port) found(`http://127.0.0.1:${port}`);
    });
  });
  const page = await browser.newPage({ viewport: { width: 1500, height: 1000 } });
  await page.goto(address);
  await page.waitForSelector("#typst-app use", { state: "attached" });
  await page.waitForTimeout(2000);
  const before = fs.readFileSync(main, "utf8");
  const times = [];
  for (let number = 0; number < ROUNDS; number += 1) {
    const seen = drawn(page, "#typst-app", `台式机${11 + number}台`);
    await page.waitForTimeout(200);
    const saved = now();
    fs.writeFileSync(main, before.replaceAll("台式机10台", `台式机${11 + number}台`));
    times.push(await seen - saved);
  }
  say("tinymist, save to pixels", times);
  console.log(`save to pixels: ${(median(saves) / median(times)).toFixed(2)} times tinymist`);
  program.kill();
}
await browser.close();
process.exit(0);
