// @ts-check
// Changing the form: what is typed is sent as it is typed, one request at a time, and the page
// follows. What is typed meanwhile waits, the newest text of each cell only.

/** @typedef {import("./types.js").Change} Change */
/** @typedef {import("./types.js").Sheet} Sheet */
/** @typedef {import("./fields.js").Field} Field */

import { byId } from "./dom.js";
import { Fields, keyOf } from "./fields.js";
import { Refused, ask } from "./link.js";
import { showContested } from "./merge.js";
import { readTable } from "./table.js";

/** The form as it is being changed. */
export class Editor {
  /** What has been typed and not been answered yet. */
  /** @type {Change[]} */
  waiting = [];
  /** What has been sent and not been answered yet. */
  /** @type {Change[]} */
  sent = [];
  isSending = false;
  /** Answers that came while an input method was composing. */
  /** @type {Sheet[]} */
  held = [];
  /** @type {Field|null} */
  focused = null;

  /**
   * @param {import("./sheet.js").SheetView} view
   * @param {object} on
   * @param {(sheet: Sheet) => void} on.answer shows the form as it is now
   * @param {(message: string) => void} on.refuse
   * @param {(field: Field) => void} on.focus
   * @param {(field: Field, table: import("./table.js").Table) => void} on.paste
   */
  constructor(view, on) {
    this.view = view;
    this.on = on;
    this.fields = new Fields({
      change: (changes) => this.change(changes),
      focus: (field) => { this.focused = field; on.focus(field); },
      paste: (field, data) => this.paste(field, data),
      composed: () => this.release(),
    });
    document.addEventListener("keydown", (event) => this.press(event));
    window.addEventListener("beforeunload", (event) => {
      if (!this.view.sheet?.edit?.changed && !this.waiting.length) return;
      event.preventDefault();
      // Chromium asks for the sake of this alone before 119.
      event.returnValue = true;
    });
    byId("save").addEventListener("click", () => { void this.save(); });
    byId("discard").addEventListener("click", () => { void this.turn("discard"); });
    byId("undo").addEventListener("click", () => { void this.turn("undo"); });
    byId("redo").addEventListener("click", () => { void this.turn("redo"); });
  }

  /** Shows what there is to fill in, and to save. @param {Sheet} sheet */
  show(sheet) {
    const { edit } = sheet;
    for (const id of ["save", "undo", "redo"]) byId(id).hidden = !edit;
    byId("discard").hidden = !edit?.changed;
    showContested(sheet, (choices) => { void this.settleContested(choices); });
    document.body.classList.toggle("editing", Boolean(edit));
    if (!edit) {
      this.fields.clear();
      return;
    }
    /** @type {HTMLButtonElement} */ (byId("save")).disabled = !edit.changed;
    /** @type {HTMLButtonElement} */ (byId("undo")).disabled = !edit.undo;
    /** @type {HTMLButtonElement} */ (byId("redo")).disabled = !edit.redo;
    const changes = [...this.sent, ...this.waiting];
    // Fields go by other names already than rows do in this answer; the last one fits.
    if (changes.some(({ change }) => change !== "set" && change !== "mark")) return;
    const pending = new Set(changes.map(({ path }) => keyOf(path)));
    this.fields.show(sheet, this.view.papers.map((paper) => paper.fields), pending);
  }

  /** @param {Change[]} changes */
  change(changes) {
    for (const change of changes) {
      this.waiting = this.waiting.filter((it) => it.change !== change.change || keyOf(it.path) !== keyOf(change.path)
        || !["set", "mark"].includes(it.change));
      this.waiting.push(change);
      if (change.change === "rename") this.fields.rename(change.path, [...change.path.slice(0, -1), change.name]);
      if (change.change === "add" && this.focused?.entry.kind === "name" && !this.focused.entry.written) {
        this.fields.rename(this.focused.entry.path, change.path);
        const field = [...this.fields.all.values()].find((it) => it.input === this.focused?.input);
        if (field) field.entry = { ...field.entry, written: true };
      }
    }
    if (this.waiting.length) void this.send();
  }

  async send() {
    if (this.isSending) return;
    this.isSending = true;
    try {
      while (this.waiting.length) {
        const changes = this.waiting;
        this.waiting = [];
        this.sent = changes;
        const sheet = await this.attempt(() => ask("change", { name: this.view.sheet?.name, changes }), changes);
        this.sent = [];
        if (sheet) this.answer(sheet);
        else if (this.waiting[0] === changes[0]) break;
        else if (this.view.sheet) this.show(this.view.sheet);
      }
    } finally {
      this.isSending = false;
    }
  }

  /** @param {Sheet} sheet */
  answer(sheet) {
    // Nothing is drawn again while an input method is composing.
    if (this.fields.composing) this.held.push(sheet);
    else this.on.answer(sheet);
  }

  release() {
    const { held } = this;
    this.held = [];
    for (const sheet of held) this.on.answer(sheet);
  }

  /**
   * @param {() => Promise<Sheet>} work
   * @param {Change[]} [changes]
   * @returns {Promise<Sheet|null>}
   */
  async attempt(work, changes = []) {
    try {
      return await work();
    } catch (error) {
      const isRefused = error instanceof Refused;
      // What has not got to the program waits until that is there again.
      if (!isRefused) this.waiting.unshift(...changes);
      for (const change of isRefused ? changes.reverse() : []) {
        // What was not done goes by its old name still.
        if (change.change === "rename") this.fields.rename([...change.path.slice(0, -1), change.name], change.path);
      }
      this.on.refuse(isRefused ? error.message : "连不上程序：它可能已经关了；改动还在这个页面里");
      return null;
    }
  }

