// @ts-check
// What stands beside the form: the cell that is selected, and what was found.

/** @typedef {import("./types.js").Sheet} Sheet */
/** @typedef {import("./types.js").Cell} Cell */
/** @typedef {import("./types.js").Finding} Finding */

import { button, byId, hold, make, plain, say } from "./dom.js";
import { keyOf } from "./path.js";

const NAMES = { error: "错误", warning: "警告", hint: "建议" };

/**
 * Shows where the selected cell comes from.
 * @param {Sheet|null} sheet
 * @param {Cell|null} cell
 */
export function showSpot(sheet, cell) {
  const spot = byId("spot");
  shown = { sheet, cell };
  if (!sheet || !cell) {
    hold(spot, [make("p", "faint", sheet ? sheet.edit ? "点表格里的一栏，直接填写" : "点表格里的一栏，看它写在哪里" : "")]);
    return;
  }
  const about = cell.entries.length ? cell.entries.map((entry) => entryOf(sheet, entry)) : [
    make("h2", "", cell.path.join(" › ")),
    make("p", "", cell.text || "（空）"),
    make("p", "faint", "这一栏是算出来的，项目文件里不写"),
  ];
  hold(spot, [...about.flat(), ...sumsOf(sheet, cell)]);
}

/**
 * The sums of the rows that a cell is among.
 * @param {Sheet} sheet
 * @param {Cell} cell
 */
function sumsOf(sheet, cell) {
  const isAmong = (/** @type {string[]} */ path) => path.every((key, index) => cell.path[index] === key);
  return sheet.sums.filter((sum) => isAmong(sum.path) || sum.of === cell.path[cell.path.length - 1]).map((sum) => {
    const parts = [`${sum.path[sum.path.length - 1]}“${sum.column}”合计 ${sum.sum}`];
    if (sum.of && sum.difference === "0") parts.push(`和${sum.of}相等`);
    else if (sum.of && sum.difference?.startsWith("-")) parts.push(`比${sum.of}少 ${sum.difference.slice(1)}`);
    else if (sum.of) parts.push(`比${sum.of}多 ${sum.difference}`);
    return make("p", "sum", parts.join("，"));
  });
}

/**
 * Shows what has no rows, of which nothing is seen on the page.
 * @param {Sheet} sheet
 * @param {(path: string[]) => void} onAdd adds the first one
 */
export function showRowless(sheet, onAdd) {
  const rowless = sheet.edit ? sheet.rowless : [];
  byId("rowless").hidden = rowless.length === 0;
  hold(byId("rowless"), rowless.map(({ path, row }) => {
    const line = make("p", "", make("span", "", `“${path[path.length - 1]}”下面还没有`), button(`加一行${row}`, () => onAdd(path)));
    line.dataset.key = keyOf(path);
    return line;
  }));
}

/**
 * @param {Sheet} sheet
 * @param {import("./types.js").Entry} entry
 */
function entryOf(sheet, entry) {
  /** @type {HTMLElement[]} */
  const parts = [make("h2", "", entry.path.join(" › ") || entry.label)];
  if (entry.help) parts.push(make("p", "faint", entry.help));
  if (entry.place) parts.push(...(sheet.edit ? [folded(entry)] : placeOf(sheet, entry, entry.place)));
  return parts;
}

/**
 * Where in a file an entry stands.
 * @param {Sheet} sheet
 * @param {import("./types.js").Entry} entry
 * @param {import("./types.js").Place} place
 */
function placeOf(sheet, entry, [file, start, end]) {
  const text = file === sheet.name ? sheet.text : null;
  const line = text === null ? null : lineOf(text, start);
  const parts = [make("p", "where", line === null ? file : `${file}:${line}`)];
  if (!entry.written) parts.push(make("p", "faint", "文件里还没有写这一项"));
  if (text !== null && line !== null) parts.push(excerpt(text, line, lineOf(text, end)));
  return parts;
}

/** Whether people who fill in the form want to see the file. */
let isUnfolded = false;
/** What is shown. */
/** @type {{sheet: Sheet|null, cell: Cell|null}} */
let shown = { sheet: null, cell: null };

/** What is of use to who reads the file, made once it is wanted. @param {import("./types.js").Entry} entry */
function folded({ path }) {
  const key = keyOf(path);
  const details = make("details", "", make("summary", "faint", "写在文件里的地方"));
  const unfold = () => {
    const { sheet, cell } = shown;
    const entry = cell?.entries.find((it) => keyOf(it.path) === key);
    if (sheet && entry?.place && details.children.length === 1) details.append(...placeOf(sheet, entry, entry.place));
  };
  details.dataset.key = key;
  details.open = isUnfolded;
  if (isUnfolded) unfold();
  details.addEventListener("toggle", () => {
    isUnfolded = details.open;
    if (isUnfolded) unfold();
  });
  return details;
}

