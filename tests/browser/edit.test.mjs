// Filling in a form in the browser: what is typed stands in the field, on the page and, once it
// is saved, in the file, and nothing else there has changed.

import assert from "node:assert/strict";
import { InputMethod, paste, slow } from "./browser.mjs";
import { PLATFORM, REFUSED, answered, drawn, field, open, retype, said, save, says, scenario, state, until } from "./harness.mjs";

const MONITORING = "projects/监控表/村镇保洁.yaml";
const edit = { command: "edit", form: PLATFORM };
/**
 * Does something, saves, and holds the file against what it was: just this was replaced.
 * @param {[string, string][]} changed
 */
async function changes(on, file, changed, work) {
  const { page, program } = on;
  let text = program.read(file);
  await work();
  for (const [before, after] of changed) {
    assert.equal(text.split(before).length, 2, `${before} stands there once`);
    text = text.replace(before, () => after);
  }
  await save(page);
  assert.equal(program.read(file), text);
}

// Chrome in Chinese, before its version 118, would have them larger than they are meant.
scenario("no letters have less than 12 pixels", edit, async ({ page }) => {
  for (const file of [PLATFORM, MONITORING]) {
    await open(page, file);
    const small = await page.evaluate(() => [...document.querySelectorAll("body *")]
      .filter((it) => parseFloat(getComputedStyle(it).fontSize) < 12).map((it) => it.outerHTML));
    assert.deepEqual(small, []);
  }
});

scenario("a text of one line", edit, async (on) => {
  await changes(on, PLATFORM, [["项目负责人: 李鹏", "项目负责人: 李小鹏（代）"]], async () => {
    await retype(on.page, "项目负责人", "李小鹏（代）");
    await says(on.page, "李小鹏（代）");
  });
});

scenario("a long text, with line breaks typed one by one", edit, async (on) => {
  const { page } = on;
  await changes(on, PLATFORM, [["法律顾问、财务审计、内控及评价等。\n", "法律顾问、财务审计、内控及评价等。\n  第四行\n  第五行\n"]], async () => {
    await field(page, "项目实施内容（必填）").focus();
    await page.keyboard.press("Control+End");
    for (const part of ["Enter", "第四行", "Enter", "第五行"]) {
      if (part === "Enter") await page.keyboard.press("Enter");
      else await page.keyboard.type(part);
      // As slowly as a person: each is answered before the next.
      await answered(page);
    }
    await says(page, "第四行");
    await says(page, "第五行");
  });
});

scenario("a text pasted from Word is taken without what cannot be seen", edit, async (on) => {
  const { page } = on;
  await changes(on, PLATFORM, [["项目负责人: 李鹏", "项目负责人: 李 鹏 代"]], async () => {
    await field(page, "项目负责人").focus();
    await page.keyboard.press("Control+a");
    await paste(page, { "text/plain": "\u200b李\u00a0鹏\ufeff\t代" });
    await until(async () => (await page.locator("#notice").textContent())?.includes("看不见"), "it is said");
    await says(page, "李 鹏 代");
  });
});

scenario("a blank typed at the end of a word stays", edit, async (on) => {
  const { page } = on;
  await changes(on, PLATFORM, [["OA系统功能完善, 重点企业服务效率提升; 开展服务进园区活动30场, 服务企业600家。", "a b"]], async () => {
    await field(page, "中长期目标（必填）").focus();
    await page.keyboard.press("Control+a");
    for (const part of ["a", " ", "b"]) {
      await page.keyboard.type(part);
      await answered(page);
    }
    assert.equal(await field(page, "中长期目标（必填）").inputValue(), "a b");
  });
});

scenario("an amount, typed digit by digit", edit, async (on) => {
  const { page } = on;
  await changes(on, PLATFORM, [["平台运营服务费: [6, 13]", "平台运营服务费: [7.50, 13]"]], async () => {
    await field(page, "平台运营服务费 半年（必填）").focus();
    await page.keyboard.press("Control+a");
    for (const part of ["7", ".", "5", "0"]) {
      await page.keyboard.type(part);
      await answered(page);
    }
    await says(page, "平台运营服务费7.5");
  });
});

