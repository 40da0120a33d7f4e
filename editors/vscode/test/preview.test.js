// The previews that the extension starts. The program is the one that the variable JIXIAO names;
// where it does not matter what it shows, a script stands in for it.

const assert = require("node:assert/strict");
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const { test } = require("node:test");
const { Previews, MOST, MOST_LINES } = require("../src/preview");

const program = process.env.JIXIAO;
const isWindows = process.platform === "win32";

/** @param {import("node:test").TestContext} context */
function folderFor(context) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "jixiao-"));
  context.after(() => fs.rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/**
 * @param {string} file
 * @param {string} lines
 */
function script(file, lines) {
  fs.writeFileSync(file, `#!/bin/sh\n${lines}\n`, { mode: 0o755 });
  return file;
}

/** @param {() => boolean} holds */
async function until(holds) {
  for (let waited = 0; !holds(); waited += 20) {
    assert.ok(waited < 20_000, "it does not come to hold");
    await new Promise((done) => setTimeout(done, 20));
  }
}

/** A stand-in that says an address, and goes on until it is ended. */
const STAYING = 'echo "在浏览器里打开 http://127.0.0.1:1/#ab$$" >&2\nexec sleep 60';

test(
  "the program opens the browser, and no command line has its secret",
  { skip: !program || process.platform !== "linux" },
  async (context) => {
    const folder = folderFor(context);
    const told = path.join(folder, "told");
    script(path.join(folder, "xdg-open"), `printf '%s\\n' "$@" > '${told}.part'; mv '${told}.part' '${told}'`);
    const file = path.join(folder, "甲 乙.yaml");
    fs.writeFileSync(file, "年度: 2026\n");
    const before = process.env.PATH;
    process.env.PATH = `${folder}:${before}`;
    /** @type {string[]} */
    const log = [];
    const previews = new Previews((line) => log.push(line));
    context.after(() => {
      process.env.PATH = before;
      previews.dispose();
    });
    assert.deepEqual(await previews.show(String(program), file), { isNew: true });
    const address = String(previews.address(file));
    assert.match(address, /^http:\/\/127\.0\.0\.1:\d+\/#[0-9a-f]{64}$/);
    assert.deepEqual(await previews.show(String(program), file), { isNew: false });
    assert.equal((await fetch(address)).status, 200);
    await until(() => fs.existsSync(told));
    const opened = fs.readFileSync(told, "utf8");
    assert.match(opened, /\.html\n$/);
    const secret = address.slice(address.indexOf("#") + 1);
    for (const text of [opened, log.join("\n")]) assert.ok(!text.includes(secret), text);
    assert.ok(log.some((line) => line.includes("http://127.0.0.1:")), log.join("\n"));
  },
);

test("a program that does not start is told, and tried again", { skip: isWindows }, async (context) => {
  const previews = new Previews(() => {});
  context.after(() => previews.dispose());
  const program = path.join(folderFor(context), "jixiao");
  await assert.rejects(previews.show(program, "甲.yaml"), /ENOENT/);
  script(program, STAYING);
  assert.deepEqual(await previews.show(program, "甲.yaml"), { isNew: true });
});

test("a program that ends says why, and is tried again", { skip: isWindows }, async (context) => {
  const previews = new Previews(() => {});
  context.after(() => previews.dispose());
  const program = path.join(folderFor(context), "jixiao");
  script(program, `i=0; while [ $i -lt 100 ]; do echo "行 $i" >&2; i=$((i + 1)); done; echo 错误：不行 >&2`);
  await assert.rejects(previews.show(program, "甲.yaml"), (error) => {
    assert.ok(error instanceof Error);
    const lines = error.message.split("\n");
    assert.equal(lines.at(-1), "错误：不行");
    assert.equal(lines.length, MOST_LINES);
    return true;
  });
  script(program, STAYING);
  assert.deepEqual(await previews.show(program, "甲.yaml"), { isNew: true });
});

test("the oldest ends where there are too many, and each as it is asked to", { skip: isWindows }, async (context) => {
  const previews = new Previews(() => {});
  context.after(() => previews.dispose());
  const program = script(path.join(folderFor(context), "jixiao"), STAYING);
  const files = Array.from({ length: MOST }, (_, number) => `${number}.yaml`);
  for (const file of files) await previews.show(program, file);
  assert.deepEqual([...previews.running.keys()], files);
  // Whoever is looked at again is not the oldest.
  await previews.show(program, files[0]);
  const second = previews.running.get(files[1]);
  await previews.show(program, "新.yaml");
  assert.deepEqual([...previews.running.keys()], [...files.slice(2), files[0], "新.yaml"]);
  const first = previews.running.get(files[0]);
  previews.end(files[0]);
  for (const ended of [first, second]) await until(() => ended?.process?.signalCode === "SIGTERM");
  assert.equal(previews.address(files[0]), undefined);
  assert.deepEqual([...previews.running.keys()], [...files.slice(2), "新.yaml"]);
});

test("an address that comes in parts is one, and the last one holds", { skip: isWindows }, async (context) => {
  const previews = new Previews(() => {});
  context.after(() => previews.dispose());
  const program = path.join(folderFor(context), "jixiao");
  script(program, `printf '打开 http://127.0.0.1:7/#ab' >&2; sleep 0.2; echo cd >&2; sleep 0.2; echo http://127.0.0.1:7/#ef >&2; exec sleep 60`);
  await previews.show(program, "甲.yaml");
  assert.equal(previews.address("甲.yaml"), "http://127.0.0.1:7/#abcd");
  await until(() => previews.address("甲.yaml") === "http://127.0.0.1:7/#ef");
});
