"""A picture looks after the upload as it did before: its colours are told in sRGB, its samples in 8 bits."""

import struct
import zlib
from io import BytesIO
from itertools import product
from typing import Any

import pytest
from PIL import Image

from tests.core.files.pictures import encoded
from trellis.core.files.colours import eight_bits
from trellis.core.files.primaries import matrix_profile
from trellis.core.files.redrawing import redrawn

DISPLAY_P3 = (0.3127, 0.329, 0.68, 0.32, 0.265, 0.69, 0.15, 0.06)
SKIN, SKIN_IN_SRGB = (200, 120, 60), (214, 116, 38)
RAMP = [round(value * 257) for value in range(256)]
GREY, RGB, GREY_ALPHA, RGB_ALPHA = 0, 2, 4, 6  # colour types of PNG


def made(original: bytes) -> Image.Image:
    return Image.open(BytesIO(redrawn(BytesIO(original), most_pixels=50_000_000, memory=2**29)))


def png(rows: list[list[int]], colour_type: int, *, bits: int = 16, **chunks: bytes) -> bytes:
    """A PNG of these samples, as no library writes them."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    channels = {GREY: 1, RGB: 3, GREY_ALPHA: 2, RGB_ALPHA: 4}[colour_type]
    header = struct.pack(">IIBBBBB", len(rows[0]) // channels, len(rows), bits, colour_type, 0, 0, 0)
    if bits == 4:
        lines = [bytes(a << 4 | b for a, b in zip(row[::2], row[1::2], strict=True)) for row in rows]
    else:
        lines = [struct.pack(f">{len(row)}{'H' if bits == 16 else 'B'}", *row) for row in rows]
    more = b"".join(chunk(name.encode(), data) for name, data in chunks.items())
    pixels = zlib.compress(b"".join(b"\0" + line for line in lines))
    whole = chunk(b"IHDR", header) + more + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + whole


def about(pixel: Any, colour: tuple[int, ...], by: int = 3) -> bool:
    return all(abs(a - b) <= by for a, b in zip(pixel, colour, strict=True))


def test_a_grey_ramp_of_16_bits_stays_a_ramp() -> None:
    shown = made(png([RAMP] * 32, GREY)).convert("L")
    assert about([shown.getpixel((x, 16)) for x in range(256)], tuple(range(256)), by=4)


@pytest.mark.parametrize(
    ("colour_type", "sample"),
    [
        (RGB, [0xC8C8, 0x7878, 0x3C3C]),
        (GREY_ALPHA, [0x7878, 0xFFFF]),
        (RGB_ALPHA, [0xC8C8, 0x7878, 0x3C3C, 0xFFFF]),
    ],
)
def test_16_bits_of_every_kind_are_scaled(colour_type: int, sample: list[int]) -> None:
    wanted = (0x78,) * 3 if colour_type == GREY_ALPHA else (0xC8, 0x78, 0x3C)
    assert about(made(png([sample * 16] * 16, colour_type)).convert("RGB").getpixel((8, 8)), wanted)


@pytest.mark.parametrize("mode", ["I;16", "I;16B", "I", "F"])
def test_more_than_8_bits_are_scaled_in_whatever_way_pillow_keeps_them(mode: str) -> None:
    deep = Image.new(mode, (3, 1))
    for x, value in enumerate((0, 0x8080, 0xFFFF)):
        deep.putpixel((x, 0), value)
    shown = eight_bits(deep)
    assert (shown.mode, [shown.getpixel((x, 0)) for x in range(3)]) == ("L", [0, 0x80, 0xFF])


@pytest.mark.parametrize(
    ("rows", "colour_type", "bits", "transparent"),
    [
        ([[0x1234, 0x1235] * 8] * 16, GREY, 16, [0x1234]),
        ([[0x12FF, 0x34FF, 0x56FF, 0, 0, 0] * 8] * 16, RGB, 16, [0x12FF, 0x34FF, 0x56FF]),
        ([[3, 4] * 8] * 16, GREY, 4, [3]),
    ],
)
def test_a_transparent_sample_of_another_depth_is_transparent(
    rows: list[list[int]], colour_type: int, bits: int, transparent: list[int]
) -> None:
    shown = made(png(rows, colour_type, bits=bits, tRNS=struct.pack(f">{len(transparent)}H", *transparent)))
    assert [shown.getpixel((x, 0))[3] for x in (0, 1)] == [0, 255]


@pytest.mark.parametrize(
    "picture",
    [
        encoded(
            Image.new("RGB", size, SKIN).convert(mode),
            kind,
            icc_profile=matrix_profile(DISPLAY_P3, gamma=2.2),
        )
        for kind, mode, size in [
            ("JPEG", "RGB", (64, 64)),
            ("JPEG", "RGB", (5200, 300)),
            ("PNG", "RGB", (64, 64)),
            ("PNG", "RGBA", (64, 64)),
            ("PNG", "RGBA", (3000, 64)),
            ("WEBP", "RGB", (64, 64)),
        ]
    ],
)
def test_the_colours_of_a_phone_are_told_in_srgb(picture: bytes) -> None:
    shown = made(picture)
    assert about(shown.convert("RGB").getpixel((8, 8)), SKIN_IN_SRGB)
    assert "icc_profile" not in shown.info


def test_a_profile_keeps_what_is_transparent() -> None:
    picture = Image.new("RGBA", (64, 64), (*SKIN, 255))
    picture.paste((0, 0, 0, 0), (0, 0, 32, 64))
    shown = made(encoded(picture, "PNG", icc_profile=matrix_profile(DISPLAY_P3, gamma=2.2)))
    assert [shown.getpixel((x, 8))[3] for x in (8, 40)] == [0, 255]
    assert about(shown.getpixel((40, 8)), (*SKIN_IN_SRGB, 255))


def icc(space: bytes, connection: bytes, tags: dict[bytes, bytes]) -> bytes:
    table, data = struct.pack(">I", len(tags)), b""
    for name, content in tags.items():
        table += name + struct.pack(">II", 132 + 12 * len(tags) + len(data), len(content))
        data += content + bytes(-len(content) % 4)
    size = 128 + len(table) + len(data)
    head = struct.pack(">I4sI4s4s4s", size, bytes(4), 0x02100000, b"prtr", space, connection)
    d50 = struct.pack(">3I", 0xF6D6, 0x10000, 0xD32D)
    return head.ljust(36, b"\0") + b"acsp" + bytes(28) + d50 + bytes(48) + table + data


def linear_grey() -> bytes:
    white = b"XYZ \0\0\0\0" + struct.pack(">3I", 0xF6D6, 0x10000, 0xD32D)
    return icc(b"GRAY", b"XYZ ", {b"wtpt": white, b"kTRC": b"curv" + bytes(8)})


def press() -> bytes:
    """The profile of a press whose cyan is violet, and all of whose inks together are black."""
    inks = [[255, 128, 128], [102, 178, 88], [140, 200, 128], [240, 128, 220], [0, 128, 128]]
    table = b""
    for c, m, y, k in product((0, 1), repeat=4):
        mixed = inks[4] if k else inks[1] if c else inks[2] if m else inks[3] if y else inks[0]
        table += bytes(mixed)
    ramp = bytes(range(256))
    one = struct.pack(">9i", *(65_536 * (i % 4 == 0) for i in range(9)))
    lut = b"mft1\0\0\0\0" + bytes([4, 3, 2, 0]) + one + ramp * 4 + table + ramp * 3
    return icc(b"CMYK", b"Lab ", {b"A2B0": lut})


@pytest.mark.parametrize("mode", ["L", "LA"])
def test_grey_by_its_own_profile(mode: str) -> None:
    shown = made(encoded(Image.new("L", (16, 16), 55).convert(mode), "PNG", icc_profile=linear_grey()))
    assert about(shown.convert("RGB").getpixel((8, 8)), (128,) * 3)


def test_inks_are_mixed_by_their_profile() -> None:
    cyan = Image.new("CMYK", (64, 64), (255, 0, 0, 0))
    red, green, blue = made(encoded(cyan, "JPEG", icc_profile=press())).getpixel((8, 8))
    assert red > green + 40 < blue
    assert made(encoded(cyan, "JPEG")).getpixel((8, 8))[0] < 20  # plain cyan has no red


@pytest.mark.parametrize(
    "profile",
    [b"no profile", matrix_profile(DISPLAY_P3, gamma=2.2)[:200], linear_grey(), press(), b"\0" * 500],
    ids=["words", "cut short", "of grey", "of inks", "zeros"],
)
def test_a_broken_profile_or_one_of_another_kind_of_picture_is_ignored(profile: bytes) -> None:
    original = encoded(Image.new("RGB", (64, 64), SKIN), "JPEG", icc_profile=profile)
    assert about(made(original).getpixel((8, 8)), SKIN)


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ({"gAMA": [45_455], "cHRM": [round(value * 100_000) for value in DISPLAY_P3]}, SKIN_IN_SRGB),
        ({"gAMA": [100_000]}, (229, 181, 133)),  # light itself
        ({"gAMA": [45_455]}, SKIN),
        ({"gAMA": [0]}, SKIN),
        ({"gAMA": [45_455], "cHRM": [0] * 8}, SKIN),
        ({"gAMA": [45_455], "cHRM": [2**31 - 1] * 8}, SKIN),
        ({"gAMA": [100_000], "sRGB": []}, SKIN),
    ],
)
def test_what_a_png_says_of_its_colours_in_numbers_counts(
    said: dict[str, list[int]], wanted: tuple[int, ...]
) -> None:
    chunks = {name: struct.pack(f">{len(values)}I", *values) or b"\0" for name, values in said.items()}
    assert about(made(png([list(SKIN) * 16] * 16, RGB, bits=8, **chunks)).getpixel((8, 8)), wanted)
