// @ts-check
// What a project file says that stands in no cell of the form, such as the year in its subtitle.

/** @typedef {import("./types.js").Sheet} Sheet */
/** @typedef {import("./types.js").Change} Change */

import { byId, hold, make, plain } from "./dom.js";

/**
 * Shows it beside the form, to be filled in.
 * @param {Sheet} sheet
 * @param {(change: Change) => void} onChange
 */
export function showOthers(sheet, onChange) {
  const section = byId("others");
  const others = sheet.edit ? sheet.others.filter((it) => it.kind !== "marks") : [];
  section.hidden = others.length === 0;
  // What is being typed there stays.
  if (section.contains(document.activeElement) && section.dataset.form === sheet.name) return;
  section.dataset.form = sheet.name;
  hold(section, others.map(({ path, label, text, help, choices }) => {
    const input = choices?.length ? make("select", "", ...["", ...choices].map((it) => new Option(plain(it), it))) : make("input");
    input.value = text;
    input.title = plain(help ?? "");
    // The same one stays where it says the same.
    input.dataset.said = text;
    input.addEventListener("change", () => onChange({ change: "set", path, text: input.value.trim() }));
    return make("label", "", make("span", "", label), input);
  }));
  for (const input of section.querySelectorAll("input, select")) {
    if (input instanceof HTMLInputElement || input instanceof HTMLSelectElement) input.value = input.dataset.said ?? "";
  }
}
