// What the tests in a browser share: the program in a copy of the projects, and a page of it.

import { spawn, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { launch } from "./browser.mjs";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const JIXIAO = resolve(process.env.JIXIAO ?? join(ROOT, "target/release/jixiao"));
/** How long something may take on a busy machine, in milliseconds. */
export const PATIENCE = 30_000;

/** The project that most tests open. */
export const PLATFORM = "projects/2026/平台运营服务费.yaml";

/** The program, in a folder of its own. */
export class Program {
  /** Where the program runs. */
  folder = mkdtempSync(join(tmpdir(), "jixiao-browser-"));
  address = "";
  /** All that it has said on the terminal. */
  said = "";
  /** A folder with an `xdg-open`, which opens the browser in the system's place. */
  opener = "";

  /**
   * @param {"preview"|"edit"} command
   * @param {Record<string, string|null>} [files] texts of files beside the projects or in their
   *   place; `null` for one that is not there
   */
  constructor(command, files = {}) {
    this.command = command;
    cpSync(join(ROOT, "projects"), join(this.folder, "projects"), { recursive: true });
    for (const [name, text] of Object.entries(files)) {
      if (text === null) rmSync(join(this.folder, name), { recursive: true });
      else {
        mkdirSync(join(this.folder, dirname(name)), { recursive: true });
        this.write(name, text);
      }
    }
  }

  get port() {
    return Number(new URL(this.address).port);
  }

  /** Starts it, and waits for its address. @param {string[]} more */
  async start(...more) {
    this.said = "";
    const opens = this.opener ? [] : ["--no-open"];
    const env = { ...process.env, PATH: [this.opener, process.env.PATH].filter(Boolean).join(":") };
    this.child = spawn(JIXIAO, [this.command, ...opens, ...more, "projects"], { cwd: this.folder, env, stdio: ["ignore", "ignore", "pipe"] });
    this.ended = new Promise((done) => this.child.once("close", done));
    this.child.stderr.setEncoding("utf8");
    this.address = await new Promise((found, failed) => {
      this.child.once("error", failed);
      this.child.once("close", () => failed(new Error(`ended: ${this.said}`)));
      this.child.stderr.on("data", (text) => {
        this.said += text;
        const address = /http:\/\/127\.0\.0\.1:\d+\/#\w+(?=\s)/.exec(this.said);
        if (address) found(address[0]);
      });
    });
    return this;
  }

  async end() {
    this.child?.kill();
    await this.ended;
  }

  async close() {
    await this.end();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** @param {string} name */
  read(name) {
    return readFileSync(join(this.folder, name), "utf8");
  }

  /** @param {string} name @param {string|Buffer} text */
  write(name, text) {
    writeFileSync(join(this.folder, name), text);
  }

  /** What another command says, run in the same folder. @param {string[]} args */
  run(...args) {
    const { status, stdout, stderr } = spawnSync(JIXIAO, args, { cwd: this.folder, maxBuffer: 1 << 26 });
    // 1: something was found.
    if (status !== 0 && status !== 1) throw new Error(`${args}: ${stderr}`);
    return stdout;
  }
}

let browser;
after(() => browser?.close());

/**
 * What a page of the program must not do: log an error, throw one, or ask another host.
 * @param {import("playwright-core").BrowserContext} context
 * @param {RegExp[]} expected errors that the test brings about
 * @returns {string[]} what was wrong
 */
function watch(context, expected) {
  const faults = [];
  const note = (text) => { if (!expected.some((it) => it.test(text))) faults.push(text); };
  context.on("weberror", (error) => note(`page error: ${error.error().stack}`));
  context.on("console", (message) => {
    if (message.type() === "error") note(`console: ${message.text()} (${message.location().url})`);
  });
  context.on("request", (request) => {
    const { protocol, hostname } = new URL(request.url());
    // The browser's own viewer shows a PDF.
    if (["data:", "blob:", "file:", "chrome-extension:", "chrome:"].includes(protocol)) return;
    if (hostname !== "127.0.0.1") note(`request to elsewhere: ${request.url()}`);
  });
  return faults;
}

/** What each page has asked for and not been answered yet. */
const asked = new WeakMap();

/** @param {import("playwright-core").Page} page */
function follow(page) {
  const open = new Set();
  asked.set(page, open);
  page.on("request", (request) => {
    // That one stays open.
    if (!request.url().endsWith("/api/stream")) open.add(request);
  });
  for (const end of ["requestfinished", "requestfailed"]) page.on(end, (request) => open.delete(request));
}

/** Waits until the program has answered all that was typed: nothing is on its way. */
export async function answered(page) {
  let quiet = 0;
  await until(() => (asked.get(page).size ? (quiet = 0) : (quiet += 1)) > 12, "nothing is on its way");
}

/**
 * A test with the program and a page of it.
 * @param {string} name
 * @param {object} setting
 * @param {"preview"|"edit"} setting.command
 * @param {Record<string, string|null>} [setting.files]
 * @param {RegExp[]} [setting.expected] errors that the test brings about
 * @param {string} [setting.form] the form to open, beside the first
 * @param {boolean} [setting.empty] whether there are no projects
 * @param {(on: {page: import("playwright-core").Page, program: Program, another: () => Promise<import("playwright-core").Page>}) => Promise<void>} body
 */
export function scenario(name, setting, body) {
  test(name, { timeout: 4 * PATIENCE }, async () => {
    browser ??= await launch();
    const program = new Program(setting.command, setting.files);
    const context = await browser.newContext({ viewport: { width: 1400, height: 900 }, locale: "zh-CN" });
    context.setDefaultTimeout(PATIENCE);
    const faults = watch(context, setting.expected ?? []);
    context.on("page", follow);
    try {
      await program.start();
      const page = await context.newPage();
      await page.goto(program.address);
      await (setting.empty ? page.locator("#empty") : page.getByRole("option").first()).waitFor();
      if (setting.form) await open(page, setting.form);
      const another = async () => {
        const page = await context.newPage();
        await page.goto(new URL("/", program.address).href);
        // Where one waits for what another holds, a browser gives up after 20 seconds.
        await page.getByRole("option").first().waitFor({ timeout: PATIENCE / 2 });
        if (setting.form) await open(page, setting.form);
        return page;
      };
      await body({ page, program, another });
      if (faults.length) throw new Error(faults.join("\n"));
    } catch (error) {
      if (faults.length && error instanceof Error) error.message += `\nalso: ${faults.join("\n")}`;
      throw error;
    } finally {
      for (const page of context.pages()) await page.unrouteAll({ behavior: "ignoreErrors" });
      await context.close();
      await program.close();
    }
  });
}

/** The line of the list for a project file. @param {import("playwright-core").Page} page @param {string} file */
export function line(page, file) {
  return page.locator(`[role=option][data-file="${file}"]`);
}

/** Opens a form by its line in the list, and waits until it is there. */
export async function open(page, file) {
  const answered = page.waitForResponse(async (response) =>
    response.url().endsWith("/api/open") && response.ok() && (await response.json()).name === file);
  await line(page, file).click();
  const sheet = await (await answered).json();
  await shown(page, file);
  return sheet;
}

/** Waits until a form is shown. */
export async function shown(page, file) {
  const stem = file.split("/").pop().replace(/\.yaml$/, "");
  await page.waitForFunction(([stem, file]) => document.getElementById("form-name").textContent === stem
    && document.querySelector(`[data-file="${file}"]`)?.getAttribute("aria-selected") === "true"
    && document.querySelector(".paper .word"), [stem, file]);
}

/** Waits until something holds of the page: `work` gives what is then returned. */
export async function until(work, what = String(work)) {
  const end = Date.now() + PATIENCE;
  let last;
  for (;;) {
    try {
      last = undefined;
      const got = await work();
      if (got) return got;
    } catch (error) {
      last = error;
    }
    if (Date.now() > end) throw new Error(`not so in time: ${what}`, { cause: last });
    await new Promise((done) => setTimeout(done, 30));
  }
}

/** What the form says on its pages, without blanks. Nothing is selected for it: the caret stays. */
export async function said(page) {
  return page.evaluate(() => [...document.querySelectorAll(".paper .words")].map((it) => it.textContent).join("").replace(/\s/g, ""));
}

/** The same, as a person selects and copies it. */
export async function selected(page) {
  return page.evaluate(() => [...document.querySelectorAll(".paper .words")].map((words) => {
    getSelection().selectAllChildren(words);
    const text = getSelection().toString();
    getSelection().removeAllRanges();
    return text;
  }).join("").replace(/\s/g, ""));
}

/** All that is drawn is there: no character is without its outline. */
export async function drawn(page) {
  const [all, missing] = await page.evaluate(() => {
    const glyphs = [...document.querySelectorAll(".ink use")].map((it) => it.getAttribute("href") ?? it.getAttribute("xlink:href"));
    return [glyphs.length, glyphs.filter((href) => !document.getElementById(href.slice(1))).length];
  });
  if (missing || all < 50) throw new Error(`${missing} of ${all} characters are not drawn`);
}

/** What a test compares, without blanks. @param {string} text */
export const dense = (text) => text.replace(/\s/g, "");

/** What a refusal leaves in the browser's log. */
export const REFUSED = /Failed to load resource.* 409 /;

/** The field of this name. @param {string} name */
export function field(page, name) {
  const escaped = name.replace("（必填）", "").replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  // A column's short name is where its title begins; a name has what it is before it, and all
  // have the names above them behind.
  const said = `(^|级指标 |支出项目 )${escaped}((?<=半年|全年)[^（ ]*)?(（[^（]*）)?(，只选一个)?${name.endsWith("（必填）") ? "（必填）" : ""}$`;
  return page.locator(".fields").getByLabel(new RegExp(said));
}

/** Waits until the form says something on its page. */
export async function says(page, text) {
  return until(async () => (await said(page)).includes(dense(text)), `the page says ${text}`);
}

/** Saves by the keyboard, and waits until there is nothing left to save. */
export async function save(page) {
  await until(async () => (await state(page)).includes("没有保存"), "there is something to save");
  await page.keyboard.press("Control+s");
  await until(async () => await page.getByRole("button", { name: "保存" }).isDisabled(), "it is saved");
}

export const state = (page) => page.locator("#form-state").textContent();

/** Types something in the place of what a field says. */
export async function retype(page, name, text) {
  await field(page, name).focus();
  await page.keyboard.press("Control+a");
  await page.keyboard.type(text);
}
