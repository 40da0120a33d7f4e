// The program at the other end, by the library that the extension's client is made of. It is the
// one that the variable JIXIAO names; without it, there is nothing to start.

const assert = require("node:assert/strict");
const { spawn } = require("node:child_process");
const { test } = require("node:test");
const {
  createProtocolConnection,
  CompletionRequest,
  DidOpenTextDocumentNotification,
  ExitNotification,
  InitializedNotification,
  InitializeRequest,
  PublishDiagnosticsNotification,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
} = require("vscode-languageserver-protocol/node");

const program = process.env.JIXIAO;

test("the program speaks with the client's library", { skip: !program }, async () => {
  const child = spawn(program ?? "", ["lsp"], { stdio: ["pipe", "pipe", "inherit"] });
  const ended = new Promise((resolve) => child.on("exit", resolve));
  const connection = createProtocolConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  connection.listen();
  const { capabilities } = await connection.sendRequest(InitializeRequest.type, {
    processId: process.pid,
    rootUri: null,
    capabilities: {},
    workspaceFolders: null,
  });
  assert.ok(capabilities.completionProvider && capabilities.documentFormattingProvider);
  await connection.sendNotification(InitializedNotification.type, {});
  const uri = "untitled:Untitled-1";
  /** @type {Promise<import("vscode-languageserver-protocol").PublishDiagnosticsParams>} */
  const told = new Promise((resolve) =>
    connection.onNotification(PublishDiagnosticsNotification.type, resolve),
  );
  const text = "项目名称: 甲\n项目类型: \n";
  await connection.sendNotification(DidOpenTextDocumentNotification.type, {
    textDocument: { uri, languageId: "yaml", version: 1, text },
  });
  const { diagnostics } = await told;
  assert.ok(diagnostics.some(({ code, source }) => code === "missing-key" && source === "jixiao"));
  const items = await connection.sendRequest(CompletionRequest.type, {
    textDocument: { uri },
    position: { line: 1, character: 6 },
  });
  assert.ok(Array.isArray(items) && items.some(({ label }) => label === "常年安排项目"));
  await connection.sendRequest(ShutdownRequest.type);
  await connection.sendNotification(ExitNotification.type);
  assert.equal(await ended, 0);
  connection.dispose();
});
