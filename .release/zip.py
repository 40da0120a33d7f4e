"""Packs a folder as a ZIP file, the same bytes each time: zip.py FOLDER FILE.

Names are written as Windows in Chinese has always read them (GBK): the Explorer of Windows 7 takes
no others, and stops at some of them. Beside them they are written in Unicode, for all that know
that field (0x7075 of APPNOTE.TXT, 4.6.9).
"""

import os
import struct
import sys
import time
import zipfile
import zlib
from pathlib import Path


class Entry(zipfile.ZipInfo):
    """A file with its name in both ways."""

    def _encodeFilenameFlags(self):
        return self.filename.encode("gbk"), self.flag_bits & ~0x800


def entry(name: str, path: Path, moment: tuple) -> Entry:
    made = Entry(name, moment)
    made.compress_type = zipfile.ZIP_DEFLATED
    made.create_system = 0
    if not name.isascii():
        unicode = struct.pack("<BL", 1, zlib.crc32(name.encode("gbk"))) + name.encode()
        made.extra = struct.pack("<HH", 0x7075, len(unicode)) + unicode
    made.file_size = path.stat().st_size
    return made


def main(folder: Path, target: Path) -> None:
    moment = time.gmtime(int(os.environ["SOURCE_DATE_EPOCH"]))[:6]
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    with zipfile.ZipFile(target, "w", compresslevel=9) as packed:
        for path in files:
            made = entry(path.relative_to(folder.parent).as_posix(), path, moment)
            made._compresslevel = 9
            packed.writestr(made, path.read_bytes())
    with zipfile.ZipFile(target, metadata_encoding="gbk") as packed:
        assert not any(made.flag_bits & 0x800 for made in packed.infolist()), "Unicode alone"


main(Path(sys.argv[1]), Path(sys.argv[2]))