scenario("one of some choices", edit, async (on) => {
  await changes(on, PLATFORM, [["项目类型: 常年安排项目", "项目类型: 一次性安排项目"]], async () => {
    await field(on.page, "项目类型（必填）").selectOption("一次性安排项目");
    await says(on.page, "一次性安排项目");
  });
});

scenario("a date", edit, async (on) => {
  await changes(on, PLATFORM, [["开始时间: 2022年", "开始时间: 2023年5月"]], async () => {
    await retype(on.page, "开始时间（必填）", "2023年5月");
    await says(on.page, "2023年5月");
  });
});

scenario("the name of a row", edit, async (on) => {
  await changes(on, PLATFORM, [["平台功能完善度: [", "平台功能完善程度: ["]], async () => {
    await retype(on.page, "平台功能完善度（必填）", "平台功能完善程度");
    await says(on.page, "平台功能完善程度");
    assert.equal(await on.page.evaluate(() => document.activeElement.value), "平台功能完善程度");
  });
});

scenario("a value of a row", edit, async (on) => {
  await changes(on, PLATFORM, [["完成运维升级: [=1项, =2项]", "完成运维升级: [=1项, ≥3项]"]], async () => {
    await retype(on.page, "完成运维升级 全年（必填）", "≥3项");
    await says(on.page, "≥3项");
  });
});

scenario("a tick, and one in the place of another", { command: "edit", form: MONITORING }, async (on) => {
  const row = "村均年保洁经费";
  await changes(on, MONITORING, [["12.02万元\n        完成目标可能性: 确定能", "12.02万元\n        完成目标可能性: 有可能"]], async () => {
    await field(on.page, `${row} 完成目标可能性 有可能（必填）`).check();
    await until(async () => !await field(on.page, `${row} 完成目标可能性 确定能（必填）`).isChecked(), "the other is off");
    assert.ok(await field(on.page, `${row} 完成目标可能性 有可能（必填）`).isChecked());
  });
  await changes(on, MONITORING, [["偏差原因: [制度保障, 人员保障]", "偏差原因: [制度保障]"]], async () => {
    await field(on.page, "保洁员岗前培训合格率 偏差原因分析 人员保障").uncheck();
  });
});

scenario("a field says more than a line: the caret goes through it by the arrows", edit, async ({ page }) => {
  await field(page, "项目负责人").focus();
  await page.keyboard.press("Control+a");
  await page.keyboard.type("李鹏");
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.type("小");
  assert.equal(await field(page, "项目负责人").inputValue(), "李小鹏");
  await field(page, "项目实施内容（必填）").focus();
  await page.keyboard.press("Control+Home");
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Home");
  await page.keyboard.type("〇");
  assert.match(await field(page, "项目实施内容（必填）").inputValue(), /升级；\n〇政策/);
});

scenario("fifty characters in one go", edit, async (on) => {
  const { page, program } = on;
  const text = "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏闰余成岁律吕调阳云腾致雨露结为霜金生丽水玉出昆冈剑号";
  assert.equal([...text].length, 50);
  await changes(on, PLATFORM, [["OA系统功能完善, 重点企业服务效率提升; 开展服务进园区活动30场, 服务企业600家。", text]], async () => {
    await field(page, "中长期目标（必填）").focus();
    await page.keyboard.press("Control+a");
    await page.keyboard.type(text);
    assert.equal(await field(page, "中长期目标（必填）").inputValue(), text);
    await says(page, text);
    assert.equal(await field(page, "中长期目标（必填）").inputValue(), text);
    await drawn(page);
  });
  assert.ok(program.read(PLATFORM).includes(text));
});

