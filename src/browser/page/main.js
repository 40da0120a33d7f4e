// @ts-check
// Puts the parts of the page together.

import { FindingList, showRowless, showSpot } from "./beside.js";
import { byId, hold, plain, say } from "./dom.js";
import { Editor } from "./editor.js";
import { goneParts } from "./gone.js";
import { ask, listen, signIn, whyLost } from "./link.js";
import { ListView, noneYet } from "./list.js";
import { askForNew } from "./new.js";
import { define } from "./paper.js";
import { goToOther, showOthers } from "./others.js";
import { PasteDialog } from "./paste.js";
import { keyOf, stemOf } from "./path.js";
import { SheetView } from "./sheet.js";

// A browser that cannot run this says so itself.
byId("too-old").remove();

const sheetView = new SheetView((cell) => showSpot(sheetView.sheet, cell));
const editor = new Editor(sheetView, {
  answer: (sheet) => take(sheet),
  refuse: notify,
  attempt,
  done: () => { byId("notice").hidden = true; },
  state: () => { if (sheetView.sheet) showState(sheetView.sheet); },
  focus: ({ cell }) => {
    sheetView.select(cell);
    showRowTools();
  },
  paste: (field, table) => { void attempt(() => pasteDialog.open(field, table)); },
});
const pasteDialog = new PasteDialog(editor);
for (const [id, work] of Object.entries({
  "row-add": () => editor.rows.add(),
  "row-up": () => editor.rows.move(-1),
  "row-down": () => editor.rows.move(1),
  "row-remove": () => editor.rows.remove(),
})) {
  // The cell keeps the focus.
  byId(id).addEventListener("mousedown", (event) => event.preventDefault());
  byId(id).addEventListener("click", work);
}
byId("desk").addEventListener("click", (event) => {
  // On the next page, a cell that goes on there has no field of its own.
  if (event.target instanceof Element && !event.target.closest(".field")) editor.goTo(sheetView.selected);
});
/** What can be done with the row that has the focus. */
function showRowTools() {
  byId("row").hidden = editor.rows.current() === null;
  const { up, down } = editor.rows.movable();
  /** @type {HTMLButtonElement} */ (byId("row-up")).disabled = !up;
  /** @type {HTMLButtonElement} */ (byId("row-down")).disabled = !down;
}

const findingList = new FindingList({ choose, mend });
const listView = new ListView(async (file, isIn) => {
  await open(file);
  if (!isIn) return;
  if (sheetView.sheet?.edit) editor.goToBlank();
  else byId("desk").focus();
});

/** The folder of the projects. */
let root = "";
/** Whether there is an earlier state to compare forms with. */
let isVersioned = false;

/** The form that is open, or wanted. */
let wanted = new URLSearchParams(location.search).get("form") ?? "";

/** Shows a message for a while. @param {string} message @param {number} [time] in milliseconds */
function notify(message, time = 6000) {
  const notice = byId("notice");
  notice.textContent = plain(message);
  notice.hidden = false;
  clearTimeout(notify.timer);
  notify.timer = setTimeout(() => { notice.hidden = true; }, time);
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
    notify(whyLost(error));
    return null;
  }
}

/** Has a form be the one that is wanted. @param {string} file */
function want(file) {
  wanted = file;
  // The page shows it again when it is loaded again.
  history.replaceState(null, "", `/?form=${encodeURIComponent(file)}`);
  listView.select(file);
}

/** @param {string} file */
async function open(file) {
  want(file);
  await editor.caughtUp();
  await show();
}

/** Shows the form that is wanted as it is now. */
async function show() {
  const file = wanted;
  if (!file) return;
  const sheet = await attempt(() => ask("open", { name: file }));
  if (sheet) editor.answer(sheet);
}

/** Takes an answer of the program. @param {import("./types.js").Sheet} sheet */
function take(sheet) {
  const shown = sheetView.sheet?.name;
  if (sheet.name === wanted || sheet.name === shown) {
    display(sheet);
    return;
  }
  // What was sent once is not sent again, also with a form that is not wanted any more.
  define(sheet.glyphs);
  // The program takes the form of its last answer for the one that is shown.
  if (shown === wanted) void show();
}

