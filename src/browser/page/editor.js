// @ts-check
// Changing the form: what is typed is sent as it is typed, one request at a time, and the page
// follows. What is typed meanwhile waits.

/** @typedef {import("./types.js").Change} Change */
/** @typedef {import("./types.js").Sheet} Sheet */
/** @typedef {import("./fields.js").Field} Field */

import { byId, insertText } from "./dom.js";
import { Fields, goTo } from "./fields.js";
import { Refused, answered, ask, isLost, whyLost } from "./link.js";
import { showContested } from "./merge.js";
import { keyOfOther } from "./others.js";
import { keyOf } from "./path.js";
import { Queue } from "./queue.js";
import { RowEditor } from "./rows.js";
import { readTable } from "./table.js";

/** How long it takes until what has not got to the program is sent again, in milliseconds. */
const AGAIN = 3000;

/** The form as it is being changed. */
export class Editor {
  queue = new Queue();
  isSending = false;
  /** Sends again what has not got to the program. */
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  nextTry = undefined;
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
   * @param {(work: () => Promise<Sheet>) => Promise<Sheet|null>} on.attempt says why where that is not possible
   * @param {() => void} on.done is told when what was asked for has been done
   * @param {() => void} on.state is told when what is to be said of the form may be other
   * @param {(field: Field) => void} on.focus
   * @param {(field: Field, table: import("./table.js").Table) => void} on.paste
   */
  constructor(view, on) {
    this.view = view;
    this.on = on;
    this.fields = new Fields({
      change: (changes, field) => this.change(changes, field),
      focus: (field) => { this.focused = field; on.focus(field); },
      paste: (field, data) => this.paste(field, data),
      leave: (field) => this.leave(field),
      composed: () => this.release(),
      cleaned: () => this.on.refuse("粘贴的文字里有看不见的字符和特殊的空格：去掉了看不见的，空格换成了普通的"),
    });
    this.rows = new RowEditor(this.fields, {
      focused: () => this.current(),
      change: (changes) => this.change(changes),
    });
    document.addEventListener("keydown", (event) => this.press(event));
    window.addEventListener("beforeunload", (event) => {
      if (!this.hasToSave) return;
      event.preventDefault();
      // Chromium asks for the sake of this alone before 119.
      event.returnValue = true;
    });
    byId("save").addEventListener("click", () => { void this.work("save"); });
    byId("discard").addEventListener("click", () => { void this.discard(); });
    byId("undo").addEventListener("click", () => { void this.undo(); });
    byId("redo").addEventListener("click", () => { void this.work("redo"); });
  }

  /** Whether something is not saved, or not even with the program. */
  get hasToSave() {
    return Boolean(this.view.sheet?.edit?.changed) || !this.queue.isEmpty;
  }

  /** Shows what there is to fill in, and to save. @param {Sheet} sheet */
  show(sheet) {
    const { edit } = sheet;
    for (const id of ["save", "undo", "redo", "discard"]) byId(id).hidden = !edit;
    showContested(sheet, (choices) => { void this.work("settle", { choices }); });
    document.body.classList.toggle("editing", Boolean(edit));
    if (!edit) {
      this.fields.clear();
      return;
    }
    for (const id of ["save", "discard"]) /** @type {HTMLButtonElement} */ (byId(id)).disabled = !edit.changed;
    /** @type {HTMLButtonElement} */ (byId("undo")).disabled = !edit.undo && !this.queue.hasRefused(sheet.name);
    /** @type {HTMLButtonElement} */ (byId("redo")).disabled = !edit.redo;
    // Fields go by the names of the last answer.
    if (this.isBehind) return;
    this.fields.show(sheet, this.view.papers.map((paper) => paper.fields), this.queue.own(sheet.name));
    if (sheet.cells.length) this.queue.forget(sheet.name, (key) => this.fields.has(key) || sheet.others.some(({ path }) => keyOf(path) === key));
  }

