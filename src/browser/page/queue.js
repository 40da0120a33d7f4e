// @ts-check
// What has been typed and is on its way to the program, form by form.
//
// A change goes by the names that rows have in the program's last answer. Once the program has
// given a row another name, what waits goes by that one; where it has refused to, nothing that
// waits is about another row for it.

/** @typedef {import("./types.js").Change} Change */
/** @typedef {import("./types.js").Sheet} Sheet */
/** @typedef {import("./path.js").Naming} Naming */

import { isBelow, keyOf, movedTo } from "./path.js";

/**
 * A change of a form. A row that is shown without being in the file is added once it has a name;
 * `from` leads to it as it is shown.
 * @typedef {{form: string, change: Change, from?: string[]}} Item
 */

/**
 * What a person has filled in a field, which the file does not say: with a message, it has been
 * refused.
 * @typedef {{texts: string[], message: string|null}} Own
 */

/** The changes that the program has not made yet. */
export class Queue {
  /** @type {Item[]} */
  waiting = [];
  /** What has been sent and not been answered yet. */
  /** @type {Item[]} */
  sent = [];
  /** What was refused, and stays in its field until that is changed. */
  /** @type {(Item & {message: string})[]} */
  refused = [];
  /** How many of those that wait are sent one by one. */
  singly = 0;

  get isEmpty() {
    return !this.waiting.length && !this.sent.length && !this.refused.length;
  }

  /** @param {Item} item */
  add(item) {
    const isSame = (/** @type {Item} */ it) => isOfField(it, item);
    // Only the newest text of a field is sent.
    this.waiting = this.waiting.filter((it) => !isSame(it));
    this.refused = this.refused.filter((it) => !isSame(it));
    const name = nameOf(item);
    const isBack = name !== null && name === last(placeOf(item));
    if (!isBack || this.sent.some(isSame)) this.waiting.push(item);
  }

  /** Takes what is sent next: the changes of one form. */
  take() {
    const { form } = this.waiting[0];
    const fits = (/** @type {Item} */ it, /** @type {number} */ at) => it.form === form
      && !(at > 0 && this.singly > 0)
      // What is filled in there may be what adds the row.
      && !(it.from && this.waiting.slice(0, at).some(({ change }) => isBelow(change.path, it.from ?? [])));
    const end = this.waiting.findIndex((it, at) => !fits(it, at));
    this.sent = this.waiting.splice(0, end < 0 ? this.waiting.length : end);
    this.singly = Math.max(this.singly - 1, 0);
    return { form, changes: this.steps().map(({ change }) => change) };
  }

  /** What has been sent, each change by the names that those before it give. */
  steps() {
    let left = this.sent;
    /** @type {Item[]} */
    const steps = [];
    while (left.length) {
      const [first, ...rest] = left;
      const naming = namingOf(first);
      steps.push(first);
      left = naming ? rest.map((it) => renamed(it, naming)) : rest;
    }
    return steps;
  }

  /**
   * What was sent has been done.
   * @param {Sheet} sheet the form as it is now
   * @returns {Naming[]} what has another name for it
   */
  done(sheet) {
    const namings = this.steps().map(namingOf).filter((it) => it !== null);
    const entries = sheet.cells.flatMap((cell) => cell.entries);
    const isWritten = (/** @type {string[]} */ path) => entries.some((it) => it.kind === "name" && it.written && keyOf(it.path) === keyOf(path));
    this.sent = [];
    for (const naming of namings) this.rename(sheet.name, naming);
    this.waiting = this.waiting.map((it) => (it.form === sheet.name && it.from && isWritten(it.from) ? added(it, it.from) : it));
    return namings;
  }

  /** @param {string} form @param {Naming} naming */
  rename(form, naming) {
    this.waiting = this.waiting.map((it) => (it.form === form ? renamed(it, naming) : it));
    this.refused = this.refused.map((it) => (it.form === form ? { ...renamed(it, naming), message: it.message } : it));
  }