scenario("typing goes on while the page is told of what was typed before", edit, async ({ page }) => {
  // Each answer takes its time, as on a busy machine.
  await slow(page, "change", 60);
  await slow(page, "open", 90);
  await field(page, "项目负责人").focus();
  await page.keyboard.press("Control+a");
  const text = "0123456789abcdefghijklmnopqrst";
  let typed = "";
  for (const letter of text) {
    await page.keyboard.type(letter, { delay: 20 });
    typed += letter;
    assert.equal(await field(page, "项目负责人").inputValue(), typed);
  }
  await says(page, text);
  await page.unrouteAll({ behavior: "wait" });
});

scenario("the caret stays where it is as answers come", edit, async ({ page }) => {
  const goal = field(page, "中长期目标（必填）");
  const before = await goal.inputValue();
  await goal.focus();
  await page.keyboard.press("Control+Home");
  for (const letter of "甲乙丙丁") {
    await page.keyboard.type(letter);
    await answered(page);
  }
  assert.equal(await goal.inputValue(), `甲乙丙丁${before}`);
  assert.equal(await goal.evaluate((it) => it.selectionStart), 4);
});

scenario("a text that grows over the page, and back", edit, async ({ page }) => {
  const goal = field(page, "年度目标（必填）");
  const before = await goal.inputValue();
  assert.equal(await page.locator(".paper").count(), 1);
  await goal.focus();
  await page.keyboard.press("Control+a");
  await page.keyboard.insertText(Array.from({ length: 60 }, (_, number) => `第${number}件事`).join("\n"));
  await says(page, "第59件事");
  assert.equal(await page.locator(".paper").count(), 2);
  await page.keyboard.press("Control+End");
  await page.keyboard.type("；完");
  await says(page, "第59件事；完");
  assert.ok(await goal.evaluate((it) => it === document.activeElement && it.selectionStart === it.value.length));
  await drawn(page);
  // A click on what stands on the second page goes to the field, too.
  await field(page, "项目负责人").focus();
  const word = page.getByRole("region", { name: "第 2 页" }).locator(".word", { hasText: "第59件事" });
  await word.evaluate((it) => it.scrollIntoView({ block: "center" }));
  const rest = await word.boundingBox();
  await page.mouse.click(rest.x + rest.width / 2, rest.y + rest.height / 2);
  assert.ok(await goal.evaluate((it) => it === document.activeElement));
  const undo = page.getByRole("button", { name: "撤销" });
  for (;;) {
    await answered(page);
    if (await undo.isDisabled()) break;
    await undo.click();
  }
  await until(async () => await goal.inputValue() === before, "the text is what it was");
  await until(async () => await page.locator(".paper").count() === 1, "one page again");
  await drawn(page);
});

scenario("undo and redo", edit, async ({ page, program }) => {
  const text = program.read(PLATFORM);
  const undo = page.getByRole("button", { name: "撤销" });
  const redo = page.getByRole("button", { name: "重做" });
  assert.ok(await undo.isDisabled() && await redo.isDisabled());
  await retype(page, "项目负责人", "王五");
  await says(page, "王五");
  await retype(page, "联系电话", "12345678");
  await says(page, "12345678");
  await page.keyboard.press("Control+z");
  await says(page, "王五86591170");
  await undo.click();
  await says(page, "李鹏86591170");
  await until(async () => await undo.isDisabled(), "there is nothing to take back");
  assert.equal(await field(page, "项目负责人").inputValue(), "李鹏");
  assert.ok(!(await state(page)).includes("没有保存"));
  await page.keyboard.press("Control+y");
  await says(page, "王五86591170");
  await page.keyboard.press("Control+Shift+z");
  await says(page, "王五12345678");
  assert.ok(await redo.isDisabled());
  assert.equal(program.read(PLATFORM), text, "nothing is written before it is saved");
  await save(page);
  assert.equal(program.read(PLATFORM), text.replace("李鹏", "王五").replace("86591170", "12345678"));
});

scenario("undoing what is searched for leaves the form alone", edit, async ({ page }) => {
  await retype(page, "项目负责人", "王五");
  await says(page, "王五86591170");
  await page.getByRole("searchbox").fill("abc");
  await page.keyboard.press("Control+z");
  await answered(page);
  assert.ok((await said(page)).includes("王五86591170"));
});

