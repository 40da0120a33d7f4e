// What comes from elsewhere: the clipboard, other programs that change the file, and what the
// program itself would mend.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { paste } from "./browser.mjs";
import { PLATFORM, dense, drawn, field, retype, said, save, says, scenario, state, until } from "./harness.mjs";

const edit = { command: "edit", form: PLATFORM };
const text = readFileSync(new URL(`../../${PLATFORM}`, import.meta.url), "utf8");
const ROW = "      完成运维升级: [=1项, =2项]\n";

for (const [kind, data] of Object.entries({
  "a spreadsheet": {
    "text/plain": "完成运维升级\t=3项\t=4项\n培训场次\t=5场\t=6场\n",
    "text/html": "<style>td { color: red }</style><table style='width: 9pt'><tr><td>完成运维升级</td><td style='color: red'>=3项</td><td>=4项</td></tr>\n<tr><td>培训\n场次</td><td>=5场</td><td>=6场</td></tr></table>",
  },
  "a text with tabs": { "text/plain": "完成运维升级\t=3项\t=4项\r\n培训场次\t=5场\t=6场\r\n" },
})) {
  scenario(`rows are pasted from ${kind}`, edit, async ({ page, program }) => {
    await field(page, "完成运维升级（必填）").focus();
    const dialog = page.getByRole("dialog", { name: "粘贴表格" });
    // It is asked first, and nothing is changed where that is not wanted.
    await paste(page, data);
    await dialog.waitFor();
    await page.keyboard.press("Escape");
    await until(async () => !await dialog.isVisible(), "the dialog is closed");
    assert.ok((await said(page)).includes("完成运维升级=1项=2项"));
    assert.ok(!(await state(page)).includes("没有保存"));
    await paste(page, data);
    await dialog.waitFor();
    const rows = await dialog.locator("tbody tr").allInnerTexts();
    assert.equal(rows.length, 2);
    for (const part of ["完成运维升级", "=3项", "原来是 =1项"]) assert.ok(rows[0].includes(part), rows[0]);
    assert.match(rows[1], /新加[^]*培训 ?场次/);
    await page.keyboard.press("Enter");
    await until(async () => /完成运维升级=3项=4项培训场次=5场=6场/.test(await said(page)), "the rows are there");
    await drawn(page);
    await save(page);
    const added = program.read(PLATFORM).replace(/^ {6}培训 ?场次: +\[=5场, =6场\]\n/m, "");
    assert.equal(added, text.replace(ROW, "      完成运维升级: [=3项, =4项]\n"));
  });
}

scenario("what was found is mended by a click", { ...edit, files: { [PLATFORM]: text.replace("中心OA系统维护升级；", "中心OA系统维护升级；；") } }, async ({ page, program }) => {
  const findings = page.getByRole("region", { name: "要改的地方" });
  await findings.getByRole("button", { name: /^改好：/ }).click();
  await until(async () => !(await said(page)).includes("升级；；"), "the form follows");
  await findings.getByRole("heading", { name: "没有要改的地方" }).waitFor();
  await save(page);
  assert.equal(program.read(PLATFORM), text);
});

scenario("what another program changes meanwhile is put together with what is typed", edit, async ({ page, program }) => {
  await retype(page, "项目负责人", "王五");
  await says(page, "王五86591170");
  program.write(PLATFORM, text.replace("86591170", "12345678"));
  await says(page, "王五12345678");
  await until(async () => await field(page, "联系电话").inputValue() === "12345678", "the field follows");
  assert.equal(await field(page, "项目负责人").inputValue(), "王五");
  assert.match(await state(page), /已经合在一起/);
  await page.keyboard.press("Control+s");
  const merged = text.replace("李鹏", "王五").replace("86591170", "12345678");
  await until(() => program.read(PLATFORM) === merged, "both are in the file");
});

scenario("what becomes another one while one chooses is said, and chosen again", edit, async ({ page, program }) => {
  await retype(page, "项目负责人", "王五");
  await retype(page, "联系电话", "12345678");
  await says(page, "王五12345678");
  const theirs = (person) => text.replace("李鹏", person).replace("86591170", "87654321");
  program.write(PLATFORM, theirs("赵六"));
  const [person, phone] = ["项目负责人", "联系电话"].map((name) => page.getByRole("group", { name }));
  await person.waitFor();
  for (const it of [person, phone]) await it.getByRole("radio", { name: "文件里的" }).check();
  program.write(PLATFORM, theirs("孙七"));
  await until(async () => dense(await person.innerText()).includes("孙七"), "the other one is shown");
  assert.match(await person.innerText(), /文件里的刚刚又变了，请重新选/);
  assert.ok(!/又变了/.test(await phone.innerText()));
  // Only what is another one is chosen again.
  for (const name of ["这里的", "文件里的"]) assert.ok(!await person.getByRole("radio", { name }).isChecked(), name);
  assert.match(await state(page), /选好才能保存/);
  await person.getByRole("radio", { name: "这里的" }).check();
  assert.ok(await phone.getByRole("radio", { name: "文件里的" }).isChecked());
  await page.getByRole("button", { name: "就这样合并" }).click();
  await says(page, "王五87654321");
});

for (const [side, person] of [["这里的", "王五"], ["文件里的", "赵六"]]) {
  scenario(`where both have changed the same, ${side} is chosen`, edit, async ({ page, program }) => {
    await retype(page, "项目负责人", "王五");
    await says(page, "王五86591170");
    program.write(PLATFORM, text.replace("李鹏", "赵六"));
    const asked = page.getByRole("group", { name: /项目负责人/ });
    await asked.waitFor();
    assert.ok(dense(await asked.innerText()).includes("原来是：李鹏"));
    await asked.getByRole("radio", { name: side }).check();
    await page.getByRole("button", { name: "就这样合并" }).click();
    await until(async () => !await asked.isVisible(), "it is settled");
    await says(page, `${person}86591170`);
    await page.keyboard.press("Control+s");
    await until(() => program.read(PLATFORM) === text.replace("李鹏", person), "it is in the file");
  });
}
