// @ts-check
// The keys that lead to something in a project file.

/**
 * Another name for what is below some keys.
 * @typedef {{from: string[], to: string[]}} Naming
 */

/** @param {string[]} path */
export const keyOf = (path) => path.join("\u0000");

/** What people call a file: its name without the folder and the ending. @param {string} file */
export const stemOf = (file) => (file.split(/[/\\]/).pop() ?? file).replace(/\.ya?ml$/, "");

/**
 * Whether a path is another, or leads further.
 * @param {string[]} path
 * @param {string[]} above
 */
export const isBelow = (path, above) => above.every((key, index) => path[index] === key);

/**
 * A path as it is once something has another name.
 * @param {string[]} path
 * @param {Naming} naming
 */
export const movedTo = (path, { from, to }) => (isBelow(path, from) ? [...to, ...path.slice(from.length)] : path);
