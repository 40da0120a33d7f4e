// Seeing the form beside the text: a `jixiao preview` for each file that is looked at. It opens
// the browser itself: an address with a secret in it is on no command line, where all users of
// a machine see it.

const { spawn } = require("node:child_process");

/** How many run at a time; each has its own fonts and its own pages. */
const MOST = 3;

/** How much of what a program says is kept, in lines, and of one line. */
const MOST_LINES = 20;
const LONGEST_LINE = 4096;

/** An address in what the program says; the last one is good for a browser that has none yet. */
const ADDRESS = /(http:\/\/127\.0\.0\.1:\d+\/)#[0-9a-f]+/g;

/** The previews that run. */
class Previews {
  /** @param {(line: string) => void} log is told what the programs say, without secrets */
  constructor(log) {
    this.log = log;
    /** By file, the one that was looked at last behind the others. @type {Map<string, Preview>} */
    this.running = new Map();
  }

  /**
   * Opens a file in the browser, unless that has been done.
   *
   * @param {string} program
   * @param {string} file
   * @returns {Promise<{ isNew: boolean }>}
   */
  async show(program, file) {
    const known = this.running.get(file);
    if (known) {
      this.running.delete(file);
      this.running.set(file, known);
      await known.ready;
      return { isNew: false };
    }
    for (const oldest of [...this.running.keys()].slice(0, -(MOST - 1))) this.end(oldest);
    const preview = new Preview(program, file, this.log, () => {
      if (this.running.get(file) === preview) this.running.delete(file);
    });
    this.running.set(file, preview);
    await preview.ready;
    return { isNew: true };
  }

  /**
   * The address for a browser that has not been opened by the program.
   *
   * @param {string} file
   * @returns {string | undefined}
   */
  address(file) {
    return this.running.get(file)?.address;
  }

  /** @param {string} file */
  end(file) {
    this.running.get(file)?.end();
    this.running.delete(file);
  }

  /** Ends all of them. */
  dispose() {
    for (const file of [...this.running.keys()]) this.end(file);
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
    /** What it has said last. @type {string[]} */
    this.said = [];
    /** The line that it is saying. */
    this.line = "";
    /** @type {string | undefined} */
    this.address = undefined;
    /** @type {Promise<void>} */
    this.ready = new Promise((done, failed) => {
      this.process = spawn(program, ["preview", file], { stdio: ["ignore", "ignore", "pipe"] });
      this.process.stderr?.setEncoding("utf8").on("data", (text) => {
        for (const line of this.take(String(text))) log(line);
        if (this.address !== undefined) done();
      });
      this.process.on("error", (error) => {
        ended();
        failed(error);
      });
      this.process.on("close", () => {
        ended();
        failed(new Error([...this.said, this.line].join("\n").trim() || "预览没有启动"));
      });
    });
  }

  /**
   * Takes note of what it says; the lines of it that have come to an end, without secrets.
   *
   * @param {string} text
   * @returns {string[]}
   */
  take(text) {
    const lines = (this.line + text).split("\n");
    this.line = (lines.pop() ?? "").slice(-LONGEST_LINE);
    const shown = lines.map((line) => {
      this.address = line.match(ADDRESS)?.pop() ?? this.address;
      return line.replace(ADDRESS, "$1").trimEnd();
    });
    this.said = [...this.said, ...shown].slice(-MOST_LINES);
    return shown;
  }

  end() {
    this.process?.kill();
  }
}

module.exports = { Previews, MOST, MOST_LINES };
