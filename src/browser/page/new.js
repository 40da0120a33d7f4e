// @ts-check
// A new project file: an empty one, or one that continues the form that is open.

import { byId, make, plain } from "./dom.js";

/**
 * Asks what is wanted.
 * @param {object} given
 * @param {[string, string][]} given.forms their short names and titles
 * @param {string[]} given.folders
 * @param {string} given.from the file of the form that is open
 * @param {string} given.folder its folder
 * @param {(wanted: {name: string|null, form: string|null, from: string|null, folder: string|null}) => Promise<string|null>} given.create
 *   gives why it cannot be done
 */
export function askForNew({ forms, folders, from, folder, create }) {
  const dialog = /** @type {HTMLDialogElement} */ (/** @type {unknown} */ (byId("new-dialog")));
  const name = make("input");
  name.name = "name";
  name.autocomplete = "off";
  const form = make("select", "", ...forms.map(([short, title]) => new Option(plain(`${short}：${title}`), short)));
  const where = make("select", "", ...folders.map((it) => new Option(plain(it), it, false, it === folder)));
  const continues = make("input");
  continues.type = "checkbox";
  continues.disabled = !from;
  const problem = make("p", "problem");
  problem.setAttribute("role", "alert");
  const ok = make("button", "", "新建");
  const cancel = make("button", "", "取消");
  cancel.type = "button";
  cancel.addEventListener("click", () => dialog.close());
  const label = (/** @type {string} */ text, /** @type {HTMLElement} */ input) => make("label", "", make("span", "", text), input);
  const content = make("form", "",
    make("h2", "", "新建项目"),
    label("项目名称", name),
    label("哪一种表", form),
    label("文件夹", where),
    label(`沿用现在打开的这份（${from.split(/[/\\]/).pop() ?? ""}）`, continues),
    problem,
    make("div", "buttons", ok, cancel),
  );
  continues.addEventListener("change", () => {
    name.placeholder = continues.checked ? "不写则照原来的名称" : "";
    where.disabled = continues.checked;
  });
  content.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!name.value.trim() && !continues.checked) {
      problem.textContent = "写上项目名称";
      name.focus();
      return;
    }
    ok.disabled = true;
    const failed = await create({
      name: name.value.trim() || null,
      form: form.value || null,
      from: continues.checked ? from : null,
      folder: continues.checked ? null : where.value || null,
    });
    ok.disabled = false;
    if (failed === null) dialog.close();
    else problem.textContent = plain(failed);
  });
  dialog.replaceChildren(content);
  dialog.showModal();
  name.focus();
}
