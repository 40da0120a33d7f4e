// @ts-check
// A block of cells from a spreadsheet, as the clipboard has it.

/**
 * A cell, with how many columns and rows it covers.
 * @typedef {{text: string, columns: number, rows: number}} TableCell
 * @typedef {TableCell[][]} Table
 */

/** One more than the program takes at a time: it tells of what it does not take. */
const MOST_ROWS = 2001;
const MOST_COLUMNS = 65;

/**
 * The block of cells in the clipboard; null where there is a text only.
 * @param {DataTransfer} data
 * @returns {Table|null}
 */
export function readTable(data) {
  const html = data.getData("text/html");
  const table = html ? fromHtml(html) : null;
  if (table) return table;
  const text = data.getData("text/plain").replace(/\r\n?/g, "\n").replace(/\n$/, "");
  if (!text.includes("\t") && !text.includes("\n")) return null;
  return fromText(text).slice(0, MOST_ROWS);
}

/**
 * The first table of a text of HTML, of which nothing but its texts is taken: it is parsed, and
 * never a part of the page.
 * @param {string} html
 */
function fromHtml(html) {
  const table = new DOMParser().parseFromString(unstyled(html), "text/html").querySelector("table");
  if (!table) return null;
  const rows = Array.from(table.rows).filter((row) => !isRuler(row)).slice(0, MOST_ROWS);
  return rows.map((row) => Array.from(row.cells).slice(0, MOST_COLUMNS).map((cell) => ({
    text: textOf(cell),
    columns: Math.min(cell.colSpan, MOST_COLUMNS),
    rows: Math.min(cell.rowSpan, MOST_ROWS),
  })));
}

/**
 * The same markup without styles, of which the page's policy would refuse each, and say so.
 * @param {string} html
 */
function unstyled(html) {
  return html.replace(/<[/a-z][^>]*>/gi, (tag) => tag
    .replace(/\sstyle\s*=/gi, " data-style=").replace(/^<(\/?)style\b/i, "<$1template"));
}

/**
 * Whether a row is not shown and says nothing: Excel has one at the end, for the widths.
 * @param {HTMLTableRowElement} row
 */
function isRuler(row) {
  return /display\s*:\s*none/i.test(row.dataset.style ?? "") && !row.textContent?.trim();
}

/** @param {Node} node @returns {string} */
function textOf(node) {
  const parts = Array.from(node.childNodes, (it) => {
    if (it.nodeName === "BR") return "\n";
    // Line breaks in the markup are blanks.
    return it.nodeType === Node.TEXT_NODE ? (it.nodeValue ?? "").replace(/\s+/g, " ") : textOf(it);
  });
  return parts.join("").replace(/ ?\n ?/g, "\n").trim();
}

/**
 * Lines of cells with tabs between; a cell in quotes may have line breaks.
 * @param {string} text
 * @returns {Table}
 */
function fromText(text) {
  /** @type {Table} */
  const rows = [[]];
  const cell = /"((?:[^"]|"")*)"(?=\t|\n|$)|([^\t\n]*)/y;
  for (let at = 0; ;) {
    cell.lastIndex = at;
    const [whole, quoted, plain] = cell.exec(text) ?? [""];
    const said = quoted === undefined ? plain ?? "" : quoted.replaceAll("\"\"", "\"");
    rows[rows.length - 1].push({ text: said.trim(), columns: 1, rows: 1 });
    at += whole.length;
    if (at >= text.length) return rows;
    if (text[at] === "\n") rows.push([]);
    at += 1;
  }
}
