// @ts-check
// Puts the parts of the page together.

import { showFindings, showSpot } from "./beside.js";
import { byId } from "./dom.js";
import { Editor } from "./editor.js";
import { Refused, ask, enter, listen } from "./link.js";
import { ListView } from "./list.js";
import { define } from "./paper.js";
import { SheetView } from "./sheet.js";

const sheetView = new SheetView((cell) => showSpot(sheetView.sheet, cell));
const editor = new Editor(sheetView, {
  answer: (sheet) => display(sheet),
  refuse: notify,
  focus: ({ entry, cell }) => {
    sheetView.select(cell);
    byId("row").hidden = entry.row === undefined;
  },
  paste: () => notify("还不能粘贴表格"),
});
for (const [id, work] of Object.entries({
  "row-add": () => editor.add(),
  "row-up": () => editor.move(-1),
  "row-down": () => editor.move(1),
  "row-remove": () => editor.remove(),
})) {
  // The cell keeps the focus.
  byId(id).addEventListener("mousedown", (event) => event.preventDefault());
  byId(id).addEventListener("click", work);
}
byId("desk").addEventListener("click", (event) => {
  // On the next page, a cell that goes on there has no field of its own.
  if (event.target instanceof Element && !event.target.closest(".field")) editor.enter(sheetView.selected);
});
const listView = new ListView((file) => { void open(file); });

/** The form that is open, or wanted. */
let wanted = new URLSearchParams(location.search).get("form") ?? "";

/** Shows a message for a while. @param {string} message */
function notify(message) {
  const notice = byId("notice");
  notice.textContent = message;
  notice.hidden = false;
  clearTimeout(notify.timer);
  notify.timer = setTimeout(() => { notice.hidden = true; }, 6000);
}
/** @type {ReturnType<typeof setTimeout>|undefined} */
notify.timer = undefined;

/**
 * Does something, and says why where that is not possible.
 * @template T
 * @param {() => Promise<T>} work
 * @returns {Promise<T|null>}
 */
async function attempt(work) {
  try {
    return await work();
  } catch (error) {
    notify(error instanceof Refused ? error.message : "连不上程序：它可能已经关了");
    return null;
  }
}

/** @param {string} file */
async function open(file) {
  wanted = file;
  listView.select(file);
  await editor.settle();
  await show();
}

/** Shows the form that is wanted as it is now. */
async function show() {
  const file = wanted;
  if (!file) return;
  const sheet = await attempt(() => ask("open", { name: file }));
  if (!sheet) return;
  // What was sent once is not sent again, also with a form that is not wanted any more.
  if (file === wanted) editor.answer(sheet);
  else define(sheet.glyphs);
}

/** Shows a form. @param {import("./types.js").Sheet} sheet */
function display(sheet) {
  const file = sheet.name;
  sheetView.show(sheet);
  editor.show(sheet);
  editor.settleFocus();
  showFindings(sheet, (cell) => sheetView.select(cell, true));
  const name = sheet.others.find((/** @type {{path: string[]}} */ it) => it.path[0] === "年度")?.text ?? "";
  const stem = file.split(/[/\\]/).pop()?.replace(/\.ya?ml$/, "") ?? file;
  byId("form-name").textContent = stem;
  document.title = `${stem} ${name}`.trim();
  const banner = byId("banner");
  banner.hidden = sheet.printable;
  banner.textContent = sheet.old
    ? "文件现在排不出来，下面是上次能排的样子"
    : "有错误，还不能报送：改好才能排成 PDF";
  document.body.classList.toggle("draft", !sheet.printable);
  const state = [sheet.printable ? "可以报送" : "", sheet.edit?.changed ? "没有保存" : ""];
  byId("form-state").textContent = state.filter(Boolean).join("，");
}

async function refreshList() {
  const overview = await attempt(() => ask("list"));
  if (!overview) return;
  listView.show(overview);
  const { projects } = overview.listing;
  const isThere = projects.some((/** @type {{file: string}} */ it) => it.file === wanted);
  if (!isThere) {
    wanted = "";
    sheetView.clear();
    byId("findings").replaceChildren();
  }
  if (!wanted && projects.length) await open(projects[0].file);
}

byId("pdf").addEventListener("click", async () => {
  const ticket = await attempt(() => ask("pdf", { name: wanted }));
  if (ticket) window.open(ticket.url, "_blank", "noopener");
});

byId("print").addEventListener("click", () => {
  const page = sheetView.sheet?.pages[0];
  if (page) {
    const style = new CSSStyleSheet();
    style.replaceSync(`@page { size: ${page.width}pt ${page.height}pt; margin: 0 }`);
    document.adoptedStyleSheets = [style];
  }
  window.print();
});

await enter();
showSpot(null, null);
void listen((event) => {
  const connection = byId("connection");
  if (event === "hello") {
    connection.textContent = "";
    void refreshList().then(show).then(() => editor.send());
  } else if (event === "list") {
    void refreshList();
  } else if (event === "sheet") {
    void show();
  } else {
    connection.textContent = event.startsWith("refused ") ? event.slice(8) : "程序已经关了，或者连不上";
  }
});
