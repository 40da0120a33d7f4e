// 绩效表 in VS Code: starts `jixiao lsp`, which knows all the rest.

const vscode = require("vscode");
const { LanguageClient, State, Trace } = require("vscode-languageclient/node");
const { find, notFound } = require("./program");
const { looksLikeProject } = require("./activation");
const { Previews } = require("./preview");

/** How the settings of this extension begin. */
const SECTION = "jixiao";

/** Folders that hold project files, and the file of settings. */
const PROJECTS = "{jixiao.toml,**/jixiao.toml,projects/**/*.yaml,projects/**/*.yml}";

/** What the program is told of; it passes over what is none of its own. */
const DOCUMENTS = [
  { scheme: "file", language: "yaml" },
  { scheme: "untitled", language: "yaml" },
];

/** One program for a window. */
class Session {
  /** @param {vscode.ExtensionContext} context */
  constructor(context) {
    this.log = vscode.window.createOutputChannel("jixiao", { log: true });
    this.status = vscode.languages.createLanguageStatusItem("jixiao", DOCUMENTS);
    this.status.name = "绩效表";
    /** @type {LanguageClient | undefined} */
    this.client = undefined;
    /** Starts and stops follow one another. @type {Promise<void>} */
    this.last = Promise.resolve();
    this.isWanted = false;
    this.previews = new Previews((line) => this.log.info(line));
    context.subscriptions.push(this.previews);
    context.subscriptions.push(this.log, this.status);
    this.show("还没有启动", vscode.LanguageStatusSeverity.Information);
  }

  /** Starts the program, if it does not run. */
  start() {
    this.isWanted = true;
    return this.queue(() => this.client === undefined ? this.launch() : Promise.resolve());
  }

  /** Ends the program, and starts it anew. */
  restart() {
    this.isWanted = true;
    return this.queue(async () => {
      await this.halt();
      await this.launch();
    });
  }

  /** Ends the program. */
  stop() {
    return this.queue(() => this.halt());
  }

  /**
   * @param {() => Promise<void>} work
   * @returns {Promise<void>}
   */
  queue(work) {
    this.last = this.last.then(work).catch((error) => this.log.error(String(error)));
    return this.last;
  }

  async launch() {
    const setting = vscode.workspace.getConfiguration(SECTION).get("path", "jixiao");
    const program = find(setting, process.env);
    if (program === undefined) {
      await this.fail(notFound(setting));
      return;
    }
    const run = { command: program, args: ["lsp"] };
    const client = new LanguageClient(
      SECTION,
      "jixiao",
      { run, debug: run },
      {
        documentSelector: DOCUMENTS,
        outputChannel: this.log,
        diagnosticCollectionName: SECTION,
      },
    );
    client.onDidChangeState(({ newState }) => {
      switch (newState) {
        case State.Running:
          void vscode.commands.executeCommand("setContext", "jixiao.isRunning", true);
          this.show("已启动", vscode.LanguageStatusSeverity.Information);
          break;
        case State.Starting:
          this.show("正在启动", vscode.LanguageStatusSeverity.Information);
          break;
        case State.Stopped:
          this.show("已停止", vscode.LanguageStatusSeverity.Warning);
          break;
      }
    });
    this.client = client;
    try {
      await client.start();
      await client.setTrace(trace());
    } catch (error) {
      this.client = undefined;
      this.log.error(String(error));
      await this.fail(`${program} 启动不了：看日志里的原因；程序太旧的，换成有“jixiao lsp”命令的版本`);
    }
  }

  async halt() {
    const client = this.client;
    this.client = undefined;
    await client?.dispose();
  }

  /** Shows the form of the file that is being written, as it is saved, in the browser. */
  async preview() {
    const document = vscode.window.activeTextEditor?.document;
    if (document?.uri.scheme !== "file") return;
    const setting = vscode.workspace.getConfiguration(SECTION).get("path", "jixiao");
    const program = find(setting, process.env);
    if (program === undefined) {
      await this.fail(notFound(setting));
      return;
    }
    const file = document.uri.fsPath;
    try {
      const { isNew } = await this.previews.show(program, file);
      // Whatever is chosen, nothing waits for it.
      void this.offer(program, file, isNew);
    } catch (error) {
      this.complain(error);
    }
  }