  /**
   * @param {Change[]} changes
   * @param {Field} [field] what they were made in
   */
  change(changes, field) {
    const form = this.view.sheet?.name;
    if (form === undefined) return;
    const isNew = field?.entry.kind === "name" && !field.entry.written;
    for (const change of changes) this.queue.add({ form, change, ...(isNew && { from: field.entry.path }) });
    if (this.queue.waiting.length) void this.send();
    else this.again();
  }

  /** Shows the form as it was shown, with what is to be said of its fields now. */
  again() {
    if (this.view.sheet && !this.fields.composing) this.show(this.view.sheet);
    this.on.state();
  }

  async send() {
    if (this.isSending) return;
    this.isSending = true;
    try {
      while (this.queue.waiting.length && await this.sendNext());
    } finally {
      this.isSending = false;
    }
  }

  /**
   * Sends what waits of one form.
   * @returns {Promise<boolean>} whether the program could be reached
   */
  async sendNext() {
    const { queue } = this;
    const { form, changes } = queue.take();
    /** @type {Sheet} */
    let sheet;
    try {
      sheet = await ask("change", { name: form, changes });
    } catch (error) {
      if (isLost(error)) {
        // What has not got to the program waits until that is there again.
        queue.putBack();
        clearTimeout(this.nextTry);
        this.nextTry = setTimeout(() => { void this.send(); }, AGAIN);
        this.on.refuse(`${whyLost(error)}；改动还在这个页面里`);
        return false;
      }
      const { message } = /** @type {Refused} */ (error);
      const isShown = form === this.view.sheet?.name;
      this.rows.refuse();
      if (queue.refuse(message)) this.on.refuse(isShown ? message : `${form}：${message}`);
      this.again();
      return true;
    }
    const namings = queue.done(sheet);
    if (form === this.view.sheet?.name) {
      for (const naming of namings) {
        this.fields.rename(naming);
        this.rows.rename(naming);
      }
    }
    this.answer(sheet);
    return true;
  }

  /** @param {Sheet} sheet */
  answer(sheet) {
    // Nothing is drawn again while an input method is composing.
    if (this.fields.composing) this.held.push(sheet);
    else this.on.answer(sheet);
  }

  /** Whether the answer that is shown is not the last. */
  isBehind = false;

  release() {
    const { held } = this;
    this.held = [];
    for (const [number, sheet] of held.entries()) {
      this.isBehind = number < held.length - 1;
      this.on.answer(sheet);
    }
  }

  /**
   * Makes changes in one step.
   * @param {Change[]} changes
   * @returns {Promise<boolean>} whether they were made
   */
  async apply(changes) {
    const name = this.view.sheet?.name;
    if (!await this.caughtUp()) return false;
    this.isSending = true;
    try {
      const sheet = await this.on.attempt(() => ask("change", { name, changes }));
      if (sheet) this.answer(sheet);
      return sheet !== null;
    } finally {
      this.isSending = false;
      if (this.queue.waiting.length) void this.send();
    }
  }

  /** What is asked for is done in its order. */
  /** @type {Promise<void>} */
  works = Promise.resolve();

  /**
   * Has something done with the form, once all that was typed has got to the program.
   * @param {string} what
   * @param {object} [more]
   * @param {string} [name] the form's
   */
  work(what, more = {}, name = this.view.sheet?.name) {
    return this.inTurn(() => this.workNow(what, more, name));
  }

  /**
   * Does something once all has been done that was asked for before.
   * @param {() => Promise<void>} work
   */
  inTurn(work) {
    this.works = this.works.then(work).catch((error) => {
      // What comes next is done all the same.
      console.error(error);
      this.on.refuse("这一页出了错，重新载入它：没有保存的改动还在");
    });
    return this.works;
  }

  /**
   * @param {string} what
   * @param {object} more
   * @param {string|undefined} name
   */
  async workNow(what, more, name) {
    if (!await this.sendAll()) return;
    const sheet = await this.on.attempt(() => ask(what, { name, ...more }));
    if (!sheet) return;
    this.on.done();
    this.answer(sheet);
    if (what === "save") this.tellUnsaved(sheet);
  }

