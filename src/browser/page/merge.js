// @ts-check
// What was changed here and, meanwhile, in the file: both are shown, and the person chooses.

/** @typedef {import("./types.js").Contested} Contested */
/** @typedef {import("./types.js").Sheet} Sheet */

import { byId, make } from "./dom.js";

/**
 * What is chosen of a field, and what the file said there when it was.
 * @typedef {{path: string[], side: "mine"|"theirs", theirs: string|null}} Choice
 */

/** What is chosen so far, by what is shown. @type {Map<string, string>} */
let chosen = new Map();
/** What the file said of each field that was shown before. @type {Map<string, string|null>} */
let before = new Map();

/**
 * Asks whose changes are to stay.
 * @param {Sheet} sheet
 * @param {(choices: Choice[]) => void} onChoose
 */
export function showContested(sheet, onChoose) {
  const panel = byId("contested");
  const contested = sheet.edit?.contested ?? [];
  const id = JSON.stringify([sheet.name, contested]);
  if (panel.dataset.shown === id) return;
  panel.dataset.shown = id;
  panel.hidden = contested.length === 0;
  if (panel.hidden) {
    panel.replaceChildren();
    chosen = new Map();
    before = new Map();
    return;
  }
  const form = make("form", "",
    make("h2", "", "别的程序也改了这个文件，有几处和这里改的不一样"),
    make("p", "faint", "别的改动已经并在一起。下面几处请选要哪一个；选好以前不会保存。"),
    ...contested.map((field, number) => fieldOf(sheet.name, field, number)),
    make("button", "", "就这样合并"),
  );
  before = new Map(contested.map((field) => [idOf(sheet.name, field), field.theirs]));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const data = new FormData(form);
    onChoose(contested.map(({ path, theirs }, number) => ({
      path,
      theirs,
      side: data.get(`field-${number}`) === "theirs" ? "theirs" : "mine",
    })));
  });
  panel.replaceChildren(form);
}

/** @param {string} form @param {Contested} field */
function idOf(form, { path }) {
  return JSON.stringify([form, path]);
}

/**
 * @param {string} form
 * @param {Contested} field
 * @param {number} number
 */
function fieldOf(form, field, number) {
  const id = idOf(form, field);
  const shown = JSON.stringify([id, field.mine, field.theirs]);
  const isOther = before.has(id) && before.get(id) !== field.theirs;
  const sides = /** @type {const} */ ([["mine", "这里的", field.mine], ["theirs", "文件里的", field.theirs]]);
  const choices = sides.map(([side, name, text]) => {
    const radio = make("input");
    radio.type = "radio";
    radio.name = `field-${number}`;
    radio.value = side;
    // Whatever is another one now is chosen again.
    radio.checked = side === chosen.get(shown);
    radio.required = true;
    radio.addEventListener("change", () => { chosen.set(shown, side); });
    return make("label", "choice", radio, make("span", "choice-name", name), make("span", "choice-text", text ?? "（没有了）"));
  });
  const legend = make("legend", "", field.path.join(" › ") || "整个文件");
  const note = isOther ? [make("p", "problem", "文件里的刚刚又变了，请重新选")] : [];
  return make("fieldset", "", legend, ...note, make("p", "faint", `原来是：${field.base ?? "（没有）"}`), ...choices);
}
