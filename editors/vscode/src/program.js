// Where the program is, and what to say where it is not.

const path = require("node:path");
const fs = require("node:fs");

/** The names that the program has. */
const NAMES = process.platform === "win32" ? ["jixiao.exe", "jixiao.cmd", "jixiao"] : ["jixiao"];

/**
 * The program that a setting names: a path, or a name that is looked for in the folders of
 * `PATH`. The working folder is never looked in, as anyone may have put something there.
 *
 * @param {string} setting what the user has set
 * @param {NodeJS.ProcessEnv} environment where `PATH` is
 * @returns {string | undefined} the path of a file, if there is one
 */
function find(setting, environment) {
  const wanted = setting.trim() || "jixiao";
  if (path.isAbsolute(wanted)) {
    return isFile(wanted) ? wanted : undefined;
  }
  if (wanted.includes("/") || wanted.includes("\\")) {
    return undefined;
  }
  const names = wanted === "jixiao" ? NAMES : [wanted];
  const folders = (environment.PATH ?? environment.Path ?? "").split(path.delimiter);
  return folders
    .filter((folder) => path.isAbsolute(folder))
    .flatMap((folder) => names.map((name) => path.join(folder, name)))
    .find(isFile);
}

/**
 * @param {string} file
 * @returns {boolean}
 */
function isFile(file) {
  try {
    return fs.statSync(file).isFile();
  } catch {
    return false;
  }
}

/**
 * What to tell a user whose program is not found.
 *
 * @param {string} setting what the user has set
 * @returns {string}
 */
function notFound(setting) {
  const wanted = setting.trim() || "jixiao";
  if (path.isAbsolute(wanted)) {
    return `没有 ${wanted} 这个文件：在设置里把“jixiao.path”改成 jixiao 程序的位置`;
  }
  if (wanted.includes("/") || wanted.includes("\\")) {
    return `“jixiao.path”写的是 ${wanted}：要从盘符或根目录写起，写出程序的完整位置`;
  }
  return `找不到 ${wanted} 程序：在设置里把“jixiao.path”写成程序的完整位置，或者把它所在的文件夹加进 PATH，再重新启动`;
}

module.exports = { find, notFound };
