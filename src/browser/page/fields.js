// @ts-check
// What can be filled in: an input over each cell of the form, of the cell's kind.
//
// An input is clear until it has the focus, so that the page is seen through it. It stays the
// same element as long as its cell is there: focus, selection and what an input method is
// composing are never lost to an answer of the program.

/** @typedef {import("./types.js").Sheet} Sheet */
/** @typedef {import("./types.js").Cell} Cell */
/** @typedef {import("./types.js").Entry} Entry */
/** @typedef {import("./types.js").Change} Change */
/** @typedef {import("./queue.js").Own} Own */
/** @typedef {HTMLInputElement|HTMLTextAreaElement|HTMLSelectElement} Input */

import { GRAIN, inCommon, insertText, make, place, plain } from "./dom.js";
import { keyOf, movedTo } from "./path.js";

/**
 * An input with what it is for.
 * @typedef {{input: Input, entry: Entry, cell: number}} Field
 */

/** The inputs of the open form. */
export class Fields {
  /** @type {Map<string, Field>} */
  all = new Map();
  /** In the form's order. */
  /** @type {Field[]} */
  order = [];
  /** The form that they are of. */
  form = "";
  composing = false;
  /** What was typed last, and what the file says for it: null as long as that is not known. */
  /** @type {{input: Input, value: string, text: string|null}|null} */
  typed = null;
  /** Whether the window was left while a field had the focus. */
  isAway = false;
  /** Whether a field is about to get the focus by the mouse. */
  isPointed = false;
  /** What stood in the field with the focus when it got it. */
  /** @type {{input: Input, value: string}|null} */
  began = null;

  /**
   * @param {object} on
   * @param {(changes: Change[], field: Field) => void} on.change
   * @param {(field: Field) => void} on.focus
   * @param {(field: Field, data: DataTransfer) => boolean} on.paste whether it was taken
   * @param {(field: Field) => void} on.leave is told that what was typed is not meant
   * @param {() => void} on.composed
   * @param {() => void} on.cleaned is told that a text was pasted without what cannot be seen
   */
  constructor(on) {
    this.on = on;
  }

  clear() {
    for (const { input } of this.all.values()) input.remove();
    this.all.clear();
    this.order = [];
  }

  /**
   * Has an input over each cell that can be filled in.
   * @param {Sheet} sheet
   * @param {HTMLElement[]} layers one for each page
   * @param {Map<string, Own>} own what has been filled in and is not in the sheet
   */
  show(sheet, layers, own) {
    // What stands in a field of another form is not this one's.
    if (this.form !== sheet.name) this.clear();
    this.form = sheet.name;
    /** @type {Map<string, Field>} */
    const all = new Map();
    this.order = [];
    for (const [number, cell] of sheet.cells.entries()) {
      const [page, left, top, width, height] = cell.areas[0];
      cell.entries.forEach((entry, index) => {
        const id = keyOf([...entry.path, entry.kind === "tick" ? entry.choices?.[0] ?? "" : ""]);
        const kind = elementOf(entry);
        let field = this.all.get(id);
        if (field && field.input.dataset.kind !== kind) {
          field.input.remove();
          field = undefined;
        }
        const input = field?.input ?? this.make(kind);
        const isNew = !field;
        this.all.delete(id);
        field = { input, entry, cell: number };
        all.set(id, field);
        this.order.push(field);
        const layer = layers[page];
        if (input.parentElement !== layer) layer?.append(input);
        const part = width / cell.entries.length;
        place(input, (left + part * index) * GRAIN, top * GRAIN, part * GRAIN, height * GRAIN);
        input.classList.toggle("left", Boolean(entry.long));
        this.fill(field, cell, own.get(keyOf(entry.path)), isNew);
      });
    }
    for (const { input } of this.all.values()) input.remove();
    this.all = all;
    this.arrange(layers);
  }

  /**
   * Notes where the focus is, before fields are moved from page to page.
   * @returns {() => void} gives it back
   */
  keepFocus() {
    const input = document.activeElement;
    const field = [...this.all.values()].find((it) => it.input === input);
    if (!field) return () => {};
    const { input: focused } = field;
    const caret = focused instanceof HTMLSelectElement || focused.dataset.kind === "checkbox" ? null
      : /** @type {const} */ ([focused.selectionStart, focused.selectionEnd, focused.selectionDirection ?? undefined]);
    const { began } = this;
    const at = this.order.indexOf(field);
    return () => {
      if (document.activeElement === focused) return;
      if (!focused.isConnected) {
        // It has gone with its row: one goes on where that was.
        if (document.activeElement === document.body) goTo(this.order[Math.min(at, this.order.length - 1)]);
        return;
      }
      focused.focus({ preventScroll: true });
      if (caret && !(focused instanceof HTMLSelectElement)) focused.setSelectionRange(...caret);
      focused.scrollIntoView({ block: "nearest" });
      this.began = began;
    };
  }

  /** Whether there is a field with these keys. @param {string} key */
  has(key) {
    return this.order.some(({ entry }) => keyOf(entry.path) === key);
  }

