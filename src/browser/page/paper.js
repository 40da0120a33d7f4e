// @ts-check
// A page of a form: what is drawn on it, the text above it for selecting and reading, and marks.

/** @typedef {import("./types.js").Page} Page */
/** @typedef {import("./types.js").Line} Line */

import { GRAIN, inCommon, make, place } from "./dom.js";

const SVG = "http://www.w3.org/2000/svg";
const measure = document.createElement("canvas").getContext("2d");

/**
 * Adds the outlines of glyphs, for all pages to draw.
 * @param {Record<string, string>} glyphs
 */
export function define(glyphs) {
  const defs = document.querySelector("#glyphs defs");
  for (const [id, outline] of Object.entries(glyphs)) {
    // After the connection was lost, all of them come once more.
    if (document.getElementById(id)) continue;
    const path = document.createElementNS(SVG, "path");
    path.id = id;
    path.setAttribute("d", outline);
    defs?.append(path);
  }
}

/** A page as it is shown. */
export class Paper {
  /** @param {number} number from 0 */
  constructor(number) {
    this.width = 0;
    this.height = 0;
    /** @type {string[]} */
    this.items = [];
    this.ink = document.createElementNS(SVG, "svg");
    this.ink.classList.add("ink");
    this.ink.setAttribute("aria-hidden", "true");
    this.marks = make("div", "marks");
    this.words = make("div", "words");
    this.fields = make("div", "fields");
    this.element = make("section", "paper");
    this.element.setAttribute("aria-label", `第 ${number + 1} 页`);
    this.element.append(this.ink, this.marks, this.words, this.fields);
  }

  /**
   * Shows another content, if there is one; what stays is not touched.
   * @param {Page} page
   */
  update(page) {
    if (page.width !== this.width || page.height !== this.height) {
      this.width = page.width;
      this.height = page.height;
      this.ink.setAttribute("viewBox", `0 0 ${page.width} ${page.height}`);
      this.element.style.setProperty("--printed-width", `${page.width}pt`);
      this.element.style.setProperty("--printed-height", `${page.height}pt`);
      this.zoom(this.scale);
    }
    if (page.drawing) this.draw(page.drawing);
    if (page.texts) this.write(page.texts);
  }

  /** @param {{items: string[]}|{picture: string}} drawing */
  draw(drawing) {
    if ("picture" in drawing) {
      // As a picture it can neither run nor load anything.
      const image = document.createElementNS(SVG, "image");
      const bytes = new TextEncoder().encode(drawing.picture);
      const binary = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
      image.setAttribute("href", `data:image/svg+xml;base64,${btoa(binary)}`);
      image.setAttribute("width", String(this.width));
      image.setAttribute("height", String(this.height));
      this.ink.replaceChildren(image);
      this.items = [];
      return;
    }
    const { items } = drawing;
    if (this.items.length === 0) this.ink.replaceChildren();
    const before = this.items;
    const [start, end] = inCommon(before, items);
    const fresh = parse(items.slice(start, items.length - end));
    const { children } = this.ink;
    for (let count = before.length - start - end; count > 0; count -= 1) children[start].remove();
    this.ink.insertBefore(fresh, children[start] ?? null);
    this.items = items;
  }

  /** @param {Line[]} texts */
  write(texts) {
    this.words.replaceChildren(...texts.map((line) => {
      const word = make("span", "word", line.text);
      word.style.left = `${line.x * GRAIN}px`;
      word.style.top = `${line.y * GRAIN}px`;
      word.style.fontSize = `${line.size * GRAIN}px`;
      if (measure) {
        measure.font = `${line.size * GRAIN}px sans-serif`;
        const { width } = measure.measureText(line.text);
        if (width > 0) word.style.transform = `scaleX(${line.width * GRAIN / width})`;
      }
      return word;
    }));
  }

  scale = 1;

  /** @param {number} scale pixels a point */
  zoom(scale) {
    this.scale = scale;
    this.element.style.width = `${this.width * scale}px`;
    this.element.style.height = `${this.height * scale}px`;
    for (const [layer, grain] of /** @type {const} */ ([[this.marks, 1], [this.words, GRAIN], [this.fields, GRAIN]])) {
      place(layer, 0, 0, this.width * grain, this.height * grain);
      layer.style.transform = `scale(${scale / grain})`;
    }
  }
}

/**
 * Elements of a drawing. The program writes them, of few kinds, and no file's text is in them.
 * @param {string[]} items
 * @returns {DocumentFragment}
 */
function parse(items) {
  const text = `<svg xmlns="${SVG}">${items.join("")}</svg>`;
  const { documentElement } = new DOMParser().parseFromString(text, "image/svg+xml");
  const fragment = document.createDocumentFragment();
  fragment.append(...Array.from(documentElement.children, (it) => document.importNode(it, true)));
  return fragment;
}
