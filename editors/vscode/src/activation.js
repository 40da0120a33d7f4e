// Whether the program has anything to do in a window.

/** What the texts of project files have: a key of theirs, or a comment that is meant for the program. */
const SIGNS = /^(?:项目名称|主管部门|年度|表|绩效指标|项目资金)\s*[:：]|^#\s*jixiao[:：]|^#\s*yaml-language-server:\s*\$schema=\S*schema\/(?:[\w-]+-)?\d{4}\.json/m;

/** How much of a text is looked at, in characters. */
const MOST = 20000;

/**
 * Whether a text may be one for the program.
 *
 * @param {string} text
 * @returns {boolean}
 */
function looksLikeProject(text) {
  return SIGNS.test(text.slice(0, MOST));
}

module.exports = { looksLikeProject };
