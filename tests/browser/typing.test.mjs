// Filling in where something comes between: names that are taken, texts that are refused, answers
// that take long, a program that is away, and other forms. Nothing that is typed is lost, or gets
// somewhere else.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { slow } from "./browser.mjs";
import { PLATFORM, REFUSED, answered, drawn, field, open, retype, said, save, says, scenario, state, until } from "./harness.mjs";

const OFFICE = "projects/2026/办公设备.yaml";
const edit = { command: "edit", form: PLATFORM };
const refusing = { ...edit, expected: [REFUSED] };
const text = readFileSync(new URL(`../../${PLATFORM}`, import.meta.url), "utf8");
const [BASIS, PROCEDURE] = ["立项依据充分性", "立项程序规范性"];
const TURNING = "\u202E";

/** Types a name in the place of another, and waits until it is refused. */
async function beRefused(page, name, typed) {
  await field(page, name).focus();
  await page.keyboard.press("Control+a");
  if (typed) await page.keyboard.insertText(typed);
  else await page.keyboard.press("Delete");
  await page.getByRole("alert").waitFor();
  await answered(page);
}

for (const [renamed, taken] of [[PROCEDURE, BASIS], [BASIS, PROCEDURE]]) {
  scenario(`both rows are filled in after ${renamed} was to be ${taken}`, refusing, async ({ page, program }) => {
    const count = await page.locator(".field").count();
    await beRefused(page, `${renamed}（必填）`, taken);
    await retype(page, `${BASIS} 半年（必填）`, "很充分");
    await retype(page, `${PROCEDURE} 半年（必填）`, "很规范");
    await says(page, `${BASIS}很充分充分${PROCEDURE}很规范规范`);
    assert.equal(await page.locator(".field").count(), count);
    await save(page);
    assert.equal(program.read(PLATFORM), text.replace("[充分,", "[很充分,").replace("[规范,", "[很规范,"));
  });
}

scenario("a name is cleared while a row without one is there", refusing, async ({ page, program }) => {
  await field(page, `${BASIS} 半年（必填）`).focus();
  await page.keyboard.press("Alt+Enter");
  await until(() => page.evaluate(() => document.activeElement.matches(".field") && document.activeElement.value === ""), "a new row has the focus");
  await answered(page);
  const count = await page.locator(".field").count();
  await beRefused(page, `${PROCEDURE}（必填）`, "");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Control+a");
  await page.keyboard.type("很规范");
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.type("新的");
  await answered(page);
  assert.equal(await page.locator(".field").count(), count);
  await save(page);
  const row = `      ${BASIS}: [充分, 充分]\n`;
  const saved = program.read(PLATFORM);
  assert.match(saved, new RegExp(`${row.replace(/[[\]]/g, "\\$&")}      "": +\\[新的, ""\\]\n      ${PROCEDURE}: \\[很规范, 规范\\]\n`));
});

const ROWS = "      指标1: [=1项, =1项]\n      指标: [=2项, =2项]\n";
const numbered = { ...refusing, files: { [PLATFORM]: text.replace("      完成运维升级: [=1项, =2项]\n", ROWS) } };

scenario("a name passes by one that is taken while answers take their time", numbered, async ({ page, program }) => {
  await slow(page, "change", 250);
  await field(page, "指标（必填）").focus();
  await page.keyboard.press("End");
  await page.keyboard.type("1");
  await page.keyboard.type("2", { delay: 60 });
  await retype(page, "指标 半年（必填）", "=3项");
  await says(page, "指标1=1项=1项指标12=3项=2项");
  assert.equal(await page.locator(".field.refused").count(), 0);
  await save(page);
  assert.equal(program.read(PLATFORM), text.replace("      完成运维升级: [=1项, =2项]\n", ROWS.replace("指标: [=2项", "指标12: [=3项")));
});

