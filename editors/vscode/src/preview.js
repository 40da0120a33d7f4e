// Seeing the form beside the text: a `jixiao preview` for each file that is looked at, in the
// browser of the system.

const { spawn } = require("node:child_process");

/** The address in what the program says; the last one is good for a browser that has none yet. */
const ADDRESS = /http:\/\/127\.0\.0\.1:\d+\/#[0-9a-f]+/g;

/** The previews that run. */
class Previews {
  /** @param {(line: string) => void} log is told what the programs say */
  constructor(log) {
    this.log = log;
    /** @type {Map<string, Preview>} */
    this.running = new Map();
  }

  /**
   * The address of the preview of a file, which is started where it does not run.
   *
   * @param {string} program
   * @param {string} file
   * @returns {Promise<string>}
   */
  address(program, file) {
    const known = this.running.get(file);
    if (known) return known.address();
    const preview = new Preview(program, file, this.log, () => this.running.delete(file));
    this.running.set(file, preview);
    return preview.address();
  }

  /** Ends all of them. */
  dispose() {
    for (const preview of this.running.values()) preview.end();
    this.running.clear();
  }
}

/** A program that shows a file. */
class Preview {
  /**
   * @param {string} program
   * @param {string} file
   * @param {(line: string) => void} log
   * @param {() => void} ended
   */
  constructor(program, file, log, ended) {
    let said = "";
    /** @type {string | undefined} */
    this.last = undefined;
    /** @type {Promise<void>} */
    this.ready = new Promise((done, failed) => {
      this.process = spawn(program, ["preview", file, "--no-open"], { stdio: ["ignore", "ignore", "pipe"] });
      this.process.stderr?.setEncoding("utf8").on("data", (text) => {
        said += text;
        log(text.trimEnd());
        const address = said.match(ADDRESS)?.pop();
        if (address === undefined) return;
        this.last = address;
        done();
      });
      this.process.on("error", failed);
      this.process.on("exit", () => {
        ended();
        failed(new Error(said.trim() || "预览没有启动"));
      });
    });
  }

  async address() {
    await this.ready;
    return this.last ?? "";
  }

  end() {
    this.process?.kill();
  }
}

module.exports = { Previews };