scenario("who goes on to another form at once loses nothing, and changes nothing there", edit, async ({ page, program }) => {
  const other = "projects/2026/办公设备.yaml";
  const texts = [program.read(PLATFORM), program.read(other)];
  await field(page, "项目负责人").focus();
  await page.keyboard.press("Control+a");
  await page.keyboard.type("司马相如");
  await open(page, other);
  await answered(page);
  assert.equal(await page.locator("#form-name").textContent(), "办公设备");
  const person = /项目负责人: (.*)/.exec(texts[1])[1];
  assert.equal(await field(page, "项目负责人").inputValue(), person);
  assert.ok((await said(page)).includes(person));
  assert.ok(!(await state(page)).includes("没有保存"));
  await drawn(page);
  await open(page, PLATFORM);
  assert.equal(await field(page, "项目负责人").inputValue(), "司马相如");
  await save(page);
  assert.equal(program.read(PLATFORM), texts[0].replace("李鹏", "司马相如"));
  assert.equal(program.read(other), texts[1]);
});

scenario("rows are added, moved and removed by the keyboard", edit, async (on) => {
  const { page } = on;
  const label = () => page.evaluate(() => document.activeElement.getAttribute("aria-label"));
  const row = "      完成运维升级: [=1项, =2项]\n";
  await changes(on, PLATFORM, [[row, `${row}      培训场次:           [=3场, =5场]\n`]], async () => {
    await field(page, "完成运维升级 半年（必填）").focus();
    await page.keyboard.press("Alt+Enter");
    // The name of the new row has the focus.
    await until(async () => await page.evaluate(() => document.activeElement.matches(".field") && document.activeElement.value === ""), "a new row has the focus");
    await page.keyboard.type("培训场次");
    await says(page, "培训场次");
    await page.keyboard.press("Tab");
    await page.keyboard.type("=3场");
    await page.keyboard.press("Tab");
    await page.keyboard.type("=5场");
    await says(page, "培训场次=3场=5场");
    assert.equal(await label(), "培训场次 全年(程)指标值（产出指标 › 数量指标）（必填）");
  });
  await changes(on, PLATFORM, [[`${row}      培训场次:           [=3场, =5场]\n`, `      培训场次:           [=3场, =5场]\n${row}`]], async () => {
    await page.keyboard.press("Alt+ArrowUp");
    await says(page, "培训场次=3场=5场完成运维升级");
    // It stays where the person was.
    assert.equal(await label(), "培训场次 全年(程)指标值（产出指标 › 数量指标）（必填）");
  });
  await changes(on, PLATFORM, [["      培训场次:           [=3场, =5场]\n", ""]], async () => {
    await page.keyboard.press("Alt+Delete");
    await until(async () => !(await said(page)).includes("培训场次"), "the row has gone");
  });
  // One goes on in the row that stands where it was, in the same column.
  assert.equal(await label(), "完成运维升级 全年(程)指标值（产出指标 › 数量指标）（必填）");
});

scenario("rows are added, moved and removed by buttons", edit, async (on) => {
  const { page } = on;
  const tools = page.getByRole("region", { name: "这一行" });
  assert.ok(!await tools.isVisible());
  await field(page, "立项依据充分性 半年（必填）").click();
  await tools.waitFor();
  const [first, second] = ["      立项依据充分性: [充分, 充分]\n", "      立项程序规范性: [规范, 规范]\n"];
  await changes(on, PLATFORM, [[first + second, second + first]], async () => {
    await tools.getByRole("button", { name: "下移" }).click();
    await says(page, "立项程序规范性规范规范立项依据充分性充分充分");
  });
  await changes(on, PLATFORM, [[second + first, first + second]], async () => {
    await tools.getByRole("button", { name: "上移" }).click();
    await says(page, "立项依据充分性充分充分立项程序规范性规范规范");
  });
  await changes(on, PLATFORM, [[first, `${first}      新指标:             ["", ""]\n`]], async () => {
    await tools.getByRole("button", { name: "加一行" }).click();
    await until(async () => await page.evaluate(() => document.activeElement.matches(".field") && document.activeElement.value === ""), "a new row has the focus");
    await page.keyboard.type("新指标");
    await says(page, "新指标");
  });
  await changes(on, PLATFORM, [[`      新指标:             ["", ""]\n`, ""]], async () => {
    await tools.getByRole("button", { name: "删去" }).click();
    await until(async () => !(await said(page)).includes("新指标"), "the row has gone");
  });
  // What has no rows has no tools for them.
  await field(page, "项目负责人").click();
  await until(async () => !await tools.isVisible(), "no tools");
});