scenario("a name and what is beside it are typed on while answers take their time", edit, async ({ page, program }) => {
  await slow(page, "change", 150);
  await field(page, "完成运维升级（必填）").focus();
  await page.keyboard.press("End");
  await page.keyboard.type("甲乙", { delay: 50 });
  await page.keyboard.press("Tab");
  await page.keyboard.press("Control+a");
  await page.keyboard.type("=3项", { delay: 50 });
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("End");
  await page.keyboard.type("丙丁", { delay: 50 });
  await page.keyboard.press("Backspace");
  await says(page, "完成运维升级甲乙丙=3项=2项");
  // Back to what it was, while the name before is on its way.
  await page.keyboard.press("Backspace");
  await page.keyboard.press("Backspace", { delay: 30 });
  await page.keyboard.press("Backspace");
  await until(async () => (await said(page)).includes("完成运维升级=3项=2项"), "it is the old name");
  await answered(page);
  await save(page);
  assert.equal(program.read(PLATFORM), text.replace("完成运维升级: [=1项", "完成运维升级: [=3项"));
});

scenario("what waits goes to its own form", { ...edit, expected: [/ERR_FAILED/] }, async ({ page, program }) => {
  const other = program.read(OFFICE);
  const [, person] = /项目负责人: (.*)/.exec(other);
  const failing = (route) => route.abort();
  await page.route("**/api/change", failing);
  await retype(page, "项目负责人", "公孙胜");
  await page.getByRole("alert").waitFor();
  await open(page, OFFICE);
  assert.equal(await field(page, "项目负责人").inputValue(), person);
  // It is in its field still where one comes back.
  await open(page, PLATFORM);
  assert.equal(await field(page, "项目负责人").inputValue(), "公孙胜");
  await open(page, OFFICE);
  await page.unroute("**/api/change", failing);
  await retype(page, "联系电话", "11111111");
  await says(page, `${person}11111111`);
  await answered(page);
  assert.equal(await page.locator("#form-name").textContent(), "办公设备");
  assert.equal(await field(page, "项目负责人").inputValue(), person);
  await save(page);
  assert.equal(program.read(OFFICE), other.replace(/联系电话: .*/, "联系电话: \"11111111\""));
  await open(page, PLATFORM);
  await says(page, "公孙胜");
  await save(page);
  assert.equal(program.read(PLATFORM), text.replace("李鹏", "公孙胜"));
});

scenario("one that is refused takes no other with it", refusing, async ({ page, program }) => {
  await slow(page, "change", 400);
  await retype(page, "中长期目标（必填）", "目标");
  await field(page, "项目负责人").focus();
  await page.keyboard.press("Control+a");
  await page.keyboard.insertText("张\t三");
  await retype(page, "联系电话", "22222222");
  await retype(page, `${BASIS} 半年（必填）`, "很充分");
  await says(page, `${BASIS}很充分`);
  await answered(page);
  assert.equal(await field(page, "项目负责人").inputValue(), "张\t三");
  assert.equal(await field(page, "联系电话").inputValue(), "22222222");
  await save(page);
  const saved = program.read(PLATFORM);
  assert.equal(saved, text.replace(/中长期目标: .*/, "中长期目标: 目标").replace("86591170", "22222222").replace("[充分,", "[很充分,"));
});

for (const [what, typed, why] of [["a tab", "张\t三", /换成空格/], ["what turns texts round", `张${TURNING}三`, /重新打一遍/]]) {
  scenario(`${what} is refused, and stays until it is changed`, refusing, async ({ page, program }) => {
    const person = field(page, "项目负责人");
    const isMarked = async () => await person.getAttribute("aria-invalid") === "true" && await person.evaluate((it) => it.matches(".refused"));
    assert.match(await state(page), /可以报送/);
    await person.focus();
    await page.keyboard.press("Control+a");
    await page.keyboard.insertText(typed);
    await until(isMarked, "it is marked");
    assert.match(await person.getAttribute("title"), why);
    assert.ok(!(await state(page)).includes("可以报送"));
    // Other answers leave it alone, and going to another form and back, too.
    await retype(page, "联系电话", "22222222");
    await says(page, "22222222");
    assert.equal(await person.inputValue(), typed);
    await open(page, OFFICE);
    assert.match(await state(page), /可以报送/);
    assert.equal(await page.locator(".refused").count(), 0);
    await open(page, PLATFORM);
    assert.ok(await isMarked());
    assert.equal(await person.inputValue(), typed);
    assert.ok(!(await state(page)).includes("可以报送"));
    await retype(page, "项目负责人", "张三");
    await says(page, "张三22222222");
    assert.equal(await person.getAttribute("aria-invalid"), "false");
    assert.ok(!await isMarked());
    assert.match(await state(page), /可以报送/);
    // What was refused is what is taken back first.
    await page.keyboard.insertText(typed);
    await until(isMarked, "it is marked");
    await page.keyboard.press("Control+z");
    await until(async () => await person.inputValue() === "张三", "it is what was taken");
    assert.ok(!await isMarked());
    await save(page);
    assert.equal(program.read(PLATFORM), text.replace("李鹏", "张三").replace("86591170", "22222222"));
  });
}

