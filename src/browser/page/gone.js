// @ts-check
// What is said of a form whose file has gone.

/** @typedef {import("./types.js").Sheet} Sheet */

import { make } from "./dom.js";

/**
 * Says that the file has gone, and offers to go on where its text is now.
 * @param {Sheet} sheet
 * @param {(now: string) => void} onMove goes on in the file that says the same now
 * @returns {(Node|string)[]}
 */
export function goneParts({ name, gone, edit }, onMove) {
  const parts = [`“${name}”不在了，可能移走或者改名了。`];
  if (edit?.changed) parts.push("没有保存的改动还在。");
  const now = gone?.now;
  if (!now) return [...parts, "把文件放回来，就能接着填"];
  const button = make("button", "", `打开“${now}”`);
  button.type = "button";
  button.addEventListener("click", () => onMove(now));
  return [...parts, `现在“${now}”里是一样的内容${edit?.changed ? "，打开它，改动也带过去" : ""}：`, button];
}
