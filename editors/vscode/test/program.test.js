const assert = require("node:assert/strict");
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const { test } = require("node:test");
const { find, notFound } = require("../src/program");
const { looksLikeProject } = require("../src/activation");

test("the program is looked for in the folders of PATH, and nowhere else", () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "jixiao-"));
  const name = process.platform === "win32" ? "jixiao.exe" : "jixiao";
  const program = path.join(folder, name);
  assert.equal(find("jixiao", { PATH: folder }), undefined);
  fs.writeFileSync(program, "");
  assert.equal(find("jixiao", { PATH: ["/nowhere", folder].join(path.delimiter) }), program);
  assert.equal(find("", { PATH: folder }), program);
  assert.equal(find(program, {}), program);
  assert.equal(find(`${program}x`, { PATH: folder }), undefined);
  // What lies in the working folder may be anyone's.
  const here = process.cwd();
  process.chdir(folder);
  assert.equal(find("jixiao", { PATH: `.${path.delimiter}` }), undefined);
  assert.equal(find(`./${name}`, { PATH: folder }), undefined);
  process.chdir(here);
  fs.rmSync(folder, { recursive: true });
});

test("what to do where there is no program", () => {
  assert.match(notFound("jixiao"), /找不到 jixiao 程序：.*jixiao\.path/);
  assert.match(notFound(path.resolve("/opt/jixiao")), /没有 .* 这个文件/);
  assert.match(notFound("bin/jixiao"), /完整位置/);
});

test("project files are told from other YAML files", () => {
  for (const text of [
    "项目名称: 甲\n",
    "# 说明\n项目名称：甲\n",
    "# yaml-language-server: $schema=../../schema/2026.json\n",
    "# jixiao: allow placeholder\n",
  ]) {
    assert.ok(looksLikeProject(text), text);
  }
  for (const text of ["", "services:\n  web: {}\n", "# yaml-language-server: $schema=https://json.schemastore.org/x.json\n"]) {
    assert.ok(!looksLikeProject(text), text);
  }
});
