// @ts-check
// What a project file says that stands in no cell of the form, such as the year in its subtitle.

/** @typedef {import("./types.js").Sheet} Sheet */
/** @typedef {import("./types.js").Entry} Entry */
/** @typedef {import("./types.js").Change} Change */
/** @typedef {import("./queue.js").Own} Own */

import { byId, make, plain } from "./dom.js";
import { keyOf } from "./path.js";

/**
 * Shows it beside the form, to be filled in.
 * @param {Sheet} sheet
 * @param {Map<string, Own>} own what has been filled in and is not in the sheet
 * @param {(change: Change) => void} onChange
 */
export function showOthers(sheet, own, onChange) {
  const section = byId("others");
  const others = sheet.edit ? sheet.others.filter((it) => it.kind !== "marks") : [];
  section.hidden = others.length === 0;
  // An input stays the same one as long as it is there.
  const form = JSON.stringify([sheet.name, others.map(({ path }) => path)]);
  if (section.dataset.form !== form) section.replaceChildren(...others.map((entry) => fieldOf(entry, onChange)));
  section.dataset.form = form;
  for (const entry of others) {
    const key = keyOf(entry.path);
    const input = Array.from(section.querySelectorAll("[data-key]")).find((it) => keyOfInput(it) === key);
    if (!(input instanceof HTMLInputElement || input instanceof HTMLSelectElement)) continue;
    const { texts: [said = ""], message } = own.get(key) ?? { texts: [entry.text], message: null };
    if (input.value.trim() !== said.trim()) input.value = said;
    input.classList.toggle("refused", message !== null);
    input.setAttribute("aria-invalid", String(message !== null));
    input.title = plain(message === null ? entry.help ?? "" : `没有记下：${message}`);
  }
}

/** Gives the focus to what stands there, if it does. @param {string[]} path */
export function goToOther(path) {
  const key = keyOf(path);
  const input = Array.from(byId("others").querySelectorAll("[data-key]")).find((it) => keyOfInput(it) === key);
  if (input instanceof HTMLElement) input.focus();
}

/** The key of what has the focus there, if it is there. */
export function keyOfOther() {
  const { activeElement } = document;
  return activeElement && byId("others").contains(activeElement) ? keyOfInput(activeElement) : null;
}

/** @param {Element} input */
function keyOfInput(input) {
  return input instanceof HTMLElement ? input.dataset.key ?? null : null;
}

/**
 * @param {Entry} entry
 * @param {(change: Change) => void} onChange
 */
function fieldOf({ path, label, choices }, onChange) {
  const input = choices?.length ? make("select", "", ...["", ...choices].map((it) => new Option(plain(it), it))) : make("input");
  input.dataset.key = keyOf(path);
  input.addEventListener("input", (event) => {
    // What an input method composes is told at its end.
    if (event instanceof InputEvent && event.isComposing) return;
    onChange({ change: "set", path, text: input.value.trim() });
  });
  input.addEventListener("compositionend", () => onChange({ change: "set", path, text: input.value.trim() }));
  return make("label", "", make("span", "", label), input);
}
