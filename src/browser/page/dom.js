// @ts-check
// Making and finding elements. Whatever files say gets into the page here, as text.

/**
 * The element of the page with an id.
 * @template {HTMLElement} [T=HTMLElement]
 * @param {string} id
 * @returns {T}
 */
export function byId(id) {
  const element = document.getElementById(id);
  if (!element) throw new Error(`no #${id}`);
  return /** @type {T} */ (/** @type {unknown} */ (element));
}

/** Characters that turn the texts behind them round, and are not seen themselves. */
const TURNING = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/**
 * A text of a file as it is shown: nothing in it turns round what stands beside it.
 * @param {string} text
 */
export function plain(text) {
  return text.replace(TURNING, "\ufffd");
}

/**
 * A new element with a class and what is in it.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} name
 * @param {string} [className]
 * @param {...(Node|string|null)} content
 * @returns {HTMLElementTagNameMap[K]}
 */
export function make(name, className, ...content) {
  const element = document.createElement(name);
  if (className) element.className = className;
  for (const it of content) {
    if (it !== null) element.append(typeof it === "string" ? plain(it) : it);
  }
  return element;
}

/**
 * So many pixels are a point where there are letters, before the page is scaled: Chrome in Chinese
 * has no letters of less than 12 pixels before its version 118.
 */
export const GRAIN = 2;

/** Has an element say something; one that says it already is not touched. @param {string} id @param {string} text */
export function say(id, text) {
  const element = byId(id);
  if (element.textContent !== plain(text)) element.textContent = plain(text);
}

/**
 * A button that does something.
 * @param {string} text
 * @param {() => void} act
 * @param {string} [className]
 */
export function button(text, act, className = "") {
  const button = make("button", className, text);
  button.type = "button";
  button.addEventListener("click", act);
  return button;
}

/**
 * Puts a text where the caret is, as if it were typed.
 * @param {string} text
 */
export function insertText(text) {
  // There is no other way that the browser's own undo knows of.
  document.execCommand("insertText", false, text);
}

/**
 * How much two sequences have in common at their starts, and at their ends.
 * @template T
 * @param {ArrayLike<T>} one
 * @param {ArrayLike<T>} other
 * @param {(a: T, b: T) => boolean} [isSame]
 * @returns {[number, number]}
 */
export function inCommon(one, other, isSame = (a, b) => a === b) {
  const most = Math.min(one.length, other.length);
  let start = 0;
  while (start < most && isSame(one[start], other[start])) start += 1;
  let end = 0;
  while (end < most - start && isSame(one[one.length - 1 - end], other[other.length - 1 - end])) end += 1;
  return [start, end];
}

/**
 * Has an element hold these children. Those at its start and its end that are what they were stay:
 * the focus in them does, too. So what listens to them goes by what stands in them alone.
 * @param {HTMLElement} element
 * @param {HTMLElement[]} children
 */
export function hold(element, children) {
  const before = Array.from(element.children);
  const [start, end] = inCommon(before, children, (one, other) => one.isEqualNode(other));
  for (const it of before.slice(start, before.length - end)) it.remove();
  const next = element.children[start] ?? null;
  for (const it of children.slice(start, children.length - end)) element.insertBefore(it, next);
}

/**
 * Puts an element at a place, in the pixels of its parent.
 * @param {HTMLElement} element
 * @param {number} left
 * @param {number} top
 * @param {number} width
 * @param {number} height
 */
export function place(element, left, top, width, height) {
  const { style } = element;
  style.left = `${left}px`;
  style.top = `${top}px`;
  style.width = `${width}px`;
  style.height = `${height}px`;
}
