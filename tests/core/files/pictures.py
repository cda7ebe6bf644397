"""Pictures for tests, and other programs in place of the one that reads pictures."""

import struct
import zlib
from io import BytesIO
from pathlib import Path
from textwrap import indent
from typing import Any

from PIL import Image

RED, BLUE = (250, 10, 10), (10, 10, 250)
_HOSTILE = """
class NotAPicture(Exception): pass
class TooManyPixels(Exception): pass
def redrawn(source, *, most_pixels, memory):
"""


def half_and_half(size: tuple[int, int] = (64, 32), mode: str = "RGB") -> Image.Image:
    """Left half red, right half blue."""
    picture = Image.new("RGB", size, RED)
    picture.paste(BLUE, (size[0] // 2, 0, *size))
    return picture.convert(mode)


def encoded(picture: Image.Image, kind: str, **options: Any) -> bytes:
    out = BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def is_like(pixel: Any, colour: tuple[int, int, int]) -> bool:
    return all(abs(a - b) < 40 for a, b in zip(pixel[:3], colour, strict=True))


def transparent_png(side: int) -> bytes:
    """A square of zeros, RGBA: a few bytes that are `4 * side * side` when they are read."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", side, side, 8, 6, 0, 0, 0)
    packer, row = zlib.compressobj(1), bytes(1 + 4 * side)
    pixels = b"".join([*(packer.compress(row) for _ in range(side)), packer.flush()])
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def jpeg_that_says(width: int, height: int) -> bytes:
    """A small JPEG whose header speaks of other measures."""
    whole = encoded(Image.new("RGB", (16, 16)), "JPEG")
    at = whole.index(b"\xff\xc0") + 5
    return whole[:at] + struct.pack(">HH", height, width) + whole[at + 4 :]


def hostile_decoder(folder: Path, body: str) -> list[str]:
    """Write what stands in for Pillow and does `body` instead of reading; return where it is found."""
    for package in ("PIL", "trellis", "trellis/core", "trellis/core/files"):
        (folder / package).mkdir()
        (folder / package / "__init__.py").touch()
    (folder / "PIL/Image.py").touch()
    (folder / "trellis/core/files/redrawing.py").write_text(_HOSTILE + indent(body, "    "))
    return [str(folder)]
