// The browser that the tests run in, and what is done otherwise in one than in the other.
//
// BROWSER=firefox has them run in Firefox as its makers give it out. It is spoken to by WebDriver
// BiDi, which knows of no input methods, of no bodies of requests, and of no other media.

import { inflateSync } from "node:zlib";
import { chromium, firefox } from "playwright-core";

const NAME = process.env.BROWSER ?? "chromium";
const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";
const FIREFOX = process.env.FIREFOX ?? "/usr/bin/firefox-esr";
const SWITCHES = [
  "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
  "--disable-sync", "--no-first-run",
];

export const isFirefox = NAME === "firefox";

/** Starts it. Where it is not there, that fails. */
export async function launch() {
  if (isFirefox) return firefox.launch({ channel: "moz-firefox", executablePath: FIREFOX });
  if (NAME !== "chromium") throw new Error(`BROWSER is chromium or firefox, not ${NAME}`);
  return chromium.launch({ executablePath: CHROMIUM, args: SWITCHES });
}

/**
 * Has answers to a kind of request take their time.
 * @param {import("playwright-core").Page} page
 * @param {string} what
 * @param {number} time in milliseconds
 */
export async function slow(page, what, time) {
  await page.route(`**/api/${what}`, async (route) => {
    const response = isFirefox ? null : await route.fetch();
    await new Promise((done) => setTimeout(done, time));
    await (response ? route.fulfill({ response }) : route.continue());
  });
}

/**
 * Pastes what another program has put into the clipboard.
 * @param {import("playwright-core").Page} page
 * @param {Record<string, string>} data texts by their types
 */
export async function paste(page, data) {
  await page.evaluate((data) => document.addEventListener("copy", (event) => {
    event.preventDefault();
    for (const [type, text] of Object.entries(data)) event.clipboardData.setData(type, text);
  }, { once: true, capture: true }), data);
  await page.keyboard.press("Control+c");
  await page.keyboard.press("Control+v");
}

/** An input method that composes in the field that has the focus. */
export class InputMethod {
  /** @param {import("playwright-core").Page} page */
  constructor(page) {
    this.page = page;
    this.session = isFirefox ? null : page.context().newCDPSession(page);
  }

  /** @param {string} text what is composed so far */
  async compose(text) {
    const session = await this.session;
    if (session) await session.send("Input.imeSetComposition", { text, selectionStart: text.length, selectionEnd: text.length });
    else await this.page.evaluate(play, { text, isLast: false });
  }

  /** @param {string} text what comes of it */
  async commit(text) {
    const session = await this.session;
    if (session) await session.send("Input.insertText", { text });
    else await this.page.evaluate(play, { text, isLast: true });
  }
}

/**
 * Does in the page what Firefox does while something is composed: of all its events, in their
 * order, but for those before the text has changed.
 * @param {{text: string, isLast: boolean}} step
 */
function play({ text, isLast }) {
  const field = document.activeElement;
  const tell = (type, more) => field.dispatchEvent(new CompositionEvent(type, { bubbles: true, data: text, ...more }));
  const changed = (isComposing) => field.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertCompositionText", data: text, isComposing }));
  if (window.composed === undefined) {
    window.composed = { at: field.selectionStart, length: 0 };
    tell("compositionstart", { data: "" });
  }
  const { at, length } = window.composed;
  tell("compositionupdate");
  field.setRangeText(text, at, at + length, "end");
  window.composed.length = text.length;
  changed(true);
  if (!isLast) return;
  delete window.composed;
  tell("compositionend");
  changed(false);
}

/**
 * Has the page look as it does on paper, or on the screen again.
 * @param {import("playwright-core").Page} page
 * @param {"print"|"screen"} media
 */
export async function show(page, media) {
  if (!isFirefox) {
    await page.emulateMedia({ media });
    return;
  }
  await page.evaluate((media) => {
    for (const rule of [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules])) {
      if (rule instanceof CSSMediaRule && ["print", "all"].includes(rule.media.mediaText)) rule.media.mediaText = media === "print" ? "all" : "print";
    }
  }, media);
}

/**
 * The sheets of a PDF that the browser has printed: how large they are, in points.
 * @param {Buffer} pdf
 */
export function sheetsOf(pdf) {
  const sheet = /\/Type \/Page\b[^s][^]*?\/MediaBox \[\s*([\d. ]+?)\s*\]/g;
  return partsOf(pdf).flatMap((part) => [...part.matchAll(sheet)].map(([, box]) => box.split(" ").slice(2).map(Number)));
}

/**
 * How large the pages are on the sheets that Firefox has printed: what it fills first.
 * @param {Buffer} pdf
 */
export function filledBy(pdf) {
  const fill = /^1 1 1 rg[^]*?0 0 ([\d.]+) ([\d.]+) re f$/m;
  return partsOf(pdf).flatMap((part) => {
    const [, ...size] = fill.exec(part) ?? [];
    return size.length ? [size.map(Number)] : [];
  });
}

/** What a PDF says, part by part, also what is packed. @param {Buffer} pdf */
function partsOf(pdf) {
  const text = pdf.toString("latin1");
  const starts = [...text.matchAll(/(?<!end)stream\r?\n/g)].map(({ 0: { length }, index }) => index + length);
  return [text, ...starts.map((start) => {
    try {
      return inflateSync(pdf.subarray(start)).toString("latin1");
    } catch {
      // A font, or a picture.
      return "";
    }
  })];
}
