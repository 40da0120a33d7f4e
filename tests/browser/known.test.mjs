// The page has nothing that Chromium 109 and Firefox 115 do not know: they are the last for Windows
// 7 and 8. The language itself is held to ES2022 by tsc; this is about what newer browsers have
// beside it. The tests run in an old Chromium, too: CHROMIUM=/its/path.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";

const folder = new URL("../../src/browser/page/", import.meta.url);
const textOf = (name) => readFileSync(new URL(name, folder), "utf8");

/** Newer parts of CSS, as they are written. */
const STYLES = {
  "a rule in a rule": /^\s*&|\{[^{}@]*[^{}@\s][^{}@]*\{/m,
  "an at-rule": /@(scope|starting-style|property|position-try|view-transition|function|layer|container)\b/,
  "a selector": /:(has|dir|open|user-valid|user-invalid|popover-open|state)\b/,
  "a function": /\b(color-mix|oklch|oklab|lch|lab|light-dark|linear|round|mod|rem|abs|sign|anchor|anchor-size|if|shape|xywh)\(/,
  "a property": /[\s{;](text-wrap[a-z-]*|field-sizing|scrollbar-(width|color)|zoom|mask[a-z-]*|anchor-name|position-(anchor|area|try[a-z-]*)|inset-area|interpolate-size|text-(box|spacing-trim|autospace)[a-z-]*|animation-(timeline|range)|transition-behavior|view-transition-[a-z]+|content-visibility|line-clamp|reading-flow|corner-shape|word-break: *auto-phrase)\s*:/,
  "a value": /:\s*[^;{}]*\b(subgrid|allow-discrete|stretch|plaintext-only)\b/,
};

/** Newer names of what a script asks of a browser. */
const NAMES = new RegExp(`\\b(${[
  "popover", "showPopover", "togglePopover", "hidePopover", "requestClose", "closedBy", "moveBefore", "setHTML", "setHTMLUnsafe", "getHTML",
  "parseHTMLUnsafe", "startViewTransition", "scrollend", "caretPositionFromPoint", "userActivation", "checkVisibility", "CloseWatcher",
  "Segmenter", "canParse", "EyeDropper", "showOpenFilePicker", "showSaveFilePicker", "scheduler", "requestIdleCallback", "EditContext",
  "navigation", "shadowrootmode", "Sanitizer", "trustedTypes", "cookieStore", "DocumentPictureInPicture", "documentPictureInPicture",
].join("|")})\\b|AbortSignal\\.any|URL\\.parse|\\.bytes\\(\\)|(values|keys|entries)\\(\\)\\.(map|filter|take|drop|some|every|find|reduce|toArray|flatMap|forEach)\\(|for await \\([^()]* of [\\w.]*\\.body\\)`);

test("the style", () => {
  const css = textOf("style.css").replace(/\/\*[^]*?\*\//g, "");
  // Rules stand in rules for other media only.
  const flat = css.replace(/@(?:media|keyframes)[^{]*\{((?:[^{}]*\{[^{}]*\})*\s*)\}/g, "$1");
  for (const [what, sign] of Object.entries(STYLES)) assert.doesNotMatch(flat, sign, what);
});

test("the scripts and the page", () => {
  const files = readdirSync(folder).filter((name) => /\.(js|html)$/.test(name));
  assert.ok(files.length > 10);
  for (const name of files) {
    const code = textOf(name).replace(/\/\*[^]*?\*\/|^\s*\/\/.*$/gm, "");
    assert.doesNotMatch(code, NAMES, name);
  }
});

test("what is newer is seen", () => {
  const signs = Object.values(STYLES);
  for (const css of [
    ".a { color: red; .b { color: blue; } }", ".a {\n  & .b { top: 0 }\n}", "@scope (.a) { }", ".a:has(.b) { top: 0 }", ".a { color: color-mix(in srgb, red, blue) }",
    ".a { top: 0; text-wrap: balance }", ".a{scrollbar-width: thin}", ".a { grid-template-columns: subgrid }",
  ]) assert.ok(signs.some((sign) => sign.test(css)), css);
  for (const js of ["dialog.requestClose()", "AbortSignal.any([a])", "for await (const it of answer.body) {", "map.values().map((it) => it)"]) assert.match(js, NAMES);
});