/** Shows a form. @param {import("./types.js").Sheet} sheet */
function display(sheet) {
  const file = sheet.name;
  // What was said of another form is not said of this one.
  if (sheetView.sheet && sheetView.sheet.name !== file) byId("notice").hidden = true;
  const giveFocusBack = editor.fields.keepFocus();
  sheetView.show(sheet);
  editor.show(sheet);
  giveFocusBack();
  editor.rows.focusAdded();
  showRowTools();
  showOthers(sheet, editor.queue.own(file), (change) => editor.change([change]));
  showRowless(sheet, (path) => editor.rows.addFirst(path));
  findingList.show(sheet);
  byId("changes").hidden = !isVersioned;
  if (isShading) void shade();
  const year = sheet.others.find((/** @type {{path: string[]}} */ it) => it.path[0] === "年度")?.text ?? "";
  const stem = stemOf(file);
  say("form-name", stem);
  document.title = plain(`${stem} ${year}`.trim());
  byId("banner").hidden = !sheet.gone;
  hold(byId("banner"), sheet.gone ? goneParts(sheet, {
    move: (now) => { void moveOn(now); },
    restore: () => { void editor.work("restore"); },
  }) : []);
  document.body.classList.toggle("draft", !sheet.printable);
  showState(sheet);
}

/** Goes on with a form whose file has gone in another one. @param {string} now */
async function moveOn(now) {
  const name = sheetView.sheet?.name ?? "";
  await editor.caughtUp();
  // What is told meanwhile is not about the other any more.
  want(now);
  const sheet = await attempt(() => ask("move-on", { name }));
  // Another one may have been chosen meanwhile.
  if (wanted === now) want(sheet?.name ?? name);
  if (sheet) editor.answer(sheet);
}

/** What is to be done to see the forms once more. */
let again = "";

/** What there is to do where the program cannot be reached. */
function lostWords() {
  const lost = ["程序关了，或者连不上", again].filter(Boolean).join("：");
  return editor.queue.isEmpty ? lost : `${lost}；这一页里有没有记下的字，先抄下来，再关这一页`;
}

/** Says how the form is doing. @param {import("./types.js").Sheet} sheet */
function showState(sheet) {
  const { edit } = sheet;
  const isRefused = editor.queue.hasRefused(sheet.name);
  const isContested = Boolean(edit?.contested.length);
  const isGood = sheet.printable && !sheet.gone && !isContested;
  const state = [
    sheet.old && sheet.pages.length ? "文件现在排不出来，下面是上次能排的样子"
      : sheet.old ? "文件里写错了，还排不出来：照右边改" : sheet.printable ? "" : "有错误，还不能报送：改好才能排成 PDF",
    isContested ? "两边都改了同一栏，选好才能保存" : isRefused ? "红框里填的没有记下" : isGood ? "可以报送" : "",
    isContested ? "" : edit?.merged ? "别的程序也改了这个文件，已经合在一起，看一看再保存" : edit?.kept ? "接着上次没有保存的改动" : edit?.changed ? "没有保存" : "",
    edit?.unkept ? "改动存不成草稿，请尽快保存" : "",
  ];
  say("form-state", state.filter(Boolean).join("；"));
  byId("form-state").classList.toggle("faulty", !sheet.printable || isRefused || isContested);
}

/** Goes to what a finding is about. @param {import("./types.js").Finding} finding */
function choose({ cells, entry }) {
  if (cells.length) {
    sheetView.select(cells[0], true);
    editor.goTo(cells[0], entry);
  } else if (entry) {
    goToOther(entry);
  }
}

/** Mends what was found. @param {number} number */
async function mend(number) {
  await editor.caughtUp();
  const { sheet } = sheetView;
  const mended = await attempt(() => ask("mend", { name: sheet?.name, version: sheet?.version, number }));
  if (mended) editor.answer(mended);
}

/** Whether what has changed since the last commit is shaded. */
let isShading = false;

async function shade() {
  const { sheet } = sheetView;
  const changed = isShading && sheet ? await attempt(() => ask("uncommitted", { name: sheet.name })) : null;
  if (isShading && !changed) isShading = false;
  byId("changes").setAttribute("aria-pressed", String(isShading));
  // It may have been turned off meanwhile, or be another form.
  if (sheetView.sheet?.name !== sheet?.name || (changed && !isShading)) return;
  byId("changes").title = "";
  sheetView.shaded = new Set((changed?.cells ?? []).map((/** @type {string[]} */ path) => keyOf(path)));
  sheetView.mark();
  if (!changed || !isShading) return;
  const { cells, removed } = changed;
  const said = cells.length ? `和上次提交比，改了 ${cells.length} 栏` : "和上次提交的一样";
  byId("changes").title = removed ? `${said}，删去 ${removed} 栏` : said;
}