  /**
   * Says where a preview is, and what to do where it is not seen.
   *
   * @param {string} program
   * @param {string} file
   * @param {boolean} isNew whether the browser has just been opened
   */
  async offer(program, file, isNew) {
    const again = "重新打开";
    const copy = "复制地址";
    const chosen = isNew
      ? await vscode.window.showInformationMessage(
          "jixiao：预览在浏览器里打开了。没有出来，或者要用另一个浏览器的，复制地址，粘贴到浏览器里",
          copy,
        )
      : await vscode.window.showInformationMessage(
          "jixiao：这份表已经在浏览器里预览。那一页关掉了的，重新打开；要用另一个浏览器的，复制地址，粘贴到那里",
          again,
          copy,
        );
    if (chosen === again) {
      this.previews.end(file);
      try {
        await this.previews.show(program, file);
      } catch (error) {
        this.complain(error);
      }
    } else if (chosen === copy) {
      const address = this.previews.address(file);
      if (address !== undefined) await vscode.env.clipboard.writeText(address);
      else void vscode.window.showInformationMessage("jixiao：预览已经结束，再点一次“预览表格”");
    }
  }

  /** @param {unknown} error why there is no preview */
  complain(error) {
    void vscode.window.showErrorMessage(`jixiao：预览打不开：${error instanceof Error ? error.message : error}`);
  }

  /**
   * Ends the previews of files that are shown in no tab any more.
   *
   * @param {readonly vscode.Tab[]} closed
   */
  endClosed(closed) {
    const files = (/** @type {readonly vscode.Tab[]} */ tabs) =>
      tabs.flatMap(({ input }) => (input instanceof vscode.TabInputText ? [input.uri.fsPath] : []));
    const shown = new Set(files(vscode.window.tabGroups.all.flatMap((group) => group.tabs)));
    for (const file of files(closed)) {
      if (!shown.has(file)) this.previews.end(file);
    }
  }

  /**
   * @param {string} text
   * @param {vscode.LanguageStatusSeverity} severity
   */
  show(text, severity) {
    this.status.text = `jixiao：${text}`;
    this.status.severity = severity;
    this.status.command = { command: "jixiao.restart", title: "重新启动" };
  }

  /** @param {string} message what is wrong, and what to do */
  async fail(message) {
    this.show("没有启动", vscode.LanguageStatusSeverity.Error);
    const settings = "打开设置";
    const again = "重新启动";
    // Whatever is chosen, starting does not wait for it.
    void vscode.window.showErrorMessage(`jixiao：${message}`, settings, again).then((chosen) => {
      if (chosen === settings) {
        void vscode.commands.executeCommand("workbench.action.openSettings", "jixiao.path");
      } else if (chosen === again) {
        void this.restart();
      }
    });
  }
}

/** @returns {Trace} */
function trace() {
  return Trace.fromString(vscode.workspace.getConfiguration(SECTION).get("trace.server", "off"));
}

/**
 * @param {vscode.TextDocument} document
 * @returns {boolean}
 */
function isForUs(document) {
  return document.languageId === "yaml" && looksLikeProject(document.getText());
}

/** @type {Session | undefined} */
let session;

/** @param {vscode.ExtensionContext} context */
async function activate(context) {
  const own = new Session(context);
  session = own;
  context.subscriptions.push(
    vscode.commands.registerCommand("jixiao.preview", () => own.preview()),
    vscode.commands.registerCommand("jixiao.restart", () => own.restart()),
    vscode.commands.registerCommand("jixiao.showLog", () => own.log.show()),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration("jixiao.path") && own.isWanted) {
        void own.restart();
      } else if (change.affectsConfiguration("jixiao.trace")) {
        void own.client?.setTrace(trace());
      }
    }),
    // Folders that are trusted from now on may say where the program is.
    vscode.workspace.onDidGrantWorkspaceTrust(() => own.isWanted && own.restart()),
    vscode.window.tabGroups.onDidChangeTabs(({ closed }) => own.endClosed(closed)),
    vscode.workspace.onDidOpenTextDocument((document) => isForUs(document) && own.start()),
    vscode.workspace.onDidChangeTextDocument(
      ({ document }) => !own.isWanted && isForUs(document) && own.start(),
    ),
  );
  // Other YAML files than project files are opened in most windows: they start nothing.
  const has = await vscode.workspace.findFiles(PROJECTS, "**/node_modules/**", 1);
  if (has.length > 0 || vscode.workspace.textDocuments.some(isForUs)) {
    await own.start();
  }
}

function deactivate() {
  return session?.stop();
}

module.exports = { activate, deactivate };