  /**
   * Has the inputs of a row, or of a group of rows, go by another name.
   * @param {import("./path.js").Naming} naming
   */
  rename(naming) {
    this.all = new Map([...this.all].map(([id, field]) => [keyOf(movedTo(id.split("\u0000"), naming)), field]));
    for (const field of this.all.values()) {
      field.entry = { ...field.entry, path: movedTo(field.entry.path, naming) };
    }
  }

  /** Has the inputs stand in the form's order, which is that of Tab. @param {HTMLElement[]} layers */
  arrange(layers) {
    const inputs = new Set(this.order.map(({ input }) => /** @type {Element} */ (input)));
    for (const layer of layers) {
      // What is typed in a field that no cell has would be lost.
      for (const it of Array.from(layer.children)) if (!inputs.has(it)) it.remove();
      const wanted = this.order.filter((field) => field.input.parentElement === layer);
      wanted.forEach(({ input }, index) => {
        // Moving the one with the focus would take it away.
        if (layer.children[index] !== input && input !== document.activeElement) {
          layer.insertBefore(input, layer.children[index] ?? null);
        }
      });
    }
  }

  /**
   * @param {Field} field
   * @param {Cell} cell
   * @param {Own|undefined} own what was filled in here and is not in the sheet
   * @param {boolean} isNew whether the input is
   */
  fill({ input, entry }, cell, own, isNew) {
    const refused = own?.message ?? null;
    input.setAttribute("aria-label", plain(labelOf(entry)));
    input.setAttribute("aria-invalid", String(cell.blank || refused !== null));
    input.classList.toggle("refused", refused !== null);
    input.title = plain(refused === null ? entry.help ?? "" : `没有记下：${refused}`);
    if ((own && !isNew) || (this.composing && input === document.activeElement)) return;
    if (input instanceof HTMLInputElement && input.type === "checkbox") {
      input.checked = own ? own.texts.includes(entry.choices?.[0] ?? "") : cell.text !== "";
      return;
    }
    // A sum that the program has put there is not the author's.
    const text = own ? own.texts.join("、") : entry.written || entry.kind === "name" ? entry.text : "";
    if (input instanceof HTMLSelectElement) {
      const choices = ["", ...(entry.choices ?? [])];
      // What is not on the list stays, until another is chosen.
      for (const it of [entry.text, text]) if (!choices.includes(it)) choices.push(it);
      if (input.options.length !== choices.length || choices.some((it, at) => input.options[at].value !== it)) {
        input.replaceChildren(...choices.map((it) => new Option(plain(it) || "（没有选）", it)));
      }
    }
    if (this.keeps(input, text)) return;
    if (input.value !== text) {
      // The caret goes to where something has become another.
      const caret = input === document.activeElement ? text.length - inCommon(input.value, text)[1] : null;
      input.value = text;
      if (caret !== null && !(input instanceof HTMLSelectElement)) input.setSelectionRange(caret, caret);
    }
    if (!(input instanceof HTMLSelectElement)) input.placeholder = entry.written ? "" : plain(entry.text);
  }

  /**
   * Whether a field stays as it was typed, with blanks and line breaks at its end: until one
   * leaves it, or the file says something else.
   * @param {Input} input
   * @param {string} text
   */
  keeps(input, text) {
    const { typed } = this;
    if (typed?.input !== input || typed.value !== input.value || input !== document.activeElement) return false;
    typed.text ??= text;
    return typed.text === text;
  }

  /**
   * @param {string} kind
   * @returns {Input}
   */
  make(kind) {
    /** @type {Input} */
    const input = kind === "select" || kind === "textarea" ? make(kind) : make("input");
    if (kind === "checkbox") /** @type {HTMLInputElement} */ (input).type = "checkbox";
    if (kind === "decimal") input.setAttribute("inputmode", "decimal");
    input.dataset.kind = kind;
    input.className = "field";
    input.autocomplete = "off";
    input.spellcheck = false;
    const field = () => [...this.all.values()].find((it) => it.input === input);
    input.addEventListener("pointerdown", () => { this.isPointed = document.activeElement !== input; });
    // Of a window that is left, the field stays the active element, and has the focus again later.
    input.addEventListener("blur", () => { this.isAway = document.activeElement === input; });
    input.addEventListener("focus", () => {
      const isBack = this.isAway && this.began?.input === input;
      this.isAway = false;
      if (!isBack) this.began = { input, value: input.value };
      const it = field();
      if (!it) return;
      // As in a spreadsheet, whatever is typed takes the place of what stands there.
      if (!this.isPointed && !isBack && !it.entry.long && !(input instanceof HTMLSelectElement)) input.select();
      this.isPointed = false;
      this.on.focus(it);
    });
    input.addEventListener("compositionstart", () => { this.composing = true; });
    input.addEventListener("compositionend", () => {
      this.composing = false;
      this.changed(field());
      this.on.composed();
    });
    input.addEventListener(kind === "select" || kind === "checkbox" ? "change" : "input", (event) => {
      if (!this.composing && !(event instanceof InputEvent && event.isComposing)) this.changed(field());
    });
    input.addEventListener("keydown", (event) => this.press(/** @type {KeyboardEvent} */ (event), field()));
    input.addEventListener("paste", (event) => {
      const { clipboardData } = /** @type {ClipboardEvent} */ (event);
      const it = field();
      if (!it || !clipboardData) return;
      if (this.on.paste(it, clipboardData)) {
        event.preventDefault();
        return;
      }
      const text = clipboardData.getData("text/plain");
      const seen = visible(text);
      if (seen === text) return;
      event.preventDefault();
      insertText(seen);
      this.on.cleaned();
    });
    return input;
  }

