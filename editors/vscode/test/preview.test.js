// The preview that the extension starts. The program is the one that the variable JIXIAO names.

const assert = require("node:assert/strict");
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const { test } = require("node:test");
const { Previews } = require("../src/preview");

const program = process.env.JIXIAO;

test("a file has one preview, which says its address", { skip: program === undefined }, async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "jixiao-"));
  const file = path.join(folder, "甲 乙.yaml");
  fs.writeFileSync(file, "年度: 2026\n");
  const previews = new Previews(() => {});
  const address = await previews.address(String(program), file);
  assert.match(address, /^http:\/\/127\.0\.0\.1:\d+\/#[0-9a-f]{64}$/);
  assert.equal(await previews.address(String(program), file), address);
  const answer = await fetch(address);
  assert.equal(answer.status, 200);
  previews.dispose();
  fs.rmSync(folder, { recursive: true });
});

test("a program that does not start is told", async () => {
  const previews = new Previews(() => {});
  await assert.rejects(previews.address(path.resolve("/nowhere/jixiao"), "甲.yaml"));
});
