// @ts-check
// The open form: its pages, what is selected on them, and how large they are.

/** @typedef {import("./types.js").Sheet} Sheet */
/** @typedef {import("./types.js").Cell} Cell */

import { byId, make, place } from "./dom.js";
import { Paper, define } from "./paper.js";
import { keyOf } from "./path.js";

/** Pixels of a point at 100 %. */
const POINT = 96 / 72;

/** The open form as it is shown. */
export class SheetView {
  /** @type {Sheet|null} */
  sheet = null;
  /** @type {Paper[]} */
  papers = [];
  /** How large the pages are; null where they are as wide as there is room. */
  /** @type {number|null} */
  zoom = null;
  /** The number of the cell that is selected. */
  selected = -1;
  /** The paths of cells that are shaded. */
  /** @type {Set<string>} */
  shaded = new Set();

  /** @param {(cell: Cell|null) => void} onSelect */
  constructor(onSelect) {
    this.onSelect = onSelect;
    this.desk = byId("desk");
    this.desk.addEventListener("click", (event) => this.click(event));
    this.desk.addEventListener("keydown", (event) => this.press(event));
    this.desk.addEventListener("wheel", (event) => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      this.setZoom(this.scale() / POINT * (event.deltaY < 0 ? 1.1 : 1 / 1.1));
    }, { passive: false });
    byId("smaller").addEventListener("click", () => this.setZoom(this.scale() / POINT / 1.25));
    byId("larger").addEventListener("click", () => this.setZoom(this.scale() / POINT * 1.25));
    byId("fit").addEventListener("click", () => this.setZoom(null));
    new ResizeObserver(() => { if (this.zoom === null) this.rescale(); }).observe(this.desk);
  }

  /** @param {Sheet} sheet */
  show(sheet) {
    const isOther = this.sheet?.name !== sheet.name;
    const before = isOther ? undefined : this.sheet?.cells[this.selected];
    const key = before && keyOf(before.path);
    this.sheet = sheet;
    define(sheet.glyphs);
    if (isOther) {
      this.papers = [];
      this.shaded.clear();
      this.desk.replaceChildren();
      this.desk.scrollTop = 0;
    }
    while (this.papers.length > sheet.pages.length) this.papers.pop()?.element.remove();
    for (const [number, page] of sheet.pages.entries()) {
      let paper = this.papers[number];
      if (!paper) {
        paper = new Paper(number);
        this.papers.push(paper);
        this.desk.append(paper.element);
      }
      paper.update(page);
    }
    this.desk.classList.toggle("old", sheet.old);
    this.rescale();
    this.selected = key === undefined ? -1 : sheet.cells.findIndex((it) => keyOf(it.path) === key);
    this.mark();
    this.onSelect(sheet.cells[this.selected] ?? null);
  }

  clear() {
    this.sheet = null;
    this.papers = [];
    this.selected = -1;
    this.desk.replaceChildren();
    this.onSelect(null);
  }

  scale() {
    if (this.zoom !== null) return this.zoom * POINT;
    const widest = Math.max(...(this.sheet?.pages ?? []).map((page) => page.width), 1);
    return Math.min(Math.max((this.desk.clientWidth - 48) / widest, 0.3), 2.5 * POINT);
  }

  /** @param {number|null} zoom */
  setZoom(zoom) {
    const { scrollTop, scrollHeight, clientHeight } = this.desk;
    const middle = (scrollTop + clientHeight / 2) / scrollHeight;
    this.zoom = zoom === null ? null : Math.min(Math.max(zoom, 0.25), 5);
    this.rescale();
    this.desk.scrollTop = middle * this.desk.scrollHeight - clientHeight / 2;
  }

  rescale() {
    const scale = this.scale();
    for (const paper of this.papers) paper.zoom(scale);
    byId("zoom").textContent = `${Math.round(scale / POINT * 100)}%`;
  }

  /** Draws what there is to see beside the form itself: findings, blanks, the selection. */
  mark() {
    const { sheet } = this;
    if (!sheet) return;
    /** @type {HTMLElement[][]} */
    const marks = this.papers.map(() => []);
    const add = (/** @type {Cell} */ cell, /** @type {string} */ className) => {
      for (const [page, left, top, width, height] of cell.areas) {
        const mark = make("div", `mark ${className}`);
        place(mark, left, top, width, height);
        marks[page]?.push(mark);
      }
    };
    for (const cell of sheet.cells) {
      if (this.shaded.has(keyOf(cell.path))) add(cell, "changed");
      if (cell.blank) add(cell, "blank");
    }
    for (const severity of ["hint", "warning", "error"]) {
      for (const finding of sheet.findings.filter((it) => it.severity === severity)) {
        for (const number of finding.cells) add(sheet.cells[number], severity);
      }
    }
    if (sheet.cells[this.selected]) add(sheet.cells[this.selected], "selected");
    this.papers.forEach((paper, number) => paper.marks.replaceChildren(...marks[number]));
  }

  /** @param {MouseEvent} event */
  click(event) {
    if (!document.getSelection()?.isCollapsed) return;
    this.select(this.cellAt(event));
  }

  /**
   * The number of the cell at a point of the screen, or -1.
   * @param {MouseEvent} event
   */
  cellAt(event) {
    const number = this.papers.findIndex((paper) => paper.element.contains(/** @type {Node} */ (event.target)));
    const paper = this.papers[number];
    if (!paper || !this.sheet) return -1;
    const box = paper.element.getBoundingClientRect();
    const x = (event.clientX - box.left) / paper.scale;
    const y = (event.clientY - box.top) / paper.scale;
    return this.sheet.cells.findIndex((cell) => cell.areas.some(([page, left, top, width, height]) =>
      page === number && left <= x && x <= left + width && top <= y && y <= top + height));
  }

  /** @param {KeyboardEvent} event */
  press(event) {
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    // In a field the arrows move the caret.
    if (!step || !this.sheet || event.ctrlKey || event.altKey || event.target !== this.desk) return;
    event.preventDefault();
    const next = Math.min(Math.max(this.selected + step, 0), this.sheet.cells.length - 1);
    this.select(next, true);
  }

  /**
   * Selects a cell; with `reveal`, scrolls to it.
   * @param {number} number
   * @param {boolean} [reveal]
   */
  select(number, reveal = false) {
    this.selected = number;
    this.mark();
    const cell = this.sheet?.cells[number] ?? null;
    if (cell && reveal) {
      const [page] = cell.areas[0];
      this.papers[page]?.marks.querySelector(".selected")?.scrollIntoView({ block: "nearest" });
    }
    this.onSelect(cell);
  }
}