  /** Says what has not been saved with the rest. @param {Sheet} sheet */
  tellUnsaved({ name, edit }) {
    if (edit?.contested.length) this.on.refuse("还没有保存：两边都改了同一栏，在表格上面选好，再保存");
    else if (this.queue.hasRefused(name)) this.on.refuse("红框里的没有保存，别的都保存了：把它改好，或者按 Esc 退回");
  }

  /**
   * Waits until all that was asked for before has been done.
   * @returns {Promise<boolean>} whether nothing waits any more
   */
  async caughtUp() {
    await this.works;
    return this.sendAll();
  }

  /**
   * Sends what waits, and waits until all that was asked for has been answered.
   * @returns {Promise<boolean>} whether nothing waits any more
   */
  async sendAll() {
    if (this.queue.waiting.length) void this.send();
    while (this.isSending) await new Promise((done) => setTimeout(done, 5));
    await answered();
    return this.queue.waiting.length === 0;
  }

  /** Takes back the last step: in a field with what was refused, that is what was typed there. */
  async undo() {
    const name = this.view.sheet?.name;
    const field = this.current();
    const key = keyOfOther() ?? (field && keyOf(field.entry.path));
    if (name === undefined) return;
    await this.inTurn(async () => {
      await this.sendAll();
      const isRefused = key !== null && this.queue.forgetField(name, key);
      // There may be nothing else to take back.
      const isLeft = !isRefused && this.queue.hasRefused(name) && !this.view.sheet?.edit?.undo;
      if (!isRefused && !isLeft) {
        await this.workNow("undo", {}, name);
        return;
      }
      if (isLeft) this.queue.forget(name);
      this.fields.typed = null;
      this.again();
    });
  }

  async discard() {
    if (this.view.sheet) this.queue.forget(this.view.sheet.name);
    this.fields.typed = null;
    await this.work("discard");
  }

  /** @param {KeyboardEvent} event */
  press(event) {
    // A dialog has keys of its own.
    if (!this.view.sheet?.edit || event.isComposing || document.querySelector("dialog[open]")) return;
    const isSearching = event.target instanceof HTMLInputElement && event.target.type === "search";
    const isCommand = event.ctrlKey || event.metaKey;
    const letter = event.key.toLowerCase();
    if (isCommand && letter === "s") {
      event.preventDefault();
      void this.work("save");
    } else if (isSearching) {
      // What is undone there is not the form's.
    } else if (isCommand && letter === "z") {
      event.preventDefault();
      void (event.shiftKey ? this.work("redo") : this.undo());
    } else if (isCommand && letter === "y") {
      event.preventDefault();
      void this.work("redo");
    } else if (event.altKey && this.focused && document.activeElement === this.focused.input) {
      const work = { ArrowUp: () => this.rows.move(-1), ArrowDown: () => this.rows.move(1), Enter: () => this.rows.add(), Delete: () => this.rows.remove() }[event.key];
      if (!work) return;
      event.preventDefault();
      work();
    }
  }

  /**
   * Goes to the field of a cell; where it has several, to that of an entry.
   * @param {number} cell
   * @param {string[]|null} [entry]
   */
  goTo(cell, entry) {
    const fields = this.fields.order.filter((field) => field.cell === cell);
    goTo(fields.find((field) => entry && keyOf(field.entry.path) === keyOf(entry)) ?? fields[0]);
  }

  /** Goes to the first field that must be filled in and is not. */
  goToBlank() {
    const { order } = this.fields;
    goTo(order.find(({ input }) => input.getAttribute("aria-invalid") === "true") ?? order[0]);
  }

  /** What was refused is not meant: the field says what it did before. @param {Field} field */
  leave(field) {
    const form = this.view.sheet?.name;
    if (form === undefined || !this.queue.forgetField(form, keyOf(field.entry.path))) return;
    this.fields.restore(field);
    this.again();
  }

  current() {
    return [...this.fields.all.values()].find((it) => it.input === this.focused?.input) ?? null;
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