scenario("a page that the program does not know any more has nothing done", { ...edit, expected: [/status of 410 /] }, async ({ page, program, another }) => {
  // It is tried again by itself: so the way stays as it is laid, and only leads elsewhere later.
  let isUnknown = true;
  await page.route("**/api/change", async (route) => {
    const asked = JSON.parse(route.request().postData());
    await (isUnknown ? route.continue({ postData: JSON.stringify({ ...asked, client: 999 }) }) : route.continue());
  });
  await retype(page, "平台功能完善度（必填）", "平台功能完善程度");
  await page.getByRole("alert").waitFor();
  assert.match(await page.getByRole("alert").textContent(), /改动还在这个页面里/);
  await answered(page);
  const other = await another();
  assert.ok((await said(other)).includes("平台功能完善度较好"));
  await other.close();
  isUnknown = false;
  await page.keyboard.type("二");
  await says(page, "平台功能完善程度二较好");
  await save(page);
  assert.equal(program.read(PLATFORM), text.replace("平台功能完善度", "平台功能完善程度二"));
});

scenario("what is typed while the page is not let in is sent later", { ...edit, expected: [/status of 401 /] }, async ({ page, program }) => {
  const closed = (route) => route.fulfill({ status: 401, json: { message: "请用终端里最后一行的地址打开" } });
  await page.route("**/api/change", closed);
  await retype(page, "项目负责人", "赵六");
  await page.getByRole("alert").waitFor();
  assert.match(await page.getByRole("alert").textContent(), /请用终端里最后一行的地址打开；改动还在这个页面里/);
  await answered(page);
  await page.unroute("**/api/change", closed);
  await retype(page, "联系电话", "33333333");
  await says(page, "赵六33333333");
  await save(page);
  assert.equal(program.read(PLATFORM), text.replace("李鹏", "赵六").replace("86591170", "33333333"));
});

scenario("an answer about a form that was left does not bring it back", edit, async ({ page, another }) => {
  // All names of forms that are shown.
  await page.evaluate(() => {
    window.names = [];
    new MutationObserver(() => window.names.push(document.getElementById("form-name").textContent)).observe(document.getElementById("form-name"), { childList: true });
  });
  await slow(page, "open", 700);
  const opening = page.waitForRequest("**/api/open");
  await page.locator(`[data-file="${OFFICE}"]`).click();
  await opening;
  await retype(page, "项目负责人", "司马迁");
  await answered(page);
  await page.unrouteAll({ behavior: "wait" });
  await answered(page);
  const names = await page.evaluate(() => window.names);
  assert.deepEqual(names.slice(names.indexOf("办公设备")).filter((it) => it !== "办公设备"), []);
  assert.equal(await page.locator("#form-name").textContent(), "办公设备");
  await drawn(page);
  // The program knows which form it is that the page shows.
  const other = await another();
  await open(other, OFFICE);
  await retype(other, "联系电话", "44444444");
  await says(page, "44444444");
  await open(page, PLATFORM);
  assert.equal(await field(page, "项目负责人").inputValue(), "司马迁");
  await drawn(page);
});

scenario("a PDF is made of what was typed and saved", { ...edit, expected: [REFUSED] }, async ({ page }) => {
  await slow(page, "change", 400);
  await slow(page, "save", 400);
  await retype(page, "项目负责人", "王五");
  await page.getByRole("button", { name: "PDF" }).click();
  const alert = page.getByRole("alert");
  await alert.waitFor();
  assert.match(await alert.textContent(), /改动还没有保存/);
  await retype(page, "联系电话", "55555555");
  await page.keyboard.press("Control+s");
  const ticket = page.waitForResponse((response) => response.url().endsWith("/api/pdf") && response.ok());
  const opened = page.context().waitForEvent("page");
  await page.getByRole("button", { name: "PDF" }).click();
  await opened;
  const { url } = await (await ticket).json();
  const answer = await page.context().request.get(new URL(url, page.url()).href);
  assert.equal(answer.headers()["content-type"], "application/pdf");
});