  /** What was sent has not got to the program. */
  putBack() {
    const back = this.sent.filter((it) => !this.waiting.some((newer) => isOfField(newer, it)));
    this.waiting.unshift(...back);
    this.sent = [];
    return back.length;
  }

  /**
   * What was sent has been refused. Of several changes, some may be fine: they are sent one by one.
   * @param {string} message
   * @returns {boolean} whether it was one
   */
  refuse(message) {
    if (this.sent.length > 1) {
      this.singly = this.putBack();
      return false;
    }
    for (const it of this.sent) {
      if (placeOf(it) && !this.waiting.some((newer) => isOfField(newer, it))) this.refused.push({ ...it, message });
    }
    this.sent = [];
    return true;
  }

  /** Whether something that was refused stands in a form's fields. @param {string} [form] */
  hasRefused(form) {
    return this.refused.some((it) => it.form === form);
  }

  /**
   * Forgets what was refused in a form, or of that what is not kept.
   * @param {string} form
   * @param {(key: string) => boolean} [isKept]
   */
  forget(form, isKept = () => false) {
    this.refused = this.refused.filter((it) => it.form !== form || isKept(keyOf(placeOf(it) ?? [])));
  }

  /**
   * Forgets what was refused in a field.
   * @param {string} form
   * @param {string} key
   * @returns {boolean} whether there was something
   */
  forgetField(form, key) {
    const before = this.refused.length;
    this.refused = this.refused.filter((it) => it.form !== form || keyOf(placeOf(it) ?? []) !== key);
    return this.refused.length < before;
  }

  /** What a person has filled in a form's fields, by their keys. @param {string} form */
  own(form) {
    /** @type {Map<string, Own>} */
    const own = new Map();
    const add = (/** @type {Item} */ it, /** @type {string|null} */ message) => {
      const place = placeOf(it);
      if (place && it.form === form) own.set(keyOf(place), { texts: textsOf(it), message });
    };
    for (const it of this.refused) add(it, it.message);
    for (const it of [...this.sent, ...this.waiting]) add(it, null);
    return own;
  }
}

/** The keys of the field that a change was made in. @param {Item} item @returns {string[]|null} */
function placeOf({ change, from }) {
  if (from) return from;
  return ["set", "mark", "rename"].includes(change.change) ? change.path : null;
}

/** @param {Item} one @param {Item} other */
function isOfField(one, other) {
  const [place, otherPlace] = [placeOf(one), placeOf(other)];
  return one.form === other.form && place !== null && otherPlace !== null && keyOf(place) === keyOf(otherPlace);
}

/** The name that a change gives. @param {Item} item */
function nameOf({ change, from }) {
  if (change.change === "rename") return change.name;
  return from ? last(change.path) : null;
}

/** @param {Item} item @returns {string[]} */
function textsOf(item) {
  const { change } = item;
  if (change.change === "mark") return change.marks;
  return [change.change === "set" ? change.text : nameOf(item) ?? ""];
}

/** @param {Item} item @returns {Naming|null} */
function namingOf({ change, from }) {
  if (change.change === "rename") return { from: change.path, to: [...change.path.slice(0, -1), change.name] };
  return from ? { from, to: change.path } : null;
}

/** The same change, by another name. @param {Item} item @param {Naming} naming @returns {Item} */
function renamed(item, naming) {
  const move = (/** @type {string[]} */ path) => movedTo(path, naming);
  if (item.from && keyOf(item.from) === keyOf(naming.from)) return added(item, naming.to);
  const change = { ...item.change, path: move(item.change.path) };
  // What something is put before is beside it.
  if ("before" in change && change.before !== undefined) {
    change.before = last(move([...item.change.path.slice(0, -1), change.before])) ?? change.before;
  }
  return { ...item, change, ...(item.from && { from: move(item.from) }) };
}

/** The row is in the file already, so it gets another name. @param {Item} item @param {string[]} path @returns {Item} */
function added({ form, change }, path) {
  return { form, change: { change: "rename", path, name: last(change.path) ?? "" } };
}

/** @param {string[]|null} path */
function last(path) {
  return path?.[path.length - 1] ?? null;
}
