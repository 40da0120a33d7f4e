// Where a person is stays so: the focus, what is selected, the form that is open.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { slow } from "./browser.mjs";
import { PLATFORM, REFUSED, answered, field, line, open, retype, said, save, says, scenario, shown, state, until } from "./harness.mjs";

const OFFICE = "projects/2026/办公设备.yaml";
const MONITORING = "projects/监控表/村镇保洁.yaml";
const text = readFileSync(new URL(`../../${PLATFORM}`, import.meta.url), "utf8");
const edit = { command: "edit", form: PLATFORM };

/** What has the focus is called. */
const label = (page) => page.evaluate(() => document.activeElement.getAttribute("aria-label") ?? document.activeElement.id);

scenario("one types on in a row that goes to the next page, and back", { ...edit, form: MONITORING }, async ({ page, program }) => {
  // The last row of the first page.
  const name = await page.evaluate(() => {
    const fields = [...document.querySelectorAll(".paper")[0].querySelectorAll(".field")];
    return fields.filter((it) => it.getAttribute("aria-label").includes(" 备注")).pop().getAttribute("aria-label");
  });
  const paper = () => page.evaluate(() => [...document.querySelectorAll(".paper")].findIndex((it) => it.contains(document.activeElement)));
  await page.locator(".field").and(page.getByLabel(name, { exact: true })).focus();
  const text = "一二三四五六七八九十".repeat(3);
  for (const letter of text) await page.keyboard.type(letter);
  await until(async () => await paper() === 1, "the row is on the next page");
  await page.keyboard.type("甲乙");
  assert.equal(await page.evaluate(() => document.activeElement.value), `${text}甲乙`);
  for (let count = 0; count < text.length; count += 1) await page.keyboard.press("Backspace");
  await until(async () => await paper() === 0, "the row is back");
  await page.keyboard.type("丙");
  assert.equal(await page.evaluate(() => document.activeElement.value), "一二丙");
  assert.equal(await label(page), name);
  await save(page);
  assert.match(program.read(MONITORING), /备注: 一二丙\n/);
});

scenario("who comes back from another window types on", edit, async ({ page }) => {
  const person = field(page, "项目负责人");
  await person.focus();
  await page.keyboard.press("End");
  await page.keyboard.type("程");
  // The field stays the active element then.
  await person.evaluate((it) => ["blur", "focus"].forEach((name) => it.dispatchEvent(new FocusEvent(name))));
  await page.keyboard.type("度");
  assert.equal(await person.inputValue(), "李鹏程度");
});

scenario("a row that is not added does not take the focus later", { ...edit, expected: [REFUSED] }, async ({ page }) => {
  await field(page, "完成运维升级 半年（必填）").focus();
  await page.keyboard.press("Alt+Enter");
  await until(async () => /（空）/.test(await label(page)), "a new row has the focus");
  await page.keyboard.press("Alt+Enter");
  await until(async () => await page.getByRole("alert").isVisible(), "a second one without a name is refused");
  for (const letter of "培训场次") {
    await page.keyboard.type(letter);
    await answered(page);
  }
  assert.equal(await page.evaluate(() => document.activeElement.value), "培训场次");
});

scenario("undoing takes back what was typed last, not what was refused elsewhere", { ...edit, expected: [REFUSED] }, async ({ page }) => {
  const name = field(page, "立项依据充分性（必填）");
  await name.focus();
  await page.keyboard.press("Control+a");
  await page.keyboard.insertText("立项程序规范性");
  await until(async () => (await state(page)).includes("没有记下"), "it is refused");
  await retype(page, "项目负责人", "王五");
  await says(page, "王五86591170");
  await page.keyboard.press("Control+z");
  await says(page, "李鹏86591170");
  assert.equal(await name.inputValue(), "立项程序规范性");
  await name.focus();
  await page.keyboard.press("Control+z");
  await until(async () => await name.inputValue() === "立项依据充分性", "the name is what it was");
});

scenario("what is asked for in one form is not done in another", { ...edit, form: OFFICE }, async ({ page, program }) => {
  const before = program.read(PLATFORM);
  await open(page, PLATFORM);
  await slow(page, "change", 300);
  const undone = page.waitForResponse("**/api/undo");
  await field(page, "项目负责人").focus();
  await page.keyboard.type("某");
  await page.keyboard.press("Control+z");
  await line(page, OFFICE).click();
  assert.equal((await (await undone).json()).name, PLATFORM);
  await shown(page, OFFICE);
  await open(page, PLATFORM);
  await says(page, "李鹏86591170");
  assert.equal(program.read(PLATFORM), before);
});

