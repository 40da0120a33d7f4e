// Looking at forms in the browser: the list, the pages, what was found, and what is printed.

import assert from "node:assert/strict";
import { chmodSync, existsSync, mkdtempSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { filledBy, isFirefox, sheetsOf, show } from "./browser.mjs";
import { PATIENCE, PLATFORM, dense, drawn, line, open, said, scenario, selected, shown, until } from "./harness.mjs";

const preview = { command: "preview" };
const OFFICE = "projects/2026/办公设备.yaml";

/** The projects as `jixiao list` has them. @param {import("./harness.mjs").Program} program */
const listed = (program) => JSON.parse(program.run("list", "projects", "--format", "json").toString());

/** How many files there are with faults, and what the list says of each. */
const stateOf = ({ errors, warnings }) => errors ? `${errors} 处错误` : warnings ? `${warnings} 处警告` : "没有问题";

const options = (page) => page.getByRole("listbox", { name: "项目" }).getByRole("option");

scenario("the list says of each project what jixiao list says", preview, async ({ page, program }) => {
  const { projects, totals } = listed(program);
  assert.equal(projects.length, 10);
  assert.equal(await options(page).count(), 10);
  for (const project of projects) {
    const text = await line(page, project.file).innerText();
    for (const part of [project.name, project.form, project.unit.split("\n")[0], `${project.total} 万元`]) assert.ok(text.includes(part), `${text}: ${part}`);
    await line(page, project.file).getByLabel(stateOf(project), { exact: true }).waitFor();
  }
  const said = await page.locator("#totals").textContent();
  for (const part of ["10 个项目", `${totals.warnings} 处警告`]) assert.ok(said.includes(part), said);
  assert.ok(!said.includes("错误"), said);
});

scenario("errors are counted, too", { command: "preview", files: { [OFFICE]: "年度: 2026\n项目名称: 办公设备\n联系电话: 1x\n" } }, async ({ page, program }) => {
  const { projects, totals } = listed(program);
  const project = projects.find(({ file }) => file === OFFICE);
  assert.ok(project.errors > 0);
  await line(page, OFFICE).getByLabel(stateOf(project), { exact: true }).waitFor();
  const said = await page.locator("#totals").textContent();
  assert.ok(said.includes(`1 个有错误（${totals.errors} 处）`), said);
  await open(page, OFFICE);
  await page.getByText("有错误，还不能报送").waitFor();
  await page.getByRole("heading", { name: new RegExp(`${project.errors} 处错误`) }).waitFor();
});

scenario("the list is searched", preview, async ({ page, program }) => {
  const { projects } = listed(program);
  const search = page.getByRole("searchbox", { name: "搜索项目" });
  const files = () => options(page).evaluateAll((all) => all.map((it) => it.dataset.file));
  await page.locator("body").press("/");
  await page.waitForFunction(() => document.activeElement.id === "search");
  await page.keyboard.type("村镇 申报");
  assert.deepEqual(await files(), ["projects/申报表/村镇保洁.yaml"]);
  await page.keyboard.press("Enter");
  await shown(page, "projects/申报表/村镇保洁.yaml");
  await search.fill("没有这样的项目");
  assert.deepEqual(await files(), []);
  await page.getByText("没有找到").waitFor();
  await search.press("Escape");
  assert.equal((await files()).length, 10);
  await page.getByLabel("只看有问题的").check();
  const faulty = projects.filter(({ errors, warnings }) => errors + warnings > 0).map(({ file }) => file);
  assert.equal(faulty.length, 4);
  assert.deepEqual((await files()).sort(), faulty.sort());
  await page.getByLabel("只看有问题的").uncheck();
  assert.equal((await files()).length, 10);
});

/** How large the pages of a form are, in points, as it is printed into SVG. */
function pagesOf(program, file) {
  const folder = mkdtempSync(join(program.folder, "svg-"));
  program.run("build", file, "--format", "svg", "--output", folder, "--force");
  const files = readdirSync(folder, { recursive: true }).filter((name) => name.endsWith(".svg"));
  return files.sort().map((name) => /viewBox="0 0 ([\d.]+) ([\d.]+)"/.exec(readFileSync(join(folder, name), "utf8")).slice(1).map(Number));
}

scenario("each form has its pages, and says on them what it says", preview, async ({ page, program }) => {
  for (const { file } of listed(program).projects) {
    const sheet = await open(page, file);
    const pages = pagesOf(program, file);
    const papers = await page.locator(".paper").evaluateAll((all) => all.map((it) => [it.offsetWidth, it.offsetHeight]));
    assert.equal(papers.length, pages.length, file);
    const scale = papers[0][0] / pages[0][0];
    pages.forEach(([width, height], at) => {
      assert.ok(Math.abs(width * scale - papers[at][0]) < 2 && Math.abs(height * scale - papers[at][1]) < 2, `${file}: ${pages} ${papers}`);
    });
    await drawn(page);
    const text = await selected(page);
    for (const cell of sheet.cells) assert.ok(text.includes(dense(cell.text)) || cell.areas.length > 1, `${file}: ${cell.text}`);
    // All that stands in the file stands on the page.
    const values = program.read(file).split("\n").filter((it) => !it.startsWith("#")).flatMap((it) => /^ {2}[^ :]+[；。]$/.exec(it) ?? []);
    for (const value of values) assert.ok(text.includes(dense(value)), `${file}: ${value}`);
    // And it is found where it stands.
    const first = sheet.cells.find((cell) => cell.text.length > 3 && !/\s/.test(cell.text));
    assert.ok(await page.evaluate((text) => window.find(text), first.text), first.text);
    await page.evaluate(() => getSelection().removeAllRanges());
  }
});

scenario("going fast through the list leaves the last form, with all its characters", preview, async ({ page, program }) => {
  const { projects } = listed(program);
  await line(page, projects[0].file).click();
  await page.getByRole("listbox").focus();
  for (let count = 1; count < projects.length; count += 1) await page.keyboard.press("ArrowDown");
  await shown(page, projects[9].file);
  await until(async () => (await said(page)).includes("镇江"), "the last form is shown");
  await drawn(page);
  for (let count = 1; count < projects.length; count += 1) await page.keyboard.press("ArrowUp");
  await shown(page, projects[0].file);
  await until(async () => (await said(page)).includes("南京考区考试"), "the first form is shown");
  await drawn(page);
  await page.keyboard.press("End");
  await shown(page, projects[9].file);
  await page.keyboard.press("Home");
  await shown(page, projects[0].file);
});

scenario("a text lies where it is drawn", { ...preview, form: PLATFORM }, async ({ page }) => {
  // The lines of the text layer are as wide as those of the drawing: within the cell, not beside.
  const outside = await page.evaluate(() => [...document.querySelectorAll(".paper")].flatMap((paper) => {
    const frame = paper.getBoundingClientRect();
    return [...paper.querySelectorAll(".word")].filter((word) => {
      const box = word.getBoundingClientRect();
      return box.left < frame.left || box.right > frame.right || box.top < frame.top || box.bottom > frame.bottom;
    }).map((word) => word.textContent);
  }));
  assert.deepEqual(outside, []);
  const word = page.locator(".word", { hasText: "中心OA系统维护升级；" });
  const box = await word.boundingBox();
  await page.mouse.move(box.x + 1, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width - 1, box.y + box.height / 2, { steps: 5 });
  await page.mouse.up();
  assert.equal(await page.evaluate(() => getSelection().toString().trim()), "中心OA系统维护升级；");
});

// Playwright sets a style of its own for the picture, which the page's policy refuses in Firefox.
scenario("a text is seen where it lies", { ...preview, form: PLATFORM, expected: [/Content-Security-Policy.*inline style/] }, async ({ page }) => {
  const picture = await page.screenshot();
  const unseen = await page.evaluate(async (picture) => {
    const bytes = Uint8Array.from(atob(picture), (it) => it.charCodeAt(0));
    const image = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
    const canvas = document.createElement("canvas");
    Object.assign(canvas, { width: image.width, height: image.height });
    const context = canvas.getContext("2d");
    context.drawImage(image, 0, 0);
    const desk = document.getElementById("desk").getBoundingClientRect();
    const words = [...document.querySelectorAll(".word")].filter((it) => it.getBoundingClientRect().bottom < desk.bottom);
    // The first and the last of its characters have ink; a mark alone has little.
    return [words.length, words.filter((word) => {
      const box = word.getBoundingClientRect();
      const width = Math.min(box.width, box.height * 2);
      return [box.left, box.right - width].some((left) => {
        const { data } = context.getImageData(left, box.top, width, box.height);
        return !data.some((value, at) => at % 4 === 0 && value < 128);
      });
    }).map((it) => it.textContent)];
  }, picture.toString("base64"));
  assert.ok(unseen[0] > 40, String(unseen[0]));
  assert.deepEqual(unseen[1], []);
});

/** What stands in the middle of the window: a line, and how far it is from there. */
const middle = (page) => page.evaluate(() => {
  const desk = document.getElementById("desk").getBoundingClientRect();
  const y = desk.top + desk.height / 2;
  const all = [...document.querySelectorAll(".word")].map((word) => {
    const box = word.getBoundingClientRect();
    return { text: word.textContent, off: (box.top + box.height / 2) - y, height: desk.height };
  });
  return all.sort((one, other) => Math.abs(one.off) - Math.abs(other.off))[0];
});

scenario("zooming keeps the place", { ...preview, form: "projects/监控表/村镇保洁.yaml" }, async ({ page }) => {
  const zoom = page.locator("#zoom");
  const before = await zoom.textContent();
  await page.evaluate(() => { const desk = document.getElementById("desk"); desk.scrollTop = desk.scrollHeight / 2 - desk.clientHeight / 2; });
  const { text } = await middle(page);
  const off = () => page.evaluate((text) => {
    const desk = document.getElementById("desk").getBoundingClientRect();
    const words = [...document.querySelectorAll(".word")].filter((it) => it.textContent === text);
    const offs = words.map((it) => it.getBoundingClientRect().top - desk.top - desk.height / 2);
    return Math.min(...offs.map(Math.abs)) / desk.height;
  }, text);
  for (const name of ["放大", "放大", "放大", "缩小", "缩小"]) {
    const last = await zoom.textContent();
    await page.getByRole("button", { name, exact: true }).click();
    assert.notEqual(await zoom.textContent(), last);
    assert.ok(await off() < 0.1, `${name}: ${text} is ${await off()} off`);
  }
  const box = await page.locator("#desk").boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.keyboard.down("Control");
  await page.mouse.wheel(0, -100);
  await page.keyboard.up("Control");
  await until(async () => await off() < 0.1, "the wheel keeps the place");
  await page.getByRole("button", { name: "适合宽度" }).click();
  assert.equal(await zoom.textContent(), before);
  assert.ok(await page.evaluate(() => { const desk = document.getElementById("desk"); return desk.scrollWidth <= desk.clientWidth; }));
});

scenario("pages that just fit stay as large as they are", { ...preview, form: PLATFORM }, async ({ page }) => {
  await page.evaluate(() => {
    window.changed = 0;
    new MutationObserver(() => { window.changed += 1; }).observe(document.getElementById("zoom"), { childList: true });
  });
  // Where all of the page is just seen, the scroll bar would come and go.
  for (let height = 730; height <= 850; height += 5) {
    await page.setViewportSize({ width: 1000, height });
    await page.waitForTimeout(100);
    await page.evaluate(() => { window.changed = 0; });
    await page.waitForTimeout(100);
    assert.equal(await page.evaluate(() => window.changed), 0, `at ${height}`);
  }
});

/** The number of the line of a file in which a text stands first. */
const lineOf = (program, file, text) => program.read(file).split("\n").findIndex((it) => it.includes(text)) + 1;

scenario("a click on a cell says where it is written", { ...preview, form: PLATFORM }, async ({ page, program }) => {
  const spot = page.getByRole("region", { name: "选中的栏" });
  const tries = { "李鹏": ["项目负责人", "项目负责人: 李鹏"], "=2项": ["绩效指标 › 产出指标 › 数量指标 › 完成运维升级 › 全年", "完成运维升级:"], "市本级": ["项目级次", null] };
  for (const [text, [field, written]] of Object.entries(tries)) {
    await page.locator(".word", { hasText: text }).first().click();
    await until(async () => (await spot.innerText()).includes(field), `${field}: ${await spot.innerText()}`);
    const where = await spot.locator(".where").allTextContents();
    const wanted = written === null ? "_defaults.yaml" : `${PLATFORM}:${lineOf(program, PLATFORM, written)}`;
    assert.ok(where.some((it) => it.includes(wanted)), `${where}: ${wanted}`);
    await page.locator(".mark.selected").first().waitFor();
    if (written) assert.ok((await spot.locator(".code.current").allTextContents()).some((it) => it.includes(written)), text);
  }
});

scenario("a click on what was found selects its cell", { ...preview, form: OFFICE }, async ({ page, program }) => {
  const { warnings } = listed(program).projects.find(({ file }) => file === OFFICE);
  const findings = page.getByRole("region", { name: "要改的地方" });
  await findings.getByRole("heading", { name: `${warnings} 处警告` }).waitFor();
  const buttons = findings.getByRole("button");
  assert.equal(await buttons.count(), warnings);
  for (const button of await buttons.all()) {
    await button.click();
    const boxes = await until(async () => {
      const [selected] = await page.locator(".mark.selected").evaluateAll((all) => all.map((it) => JSON.stringify(it.getBoundingClientRect())));
      const marked = await page.locator(".mark.warning").evaluateAll((all) => all.map((it) => JSON.stringify(it.getBoundingClientRect())));
      return selected && marked.includes(selected) && selected;
    }, "a marked cell is selected");
    const { top, bottom } = JSON.parse(boxes);
    const desk = await page.locator("#desk").boundingBox();
    assert.ok(top >= desk.y - 1 && bottom <= desk.y + desk.height + 1, "it is seen");
    // Beside it stands the line that the finding speaks of.
    const number = /第 (\d+) 行/.exec(await button.innerText())[1];
    const where = await page.locator("#spot .where").allTextContents();
    assert.ok(where.includes(`${OFFICE}:${number}`), `${where}: ${number}`);
  }
});

scenario("cells are gone through by the arrows", { ...preview, form: PLATFORM }, async ({ page }) => {
  await page.locator("#desk").focus();
  const spot = page.locator("#spot h2");
  for (const [key, name] of [["ArrowDown", "项目名称"], ["ArrowRight", "主管部门"], ["ArrowDown", "项目类型"], ["ArrowUp", "主管部门"], ["ArrowLeft", "项目名称"]]) {
    await page.keyboard.press(key);
    await until(async () => await spot.first().textContent() === name, `${key}: ${name}`);
    await page.locator(".mark.selected").first().waitFor();
  }
});

scenario("the PDF is the one that build makes", { ...preview, form: PLATFORM }, async ({ page, program }) => {
  const ticket = page.waitForResponse((response) => response.url().endsWith("/api/pdf"));
  const opened = page.context().waitForEvent("page");
  await page.getByRole("button", { name: "PDF", exact: true }).click();
  const { url } = await (await ticket).json();
  await opened;
  const answer = await page.context().request.get(new URL(url, program.address).href);
  assert.equal(answer.headers()["content-type"], "application/pdf");
  assert.ok(decodeURIComponent(answer.headers()["content-disposition"]).endsWith("平台运营服务费.pdf"));
  program.run("build", PLATFORM, "--output", "out");
  const [file] = readdirSync(join(program.folder, "out"), { recursive: true }).filter((name) => name.endsWith(".pdf"));
  assert.deepEqual(await answer.body(), readFileSync(join(program.folder, "out", file)));
});

for (const file of [PLATFORM, "projects/监控表/村镇保洁.yaml", "projects/申报表/村镇保洁.yaml"]) {
  scenario(`${file} is printed by the browser as it is laid out`, preview, async ({ page, program }) => {
    await page.evaluate(() => { window.print = () => { window.printed = true; }; });
    await open(page, file);
    await page.getByRole("button", { name: "打印" }).click();
    assert.ok(await page.evaluate(() => window.printed));
    const pdf = await page.pdf({ preferCSSPageSize: true });
    const pages = pagesOf(program, file);
    const isLike = (sizes) => {
      assert.equal(sizes.length, pages.length);
      pages.forEach(([width, height], at) => {
        assert.ok(Math.abs(sizes[at][0] - width) < 2 && Math.abs(sizes[at][1] - height) < 2, `${sizes} ${pages}`);
      });
    };
    isLike(sheetsOf(pdf));
    // Firefox says in its PDF how much of the sheet the page takes.
    if (isFirefox) isLike(filledBy(pdf));
    await show(page, "print");
    isLike(await page.locator(".ink").evaluateAll((all) => all.map((it) => it.getBoundingClientRect()).map(({ width, height }) => [width * 0.75, height * 0.75])));
    const mark = () => page.locator(".paper").first().evaluate((it) => getComputedStyle(it, "::after").content);
    assert.equal(await mark(), "none");
    for (const id of ["projects", "totals", "pdf", "spot", "findings"]) assert.ok(!await page.locator(`#${id}`).isVisible(), id);
    assert.ok(await page.locator(".ink").first().isVisible());
  });
}

scenario("what has errors is printed as a draft", { ...preview, files: { [OFFICE]: "年度: 2026\n项目名称: 办公设备\n" }, form: OFFICE, expected: [/Failed to load resource.* 409 /] }, async ({ page }) => {
  await show(page, "print");
  const marks = await page.locator(".paper").evaluateAll((all) => all.map((it) => getComputedStyle(it, "::after").content));
  assert.ok(marks.length > 0 && marks.every((it) => it.includes("草稿")), String(marks));
  assert.equal(sheetsOf(await page.pdf({ preferCSSPageSize: true })).length, marks.length);
  await show(page, "screen");
  // There is no PDF of it, and it is said why.
  await page.getByRole("button", { name: "PDF", exact: true }).click();
  const notice = page.getByRole("alert");
  await notice.waitFor();
  assert.ok((await notice.textContent()).length > 3);
});

scenario("what a screen reader says", { ...preview, form: OFFICE }, async ({ page }) => {
  const body = page.locator("body");
  const tree = await body.ariaSnapshot();
  const wanted = [
    /- heading "绩效表" \[level=1\]/, /- status: 10 个项目/, /- navigation "项目":/, /- searchbox "搜索项目"/, /- checkbox "只看有问题的"/,
    /- listbox "项目":/, /- 'option "办公设备 2 处警告 [^"]+" \[selected\]'/, /- option "台式机 没有问题 /,
    /- main "表格":/, /- toolbar "表格":/, /- button "缩小"/, /- button "放大"/, /- button "适合宽度"/, /- button "PDF"/, /- button "打印"/,
    /- region "第 1 页":/, /- complementary:/, /- region "选中的栏":/, /- region "要改的地方":/, /- heading "2 处警告" \[level=2\]/,
    /- listitem:\n +- button "警告“年度目标”和“实施可行性”一字不差 第 \d+ 行"/,
  ];
  for (const part of wanted) assert.match(tree, part);
  assert.equal(tree.match(/\[selected\]/g).length, 1);
  // All that acts has a name, and the keyboard reaches it.
  const nameless = await page.evaluate(() => [...document.querySelectorAll("button, input, select, textarea, [tabindex]")]
    .filter((it) => it.checkVisibility() && !(it.getAttribute("aria-label") || it.labels?.length || it.textContent.trim())).map((it) => it.outerHTML));
  assert.deepEqual(nameless, []);
  assert.equal(await page.locator("html").getAttribute("lang"), "zh-CN");
  const active = await page.getByRole("listbox").getAttribute("aria-activedescendant");
  assert.equal(await page.locator(`#${active}`).getAttribute("data-file"), OFFICE);
});

scenario("it is said that the program has ended, and its new address lets one in", { ...preview, form: PLATFORM, expected: [/ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE|Failed to load resource.* 401 /] }, async ({ page, program }) => {
  const connection = page.locator("#connection");
  assert.equal(await connection.textContent(), "");
  const { port } = program;
  await program.end();
  await until(async () => (await connection.textContent()).includes("再运行一次 jixiao preview"), "it is said");
  // The form stays to be read.
  assert.ok((await said(page)).includes("平台运营服务费"));
  await program.start("--port", String(port));
  assert.equal(program.port, port);
  await until(async () => (await connection.textContent()).includes("请用终端里最后一行的地址打开"), "what to do is said");
  // The address is opened in another tab; this one goes on, too.
  const other = await page.context().newPage();
  await other.goto(program.address);
  await other.getByRole("option").first().waitFor();
  await until(async () => await connection.textContent() === "", "the connection is there again");
  await open(page, OFFICE);
  await drawn(page);
});

scenario("what is saved elsewhere is seen at once", { ...preview, form: PLATFORM }, async ({ page, program }) => {
  const text = program.read(PLATFORM);
  program.write(PLATFORM, text.replace("李鹏", "周八"));
  await until(async () => (await said(page)).includes("周八86591170"), "the form follows");
  program.write(PLATFORM, text.replace("项目负责人: 李鹏", "项目负责人: [李鹏"));
  await page.getByText("文件现在排不出来").or(page.getByText("还不能报送")).waitFor();
  await line(page, PLATFORM).getByLabel(/处错误/).waitFor();
  program.write(PLATFORM, text);
  await until(async () => (await said(page)).includes("李鹏86591170"), "the form follows");
  await line(page, PLATFORM).getByLabel("没有问题", { exact: true }).waitFor();
  program.write("projects/2026/另一个.yaml", text.replace("项目名称: 平台运营服务费", "项目名称: 另一个项目"));
  await line(page, "projects/2026/另一个.yaml").waitFor();
  await drawn(page);
});

scenario("a page that is loaded again is let in", { ...preview, form: PLATFORM }, async ({ page, another }) => {
  assert.equal(new URL(page.url()).hash, "", "the token is not left in the address");
  await page.reload();
  await page.getByRole("option").first().waitFor();
  const other = await another();
  assert.ok((await said(other)).includes("平台运营服务费"));
});

scenario("a browser that cannot run the page is told so, and no other", preview, async ({ page, program }) => {
  const words = (of) => of.getByText("这个浏览器太旧");
  assert.equal(await words(page).count(), 0);
  const context = await page.context().browser().newContext();
  const old = await context.newPage();
  await old.route("**/page/main.js", (route) => route.fulfill({ contentType: "text/javascript", body: "what it does not read" }));
  await old.goto(program.address);
  assert.ok(!await words(old).isVisible(), "it may be about to run");
  await words(old).waitFor({ timeout: PATIENCE });
  await context.close();
});

scenario("the browser is led to the page", { ...preview, expected: [/./] }, async ({ page, program }) => {
  const led = await ledBy(program, "xdg-open", page);
  const other = await led(pathToFileURL(program.read("led")).href);
  assert.equal(new URL(other.url()).origin, new URL(program.address).origin);
  await other.context().close();
});

scenario("a window of its own is opened, and the program ends with it", { command: "edit", expected: [/./] }, async ({ page, program }) => {
  const led = await ledBy(program, "chromium", page, "--window");
  const [, address] = /^--app=(file:.*)$/.exec(program.read("led"));
  const window = await led(address);
  await window.reload();
  await window.getByRole("option").first().waitFor({ timeout: PATIENCE });
  let hasEnded = false;
  program.ended.then(() => { hasEnded = true; });
  await window.waitForTimeout(8000);
  assert.ok(!hasEnded, "it is there as long as the window is");
  await turn(window, true);
  await window.waitForTimeout(8000);
  assert.ok(!hasEnded, "it is there, too, while nobody sees the window");
  await window.context().close();
  await until(() => hasEnded, "it ends");
  assert.match(program.said, /窗口关上了，程序结束/);
});

scenario("a window of its own says how to come back to it", { command: "edit", expected: [/./] }, async ({ page, program }) => {
  const led = await ledBy(program, "chromium", page, "--window");
  const [, address] = /^--app=(file:.*)$/.exec(program.read("led"));
  const window = await led(address);
  await program.end();
  const connection = window.locator("#connection");
  await until(async () => (await connection.textContent()).includes("关上这个窗口，再打开一次绩效表"), "it is said");
  await window.context().close();
});

/** Starts the program so that it finds another one in its path, which notes its argument; gives what opens that. */
async function ledBy(program, name, page, ...more) {
  await program.end();
  program.write(name, "#!/bin/sh\nprintf %s \"$1\" > led.part && mv led.part led\n");
  chmodSync(join(program.folder, name), 0o755);
  program.opener = program.folder;
  await program.start(...more);
  await until(() => existsSync(join(program.folder, "led")), "it is told of a file");
  return async (address) => {
    const context = await page.context().browser().newContext();
    const opened = await context.newPage();
    await opened.goto(address);
    await opened.getByRole("option").first().waitFor({ timeout: PATIENCE });
    return opened;
  };
}

/** Has a tab seen, or not: another is in front of it. */
const turn = (page, hidden) => page.evaluate((hidden) => {
  Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
}, hidden);

scenario("tabs that nobody sees leave the connections to the others", { ...preview, form: PLATFORM }, async ({ page, another }) => {
  await turn(page, true);
  for (let count = 1; count < 10; count += 1) await turn(await another(), true);
  const last = await another();
  await open(last, OFFICE);
  await turn(page, false);
  await open(page, OFFICE);
  await drawn(page);
  assert.equal(await page.locator("#connection").textContent(), "");
});

const MARKUP = `<script>window.hacked = 1</script><img src=x onerror="window.hacked = 1"></svg></text>&amp;&lt;`;

/** A project that says nothing else wherever it may. */
const MARKED = readFileSync(new URL(`../../${PLATFORM}`, import.meta.url), "utf8")
  .replace("项目名称: 平台运营服务费", () => `项目名称: '${MARKUP}'`)
  .replace("项目类型: 常年安排项目", `项目类型: '<b onclick="window.hacked=1">x</b>'`)
  .replace("项目负责人: 李鹏", `项目负责人: "<svg onload='window.hacked=1'>\\u05D0"`)
  .replace("      完成运维升级:", () => `      '${MARKUP}':`)
  .replace("  中心OA系统维护升级；", () => `  ${MARKUP}\n  #set text(red) {{ 1 }}`);

scenario("what files say is text, whatever it looks like", {
  ...preview,
  files: {
    "projects/2026/标记.yaml": MARKED,
    "projects/2026/<img src=x onerror=window.hacked=1>.yaml": MARKED,
    "projects/2026/键.yaml": `'<i>键</i>': 1\n${MARKED}`,
    "projects/2026/控制.yaml": "年度: 2026\n项目名称: \"a\\u202Eb\"\n",
    "projects/2026/控制二.yaml": "年度: 2026\n项目名称: a\u202Eb\n",
  },
}, async ({ page }) => {
  await open(page, "projects/2026/标记.yaml");
  assert.ok((await line(page, "projects/2026/标记.yaml").innerText()).includes(MARKUP));
  assert.ok((await said(page)).includes(dense(MARKUP)));
  const findings = await page.locator("#findings").innerText();
  assert.ok(findings.includes("<b onclick"), findings);
  for (const button of await page.locator("#findings button").all()) await button.click();
  await page.locator('[data-file$="键.yaml"]').click();
  await until(async () => (await page.locator("#findings").innerText()).includes("<i>键</i>"), "the key is told");
  const image = page.locator('[data-file*="<img"]');
  await image.click();
  await until(async () => (await page.locator("#form-name").textContent()).includes("<img src=x"), "it is opened");
  // What turns texts round is not let through to where it would do so.
  const control = page.locator('[data-file$="控制.yaml"]');
  await control.click();
  await until(async () => (await page.locator("#form-name").textContent()) === "控制", "it is opened");
  assert.ok(!(await page.locator("body").innerText()).includes("\u202E"));
  await page.locator('[data-file$="控制二.yaml"]').click();
  await until(async () => (await page.locator("#form-name").textContent()) === "控制二", "it is opened");
  assert.ok(!(await page.locator("body").innerText()).includes("\u202E"));
  assert.equal(await page.evaluate(() => window.hacked), undefined);
  const foreign = await page.evaluate(() => [...document.querySelectorAll("#list script, #list img, #findings i, #findings b, #findings img, .words *:not(.word), .ink script, .ink image")].map((it) => it.outerHTML));
  assert.deepEqual(foreign, []);
});
