// What becomes of the files while people fill in forms: new ones, changes that are not saved, and
// files that go and come back.

import assert from "node:assert/strict";
import { existsSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { PLATFORM, REFUSED, field, line, open, retype, said, save, says, scenario, shown, state, until } from "./harness.mjs";

const OTHER = "projects/2026/台式机.yaml";
const DECLARATION = "projects/申报表/村镇保洁.yaml";
const edit = { command: "edit", form: PLATFORM };

/** The dialog that asks for a new project. */
async function ask(page) {
  await page.getByRole("button", { name: "新建", exact: true }).first().click();
  const dialog = page.getByRole("dialog", { name: "新建项目" });
  await dialog.waitFor();
  return dialog;
}

const create = (dialog) => dialog.getByRole("button", { name: "新建", exact: true }).click();

scenario("a project is called what was typed, whatever its file can be called", { ...edit, expected: [REFUSED] }, async ({ page, program }) => {
  let dialog = await ask(page);
  await dialog.getByLabel("项目名称").fill("智慧城管/数字化: 二期?");
  await create(dialog);
  const file = "projects/2026/智慧城管-数字化- 二期.yaml";
  await shown(page, file);
  assert.equal(await field(page, "项目名称（必填）").inputValue(), "智慧城管/数字化: 二期?");
  // What is to be filled in first has the focus.
  await until(async () => /^实施单位/.test(await page.evaluate(() => document.activeElement.getAttribute("aria-label") ?? "")), "it has the focus");
  assert.match(await page.getByRole("alert").last().textContent(), /文件叫“智慧城管-数字化- 二期”/);
  assert.match(program.read(file), /项目名称: "智慧城管\/数字化: 二期\?"/);
  // Another one that would have the same file.
  dialog = await ask(page);
  await dialog.getByLabel("项目名称").fill("智慧城管:数字化: 二期");
  await create(dialog);
  await until(async () => /已经有“智慧城管-数字化- 二期.yaml”这个文件：换一个项目名称/.test(await dialog.textContent()), "it is said");
});

scenario("another form of a project stands beside it", edit, async ({ page, program }) => {
  const dialog = await ask(page);
  await dialog.getByLabel("项目名称").fill("平台运营服务费");
  await dialog.getByLabel("哪一种表").selectOption("自评表");
  await create(dialog);
  const file = "projects/2026/平台运营服务费-自评表.yaml";
  await shown(page, file);
  assert.match(program.read(file), /项目名称: "?平台运营服务费"?/);
});

scenario("the year is set beside the form", edit, async ({ page, program }) => {
  const year = page.getByRole("region", { name: "表头上的" }).getByLabel("年度");
  const text = program.read(PLATFORM);
  assert.equal(await year.inputValue(), "2026");
  await year.focus();
  await page.keyboard.press("Control+a");
  await page.keyboard.type("2020");
  await page.keyboard.press("Enter");
  await until(async () => (await state(page)).includes("没有保存"), "it is taken");
  await page.keyboard.press("Control+z");
  await until(async () => await page.getByRole("button", { name: "保存" }).isDisabled(), "it is taken back");
  await until(async () => await year.inputValue() === "2026", "it stands there again");
  assert.equal(program.read(PLATFORM), text);
  await page.keyboard.press("Control+a");
  await page.keyboard.type("2027");
  await page.keyboard.press("Enter");
  await save(page);
  // It stands in the file of defaults, which other projects share.
  assert.equal(program.read(PLATFORM).replace("年度: 2027\n", ""), text);
  assert.notEqual(program.read(PLATFORM), text);
});

scenario("a file that has gone for good is written anew", edit, async ({ page, program }) => {
  await retype(page, "项目负责人", "王五");
  await says(page, "王五86591170");
  const text = program.read(PLATFORM);
  rmSync(join(program.folder, PLATFORM));
  await page.getByRole("button", { name: "重新写一个" }).click();
  await until(() => existsSync(join(program.folder, PLATFORM)), "it is there");
  assert.equal(program.read(PLATFORM), text.replace("李鹏", "王五"));
  await until(async () => /可以报送/.test(await state(page)) && !(await state(page)).includes("没有保存"), "all is well");
});

scenario("who saves is told what is not saved", { ...edit, expected: [REFUSED] }, async ({ page, program }) => {
  await field(page, "立项依据充分性（必填）").focus();
  await page.keyboard.insertText("立项程序规范性");
  await until(async () => (await state(page)).includes("没有记下"), "it is refused");
  await retype(page, "项目负责人", "王五");
  await page.keyboard.press("Control+s");
  await until(async () => /红框里的没有保存，别的都保存了/.test(await page.getByRole("alert").last().textContent()), "it is told");
  await until(() => program.read(PLATFORM).includes("王五"), "the rest is saved");
  await page.getByRole("button", { name: "PDF" }).click();
  await until(async () => /再排 PDF/.test(await page.getByRole("alert").last().textContent()), "no PDF of what is not all");
});

scenario("Enter goes down where a text has one line, Alt and Enter break it", edit, async ({ page, program }) => {
  const label = () => page.evaluate(() => document.activeElement.getAttribute("aria-label"));
  await field(page, "主管部门（必填）").focus();
  await page.keyboard.press("Enter");
  assert.match(await label(), /^项目级次/);
  await field(page, "项目负责人").focus();
  await page.keyboard.press("End");
  await page.keyboard.press("Alt+Enter");
  await page.keyboard.type("王五");
  await says(page, "李鹏王五");
  await field(page, "年度目标（必填）").focus();
  await page.keyboard.press("Control+Home");
  await page.keyboard.type("先说");
  await page.keyboard.press("Enter");
  assert.match(await label(), /^年度目标/);
  assert.match(await page.evaluate(() => document.activeElement.value), /^先说\n./);
  await page.keyboard.press("Control+s");
  await until(() => /项目负责人: \|-\n  李鹏\n  王五\n/.test(program.read(PLATFORM)), "two lines");
  assert.match(program.read(PLATFORM), /\n  先说\n  \S/);
});

scenario("a new form is of the kind that is open, and says what it takes over", { ...edit, form: DECLARATION }, async ({ page, program }) => {
  const dialog = await ask(page);
  const form = dialog.getByLabel("哪一种表");
  assert.equal(await form.inputValue(), "申报表");
  await dialog.getByLabel(/^沿用/).check();
  await form.selectOption("监控表");
  const told = dialog.getByRole("status");
  await until(async () => (await told.textContent()).includes("不会带过来"), "it is told before");
  assert.equal(await told.textContent(), "会带过来：项目名称、主管部门及代码、实施单位、总体目标 › 年度目标、绩效指标。不会带过来：项目属性、项目期、项目资金、总体目标 › 中期目标。");
  await create(dialog);
  const file = "projects/申报表/村镇保洁-监控表.yaml";
  await shown(page, file);
  assert.match(await page.getByRole("alert").last().textContent(), /没有带过来：项目属性、项目期、项目资金/);
  assert.match(program.read(file), /# 没有带过来：项目属性、项目期、项目资金、总体目标 › 中期目标\n/);
});

scenario("what is not saved is marked in the list until it is saved or discarded", { ...edit, expected: [/ERR_CONNECTION|ERR_INCOMPLETE|ERR_EMPTY|status of 401 /] }, async ({ page, another, program }) => {
  const other = await another();
  const marked = (page, file) => line(page, file).getByText("没有保存").count();
  const totals = (page) => page.locator("#totals").textContent();
  assert.equal(await page.locator(".unsaved").count(), 0);
  await retype(page, "项目负责人", "王五");
  await open(page, OTHER);
  await retype(page, "项目负责人", "赵六");
  for (const it of [page, other]) {
    await until(async () => await marked(it, PLATFORM) === 1 && await marked(it, OTHER) === 1, "both are marked");
    await until(async () => (await totals(it)).includes("2 个没有保存"), "they are counted");
  }
  // Screen readers read it with the line.
  assert.match(await line(page, PLATFORM).ariaSnapshot(), /没有保存/);
  const kept = () => readdirSync(join(program.folder, "projects/2026/.jixiao")).filter((it) => it.endsWith(".json")).length;
  await until(() => kept() === 2, "both are kept");
  await program.end();
  await program.start();
  page.on("dialog", (dialog) => dialog.accept());
  other.on("dialog", (dialog) => dialog.accept());
  await page.goto(program.address);
  await page.getByRole("option").first().waitFor();
  await until(async () => await marked(page, PLATFORM) === 1 && await marked(page, OTHER) === 1, "both are marked again");
  await open(page, OTHER);
  await page.getByRole("button", { name: "放弃改动" }).click();
  await until(async () => await marked(page, OTHER) === 0, "one is not marked any more");
  await open(page, PLATFORM);
  await save(page);
  await until(async () => await marked(page, PLATFORM) === 0, "none is");
  await other.goto(new URL("/", program.address).href);
  await other.getByRole("option").first().waitFor();
  assert.ok(!(await totals(other)).includes("没有保存"));
});

scenario("a form whose file goes stays, and goes on when it is back", { ...edit, expected: [REFUSED] }, async ({ page, program }) => {
  const [here, away] = [join(program.folder, PLATFORM), join(program.folder, "away.yaml")];
  await retype(page, "项目负责人", "王五");
  await says(page, "王五86591170");
  renameSync(here, away);
  const banner = page.locator("#banner");
  await until(async () => /不在了.*没有保存的改动还在.*放回来/.test(await banner.textContent()), "it is said");
  assert.equal(await page.locator("#form-name").textContent(), "平台运营服务费");
  // One goes on typing.
  await retype(page, "联系电话", "12345678");
  await says(page, "王五12345678");
  await page.getByRole("button", { name: "保存", exact: true }).click();
  await until(async () => /文件不在了，存不进去/.test(await page.getByRole("alert").last().textContent()), "it is not saved");
  // It can be found again from elsewhere.
  await open(page, OTHER);
  await page.getByRole("button", { name: /平台运营服务费\.yaml：文件不在了/ }).click();
  await says(page, "王五12345678");
  renameSync(away, here);
  await until(async () => !(await banner.textContent()).includes("不在了") && await line(page, PLATFORM).count(), "it is back");
  await says(page, "王五12345678");
  await save(page);
  assert.match(program.read(PLATFORM), /项目负责人: 王五\n联系电话: "12345678"/);
});

scenario("what is not saved goes on in the file's new name", edit, async ({ page, program }) => {
  const file = "projects/2026/平台服务.yaml";
  const text = program.read(PLATFORM);
  await retype(page, "项目负责人", "王五");
  await says(page, "王五86591170");
  renameSync(join(program.folder, PLATFORM), join(program.folder, file));
  await page.getByRole("button", { name: `打开“${file}”` }).click();
  await shown(page, file);
  assert.ok((await said(page)).includes("王五86591170"));
  assert.match(await state(page), /没有保存/);
  await save(page);
  assert.equal(program.read(file), text.replace("李鹏", "王五"));
  assert.ok(!existsSync(join(program.folder, PLATFORM)));
  await until(async () => (await page.locator("#beside").textContent()) === "", "nothing is left of the other");
});

scenario("a preview of a file that goes stays", { command: "preview", form: PLATFORM }, async ({ page, program }) => {
  const before = await said(page);
  const [here, away] = [join(program.folder, PLATFORM), join(program.folder, "away.yaml")];
  renameSync(here, away);
  await until(async () => (await page.locator("#banner").textContent()).includes("不在了"), "it is said");
  assert.equal(await said(page), before);
  renameSync(away, here);
  await until(async () => !await page.locator("#banner").isVisible(), "it is back");
});

scenario("where there are no projects, it is said what to do", { command: "edit", files: { projects: null, "projects/台式机.yaml.txt": "年度: 2026\n" }, empty: true }, async ({ page, program }) => {
  const empty = page.locator("#empty");
  assert.equal(await empty.textContent(), `这里还没有项目。这是 ${join(program.folder, "projects")} 这个文件夹：点右上角的“新建”，写第一份；有项目文件（名称以 .yaml 结尾）的，放进来就在这里了。`);
  await until(async () => /名称不对，没有读这个文件。改名为 台式机.yaml/.test(await page.locator("#beside").textContent()), "a file with a wrong name is told");
  // Each of it works.
  renameSync(join(program.folder, "projects/台式机.yaml.txt"), join(program.folder, "projects/台式机.yaml"));
  await line(page, "projects/台式机.yaml").waitFor();
  assert.ok(!await empty.isVisible());
  const dialog = await ask(page);
  await dialog.getByLabel("项目名称").fill("第一份");
  await create(dialog);
  await shown(page, "projects/第一份.yaml");
});

scenario("a project can be the first of a folder that is not there yet", { command: "edit", files: { projects: null }, empty: true }, async ({ page }) => {
  const dialog = await ask(page);
  await dialog.getByLabel("项目名称").fill("第一份");
  await create(dialog);
  await shown(page, "projects/第一份.yaml");
  assert.ok(!await page.locator("#empty").isVisible());
});

scenario("a preview of no projects says how to write one", { command: "preview", files: { projects: null, "projects/说明.txt": "" }, empty: true }, async ({ page, program }) => {
  assert.match(await page.locator("#empty").textContent(), /放进来就在这里了；要新写一份，关上程序，再用 jixiao edit 打开/);
  program.write("projects/甲.yaml", program.read("projects/说明.txt"));
  await line(page, "projects/甲.yaml").waitFor();
});

const NEW = "projects/新的.yaml";
const BLANK = "表: 申报表\n年度: 2026\n项目名称: 新的\n主管部门及代码: 123001 局\n实施单位: \"\"\n项目属性: 别的\n项目期: 3年\n项目资金:\n  财政拨款: [0, \"\"]\n总体目标:\n  中期目标: \"\"\n  年度目标: 甲\n绩效指标:\n  产出指标:\n    数量指标:\n      \"\": \"\"\n";

scenario("all that is wrong is said at once, by the cells", { command: "edit", files: { [NEW]: BLANK }, form: NEW, expected: [REFUSED] }, async ({ page }) => {
  const findings = page.locator("#findings");
  for (const said of [/“实施单位”是空的/, /“项目属性”不能是“别的”.*选一个：新增项目、延续项目/, /“中期目标”是空的/, /下面有一行还没有填/]) {
    await until(async () => said.test(await findings.textContent()), String(said));
  }
  assert.doesNotMatch(await findings.textContent(), /引号|方括号|注释|--|提交|键/);
  // A 0 that is written is a number, one that is printed for a blank is not.
  await page.getByLabel("财政拨款 年度资金（必填）").waitFor();
  assert.equal(await page.locator(".mark.blank").count() > 0, true);
  assert.equal(await field(page, "财政拨款 中期资金（必填）").inputValue(), "0");
  assert.equal(await field(page, "财政拨款 中期资金（必填）").getAttribute("aria-invalid"), "false");
  assert.equal(await field(page, "财政拨款 年度资金（必填）").getAttribute("aria-invalid"), "true");
  assert.ok(!await page.getByRole("button", { name: "改动", exact: true }).isVisible(), "there is nothing to compare with");
});