byId("changes").addEventListener("click", () => {
  isShading = !isShading;
  void shade();
});

byId("new").addEventListener("click", async () => {
  const forms = await attempt(() => ask("forms"));
  if (!forms) return;
  const { projects } = listView;
  const folders = [...new Set([...projects.map((project) => project.folder), root])];
  const current = projects.find((project) => project.file === wanted);
  askForNew({
    forms,
    folders,
    from: current ? wanted : "",
    form: current?.form ?? null,
    folder: current?.folder ?? folders[0] ?? "",
    foresee: (fresh) => ask("foresee", { new: fresh }).catch(whyLost),
    done: () => editor.goToBlank(),
    create: async (fresh) => {
      try {
        const { name, left } = await ask("new", { new: fresh });
        await refreshList();
        await open(name);
        const stem = stemOf(name);
        const said = [
          fresh.name && !fresh.from && fresh.name !== stem ? `文件叫“${stem}”，表上的项目名称没有变` : "",
          left.length ? `没有带过来：${left.join("、")}` : "",
        ].filter(Boolean);
        if (said.length) notify(said.join("。"), 30_000);
        return null;
      } catch (error) {
        return whyLost(error);
      }
    },
  });
});

async function refreshList() {
  const overview = await attempt(() => ask("list"));
  if (!overview) return;
  listView.show(overview);
  ({ root, again, versioned: isVersioned } = overview);
  byId("new").hidden = !overview.writable;
  byId("changes").hidden = !isVersioned || !sheetView.sheet;
  const { projects } = overview.listing;
  const isThere = projects.some((/** @type {{file: string}} */ it) => it.file === wanted);
  // What is shown stays, whatever has become of its file; so does what has not been saved.
  const stays = sheetView.sheet?.name === wanted || overview.unsaved.includes(wanted);
  byId("empty").hidden = projects.length > 0 || stays;
  byId("empty").textContent = plain(noneYet(overview));
  if (!isThere && !stays) {
    wanted = "";
    sheetView.clear();
    findingList.show(null);
  }
  if (!wanted && projects.length) await open(projects[0].file);
}

byId("pdf").addEventListener("click", async () => {
  const { sheet } = sheetView;
  if (!sheet) return;
  if (editor.queue.hasRefused(sheet.name)) {
    notify("红框里填的没有记下：把它改好，或者按 Esc 退回，再排 PDF");
    return;
  }
  // A tab that is opened by the click itself is let through by any browser.
  const tab = sheet.printable && !editor.hasToSave ? window.open("", "_blank") : null;
  const ticket = await editor.caughtUp() ? await attempt(() => ask("pdf", { name: sheet.name })) : null;
  if (!ticket) {
    tab?.close();
    return;
  }
  const shown = tab ?? window.open("", "_blank");
  if (!shown) {
    notify("浏览器没有让新的一页打开：允许这一页打开新窗口，再点一次");
    return;
  }
  shown.opener = null;
  shown.location.replace(new URL(ticket.url, location.href));
});

byId("print").addEventListener("click", () => window.print());

// The browser's own command prints, too.
window.addEventListener("beforeprint", () => {
  const page = sheetView.sheet?.pages[0];
  if (!page) return;
  const style = new CSSStyleSheet();
  style.replaceSync(`@page { size: ${page.width}pt ${page.height}pt; margin: 0 }`);
  document.adoptedStyleSheets = [style];
});

/** @type {ReturnType<typeof setTimeout>|undefined} */
let nextList;

await signIn();
if (wanted) listView.select(wanted);
showSpot(null, null);
void listen((event) => {
  const connection = byId("connection");
  if (event === "hello") {
    connection.textContent = "";
    void refreshList().then(show).then(() => editor.send());
  } else if (event === "list") {
    // While one types, it changes with each key.
    nextList ??= setTimeout(() => { nextList = undefined; void refreshList(); }, 250);
  } else if (event === "sheet") {
    void show();
  } else {
    connection.textContent = event.startsWith("refused ") ? plain(event.slice(8)) : lostWords();
  }
});
