// @ts-check
// Rows of tables and trees: added, moved and removed, from the cell that has the focus.

/** @typedef {import("./fields.js").Field} Field */

import { goTo } from "./fields.js";
import { isBelow, keyOf, movedTo } from "./path.js";

/** The rows of the form that is being changed. */
export class RowEditor {
  /** What is to have the focus once it is there. */
  /** @type {string[]|null} */
  after = null;

  /**
   * @param {import("./fields.js").Fields} fields
   * @param {object} on
   * @param {() => Field|null} on.focused gives the field that has the focus
   * @param {(changes: import("./types.js").Change[]) => void} on.change
   */
  constructor(fields, on) {
    this.fields = fields;
    this.on = on;
  }

  /** The keys that lead to the row that has the focus. */
  current() {
    const field = this.on.focused();
    const length = field?.entry.row;
    return field && length !== undefined ? field.entry.path.slice(0, length) : null;
  }

  /** Whether the file says a row. @param {string[]} row */
  isWritten(row) {
    const key = keyOf(row);
    return this.fields.order.some(({ entry }) => entry.kind === "name" && entry.written && keyOf(entry.path) === key);
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
    const row = this.current();
    if (!row) return;
    const siblings = this.siblings(row);
    const next = siblings[siblings.indexOf(row[row.length - 1]) + 1];
    const path = [...row.slice(0, -1), ""];
    this.after = path;
    this.on.change([next === undefined ? { change: "add", path } : { change: "add", path, before: next }]);
  }

  /** Adds the first row of a field. @param {string[]} field */
  addFirst(field) {
    const path = [...field, ""];
    this.after = path;
    this.on.change([{ change: "add", path }]);
  }

  /** Whether the row that has the focus can be moved up, and down. */
  movable() {
    const row = this.current();
    const siblings = row ? this.siblings(row) : [];
    const at = row ? siblings.indexOf(row[row.length - 1]) : -1;
    return { up: at > 0, down: at >= 0 && at < siblings.length - 1 };
  }

  /** What was to be added has been refused. */
  refuse() {
    this.after = null;
  }

  /** Gives the focus to what has been added. */
  focusAdded() {
    const { after } = this;
    if (!after) return;
    const field = this.fields.all.get(keyOf([...after, ""]));
    if (!field) return;
    this.after = null;
    goTo(field);
  }

  /** Removes the row that has the focus. */
  remove() {
    const row = this.current();
    // One that is shown to begin with is in no file.
    if (!row || !this.isWritten(row)) return;
    // One goes on in the row below, or where there is none, above; in the same column.
    const siblings = this.siblings(row);
    const at = siblings.indexOf(row[row.length - 1]);
    const next = siblings[at + 1] ?? siblings[at - 1];
    const column = this.on.focused()?.entry.path.slice(row.length) ?? [];
    const beside = next === undefined ? [] : [...row.slice(0, -1), next];
    const { order } = this.fields;
    const isIn = (/** @type {Field} */ { entry }) => isBelow(entry.path, row);
    const first = order.findIndex(isIn);
    goTo(order.find(({ entry }) => beside.length && keyOf(entry.path) === keyOf([...beside, ...column]))
      ?? order.find(({ entry }) => beside.length && isBelow(entry.path, beside))
      ?? order[first - 1] ?? order[order.map(isIn).lastIndexOf(true) + 1]);
    this.on.change([{ change: "remove", path: row }]);
  }

  /** Moves it among those beside it. @param {number} step how far down */
  move(step) {
    const row = this.current();
    if (!row) return;
    const siblings = this.siblings(row);
    const at = siblings.indexOf(row[row.length - 1]);
    const to = at + step;
    if (to < 0 || to >= siblings.length) return;
    const before = siblings[step < 0 ? to : to + 1];
    this.on.change([before === undefined ? { change: "move", path: row } : { change: "move", path: row, before }]);
  }

  /** What is to have the focus goes by another name. @param {import("./path.js").Naming} naming */
  rename(naming) {
    if (this.after) this.after = movedTo(this.after, naming);
  }
}
