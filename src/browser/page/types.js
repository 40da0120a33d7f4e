// @ts-check
// What the program sends: the shapes of `src/browser/payload.rs` and `src/live`.

/**
 * A place in a file: its name, and where it begins and ends, in bytes.
 * @typedef {[string, number, number]} Place
 */

/**
 * Something in a cell that the project file says.
 * @typedef {object} Entry
 * @property {string[]} path the keys that lead to it
 * @property {string} label
 * @property {"text"|"choice"|"marks"|"year"|"date"|"phone"|"amount"|"number"|"tick"|"name"} kind
 * @property {string[]} [choices]
 * @property {string} text what it says, as it is written
 * @property {boolean} required
 * @property {string} [help]
 * @property {Place|null} place
 * @property {boolean} written whether the file says it at all
 * @property {boolean} [long] whether it is a text of several lines
 * @property {boolean} [many] whether several of the choices may be made
 * @property {number} [row] how many keys lead to its row, where rows can be added and moved
 */

/**
 * A field that may have rows and has none; with what a row is called.
 * @typedef {{path: string[], row: string}} Rowless
 */

/**
 * Where a cell stands: the number of its page, its left and its upper edge, its width and its
 * height, in points.
 * @typedef {[number, number, number, number, number]} Area
 */

/**
 * @typedef {object} Cell
 * @property {string[]} path
 * @property {string} text
 * @property {Area[]} areas
 * @property {Entry[]} entries
 * @property {boolean} blank whether something is missing that must be there
 */

/**
 * A line of text on a page.
 * @typedef {{x: number, y: number, width: number, size: number, text: string}} Line
 */

/**
 * A page; without its drawing, it is what it was.
 * @typedef {object} Page
 * @property {number} width in points
 * @property {number} height in points
 * @property {{items: string[]}|{picture: string}} [drawing]
 * @property {Line[]} [texts]
 */

/**
 * @typedef {object} Position
 * @property {number} line from 1
 * @property {number} column
 */

/**
 * @typedef {object} Finding
 * @property {string} rule
 * @property {"error"|"warning"|"hint"} severity
 * @property {string} message
 * @property {string|null} help
 * @property {{path: string, start: Position|null, end: Position|null, label: string|null}|null} place
 * @property {{path: string, start: Position|null, label: string|null}[]} related
 * @property {{path: string, start: Position, end: Position, text: string}[]} fix
 * @property {number[]} cells
 * @property {string[]|null} entry the keys that lead to what it is about
 */

/**
 * A form.
 * @typedef {object} Sheet
 * @property {string} name of its project file
 * @property {number} version
 * @property {boolean} printable
 * @property {boolean} old whether the pages are those of an earlier text
 * @property {string|null} text
 * @property {Finding[]} findings
 * @property {Page[]} pages
 * @property {Record<string, string>} glyphs those that were not known yet
 * @property {Cell[]} cells
 * @property {Entry[]} others
 * @property {Rowless[]} rowless
 * @property {Sum[]} sums
 * @property {EditState|null} edit what there is to save; null where nothing can be changed
 * @property {{now: string|null}|null} gone where its file has gone; with the file that says now what it said
 */

/**
 * The sum of a column of amounts; with what it should come to, and how far it is from that.
 * @typedef {{path: string[], column: string, sum: string, of?: string, difference?: string}} Sum
 */

/**
 * @typedef {object} EditState
 * @property {boolean} changed whether there is something to save
 * @property {boolean} undo
 * @property {boolean} redo
 * @property {Contested[]} contested what was changed here and in the file
 * @property {boolean} merged whether changes of others have come in, which are to be looked at before saving
 * @property {boolean} kept whether the changes were kept from an earlier time
 * @property {boolean} unkept whether they cannot be kept, should the program be ended
 */

/**
 * Something that was changed here and in the file.
 * @typedef {{path: string[], messages: string[], base: string|null, mine: string|null, theirs: string|null}} Contested
 */

/**
 * A change to the project file.
 * @typedef {{change: "set", path: string[], text: string}
 *   | {change: "mark", path: string[], marks: string[]}
 *   | {change: "rename", path: string[], name: string}
 *   | {change: "add", path: string[], before?: string}
 *   | {change: "add-rows", path: string[], rows: {name: string, says: Record<string, string|string[]>}[]}
 *   | {change: "remove", path: string[]}
 *   | {change: "move", path: string[], before?: string}} Change
 */

/**
 * What pasting a block of cells comes to.
 * @typedef {object} Pasted
 * @property {string} summary
 * @property {PasteProblem[]} problems
 * @property {Change[]} changes
 * @property {{titles: string[], rows: PastedRow[]}} preview
 */

/**
 * Something that is not pasted, or is to be looked at.
 * @typedef {object} PasteProblem
 * @property {number[]} rows of the block, from 1
 * @property {boolean} left_out whether what it is about is not pasted
 * @property {string} message
 * @property {string} help
 */

/**
 * A row as it will be; a cell that says something else now has that, too.
 * @typedef {object} PastedRow
 * @property {number} row
 * @property {string[]} path
 * @property {"new"|"changed"|"same"} is
 * @property {{text: string, was?: string}[]} cells
 */

/**
 * A line of the list.
 * @typedef {object} Project
 * @property {string} file
 * @property {string} folder
 * @property {string|null} form
 * @property {string|null} year
 * @property {string|null} department
 * @property {string|null} unit
 * @property {string|null} name
 * @property {string|null} total
 * @property {number} errors
 * @property {number} warnings
 */

/**
 * @typedef {object} Totals
 * @property {number} projects
 * @property {number} with_errors
 * @property {string|null} total
 * @property {number} errors
 * @property {number} warnings
 */

/**
 * @typedef {object} Overview
 * @property {{projects: Project[], totals: Totals}} listing
 * @property {string[]} unsaved the files with changes that are not saved, also where they have gone
 * @property {[string, string][]} beside
 * @property {string} root the folder of the projects
 * @property {string} place where that is
 * @property {boolean} writable whether forms may be changed
 * @property {string} again what is to be done to see them once more
 * @property {boolean} versioned whether there is an earlier state to compare them with
 */

export {};
