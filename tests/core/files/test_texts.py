"""What can be read in a PDF that a stranger sends, found in a process with limits."""

import io
import zlib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from trellis.core.files.layers import NotAPaper
from trellis.core.files.layers import texts_in as read
from trellis.core.files.texts import NothingReadable, texts_in
from trellis.core.files.typesetting.setting import set_as_pdf

_MADE_AT = datetime(2027, 1, 16, 14, tzinfo=UTC)
_PAGE = """
#set document(title: "A page")
#set text(font: "Noto Sans", lang: "en")
#json(bytes(sys.inputs.data))
"""


def _stream(content: bytes) -> bytes:
    return b"1 0 obj <<>> stream\n" + zlib.compress(content) + b"\nendstream endobj\n"


def _pdf(*streams: bytes) -> io.BytesIO:
    return io.BytesIO(b"%PDF-1.7\n" + b"".join(map(_stream, streams)))


def test_what_stands_in_it_as_it_is_is_found_packed_or_not() -> None:
    source = io.BytesIO(
        b"%PDF-1.7\n(https://trellis.example/open) " + _stream(b"<x>packed-into-a-stream</x>")
    )
    found = read(source)
    assert b"https://trellis.example/open" in found
    assert b"packed-into-a-stream" in found


def test_its_text_layer_is_read_by_the_tables_of_its_fonts() -> None:
    table = b"begincmap 1 beginbfchar <0001> <0041> endbfchar 1 beginbfrange <0002> <0004> <0042> endbfrange"
    listed = b"begincmap 1 beginbfrange <0001> <0002> [<0058> <0059>] endbfrange"
    shown = b"BT [<0001 0002> -20 <0003>] TJ (\\000\\004) Tj ET"
    assert b"ABCD" in read(_pdf(table, shown))
    assert b"XY" in read(_pdf(listed, shown))


@pytest.mark.parametrize(
    "hostile",
    [
        b"%PDF-1.7\n" + b"stream\n" * 20_000,
        b"%PDF-1.7\n" + b"(" * 200_000 + b"Tj",
        b"%PDF-1.7\n" + _stream(b"<" * 100_000 + b"Tj"),
        b"%PDF-1.7\n"
        + _stream(b"begincmap beginbfrange <0000> <FFFFFFFF> <0041> endbfrange")
        + _stream(b"Tj"),
        b"%PDF-1.7\n" + _stream(b"begincmap beginbfchar <00> <D800> endbfchar") + _stream(b"<0000> Tj"),
        b"%PDF-1.7\n" + _stream(b"(\\999\\) (\\") + _stream(b"<0> Tj <zz> TJ"),
    ],
    ids=["many streams", "open strings", "open glyphs", "wide range", "half a letter", "odd signs"],
)
def test_nonsense_is_no_harm(hostile: bytes) -> None:
    assert isinstance(read(io.BytesIO(hostile)), bytes)


def test_a_bomb_is_only_so_far_unpacked() -> None:
    found = read(_pdf(b"A" * 100_000_000, b"never-reached-behind-it"))
    assert len(found) <= 2 * 1024 * 1024 + 2_001
    assert b"never-reached" not in found


def test_what_is_no_pdf_is_refused() -> None:
    with pytest.raises(NotAPaper):
        read(io.BytesIO(b"hello"))


@pytest.mark.whole
def test_a_real_page_is_read_in_a_process_of_its_own(tmp_path: Path) -> None:
    template = tmp_path / "page.typ"
    template.write_text(_PAGE)
    content = set_as_pdf(template=template, data="Code SOOSH-2027-0123456789ABCD", made_at=_MADE_AT)  # type: ignore[arg-type]
    # Nowhere but in the text layer.
    assert b"SOOSH" not in content
    assert "SOOSH-2027-0123456789ABCD" in texts_in(content)
    with pytest.raises(NothingReadable):
        texts_in(b"hello")
