// @ts-check
// The list of projects. Only the lines that are seen are in the page, however many there are.

/** @typedef {import("./types.js").Project} Project */
/** @typedef {import("./types.js").Overview} Overview */

import { button, byId, hold, make, plain, say } from "./dom.js";
import { stemOf } from "./path.js";

/** How high a line is, in pixels. */
const LINE = 58;

/** What is kept in the browser where the list is folded. */
const FOLDED = "jixiao-folded";

/** The list of projects as it is shown. */
export class ListView {
  /** @type {Project[]} */
  projects = [];
  /** Those that are searched for. */
  /** @type {Project[]} */
  shown = [];
  open = "";
  /** The files with changes that are not saved. */
  /** @type {Set<string>} */
  unsaved = new Set();

  /** @param {(file: string, isIn?: boolean) => void} onOpen is told whether to go into the form, too */
  constructor(onOpen) {
    this.onOpen = onOpen;
    this.list = byId("list");
    /** @type {HTMLInputElement} */
    this.search = byId("search");
    /** @type {HTMLInputElement} */
    this.faulty = byId("only-faulty");
    this.search.addEventListener("input", () => this.seek());
    this.search.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.isComposing && this.shown[0]) this.onOpen(this.shown[0].file, true);
      if (event.key === "Escape") { this.search.value = ""; this.seek(); }
    });
    this.faulty.addEventListener("change", () => this.seek());
    this.list.addEventListener("scroll", () => this.draw());
    this.list.addEventListener("keydown", (event) => this.press(event));
    this.list.addEventListener("click", (event) => {
      const line = /** @type {Element} */ (event.target).closest("[data-file]");
      if (line instanceof HTMLElement && line.dataset.file) this.onOpen(line.dataset.file);
    });
    document.addEventListener("keydown", (event) => {
      const isTyping = event.target instanceof HTMLElement && event.target.matches("input, textarea, select");
      if (event.key !== "/" || isTyping || document.querySelector("dialog[open]")) return;
      event.preventDefault();
      this.fold(false);
      this.search.focus();
    });
    new ResizeObserver(() => this.draw()).observe(this.list);
    byId("fold").addEventListener("click", () => this.fold(!document.body.classList.contains("folded")));
    this.fold(localStorage.getItem(FOLDED) !== null);
  }

  /** Leaves the list's place to the form: a form on its side needs it. @param {boolean} isFolded */
  fold(isFolded) {
    document.body.classList.toggle("folded", isFolded);
    byId("fold").setAttribute("aria-expanded", String(!isFolded));
    if (isFolded) localStorage.setItem(FOLDED, "");
    else localStorage.removeItem(FOLDED);
  }

  /** @param {Overview} overview */
  show(overview) {
    this.projects = overview.listing.projects;
    this.unsaved = new Set(overview.unsaved);
    const { projects, with_errors, total, errors, warnings } = overview.listing.totals;
    const parts = [`${projects} 个项目`];
    if (total !== null && projects > 0) parts.push(`共 ${total} 万元`);
    if (errors > 0) parts.push(`${with_errors} 个有错误（${errors} 处）`);
    if (warnings > 0) parts.push(`${warnings} 处警告`);
    if (this.unsaved.size > 0) parts.push(`${this.unsaved.size} 个没有保存`);
    say("totals", parts.join("，"));
    const beside = byId("beside");
    beside.hidden = overview.beside.length === 0;
    hold(beside, overview.beside.map(([file, message]) => this.note(file, message)));
    this.filter();
  }

  /**
   * What there is to say of a file that is not among the lines.
   * @param {string} file
   * @param {string} message
   */
  note(file, message) {
    const text = `${file}：${message}`;
    // Only what is not saved is left of it, and can be looked at.
    if (!this.unsaved.has(file)) return make("p", "", text);
    return button(text, () => this.onOpen(file), "note");
  }

  /** Shows what is searched for now, from its beginning. */
  seek() {
    this.list.scrollTop = 0;
    this.filter();
  }

  filter() {
    const words = this.search.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    this.shown = this.projects.filter((project) => {
      if (this.faulty.checked && project.errors + project.warnings === 0) return false;
      const { file, name, unit, department } = project;
      const text = [file, name, unit, department].join(" ").toLowerCase();
      return words.every((word) => text.includes(word));
    });
    this.draw();
  }

  /** @param {string} file */
  select(file) {
    this.open = file;
    this.draw();
  }

  draw() {
    const { scrollTop, clientHeight } = this.list;
    const first = Math.min(Math.max(Math.floor(scrollTop / LINE) - 5, 0), this.shown.length);
    const last = Math.min(Math.ceil((scrollTop + clientHeight) / LINE) + 5, this.shown.length);
    const above = make("div");
    above.style.height = `${first * LINE}px`;
    const below = make("div");
    below.style.height = `${(this.shown.length - last) * LINE}px`;
    const lines = this.shown.slice(first, last).map((project, index) => this.line(project, first + index));
    const open = lines.find((it) => it.dataset.file === this.open);
    if (open) this.list.setAttribute("aria-activedescendant", open.id);
    else this.list.removeAttribute("aria-activedescendant");
    const none = make("p", "none", this.projects.length ? "没有找到" : "");
    hold(this.list, [above, ...lines, below, ...(this.shown.length ? [] : [none])]);
  }

  /**
   * @param {Project} project
   * @param {number} number
   */
  line(project, number) {
    const { file, errors, warnings, total } = project;
    const state = errors ? `✗ ${errors}` : warnings ? `! ${warnings}` : "✓";
    const said = errors ? `${errors} 处错误` : warnings ? `${warnings} 处警告` : "没有问题";
    const badge = make("span", `badge ${errors ? "error" : warnings ? "warning" : "fine"}`, state);
    badge.setAttribute("aria-label", said);
    badge.title = said;
    const line = make("div", "line",
      make("span", "line-name", project.name || stemOf(file)),
      badge,
      make("span", "line-more",
        this.unsaved.has(file) ? make("strong", "unsaved", "没有保存") : null,
        [project.form, project.unit].filter(Boolean).join(" · "),
      ),
      make("span", "line-total", total === null ? "" : `${total} 万元`),
    );
    line.dataset.file = file;
    line.title = plain(file);
    line.id = `line-${this.projects.indexOf(project)}`;
    line.setAttribute("role", "option");
    line.setAttribute("aria-selected", String(file === this.open));
    line.setAttribute("aria-setsize", String(this.shown.length));
    line.setAttribute("aria-posinset", String(number + 1));
    return line;
  }

  /** @param {KeyboardEvent} event */
  press(event) {
    const at = this.shown.findIndex((project) => project.file === this.open);
    const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10 };
    const step = steps[/** @type {keyof typeof steps} */ (event.key)];
    const last = this.shown.length - 1;
    const next = event.key === "Home" ? 0 : event.key === "End" ? last : step ? at + step : null;
    if (next === null || last < 0) return;
    event.preventDefault();
    const number = Math.min(Math.max(next, 0), last);
    const top = number * LINE;
    const { scrollTop, clientHeight } = this.list;
    if (top < scrollTop) this.list.scrollTop = top;
    if (top + LINE > scrollTop + clientHeight) this.list.scrollTop = top + LINE - clientHeight;
    this.onOpen(this.shown[number].file);
  }
}

/** What there is to do where there are no projects. @param {Overview} overview */
export function noneYet({ place, writable }) {
  const here = `这里还没有项目。这是 ${place} 这个文件夹：`;
  const files = "有项目文件（名称以 .yaml 结尾）的，放进来就在这里了";
  return writable
    ? `${here}点右上角的“新建”，写第一份；${files}。`
    : `${here}${files}；要新写一份，关上程序，再用 jixiao edit 打开。`;
}
