// @ts-check
// What was changed here and, meanwhile, in the file: both are shown, and the person chooses.

/** @typedef {import("./types.js").Contested} Contested */
/** @typedef {import("./types.js").Sheet} Sheet */

import { byId, make } from "./dom.js";

/**
 * Asks whose changes are to stay.
 * @param {Sheet} sheet
 * @param {(choices: {path: string[], side: "mine"|"theirs"}[]) => void} onChoose
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
    return;
  }
  const form = make("form", "",
    make("h2", "", "别的程序也改了这个文件，有几处和这里改的不一样"),
    make("p", "faint", "别的改动已经并在一起。下面几处请选要哪一个；选好以前不会保存。"),
    ...contested.map((field, number) => fieldOf(field, number)),
    make("button", "", "就这样合并"),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const data = new FormData(form);
    onChoose(contested.map(({ path }, number) => ({
      path,
      side: data.get(`field-${number}`) === "theirs" ? "theirs" : "mine",
    })));
  });
  panel.replaceChildren(form);
}

/**
 * @param {Contested} field
 * @param {number} number
 */
function fieldOf(field, number) {
  const sides = /** @type {const} */ ([["mine", "这里的", field.mine], ["theirs", "文件里的", field.theirs]]);
  const choices = sides.map(([side, name, text]) => {
    const radio = make("input");
    radio.type = "radio";
    radio.name = `field-${number}`;
    radio.value = side;
    radio.checked = side === "mine";
    return make("label", "choice", radio, make("span", "choice-name", name), make("span", "choice-text", text ?? "（没有了）"));
  });
  const legend = make("legend", "", field.path.join(" › ") || "整个文件");
  return make("fieldset", "", legend, make("p", "faint", `原来是：${field.base ?? "（没有）"}`), ...choices);
}