  /**
   * Makes changes in one step.
   * @param {Change[]} changes
   * @returns {Promise<boolean>} whether they were made
   */
  async apply(changes) {
    await this.settle();
    this.isSending = true;
    try {
      const sheet = await this.attempt(() => ask("change", { name: this.view.sheet?.name, changes }));
      if (sheet) this.answer(sheet);
      return sheet !== null;
    } finally {
      this.isSending = false;
      if (this.waiting.length) void this.send();
    }
  }

  /** @param {"undo"|"redo"|"discard"} what */
  async turn(what) {
    await this.settle();
    const sheet = await this.attempt(() => ask(what, { name: this.view.sheet?.name }));
    if (sheet) this.answer(sheet);
  }

  /** Waits until all that was typed has been answered. */
  async settle() {
    while (this.isSending) await new Promise((done) => setTimeout(done, 5));
  }

  /** @param {{path: string[], side: "mine"|"theirs"}[]} choices */
  async settleContested(choices) {
    await this.settle();
    const sheet = await this.attempt(() => ask("settle", { name: this.view.sheet?.name, choices }));
    if (sheet) this.answer(sheet);
  }

  async save() {
    await this.settle();
    const sheet = await this.attempt(() => ask("save", { name: this.view.sheet?.name }));
    if (sheet) this.answer(sheet);
  }

  /** @param {KeyboardEvent} event */
  press(event) {
    if (!this.view.sheet?.edit || event.isComposing) return;
    const isSearching = event.target instanceof HTMLInputElement && !event.target.matches(".field");
    const isCommand = event.ctrlKey || event.metaKey;
    const letter = event.key.toLowerCase();
    if (isCommand && letter === "s") {
      event.preventDefault();
      void this.save();
    } else if (isSearching) {
      // What is undone there is not the form's.
    } else if (isCommand && letter === "z") {
      event.preventDefault();
      void this.turn(event.shiftKey ? "redo" : "undo");
    } else if (isCommand && letter === "y") {
      event.preventDefault();
      void this.turn("redo");
    } else if (event.altKey && this.focused && document.activeElement === this.focused.input) {
      const work = { ArrowUp: () => this.move(-1), ArrowDown: () => this.move(1), Enter: () => this.add(), Delete: () => this.remove() }[event.key];
      if (!work) return;
      event.preventDefault();
      work();
    }
  }

  /** The keys that lead to the row that has the focus. */
  row() {
    const field = this.current();
    const length = field?.entry.row;
    return field && length !== undefined ? field.entry.path.slice(0, length) : null;
  }

  /** Goes to the field of a cell. @param {number} cell */
  enter(cell) {
    this.fields.order.find((field) => field.cell === cell)?.input.focus();
  }

  current() {
    return [...this.fields.all.values()].find((it) => it.input === this.focused?.input) ?? null;
  }

  /** The names beside a name, in the form's order. @param {string[]} row */
  siblings(row) {
    const above = keyOf(row.slice(0, -1));
    const names = this.fields.order.filter(({ entry }) => entry.kind === "name" && entry.path.length === row.length
      && keyOf(entry.path.slice(0, -1)) === above);
    return names.map(({ entry }) => entry.path[entry.path.length - 1]);
  }

  /** Adds a row below the one that has the focus. */
  add() {
    const row = this.row();
    if (!row) return;
    const siblings = this.siblings(row);
    const next = siblings[siblings.indexOf(row[row.length - 1]) + 1];
    const path = [...row.slice(0, -1), ""];
    this.after = path;
    this.change([next === undefined ? { change: "add", path } : { change: "add", path, before: next }]);
  }

  /** What is to have the focus once it is there. */
  /** @type {string[]|null} */
  after = null;

  /** Gives the focus to what has been added. */
  settleFocus() {
    const { after } = this;
    if (!after) return;
    const field = this.fields.all.get(keyOf([...after, ""]));
    if (!field) return;
    this.after = null;
    field.input.focus();
  }

  remove() {
    const row = this.row();
    if (!row) return;
    // One goes on in the row below, or where there is none, above.
    const isIn = (/** @type {Field} */ { entry }) => row.every((key, index) => entry.path[index] === key);
    const { order } = this.fields;
    const last = order.map(isIn).lastIndexOf(true);
    (order[last + 1] ?? order[order.findIndex(isIn) - 1])?.input.focus();
    this.change([{ change: "remove", path: row }]);
  }

  /** @param {number} step */
  move(step) {
    const row = this.row();
    if (!row) return;
    const siblings = this.siblings(row);
    const at = siblings.indexOf(row[row.length - 1]);
    const to = at + step;
    if (to < 0 || to >= siblings.length) return;
    const before = siblings[step < 0 ? to : to + 1];
    this.change([before === undefined ? { change: "move", path: row } : { change: "move", path: row, before }]);
  }

  /**
   * @param {Field} field
   * @param {DataTransfer} data
   */
  paste(field, data) {
    const table = readTable(data);
    if (!table) return false;
    if (table.length === 1 && table[0].length === 1) {
      insertText(table[0][0].text);
      return true;
    }
    // A long text may be a table, or of several lines; an amount is neither.
    if (field.entry.row === undefined && !["amount", "number"].includes(field.entry.kind)) return false;
    this.on.paste(field, table);
    return true;
  }
}

/**
 * Puts a text where the cursor is, as if it were typed.
 * @param {string} text
 */
export function insertText(text) {
  // There is no other way that the browser's own undo knows of.
  document.execCommand("insertText", false, text);
}