scenario("what is on its way is not left without a question", edit, async ({ page }) => {
  let release = () => {};
  const held = new Promise((done) => { release = done; });
  await page.route("**/api/change", async (route) => { await held; await route.continue(); });
  const asking = page.waitForRequest("**/api/change");
  await field(page, "项目负责人").focus();
  await page.keyboard.type("某");
  await asking;
  const asked = page.waitForEvent("dialog", { timeout: 5000 });
  const closing = page.close({ runBeforeUnload: true });
  const dialog = await asked;
  assert.equal(dialog.type(), "beforeunload");
  await dialog.dismiss();
  await closing;
  release();
});

scenario("what waits is sent before the form is saved", { ...edit, expected: [/ERR_FAILED/] }, async ({ page, program }) => {
  const failing = (route) => route.abort();
  let saves = 0;
  page.on("request", (request) => { if (request.url().endsWith("/api/save")) saves += 1; });
  await retype(page, "联系电话", "66666666");
  await says(page, "66666666");
  await answered(page);
  await page.route("**/api/change", failing);
  await retype(page, "项目负责人", "钱八");
  await page.getByRole("alert").waitFor();
  await page.keyboard.press("Control+s");
  await answered(page);
  assert.equal(saves, 0, "nothing is saved without it");
  assert.equal(program.read(PLATFORM), text);
  await page.unroute("**/api/change", failing);
  await page.keyboard.press("Control+s");
  await until(() => program.read(PLATFORM) !== text, "it is saved");
  assert.equal(program.read(PLATFORM), text.replace("李鹏", "钱八").replace("86591170", "66666666"));
});

scenario("what turns texts round is nowhere in the page", {
  command: "edit",
  files: {
    [`projects/2026/甲${TURNING}乙.yaml`]: text.replace("立项依据充分性:", "\"立项\\u202E依据\":").replace("项目类型: 常年安排项目", "项目类型: \"常年\\u202E项目\""),
  },
}, async ({ page }) => {
  await page.locator(`[data-file*="${TURNING}"]`).click();
  await until(async () => (await page.locator("#form-name").textContent()).includes("乙"), "it is opened");
  await answered(page);
  await page.locator("#new").click();
  await page.getByRole("dialog").waitFor();
  const turning = await page.evaluate((turning) => {
    const shown = [["title", document.title]];
    for (const it of document.querySelectorAll("body, body *")) {
      for (const name of ["title", "aria-label", "placeholder"]) shown.push([`${it.id || it.className} ${name}`, it.getAttribute(name) ?? ""]);
    }
    shown.push(["text", document.body.textContent]);
    return shown.filter(([, text]) => text.includes(turning));
  }, TURNING);
  assert.deepEqual(turning, []);
  assert.ok(await page.locator('.field[aria-label*="立项\ufffd依据"]').count() > 0);
});

const MARKED = text.replace("项目负责人: 李鹏", "项目负责人: x");

scenario("lines are right in a file with a byte-order mark", { ...edit, files: { [PLATFORM]: `\ufeff${MARKED}` } }, async ({ page, program }) => {
  assert.equal(program.read(PLATFORM), `\ufeff${MARKED}`);
  const line = MARKED.split("\n").indexOf("项目负责人: x") + 1;
  await field(page, "项目负责人").click();
  for (const summary of await page.locator("#spot summary").all()) await summary.click();
  // The telephone number stands in the same cell, and on the next line.
  await page.locator("#spot .code.current").nth(1).waitFor();
  assert.deepEqual(await page.locator("#spot .where").allTextContents(), [`${PLATFORM}:${line}`, `${PLATFORM}:${line + 1}`]);
  assert.deepEqual(await page.locator("#spot .code.current").allTextContents(), [`${line}项目负责人: x`, `${line + 1}联系电话: "86591170"`]);
});

scenario("a finding is about its cell in a file with a byte-order mark", { ...edit, files: { [PLATFORM]: `\ufeff${text.replace("常年安排项目", "x")}` } }, async ({ page }) => {
  await page.locator(".finding-head", { hasText: "项目类型" }).first().click();
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute("aria-label")), "项目类型（必填）");
});
