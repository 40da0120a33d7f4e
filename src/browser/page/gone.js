// @ts-check
// What is said of a form whose file has gone.

/** @typedef {import("./types.js").Sheet} Sheet */

import { make } from "./dom.js";

/**
 * Says that the file has gone, and offers what can be done.
 * @param {Sheet} sheet
 * @param {object} on
 * @param {(now: string) => void} on.move goes on in the file that says the same now
 * @param {() => void} on.restore writes the file anew
 * @returns {(Node|string)[]}
 */
export function goneParts({ name, gone, edit }, on) {
  const parts = [`“${name}”不在了，可能移走或者改名了。`];
  if (!edit) return [...parts, "把文件放回来，就能接着看"];
  if (edit.changed) parts.push("没有保存的改动还在。");
  const now = gone?.now;
  if (!now) {
    return [...parts, "把文件放回来，就能接着填；或者 ", button("重新写一个", on.restore)];
  }
  return [...parts, `现在“${now}”里是一样的内容${edit.changed ? "，打开它，改动也带过去" : ""}：`, button(`打开“${now}”`, () => on.move(now))];
}

/**
 * @param {string} text
 * @param {() => void} act
 */
function button(text, act) {
  const button = make("button", "", text);
  button.type = "button";
  button.addEventListener("click", act);
  return button;
}