/**
 * The number of the line, from 1, in which a byte of a text stands.
 * @param {string} text
 * @param {number} byte
 */
function lineOf(text, byte) {
  const before = new TextEncoder().encode(text).subarray(0, byte);
  return before.reduce((count, it) => count + (it === 10 ? 1 : 0), 1);
}

/**
 * Some lines of a text, with their numbers.
 * @param {string} text
 * @param {number} first
 * @param {number} last
 */
function excerpt(text, first, last) {
  const lines = text.split("\n");
  const from = Math.max(first - 2, 0);
  const shown = lines.slice(from, Math.min(Math.max(last, first) + 1, from + 12));
  const rows = shown.map((line, index) => {
    const number = from + index + 1;
    const row = make("div", number >= first && number <= last ? "code current" : "code");
    row.append(make("span", "number", String(number)), make("span", "", line));
    return row;
  });
  return make("div", "excerpt", ...rows);
}

/** The list of findings: what is done by a click there is about those that are shown. */
export class FindingList {
  /** @type {Sheet|null} */
  sheet = null;

  /**
   * @param {object} on
   * @param {(finding: Finding) => void} on.choose
   * @param {(number: number) => Promise<void>} on.mend mends the finding with this number
   */
  constructor(on) {
    this.on = on;
    this.list = byId("findings");
    this.list.addEventListener("click", (event) => {
      const button = /** @type {Element} */ (event.target).closest("button");
      const number = Array.from(this.list.children).findIndex((item) => item.contains(button));
      const finding = this.sheet?.findings[number];
      if (!button || !finding) return;
      if (button.classList.contains("mend")) void this.mend(number);
      else on.choose(finding);
    });
  }

  /** @param {Sheet|null} sheet */
  show(sheet) {
    this.sheet = sheet;
    const findings = sheet?.findings ?? [];
    const count = (/** @type {string} */ severity) => findings.filter((it) => it.severity === severity).length;
    const parts = Object.entries(NAMES).map(([severity, name]) => [count(severity), name]);
    const said = parts.filter(([number]) => number).map(([number, name]) => `${number} 处${name}`);
    say("findings-title", !sheet ? "要改的地方" : said.length ? said.join("，") : "没有要改的地方");
    hold(this.list, sheet ? findings.map((finding) => findingOf(sheet, finding)) : []);
  }

  /** Mends a finding; the next one has the focus then, as this one had it. @param {number} number */
  async mend(number) {
    await this.on.mend(number);
    if (document.activeElement !== document.body) return;
    const { children } = this.list;
    const next = children[Math.min(number, children.length - 1)]?.querySelector("button") ?? byId("desk");
    /** @type {HTMLElement} */ (next).focus();
  }
}

/**
 * What a mend would make of the text; by a click, it does.
 * @param {Sheet} sheet
 * @param {Finding} finding
 */
function mendOf(sheet, finding) {
  const made = finding.fix.map((edit) => (edit.text === "" ? "删去" : `改成“${edit.text}”`)).join("，");
  const text = sheet.edit && finding.cells.length ? made : `第 ${finding.fix[0].start.line} 行${made}`;
  // Where nothing can be changed, the program that can is named.
  if (!sheet.edit) return make("p", "help", `${text}：用 jixiao check --fix 改好`);
  const button = make("button", "mend", "改好");
  button.type = "button";
  button.title = plain(text);
  button.setAttribute("aria-label", plain(`改好：${text}`));
  return button;
}

/**
 * @param {Sheet} sheet
 * @param {Finding} finding
 */
function findingOf(sheet, finding) {
  const { severity, message, help, place, related, cells } = finding;
  const file = place && place.path !== sheet.name ? place.path : "";
  // Who fills in the form sees the cell instead.
  const line = place?.start && !(sheet.edit && cells.length) ? `第 ${place.start.line} 行` : "";
  const button = make("button", "finding-head",
    make("span", `badge ${severity}`, NAMES[severity]),
    make("span", "message", message),
    make("span", "where", [file, line].filter(Boolean).join(" ")),
  );
  button.type = "button";
  const item = make("li", `finding ${severity}`, button);
  if (help) item.append(make("p", "help", help));
  for (const { path, start, label } of related) {
    if (sheet.edit && path === sheet.name) continue;
    const at = start ? `${path}:${start.line}` : path;
    item.append(make("p", "faint", `${label ?? ""} ${at}`.trim()));
  }
  if (finding.fix.length && finding.fix.every((edit) => edit.path === sheet.name)) {
    item.append(mendOf(sheet, finding));
  }
  if (!sheet.edit) item.append(make("p", "rule", finding.rule));
  return item;
}
