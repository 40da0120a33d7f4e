"""Compiles Typst sources to PDFs, one after the other, as a service does.

The fonts are loaded once, and one compiler keeps its caches: this is the fastest
way that the package has. What comes first is the folder of the fonts.
"""

import os
import sys

import typst

folder, *sources = sys.argv[1:]
fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])
compiler = typst.Compiler(font_paths=fonts)
for source in sources:
    output = source.removesuffix(".typ") + ".py.pdf"
    root = os.path.dirname(source)
    compiler.compile(source, output, root=root, pdf_standards=["a-3a", "ua-1"])