scenario("the last row of a table is brought back", edit, async ({ page, program }) => {
  const tools = page.getByRole("region", { name: "这一行" });
  await field(page, "平台运营服务费 半年（必填）").focus();
  for (const name of ["上移", "下移"]) assert.ok(await tools.getByRole("button", { name }).isDisabled(), name);
  await page.keyboard.press("Alt+Delete");
  const add = page.getByRole("button", { name: "加一行支出项目" });
  await add.click();
  await until(async () => await page.evaluate(() => document.activeElement.matches(".field") && document.activeElement.value === ""), "a row has the focus");
  await page.keyboard.type("平台运营费");
  for (const amount of ["6", "13"]) {
    await page.keyboard.press("Tab");
    await page.keyboard.type(amount);
  }
  await says(page, "平台运营费613");
  assert.ok(!await add.isVisible());
  await save(page);
  assert.match(program.read(PLATFORM), /支出:\n +平台运营费: \[6, 13\]\n/);
});

scenario("a finding leads to its cell, and what stands there is selected", edit, async ({ page, program }) => {
  program.write(PLATFORM, program.read(PLATFORM).replace("联系电话: \"86591170\"", "联系电话: \"8659\""));
  const finding = page.locator(".finding-head", { hasText: "8659" });
  await finding.click();
  const selected = () => page.evaluate(() => {
    const { activeElement: it } = document;
    return it.matches(".field") ? it.value.slice(it.selectionStart, it.selectionEnd) : "";
  });
  await until(async () => await selected() === "8659", "the number is selected");
  await page.keyboard.type("86591170");
  await until(async () => !await finding.isVisible(), "it is mended");
});

scenario("Escape takes back what was refused, and keeps the place", { ...edit, expected: [REFUSED] }, async ({ page }) => {
  const name = field(page, "立项依据充分性（必填）");
  await name.focus();
  await page.keyboard.press("Control+a");
  await page.keyboard.type("立项程序规范性");
  await until(async () => (await state(page)).includes("没有记下"), "it is refused");
  const label = () => page.evaluate(() => document.activeElement.getAttribute("aria-label"));
  await page.keyboard.press("Escape");
  await until(async () => !(await state(page)).includes("没有记下"), "nothing is refused");
  await until(async () => /^三级指标 立项依据充分性/.test(await label()), "the name is what it was");
  assert.ok(!(await said(page)).includes("立项程序规范性规范规范立项程序规范性"));
});

scenario("the list gives its place to the form, also when the page is loaded again", edit, async ({ page }) => {
  const desk = page.locator("#desk");
  const fold = page.getByRole("button", { name: "项目列表" });
  const { width } = await desk.boundingBox();
  await fold.click();
  await until(async () => (await desk.boundingBox()).width > width + 200, "the form is wider");
  await page.reload();
  await until(async () => (await desk.boundingBox()).width > width + 200, "the form is wider");
  assert.equal(await fold.getAttribute("aria-expanded"), "false");
  await fold.click();
  await page.getByRole("option").first().waitFor();
});

