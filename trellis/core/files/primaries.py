"""A colour profile of what a PNG says in numbers (its chunks gAMA and cHRM)."""

import struct
from collections.abc import Sequence
from typing import Any

Vector = tuple[float, float, float]
Matrix = tuple[Vector, Vector, Vector]

_SRGB = (0.3127, 0.329, 0.64, 0.33, 0.3, 0.6, 0.15, 0.06)  # x and y of white, red, green, blue
_SRGB_GAMMA = 2.2
_D50: Vector = (0.9642, 1.0, 0.8249)
_BRADFORD: Matrix = ((0.8951, 0.2664, -0.1614), (-0.7502, 1.7135, 0.0367), (0.0389, -0.0685, 1.0296))
_NEAR = 0.02


def profile_in_numbers(said: dict[Any, Any]) -> bytes | None:
    """Return an ICC profile of what Pillow found said of the colours; None for sRGB and for nonsense."""
    gamma, chromaticity = said.get("gamma"), said.get("chromaticity") or _SRGB
    if "srgb" in said or not gamma or not 0.1 < gamma < 10 or len(chromaticity) != len(_SRGB):
        return None
    alike = all(abs(a - b) < _NEAR for a, b in zip(chromaticity, _SRGB, strict=True))
    if alike and abs(1 / gamma - _SRGB_GAMMA) < 5 * _NEAR:
        return None
    try:
        return matrix_profile(chromaticity, gamma=1 / gamma)
    except (ZeroDivisionError, struct.error):
        return None


def matrix_profile(chromaticity: Sequence[float], *, gamma: float) -> bytes:
    """Return an ICC profile of these primaries (x and y of white, red, green, blue) and this curve.

    Raise ZeroDivisionError or struct.error for primaries that span no colours.
    """
    white, *primaries = (_xyz(x, y) for x, y in zip(chromaticity[::2], chromaticity[1::2], strict=True))
    scales = _product(_inverse(_columns(primaries)), white)
    curve = b"curv\0\0\0\0" + struct.pack(">IH", 1, round(gamma * 256)) + b"\0\0"
    tags = {b"wtpt": _tag(_D50)}
    for name, primary, scale in zip((b"r", b"g", b"b"), primaries, scales, strict=True):
        adapted = _adapted((scale * primary[0], scale * primary[1], scale * primary[2]), white)
        tags |= {name + b"XYZ": _tag(adapted), name + b"TRC": curve}
    return _profile(tags)


def _profile(tags: dict[bytes, bytes]) -> bytes:
    table, data = struct.pack(">I", len(tags)), b""
    beginning = 128 + 4 + 12 * len(tags)
    for name, content in tags.items():
        table += name + struct.pack(">II", beginning + len(data), len(content))
        data += content
    head = struct.pack(">I4sI4s4s4s", beginning + len(data), bytes(4), 0x02100000, b"mntr", b"RGB ", b"XYZ ")
    head = head.ljust(36, b"\0") + b"acsp"
    return head.ljust(68, b"\0") + _tag(_D50)[8:] + bytes(48) + table + data


def _tag(xyz: Vector) -> bytes:
    return b"XYZ \0\0\0\0" + struct.pack(">3i", *(round(value * 65_536) for value in xyz))


def _xyz(x: float, y: float) -> Vector:
    return x / y, 1.0, (1 - x - y) / y


def _adapted(xyz: Vector, white: Vector) -> Vector:
    """Return a colour as it looks under the light that profiles are written for."""
    cones, lights, to = (_product(_BRADFORD, vector) for vector in (xyz, white, _D50))
    seen = (cones[0] * to[0] / lights[0], cones[1] * to[1] / lights[1], cones[2] * to[2] / lights[2])
    return _product(_inverse(_BRADFORD), seen)


def _columns(vectors: Sequence[Vector]) -> Matrix:
    a, b, c = vectors
    return (a[0], b[0], c[0]), (a[1], b[1], c[1]), (a[2], b[2], c[2])


def _product(matrix: Matrix, vector: Vector) -> Vector:
    a, b, c = (sum(m * v for m, v in zip(row, vector, strict=True)) for row in matrix)
    return a, b, c


def _inverse(matrix: Matrix) -> Matrix:
    rows = _columns(matrix)
    crossed = [_cross(rows[(i + 1) % 3], rows[(i + 2) % 3]) for i in range(3)]
    determinant = sum(a * b for a, b in zip(rows[0], crossed[0], strict=True))
    a, b, c = (tuple(value / determinant for value in row) for row in crossed)
    return (a[0], a[1], a[2]), (b[0], b[1], b[2]), (c[0], c[1], c[2])


def _cross(a: Vector, b: Vector) -> Vector:
    return a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]