scenario("what is typed is answered once", edit, async ({ page }) => {
  await field(page, "项目负责人").focus();
  await answered(page);
  const asked = [];
  page.on("request", (request) => { if (request.url().includes("/api/")) asked.push(new URL(request.url()).pathname); });
  for (const letter of "甲乙丙") {
    await page.keyboard.type(letter);
    await answered(page);
  }
  assert.deepEqual(asked.filter((it) => it !== "/api/list"), Array(3).fill("/api/change"));
});

scenario("a page that is loaded again shows the form that was open", { command: "preview", form: OFFICE }, async ({ page }) => {
  await page.reload();
  await shown(page, OFFICE);
  assert.equal(new URL(page.url()).searchParams.get("form"), OFFICE);
});

scenario("a dialog has its keys for itself", edit, async ({ page }) => {
  await retype(page, "项目负责人", "王五");
  await says(page, "王五86591170");
  const asked = [];
  await page.getByRole("button", { name: "新建" }).click();
  await page.getByRole("dialog").getByRole("combobox").first().focus();
  page.on("request", (request) => asked.push(request.url()));
  for (const keys of ["Control+z", "Control+s", "Control+y"]) await page.keyboard.press(keys);
  await answered(page);
  assert.deepEqual(asked.filter((it) => /undo|redo|save/.test(it)), []);
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+z");
  await says(page, "李鹏86591170");
});

scenario("findings keep the focus while others change the form, and pass it on once mended", edit, async ({ page, program }) => {
  const text = program.read(PLATFORM);
  const wrong = text.replace("联系电话: \"86591170\"", "联系电话: \"8659\"");
  program.write(PLATFORM, wrong);
  const finding = page.locator(".finding-head", { hasText: "8659" });
  await finding.focus();
  program.write(PLATFORM, wrong.replace("李鹏", "周八"));
  await says(page, "周八8659");
  assert.ok(await finding.evaluate((it) => it === document.activeElement));
});

scenario("a finding that is mended passes the focus on", {
  ...edit,
  files: { [PLATFORM]: text.replace(": 李鹏", ": \"李鹏 \"").replace("86591170", "８６５９１１７０") },
}, async ({ page, program }) => {
  const mends = page.locator("button.mend");
  await until(async () => await mends.count() === 2, "both can be mended");
  await mends.first().focus();
  for (const left of [1, 0]) {
    await page.keyboard.press("Enter");
    await until(async () => await mends.count() === left, "one less");
    await answered(page);
    const place = await page.evaluate(() => document.activeElement.id || document.activeElement.closest("[id]").id);
    assert.equal(place, left ? "findings" : "desk");
    if (left) await mends.first().focus();
  }
  await save(page);
  assert.equal(program.read(PLATFORM), text.replace(": 李鹏", ": \"李鹏\""));
});

scenario("the list says which line is open, wherever it stands", { command: "preview", form: OFFICE }, async ({ page }) => {
  const list = page.getByRole("listbox");
  const active = () => list.evaluate((it) => document.getElementById(it.getAttribute("aria-activedescendant"))?.dataset.file ?? null);
  assert.equal(await active(), OFFICE);
  await page.getByRole("searchbox").fill("村镇");
  await until(async () => await active() === null, "it is not seen");
  await page.getByRole("searchbox").fill("办公");
  await until(async () => await active() === OFFICE, "it is seen again");
});

scenario("a list that is searched is shown at once, also from its end", {
  command: "preview",
  files: Object.fromEntries(Array.from({ length: 300 }, (_, number) => [`projects/2026/项目${number}.yaml`, "年度: 2026\n"])),
}, async ({ page }) => {
  const list = page.locator("#list");
  await list.evaluate((it) => { it.scrollTop = it.scrollHeight; });
  await until(async () => await list.evaluate((it) => it.scrollTop) > 10_000, "the end is seen");
  const lines = await page.evaluate(async () => {
    const search = document.getElementById("search");
    search.value = "办公设备";
    search.dispatchEvent(new Event("input"));
    await new Promise((done) => requestAnimationFrame(done));
    return [...document.querySelectorAll("[role=option]")].map((it) => it.dataset.file);
  });
  assert.deepEqual(lines, [OFFICE]);
});

scenario("who cannot reach the program tries again, one try at a time", { ...edit, expected: [/ERR_|Failed to load/] }, async ({ page, program }) => {
  await field(page, "项目负责人").focus();
  await program.end();
  let asked = 0;
  page.on("request", (request) => { asked += Number(request.url().endsWith("/api/change")); });
  for (const letter of "一二三四五六七八九十") await page.keyboard.type(letter);
  await page.waitForTimeout(1000);
  const typed = asked;
  await page.waitForTimeout(6500);
  assert.ok(asked - typed >= 1 && asked - typed <= 3, `${typed}, then ${asked - typed}`);
  assert.ok(!(await said(page)).includes("一二三"));
});
