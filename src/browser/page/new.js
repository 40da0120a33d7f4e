// @ts-check
// A new project file: an empty one, or one that continues the form that is open.

import { button, byId, make, plain } from "./dom.js";
import { visible } from "./fields.js";
import { stemOf } from "./path.js";

/**
 * What is wanted.
 * @typedef {{name: string|null, form: string|null, from: string|null, folder: string|null}} Wanted
 */

/**
 * Asks what is wanted.
 * @param {object} given
 * @param {[string, string][]} given.forms their short names and titles
 * @param {string[]} given.folders
 * @param {string} given.from the file of the form that is open
 * @param {string|null} given.form the short name of that form
 * @param {string} given.folder its folder
 * @param {(wanted: Wanted) => Promise<{taken: string[], left: string[]}|string>} given.foresee
 *   what would be carried over and what not, or why nothing can be
 * @param {(wanted: Wanted) => Promise<string|null>} given.create gives why it cannot be done
 * @param {() => void} given.done is told once it is there
 */
export function askForNew({ forms, folders, from, form: current, folder, foresee, create, done }) {
  const dialog = /** @type {HTMLDialogElement} */ (/** @type {unknown} */ (byId("new-dialog")));
  const name = make("input");
  name.name = "name";
  name.autocomplete = "off";
  const form = make("select", "", ...forms.map(([short, title]) => new Option(plain(`${short}：${title}`), short, false, short === current)));
  const where = make("select", "", ...folders.map((it) => new Option(plain(it), it, false, it === folder)));
  const continues = make("input");
  continues.type = "checkbox";
  continues.disabled = !from;
  const heritage = make("p", "faint");
  heritage.setAttribute("role", "status");
  const problem = make("p", "problem");
  problem.setAttribute("role", "alert");
  const ok = make("button", "", "新建");
  const cancel = button("取消", () => dialog.close());
  const label = (/** @type {string} */ text, /** @type {HTMLElement} */ input) => make("label", "", make("span", "", text), input);
  const content = make("form", "",
    make("h2", "", "新建项目"),
    label("项目名称", name),
    label("哪一种表", form),
    label("文件夹", where),
    label("沿用现在打开的", make("span", "", continues, ` ${stemOf(from)}`)),
    heritage,
    problem,
    make("div", "buttons", ok, cancel),
  );
  const wanted = () => ({
    name: visible(name.value).trim() || null,
    form: form.value || null,
    from: continues.checked ? from : null,
    folder: continues.checked ? null : where.value || null,
  });
  /** Says what would be carried over. */
  const tell = async () => {
    problem.textContent = "";
    heritage.textContent = "";
    if (!continues.checked) return;
    const of = form.value;
    const said = await foresee({ ...wanted(), name: null });
    // Another one may have been asked for meanwhile.
    if (!continues.checked || form.value !== of) return;
    if (typeof said === "string") problem.textContent = plain(said);
    else heritage.textContent = plain(told(said));
  };
  continues.addEventListener("change", () => {
    name.placeholder = continues.checked ? "不写则照原来的名称" : "";
    where.disabled = continues.checked;
    void tell();
  });
  form.addEventListener("change", () => { void tell(); });
  content.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!name.value.trim() && !continues.checked) {
      problem.textContent = "写上项目名称";
      name.focus();
      return;
    }
    ok.disabled = true;
    const failed = await create(wanted());
    ok.disabled = false;
    if (failed === null) {
      dialog.close();
      done();
    } else problem.textContent = plain(failed);
  });
  dialog.replaceChildren(content);
  dialog.showModal();
  name.focus();
}

/** @param {{taken: string[], left: string[]}} heritage */
function told({ taken, left }) {
  const parts = [`会带过来：${taken.join("、") || "（没有）"}。`];
  if (left.length) parts.push(`不会带过来：${left.join("、")}。`);
  return parts.join("");
}
