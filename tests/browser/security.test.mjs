// Who gets an answer from the program, and who does not. Spoken to over plain sockets: a browser
// would not send most of this.

import assert from "node:assert/strict";
import { symlinkSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { PATIENCE, PLATFORM, Program, until } from "./harness.mjs";

/** What stands in the head of each answer. */
const HEAD = {
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-resource-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
  "x-frame-options": "DENY",
  "cache-control": "no-store",
};
/** Whole requests are answered in time. */
const options = { timeout: 2 * PATIENCE };

/** @type {Program} */
let program;
/** @type {Record<string, string>} what lets a page in */
let secrets;
/** The number of a page. */
let client;
let stream;

/**
 * Sends bytes; gives what comes back until the program closes the connection, or the body is
 * there, each header with all of its values.
 * @param {Array<string|Buffer>} parts
 */
function raw(...parts) {
  return new Promise((done, failed) => {
    const socket = connect(program.port, "127.0.0.1", () => { for (const part of parts) socket.write(part); });
    let bytes = Buffer.alloc(0);
    const finish = () => {
      socket.destroy();
      const at = bytes.indexOf("\r\n\r\n");
      const [status, ...lines] = bytes.subarray(0, Math.max(at, 0)).toString("latin1").split("\r\n");
      const headers = {};
      for (const line of lines) {
        const [, name, value] = /^([^:]+): ?(.*)$/.exec(line);
        headers[name.toLowerCase()] = [...headers[name.toLowerCase()] ?? [], value];
      }
      done({ status: Number(status.split(" ")[1] ?? 0), headers, body: bytes.subarray(at + 4).toString("utf8") });
    };
    socket.on("data", (data) => {
      bytes = Buffer.concat([bytes, data]);
      const at = bytes.indexOf("\r\n\r\n");
      if (at < 0) return;
      const length = /\r\ncontent-length: (\d+)/i.exec(bytes.subarray(0, at + 2).toString("latin1"));
      if (length && bytes.length >= at + 4 + Number(length[1])) finish();
    });
    socket.on("end", finish);
    socket.on("error", (error) => { if (bytes.length || error.code !== "ECONNREFUSED") finish(); else failed(error); });
  });
}

/** The text of a request. @param {string} start @param {Record<string, string|string[]>} headers */
function text(start, headers, body = "") {
  const lines = Object.entries(headers).flatMap(([name, values]) => [values].flat().map((value) => `${name}: ${value}`));
  return `${start} HTTP/1.1\r\n${lines.join("\r\n")}\r\n\r\n${body}`;
}

const host = () => `127.0.0.1:${program.port}`;

/**
 * A request as a page of the program sends it, but for what is given.
 * @param {string} path
 * @param {object} [other]
 */
function post(path, { body = JSON.stringify({ client, name: PLATFORM }), without = [], ...headers } = {}) {
  const all = {
    host: host(),
    origin: `http://${host()}`,
    "sec-fetch-site": "same-origin",
    "content-type": "application/json",
    "content-length": String(Buffer.byteLength(body)),
    ...secrets,
    ...headers,
  };
  for (const name of without) delete all[name];
  return raw(text(`POST ${path}`, all, body));
}

function get(path, headers = {}) {
  return raw(text(`GET ${path}`, { host: host(), ...headers }));
}

/** An answer says no with this status, with all that stands in a head, and without data. */
function isRefused(answer, status, what) {
  assert.equal(answer.status, status, what);
  isGuarded(answer, what);
  assert.ok(!answer.body.includes("平台运营"), `${what}: ${answer.body}`);
  assert.equal(typeof JSON.parse(answer.body).message, "string", what);
}

function isGuarded({ headers }, what) {
  for (const [name, value] of Object.entries(HEAD)) assert.deepEqual(headers[name], [value], `${what}: ${name}`);
  const [policy] = headers["content-security-policy"] ?? [];
  for (const part of ["default-src 'self'", "object-src 'none'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"]) {
    assert.ok(policy?.includes(part), `${what}: ${policy}`);
  }
  assert.ok(!policy.includes("unsafe"), what);
  const open = Object.keys(headers).filter((name) => name.startsWith("access-control-"));
  assert.deepEqual(open, [], what);
}

/** Opens the stream of a page: the number of the page, and the stream. */
async function listening() {
  const stream = connect(program.port, "127.0.0.1", () => stream.write(text("GET /api/stream", { host: host(), ...secrets })));
  const client = await new Promise((found) => {
    let said = "";
    stream.on("data", (data) => {
      said += data;
      const hello = /event: hello\ndata: (\d+)/.exec(said);
      if (hello) found(Number(hello[1]));
    });
  });
  return [client, stream];
}

/** The program still answers a page of its own. */
async function isWell() {
  const answer = await post("/api/open");
  assert.equal(answer.status, 200, answer.body);
  assert.ok(answer.body.includes("平台运营服务费"));
}

before(async () => {
  program = await new Program("preview").start();
  // Beside the folder that is open, and led to from within it.
  program.write("secret.yaml", program.read(PLATFORM).replace("86591170", "13900000000"));
  const token = new URL(program.address).hash.slice(1);
  const body = JSON.stringify({ token });
  secrets = {};
  const answer = await post("/session", { body });
  assert.equal(answer.status, 200, answer.body);
  const [cookie] = answer.headers["set-cookie"];
  for (const part of ["HttpOnly", "SameSite=Strict", "Path=/"]) assert.ok(cookie.includes(part), cookie);
  secrets = { cookie: cookie.split(";")[0], "jixiao-key": JSON.parse(answer.body).key };
  // A token lets one browser in.
  isRefused(await post("/session", { body }), 401, "a token that was used");
  [client, stream] = await listening();
  await until(async () => (await post("/api/list")).body.includes("平台运营服务费"), "the list is there");
  await isWell();
});

after(async () => {
  stream?.destroy();
  await program?.close();
});

test("a request under another name is not for this program", options, async () => {
  const { port } = program;
  const hosts = {
    "another name": `evil.example:${port}`,
    "a name that leads here": `localhost:${port}`,
    "another port": `127.0.0.1:${port + 1}`,
    "no port": "127.0.0.1",
    "a longer name": `127.0.0.1:${port}.evil.example`,
    "a user before it": `evil@127.0.0.1:${port}`,
    "empty": "",
    "two": [host(), `evil.example:${port}`],
    "the same twice": [host(), host()],
  };
  for (const [what, host] of Object.entries(hosts)) {
    for (const path of ["/", "/page/main.js", "/api/stream"]) {
      isRefused(await get(path, { host, ...secrets }), 421, `${what}, ${path}`);
    }
    isRefused(await post("/api/open", { host }), 421, `${what}, post`);
  }
  const none = await post("/api/open", { without: ["host"] });
  assert.ok([400, 421].includes(none.status), `no host: ${none.status}`);
  const whole = await raw(text(`GET http://evil.example:${port}/`, { host: `evil.example:${port}` }));
  assert.equal(whole.status, 421, "a whole address");
  const old = await raw("GET / HTTP/1.0\r\n\r\n");
  assert.ok([400, 421].includes(old.status), `HTTP/1.0 without a host: ${old.status}`);
  await isWell();
});

test("what asks or changes comes from the program's own page", options, async () => {
  const { port } = program;
  const origins = {
    "another site": "http://evil.example",
    "another port": `http://127.0.0.1:${port + 1}`,
    "https": `https://127.0.0.1:${port}`,
    "another name": `http://localhost:${port}`,
    "null": "null",
    "empty": "",
    "a longer name": `http://127.0.0.1:${port}.evil.example`,
    "two": [`http://${host()}`, "http://evil.example"],
  };
  for (const [what, origin] of Object.entries(origins)) {
    isRefused(await post("/api/open", { origin }), 403, what);
    isRefused(await post("/session", { origin, body: JSON.stringify({ token: "x" }) }), 403, what);
  }
  isRefused(await post("/api/open", { without: ["origin"] }), 403, "no origin");
  for (const site of ["cross-site", "same-site", "none", "SAME-ORIGIN", ""]) {
    isRefused(await post("/api/open", { "sec-fetch-site": site }), 403, site);
  }
  for (const site of ["cross-site", "same-site"]) {
    for (const path of ["/", "/page/main.js", "/api/stream"]) {
      isRefused(await get(path, { "sec-fetch-site": site, ...secrets }), 403, `${site} ${path}`);
    }
    // The file that leads the browser to the page is on another site; a page that frames it, too.
    const led = { "sec-fetch-site": site, "sec-fetch-mode": "navigate", "sec-fetch-dest": "document" };
    assert.equal((await get("/", led)).status, 200);
    isRefused(await get("/", { ...led, "sec-fetch-dest": "iframe" }), 403, "a frame");
    isRefused(await get("/", { ...led, "sec-fetch-mode": "no-cors" }), 403, "no page");
    isRefused(await get("/page/main.js", led), 403, "what belongs to the page");
    isRefused(await post("/session", led), 403, "led to what it says");
  }
  await isWell();
});

test("nobody gets data without both secrets", options, async () => {
  const [name] = secrets.cookie.split("=");
  const wrong = "0".repeat(64);
  const tries = {
    "no cookie": { without: ["cookie"] },
    "a wrong cookie": { cookie: `${name}=${wrong}` },
    "an empty cookie": { cookie: `${name}=` },
    "a cookie of another name": { cookie: secrets.cookie.replace(name, `x${name}`) },
    "no key": { without: ["jixiao-key"] },
    "a wrong key": { "jixiao-key": wrong },
    "an empty key": { "jixiao-key": "" },
    "two keys": { "jixiao-key": [secrets["jixiao-key"], secrets["jixiao-key"]] },
    "the cookie as the key": { "jixiao-key": secrets.cookie.split("=")[1] },
    "nothing": { without: ["cookie", "jixiao-key"] },
  };
  for (const [what, other] of Object.entries(tries)) {
    for (const path of ["/api/list", "/api/open", "/api/pdf", "/api/save", "/api/nothing"]) {
      isRefused(await post(path, other), 401, `${what} ${path}`);
    }
  }
  isRefused(await get("/api/stream", { cookie: secrets.cookie }), 401, "a stream without a key");
  isRefused(await get("/api/stream", { "jixiao-key": secrets["jixiao-key"] }), 401, "a stream without a cookie");
  // Neither is in what anybody gets.
  for (const path of ["/", "/page/main.js", "/page/link.js"]) {
    const { body, status, headers } = await get(path);
    assert.equal(status, 200, path);
    assert.ok(!body.includes(secrets["jixiao-key"]) && !headers["set-cookie"], path);
  }
  const ticket = JSON.parse((await post("/api/pdf")).body).url;
  isRefused(await get(ticket), 401, "a PDF without a cookie");
  isRefused(await get(`/file/${wrong}`, { cookie: secrets.cookie }), 404, "a made-up ticket");
  assert.equal((await get(ticket, { cookie: `other=1; ${secrets.cookie}` })).status, 200);
  for (const body of ["{}", JSON.stringify({ token: "" }), JSON.stringify({ token: wrong }), JSON.stringify({ token: 7 })]) {
    const { status } = await post("/session", { body, without: ["cookie", "jixiao-key"] });
    assert.ok([400, 401].includes(status), `${body}: ${status}`);
  }
  await isWell();
});

test("what a form of another site can send is not taken", options, async () => {
  for (const kind of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/json, text/plain", ""]) {
    isRefused(await post("/api/open", { "content-type": kind }), 415, kind);
  }
  isRefused(await post("/api/open", { without: ["content-type"] }), 415, "no type");
  const broken = ["", "{", "[]", "null", "7", JSON.stringify({ client: -1 }), JSON.stringify({ client: "0" }),
    JSON.stringify({ client, name: 7 }), JSON.stringify({ client, name: PLATFORM, changes: [{ change: "format" }] }), "[".repeat(100_000)];
  for (const body of broken) isRefused(await post("/api/open", { body }), 400, body.slice(0, 40));
  isRefused(await post("/api/open", { body: JSON.stringify({ client: 10 ** 9, name: PLATFORM }) }), 410, "a page that is not there");
  await isWell();
});

test("no more is read than a page sends", options, async () => {
  const large = "x".repeat((1 << 20) + 1);
  isRefused(await post("/api/open", { body: large }), 413, "a long body");
  isRefused(await raw(text("POST /api/open", {
    host: host(), origin: `http://${host()}`, "content-type": "application/json", "content-length": String(2 ** 40), ...secrets,
  })), 413, "a length that is only claimed");
  const chunk = `${(1 << 16).toString(16)}\r\n${"x".repeat(1 << 16)}\r\n`;
  const chunked = { host: host(), origin: `http://${host()}`, "content-type": "application/json", "transfer-encoding": "chunked", ...secrets };
  const endless = await raw(text("POST /api/open", chunked), ...Array(20).fill(chunk));
  // What comes after the answer resets the connection, at times before the answer is read.
  if (endless.status !== 0) isRefused(endless, 413, "a long body without a length");
  assert.ok(!endless.body.includes("平台运营"));
  const both = await raw(text("POST /api/open", { ...chunked, "content-length": "5" }, "0\r\n\r\n"));
  assert.ok(both.status >= 400, `a length and chunks: ${both.status}`);
  const huge = await get("/", { "x-long": "x".repeat(1 << 17) });
  assert.ok([0, 400, 431].includes(huge.status), `a huge header: ${huge.status}`);
  const many = Object.fromEntries(Array.from({ length: 500 }, (_, number) => [`x-${number}`, "1"]));
  const crowded = await get("/", many);
  assert.ok([0, 400, 431].includes(crowded.status), `many headers: ${crowded.status}`);
  const long = await get(`/${"a".repeat(1 << 17)}`);
  assert.ok([0, 400, 414, 431].includes(long.status), `a long address: ${long.status}`);
  for (const rubbish of ["\r\n\r\n\r\n", "GET\r\n\r\n", "\x16\x03\x01\x02\x00", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", Buffer.alloc(4096, 0xff)]) {
    const socket = connect(program.port, "127.0.0.1", () => socket.end(rubbish));
    await new Promise((done) => socket.on("close", done).on("error", () => {}).resume());
  }
  await isWell();
});

test("there is nothing to get beside the page", options, async () => {
  const paths = [
    "/page/..%2f..%2fmod.rs", "/page/../server.rs", "/page/%2e%2e/gate.rs", "/page//etc/hostname", "/page/..\\gate.rs",
    "/page/./main.js", "/page/main.js/", "/page/main.js%00", "/page/", "/page/main", "/page/MAIN.JS", "/page/index.html/..",
    "/etc/passwd", "/../../etc/passwd", "//etc/passwd", "/secret.yaml", "/projects", "/api/", "/api", "/file/", "/file/../page/main.js",
  ];
  for (const path of paths) {
    const answer = await get(path, secrets);
    isRefused(answer, 404, path);
  }
  for (const path of ["/", "/page/main.js", "/page/style.css", "/page/icon.svg", "/favicon.ico"]) {
    const answer = await get(path);
    assert.equal(answer.status, 200, path);
    isGuarded(answer, path);
  }
  await isWell();
});

test("other methods do nothing", options, async () => {
  for (const method of ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "FOO", "HEAD"]) {
    for (const path of ["/", "/api/open", "/session"]) {
      const ours = { host: host(), origin: `http://${host()}`, "content-type": "application/json", "content-length": "0", ...secrets };
      const answer = await raw(text(`${method} ${path}`, { ...ours, connection: "close" }));
      assert.ok(answer.status >= 400, `${method} ${path}: ${answer.status}`);
      isGuarded(answer, `${method} ${path}`);
    }
  }
  isRefused(await get("/api/open", secrets), 404, "asking by GET");
  isRefused(await get("/session", secrets), 404, "a session by GET");
  const preflight = await raw(text("OPTIONS /api/open", {
    host: host(), origin: "http://evil.example", "access-control-request-method": "POST", "access-control-request-headers": "jixiao-key",
  }));
  isRefused(preflight, 403, "a question of another site");
  await isWell();
});

test("no file outside of the folder is read", options, async () => {
  const outside = join(program.folder, "secret.yaml");
  const names = [
    "secret.yaml", outside, "../secret.yaml", "projects/../secret.yaml", "projects/..\\secret.yaml", "projects/%2e%2e/secret.yaml",
    `./${PLATFORM}`, PLATFORM.replace("projects/", "projects//"), join(program.folder, PLATFORM), "projects/2026/_defaults.yaml", "/etc/passwd", "projects",
    "", "\u0000", `${PLATFORM}\u0000`, "con", "\\\\server\\share\\a.yaml",
  ];
  for (const name of names) {
    for (const what of ["open", "pdf"]) {
      isRefused(await post(`/api/${what}`, { body: JSON.stringify({ client, name }) }), 404, `${what} ${name}`);
    }
  }
  await isWell();
});

test("a link that leads out of the folder is not followed", options, async () => {
  const linked = new Program("edit");
  linked.write("secret.yaml", linked.read(PLATFORM).replace("86591170", "13900000000"));
  symlinkSync(join(linked.folder, "secret.yaml"), join(linked.folder, "projects/2026/链接.yaml"));
  const [before, theirSecrets, theirClient] = [program, secrets, client];
  let its;
  program = linked;
  try {
    await linked.start();
    const answer = await post("/session", { body: JSON.stringify({ token: new URL(linked.address).hash.slice(1) }), without: ["cookie", "jixiao-key"] });
    secrets = { cookie: answer.headers["set-cookie"][0].split(";")[0], "jixiao-key": JSON.parse(answer.body).key };
    [client, its] = await listening();
    const { body } = await until(async () => {
      const list = await post("/api/list");
      return list.body.includes("平台运营服务费") && list;
    }, "the list is there");
    const { listing, beside } = JSON.parse(body);
    const link = "projects/2026/链接.yaml";
    assert.ok(!listing.projects.some(({ file }) => file === link), "in the list");
    // It is said that it was left out.
    assert.ok(beside.some(([file]) => file === link), JSON.stringify(beside));
    isRefused(await post("/api/open", { body: JSON.stringify({ client, name: link }) }), 404, "a link");
    assert.ok(!body.includes("13900000000"));
  } finally {
    its?.destroy();
    [program, secrets, client] = [before, theirSecrets, theirClient];
    await linked.close();
  }
});

test("preview changes nothing", options, async () => {
  const text = program.read(PLATFORM);
  const changes = [{ change: "set", path: ["项目负责人"], text: "别人" }];
  for (const what of ["change", "undo", "redo", "save"]) {
    const answer = await post(`/api/${what}`, { body: JSON.stringify({ client, name: PLATFORM, changes }) });
    isRefused(answer, 409, what);
    assert.match(JSON.parse(answer.body).message, /预览不改文件/);
  }
  assert.equal(program.read(PLATFORM), text);
  const { edit } = JSON.parse((await post("/api/open")).body);
  assert.equal(edit, null);
  await isWell();
});

test("connections on which nothing is said keep nobody else out", options, async () => {
  const idle = Array.from({ length: 200 }, () => connect(program.port, "127.0.0.1").on("error", () => {}));
  try {
    await Promise.all(idle.map((socket) => socket.readyState === "open" || new Promise((done) => socket.once("connect", done).once("close", done))));
    const start = Date.now();
    await isWell();
    assert.ok(Date.now() - start < 5000, `${Date.now() - start} ms`);
  } finally {
    for (const socket of idle) socket.destroy();
  }
  await isWell();
});