scenario("Tab goes through the form in its order, and Enter goes down", edit, async ({ page }) => {
  const sheet = await open(page, "projects/2026/台式机.yaml");
  const wanted = sheet.cells.flatMap(({ entries }) => entries.map(({ label, required }) => label + (required ? "（必填）" : "")));
  await field(page, wanted[0]).first().focus();
  const label = () => page.evaluate(() => document.activeElement.getAttribute("aria-label"));
  for (const name of wanted) {
    assert.equal(await label(), name);
    await page.keyboard.press("Tab");
  }
  await field(page, "立项依据充分性 半年（必填）").focus();
  await page.keyboard.press("Enter");
  assert.equal(await label(), "立项程序规范性 半年(程)指标值（决策 › 项目立项）（必填）");
  await page.keyboard.press("Shift+Enter");
  assert.equal(await label(), "立项依据充分性 半年(程)指标值（决策 › 项目立项）（必填）");
});

scenario("nothing is sent or drawn again while an input method composes", edit, async (on) => {
  const { page } = on;
  const method = new InputMethod(page);
  const sent = [];
  page.on("request", (request) => { if (request.url().includes("/api/")) sent.push(request.url()); });
  const name = field(page, "项目负责人");
  await changes(on, PLATFORM, [["项目负责人: 李鹏", "项目负责人: 李鹏程"]], async () => {
    await name.focus();
    await page.keyboard.press("End");
    await page.evaluate(() => {
      window.drawings = 0;
      new MutationObserver((all) => { window.drawings += all.length; }).observe(document.querySelector(".desk"), { childList: true, subtree: true });
    });
    for (const text of ["c", "ch", "che", "chen", "cheng"]) {
      await method.compose(text);
      assert.equal(await name.inputValue(), `李鹏${text}`);
    }
    await answered(page);
    assert.deepEqual(sent, []);
    assert.equal(await page.evaluate(() => window.drawings), 0);
    await method.commit("程");
    await says(page, "李鹏程");
    assert.equal(await name.inputValue(), "李鹏程");
  });
});

scenario("what another page changes does not disturb an input method", edit, async ({ page, another }) => {
  const other = await another();
  await page.bringToFront();
  const method = new InputMethod(page);
  const name = field(page, "项目负责人");
  await name.focus();
  await page.keyboard.press("End");
  await method.compose("cheng");
  // Two changes, on two pages of the form.
  await field(other, "联系电话").fill("11111111");
  await says(other, "11111111");
  await field(other, "提升企业服务能力 全年（必填）").fill("很好");
  await says(other, "较好很好");
  await answered(page);
  assert.equal(await name.inputValue(), "李鹏cheng");
  await method.commit("程");
  await says(page, "李鹏程11111111");
  await says(page, "较好很好");
  await says(other, "李鹏程11111111");
  await drawn(page);
  await drawn(other);
});

scenario("two pages of one form follow each other", edit, async ({ page, another, program }) => {
  const other = await another();
  await retype(page, "项目负责人", "甲");
  await says(other, "甲86591170");
  await until(async () => await field(other, "项目负责人").inputValue() === "甲", "the field follows");
  assert.match(await state(other), /没有保存/);
  await retype(other, "联系电话", "22222222");
  await says(page, "甲22222222");
  await save(other);
  await until(async () => !(await state(page)).includes("没有保存"), "both know that it is saved");
  assert.match(program.read(PLATFORM), /项目负责人: 甲\n联系电话: "22222222"/);
});

scenario("what is typed while the program cannot be reached is sent later", { ...edit, expected: [/ERR_FAILED/] }, async (on) => {
  const { page } = on;
  const failing = (route) => route.abort();
  await changes(on, PLATFORM, [["项目负责人: 李鹏", "项目负责人: 赵六"], ['联系电话: "86591170"', '联系电话: "33333333"']], async () => {
    await page.route("**/api/change", failing);
    await retype(page, "项目负责人", "赵六");
    await page.getByRole("alert").waitFor();
    assert.match(await page.getByRole("alert").textContent(), /改动还在这个页面里/);
    await page.unroute("**/api/change", failing);
    await retype(page, "联系电话", "33333333");
    await says(page, "赵六33333333");
    assert.equal(await field(page, "项目负责人").inputValue(), "赵六");
  });
});

