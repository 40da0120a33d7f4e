"""Writes the guide as Typst: the chapters of docs/ that people at offices read.

    python guide.py VERSION > guide.typ

Whatever the documents say reaches Typst as a string, and is no markup there.
"""

import re
import sys
from pathlib import Path
from urllib.parse import unquote

from markdown_it import MarkdownIt

DOCS = Path(__file__).resolve().parent.parent / "docs"
CHAPTERS = ["install", "filling", "managing"]
WIDE = re.compile(r"[\u2e80-\u9fff\uff00-\uffef“”‘’…—]")


def string(text):
    """A string of Typst's."""
    escaped = "".join("\\" + c if c in '\\"' else f"\\u{{{ord(c):x}}}" if c < " " else c for c in text)
    return f'"{escaped}"'


def slug(title):
    """What leads to a heading, as on the pages of forges."""
    return re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")


class Chapter:
    """One document."""

    def __init__(self, name):
        self.name = name
        self.tokens = MarkdownIt("commonmark").enable("table").parse((DOCS / f"{name}.md").read_text("utf-8"))

    def anchors(self):
        titles = zip(self.tokens, self.tokens[1:])
        return {slug(inline.content) for token, inline in titles if token.type == "heading_open"}

    def typst(self, anchors):
        self.links = anchors
        self.at = 0
        return self.blocks(None)

    def blocks(self, end):
        """What stands up to the token that ends it."""
        written = []
        while self.at < len(self.tokens):
            token = self.tokens[self.at]
            self.at += 1
            if token.type == end:
                break
            written.append(self.block(token))
        return "".join(written)

    def block(self, token):
        match token.type:
            case "heading_open":
                inline = self.tokens[self.at]
                self.at += 2
                label = string(f"{self.name}#{slug(inline.content)}")
                return f"#heading(level: {token.tag[1]})[{self.inline(inline)}] #label({label})\n\n"
            case "paragraph_open":
                body = self.inline(self.tokens[self.at])
                self.at += 2
                return f"{body}\n\n"
            case "bullet_list_open":
                return f"#list({self.items('bullet_list_close')})\n\n"
            case "ordered_list_open":
                return f"#enum({self.items('ordered_list_close')})\n\n"
            case "blockquote_open":
                return f"#quote(block: true)[{self.blocks('blockquote_close')}]\n\n"
            case "fence" | "code_block":
                return f"#raw(block: true, {string(token.content.rstrip())})\n\n"
            case "table_open":
                return self.table()
            case "html_block":
                return ""
        raise ValueError(f"{self.name}.md: {token.type}")

    def items(self, end):
        items = []
        while self.tokens[self.at].type != end:
            self.at += 1
            items.append(f"[{self.blocks('list_item_close')}]")
        self.at += 1
        return ", ".join(items)

    def table(self):
        rows, cells = [], []
        while (token := self.tokens[self.at]).type != "table_close":
            self.at += 1
            if token.type == "inline":
                cells.append(f"[{self.inline(token)}]")
            elif token.type == "tr_close":
                rows.append(cells)
                cells = []
        self.at += 1
        head, *body = rows
        # A column of short words takes their width, the others share what is left.
        def is_short(column):
            return all(len(row[column]) < 34 for row in rows)
        columns = ", ".join("auto" if is_short(column) else "1fr" for column in range(len(head)))
        cells = ", ".join(cell for row in body for cell in row)
        return f"#table(columns: ({columns},), table.header({', '.join(head)}), {cells})\n\n"

    def inline(self, token):
        parts = []
        children = token.children
        for index, child in enumerate(children):
            match child.type:
                case "text":
                    parts.append(f"#{string(child.content)};" if child.content else "")
                case "code_inline":
                    parts.append(f"#raw({string(child.content)});")
                case "strong_open":
                    parts.append("#strong[")
                case "em_open":
                    parts.append("#emph[")
                case "strong_close" | "em_close":
                    parts.append("]")
                case "link_open":
                    parts.append(self.link(child.attrs["href"]))
                case "link_close":
                    parts.append("]")
                case "softbreak":
                    before, after = children[index - 1].content, children[index + 1].content
                    is_wide = before and after and WIDE.match(before[-1]) and WIDE.match(after[0])
                    parts.append("" if is_wide else " ")
                case "hardbreak":
                    parts.append("#linebreak()")
                case "image":
                    source = string(f"/docs/{child.attrs['src']}")
                    parts.append(f"#figure(image({source}, alt: {string(child.content)}))")
                case "html_inline":
                    pass
                case other:
                    raise ValueError(f"{self.name}.md: {other}")
        return "".join(parts)

    def link(self, address):
        """The beginning of a link; nothing but its text where the guide has not what it leads to."""
        if re.match(r"https?://", address):
            return f"#link({string(address)})["
        file, _, anchor = unquote(address).partition("#")
        name = file.removesuffix(".md") or self.name
        if anchor in self.links.get(name, ()):
            return f"#link(label({string(f'{name}#{anchor}')}))["
        if not anchor and name in self.links:
            return f"#link(label({string(f'{name}#')}))["
        return "#text["


def main(version):
    chapters = [Chapter(name) for name in CHAPTERS]
    anchors = {chapter.name: chapter.anchors() for chapter in chapters}
    print(f'#import "/.release/guide.typ": guide\n#show: guide.with(version: {string(version)})\n')
    for chapter in chapters:
        print(f"#metadata(none) #label({string(chapter.name + '#')})\n")
        print(chapter.typst(anchors))


main(sys.argv[1])