  /** @param {Field|undefined} field */
  changed(field) {
    if (!field) return;
    this.typed = { input: field.input, value: field.input.value, text: null };
    field.input.classList.remove("refused");
    this.on.change(this.changeOf(field), field);
  }

  /** Has a field say again what it said when it got the focus. @param {Field} field */
  restore(field) {
    if (this.began?.input !== field.input) return;
    field.input.value = this.began.value;
    this.changed(field);
  }

  /**
   * @param {Field} field
   * @returns {Change[]}
   */
  changeOf({ input, entry }) {
    const { path, kind } = entry;
    if (kind === "tick") {
      const choice = entry.choices?.[0] ?? "";
      const isOn = /** @type {HTMLInputElement} */ (input).checked;
      if (!entry.many) return [{ change: "set", path, text: isOn ? choice : "" }];
      const beside = this.order.filter((it) => it.entry.kind === "tick" && keyOf(it.entry.path) === keyOf(path));
      const marks = beside.filter((it) => /** @type {HTMLInputElement} */ (it.input).checked);
      return [{ change: "mark", path, marks: marks.map((it) => it.entry.choices?.[0] ?? "") }];
    }
    if (kind === "name") {
      const name = input.value.replace(/\s*\n\s*/g, "");
      // A row that is shown to begin with is not in the file yet.
      return entry.written ? [{ change: "rename", path, name }] : [{ change: "add", path: [...path.slice(0, -1), name] }];
    }
    if (kind === "marks") {
      return [{ change: "mark", path, marks: input.value.split(/[、，,；\s]+/).filter(Boolean) }];
    }
    return [{ change: "set", path, text: input.value }];
  }

  /**
   * Enter and the arrows go from cell to cell, as in a spreadsheet, where they mean nothing in
   * the text itself.
   * @param {KeyboardEvent} event
   * @param {Field|undefined} field
   */
  press(event, field) {
    if (!field || event.isComposing) return;
    const { input, entry } = field;
    // As in a spreadsheet; in rows, these keys add one.
    if (event.key === "Enter" && event.altKey && entry.kind === "text" && entry.row === undefined) {
      event.preventDefault();
      insertText("\n");
      return;
    }
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === "Enter" && !entry.long && !(input instanceof HTMLSelectElement)) {
      event.preventDefault();
      goTo(this.below(field, event.shiftKey ? -1 : 1));
    }
    if (event.key === "Escape") this.on.leave(field);
  }

  /**
   * The next field below one, or above it.
   * @param {Field} field
   * @param {number} step
   */
  below(field, step) {
    const box = field.input.getBoundingClientRect();
    const middle = box.left + box.width / 2;
    const others = this.order.filter(({ input }) => {
      const { left, right, top } = input.getBoundingClientRect();
      return left <= middle && middle <= right && (top - box.top) * step > 1;
    });
    return step > 0 ? others[0] : others[others.length - 1];
  }
}

/** @param {Entry} entry */
function labelOf({ label, kind, many, required }) {
  const isOneOf = kind === "tick" && !many;
  return `${label}${isOneOf ? "，只选一个" : ""}${required ? "（必填）" : ""}`;
}

/**
 * Gives a field the focus as Tab does: what stands in it is selected.
 * @param {Field|undefined} field
 */
export function goTo(field) {
  // What is selected while one types would be typed over.
  if (!field || document.activeElement === field.input) return;
  const { input } = field;
  input.focus();
  if (!(input instanceof HTMLSelectElement) && document.activeElement === input) input.select();
}

/** The kind of element for an entry. @param {Entry} entry */
function elementOf({ kind, choices }) {
  if (kind === "tick") return "checkbox";
  if (kind === "choice" && choices?.length) return "select";
  if (kind === "amount" || kind === "number") return "decimal";
  if (kind === "year" || kind === "date" || kind === "phone") return "line";
  return "textarea";
}

/**
 * A text as Word and web pages have it, without what cannot be seen and no project file may
 * hold: all blanks are usual ones, all line breaks are.
 * @param {string} text
 */
export function visible(text) {
  return text
    .replace(/\r\n?|[\u000B\u000C\u0085\u2028\u2029]/g, "\n")
    .replace(/[\t\u00A0\u2000-\u200A\u202F\u205F]/g, " ")
    .replace(/[\u0000-\u0008\u000E-\u001F\u007F-\u0084\u0086-\u009F\u00AD\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/g, "");
}
