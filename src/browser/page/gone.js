// @ts-check
// What is said of a form whose file has gone.

/** @typedef {import("./types.js").Sheet} Sheet */

import { button, make } from "./dom.js";

/**
 * Says that the file has gone, and offers what can be done.
 * @param {Sheet} sheet
 * @param {object} on
 * @param {(now: string) => void} on.move goes on in the file that says the same now
 * @param {() => void} on.restore writes the file anew
 * @returns {HTMLElement[]}
 */
export function goneParts({ name, gone, edit }, on) {
  const said = (/** @type {string} */ text) => make("span", "", text);
  const parts = [said(`“${name}”不在了，可能移走或者改名了。`)];
  if (!edit) return [...parts, said("把文件放回来，就能接着看")];
  if (edit.changed) parts.push(said("没有保存的改动还在。"));
  const now = gone?.now;
  if (!now) return [...parts, said("把文件放回来，就能接着填；或者 "), button("重新写一个", on.restore)];
  const moved = said(`现在“${now}”里是一样的内容${edit.changed ? "，打开它，改动也带过去" : ""}：`);
  return [...parts, moved, button(`打开“${now}”`, () => on.move(now))];
}