scenario("what is not saved outlives the program", { ...edit, expected: [/ERR_CONNECTION|ERR_INCOMPLETE|ERR_EMPTY|status of 401 /] }, async ({ page, program }) => {
  const text = program.read(PLATFORM);
  await retype(page, "项目负责人", "孙七");
  await says(page, "孙七86591170");
  await answered(page);
  await program.end();
  assert.equal(program.read(PLATFORM), text);
  await program.start();
  // The page asks whether it may be left, and it may.
  page.on("dialog", (dialog) => dialog.accept());
  await page.goto(program.address);
  await page.getByRole("option").first().waitFor();
  await open(page, PLATFORM);
  await says(page, "孙七86591170");
  assert.match(await state(page), /没有保存/);
  await save(page);
  assert.equal(program.read(PLATFORM), text.replace("李鹏", "孙七"));
});

scenario("what is not saved is said, and not left without a question", edit, async ({ page, program }) => {
  assert.ok(!(await state(page)).includes("没有保存"));
  assert.ok(await page.getByRole("button", { name: "保存" }).isDisabled());
  await retype(page, "项目负责人", "某人");
  await until(async () => (await state(page)).includes("没有保存"), "it is said");
  const asked = page.waitForEvent("dialog");
  const closing = page.close({ runBeforeUnload: true });
  const dialog = await asked;
  assert.equal(dialog.type(), "beforeunload");
  await dialog.dismiss();
  await closing;
  // It is still there, also for a form that was left for another.
  await open(page, "projects/2026/台式机.yaml");
  await open(page, PLATFORM);
  assert.equal(await field(page, "项目负责人").inputValue(), "某人");
  await page.getByRole("button", { name: "保存" }).click();
  await until(() => program.read(PLATFORM).includes("项目负责人: 某人"), "it is saved");
});

scenario("a name that is taken is refused, and what was typed stays", { ...edit, expected: [REFUSED] }, async ({ page, program }) => {
  const text = program.read(PLATFORM);
  const name = field(page, "立项程序规范性（必填）");
  await name.focus();
  await page.keyboard.press("Control+a");
  await page.keyboard.insertText("立项依据充分性");
  const notice = page.getByRole("alert");
  await notice.waitFor();
  assert.match(await notice.textContent(), /立项依据充分性/);
  assert.equal(await page.evaluate(() => document.activeElement.value), "立项依据充分性");
  // One goes on typing, and it is another name.
  await page.keyboard.type("二");
  await says(page, "立项依据充分性二规范规范");
  await save(page);
  assert.equal(program.read(PLATFORM), text.replace("立项程序规范性: [", "立项依据充分性二: ["));
});

scenario("a name passes by one that is taken as it is typed", { ...edit, expected: [REFUSED] }, async ({ page, program }) => {
  const text = program.read(PLATFORM);
  await field(page, "立项程序规范性（必填）").focus();
  await page.keyboard.press("Control+a");
  for (const letter of "立项依据充分性高") {
    await page.keyboard.type(letter);
    await answered(page);
  }
  await says(page, "立项依据充分性高规范规范");
  await save(page);
  assert.equal(program.read(PLATFORM), text.replace("立项程序规范性: [", "立项依据充分性高: ["));
});

scenario("a form with faults goes on being filled in", edit, async ({ page }) => {
  await field(page, "项目负责人").focus();
  await retype(page, "项目名称（必填）", " ");
  await page.getByText("还不能报送").waitFor();
  await retype(page, "项目名称（必填）", "另一个名称");
  await says(page, "另一个名称");
  await until(async () => (await state(page)).includes("可以报送"), "it can be printed");
});

scenario("markup that is typed is text", { ...edit }, async (on) => {
  const { page } = on;
  const text = "<script>window.hacked = 1</script></svg><img src=x onerror='window.hacked=1'>&amp; #let x = {{ 1 }}";
  await field(page, "年度目标（必填）").fill(text);
  await says(page, text);
  assert.equal(await page.evaluate(() => window.hacked), undefined);
  await save(page);
  assert.ok(on.program.read(PLATFORM).includes(text));
});
