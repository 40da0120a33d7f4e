// @ts-check
// Pasting a block of cells: what it comes to is shown before anything is changed.

/** @typedef {import("./types.js").Pasted} Pasted */
/** @typedef {import("./types.js").PasteProblem} PasteProblem */
/** @typedef {import("./types.js").PastedRow} PastedRow */
/** @typedef {import("./fields.js").Field} Field */
/** @typedef {import("./table.js").Table} Table */

import { insertText, make } from "./dom.js";
import { ask } from "./link.js";
import { keyOf } from "./path.js";

/** So many rows are shown of what will be there. */
const MOST_SHOWN = 300;
/** So many numbers of rows are told with a problem. */
const MOST_NUMBERS = 12;
const BECOMES = { new: "新加", changed: "改了", same: "没有变" };

/** Asks whether a block of cells is to be pasted. */
export class PasteDialog {
  /** @param {import("./editor.js").Editor} editor */
  constructor(editor) {
    this.editor = editor;
    this.dialog = make("dialog", "paste");
    this.dialog.setAttribute("aria-labelledby", "paste-title");
    this.dialog.setAttribute("aria-describedby", "paste-summary");
    document.body.append(this.dialog);
  }

  /**
   * Shows what pasting comes to, and does it if that is wanted.
   * @param {Field} field where it is pasted
   * @param {Table} table
   */
  async open(field, table) {
    const { editor, dialog } = this;
    if (dialog.open) return;
    // What was typed before has its name in the file then.
    await editor.caughtUp();
    const focus = editor.current()?.entry.path ?? field.entry.path;
    /** @type {Pasted} */
    const pasted = await ask("paste", { name: editor.view.sheet?.name, focus, table });
    const giveFocusBack = editor.fields.keepFocus();
    const answer = await this.answer(pasted, table);
    giveFocusBack();
    if (answer === "paste" && await editor.apply(pasted.changes)) this.focusPasted(field, pasted);
    if (answer === "text") insertText(table.map((row) => row.map((cell) => cell.text).join(" ")).join("\n"));
  }

  /**
   * What people answer: `paste`, `text`, or nothing.
   * @param {Pasted} pasted
   * @param {Table} table
   * @returns {Promise<string>}
   */
  answer(pasted, table) {
    const { dialog } = this;
    const form = make("form");
    form.method = "dialog";
    const title = make("h2", "", "粘贴表格");
    title.id = "paste-title";
    const summary = make("p", "paste-summary", pasted.summary);
    summary.id = "paste-summary";
    const parts = make("div", "paste-parts", problems(pasted.problems), preview(pasted));
    parts.tabIndex = 0;
    parts.setAttribute("role", "region");
    parts.setAttribute("aria-label", "粘贴以后的样子");
    const can = pasted.changes.length > 0;
    const yes = button("粘贴", "paste", "primary");
    const no = button(can ? "不要" : "关上", "", can ? "" : "primary");
    // A text of several lines may be meant for the one cell.
    const asText = button("作为一段文字", "text", "");
    asText.hidden = table.some((row) => row.length > 1);
    yes.hidden = !can;
    form.append(make("header", "", title, summary), parts, make("footer", "", asText, no, yes));
    dialog.replaceChildren(form);
    dialog.returnValue = "";
    dialog.showModal();
    (can ? yes : no).focus();
    return new Promise((done) => {
      dialog.addEventListener("close", () => {
        const { returnValue } = dialog;
        dialog.replaceChildren();
        done(returnValue);
      }, { once: true });
    });
  }

  /**
   * Gives the focus back: to the cell that had it, or to the first one that was pasted.
   * @param {Field} field
   * @param {Pasted} pasted
   */
  focusPasted(field, pasted) {
    const { all, order } = this.editor.fields;
    const first = pasted.preview.rows.find((row) => row.is !== "same");
    const there = field.input.isConnected ? field : all.get(keyOf([...first?.path ?? [], ""]));
    (there ?? order[0])?.input.focus();
  }
}

/**
 * @param {string} text
 * @param {string} value
 * @param {string} className
 */
function button(text, value, className) {
  const it = make("button", className, text);
  it.type = "submit";
  it.value = value;
  return it;
}

/** @param {PasteProblem[]} all */
function problems(all) {
  const list = make("ol", "paste-problems");
  list.setAttribute("aria-label", "要看一看的");
  list.append(...all.map(({ rows, left_out, message, help }) => {
    const numbers = rows.slice(0, MOST_NUMBERS).join("、") + (rows.length > MOST_NUMBERS ? ` 等 ${rows.length}` : "");
    const where = rows.length ? `第 ${numbers} 行：` : "";
    return make("li", left_out ? "left-out" : "", where + message, help ? make("span", "help", `。${help}`) : null);
  }));
  list.hidden = all.length === 0;
  return list;
}

/** @param {Pasted} pasted */
function preview({ preview: { titles, rows } }) {
  const table = make("table", "paste-table");
  const more = rows.length > MOST_SHOWN ? `，只列出前 ${MOST_SHOWN} 行` : "";
  table.append(make("caption", "", `粘贴以后的样子${more}；第一列是它在复制的表格里的行号`));
  const head = ["行", "", ...titles].map((title) => {
    const cell = make("th", "", title);
    cell.scope = "col";
    return cell;
  });
  table.append(make("thead", "", make("tr", "", ...head)));
  table.append(make("tbody", "", ...rows.slice(0, MOST_SHOWN).map(line)));
  table.hidden = rows.length === 0;
  return table;
}

/** @param {PastedRow} row */
function line({ row, is, cells }) {
  const number = make("th", "", String(row));
  number.scope = "row";
  const texts = cells.map(({ text, was }) => (was === undefined
    ? make("td", "", text)
    : make("td", "", make("ins", "", text), was ? make("del", "", `原来是 ${was}`) : null)));
  return make("tr", is, number, make("td", "", BECOMES[is]), ...texts);
}
