"""Documents of strangers are opened in child processes: each has one clear end, whatever it is."""

import io
import json
import random
import re
import zipfile

import pytest

from tests.intelligence.resumes.drawn.files import file_of
from tests.intelligence.resumes.drawn.word import paragraph, run, word_file
from tests.intelligence.resumes.pages import lines, pdf, said
from tests.intelligence.resumes.people import everybody
from tests.intelligence.resumes.test_word_files import bomb, lying
from tests.rounds import rounds
from trellis.core.files.papers import refusals
from trellis.core.files.papers.layout import Paper, dumped, loaded
from trellis.core.files.papers.opening import paper_of
from trellis.intelligence.resumes.found import as_json
from trellis.intelligence.resumes.reading import read_resume

_ROUNDS = rounds(500)


@pytest.mark.parametrize("kind", ["pdf", "docx", "txt"])
def test_each_kind_is_read_in_a_child(kind: str) -> None:
    content = {
        "pdf": pdf(lines("Ada Cook")),
        "docx": word_file(paragraph(run("Ada Cook"))),
        "txt": b"Ada Cook",
    }[kind]
    assert said(paper_of(content)) == ["Ada Cook"]


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        pytest.param(b"", refusals.Empty, id="nothing"),
        pytest.param(b" \n" * 40, refusals.Empty, id="blanks"),
        pytest.param(pdf(lines()), refusals.Empty, id="empty-page"),
        pytest.param(b"\x89PNG\r\n\x1a\n\x00\x00", refusals.Unreadable, id="another-type"),
        pytest.param(b"%PDF-1.7\nnothing", refusals.Unreadable, id="damaged"),
        pytest.param(pdf(lines("Ada"), encrypt="secret"), refusals.Locked, id="encrypted"),
        pytest.param(b"x" * (10 * 1024 * 1024 + 1), refusals.TooLarge, id="oversized"),
        pytest.param(pdf(*[lines("Ada")] * 51), refusals.TooManyPages, id="too-many-pages"),
        pytest.param(bomb(200 << 20), refusals.TooLargeInside, id="zip-bomb"),
        pytest.param(lying(bomb(60 << 20), b"word/styles.xml"), refusals.Unreadable, id="zip-that-lies"),
    ],
)
def test_what_cannot_be_read_is_refused_for_one_reason(
    content: bytes, refusal: type[refusals.Unreadable]
) -> None:
    with pytest.raises(refusal) as refused:
        paper_of(content)
    if refusal is not refusals.Unreadable:
        assert refused.type is refusal


def test_what_was_read_comes_back_as_it_was() -> None:
    paper = Paper()
    assert loaded(dumped(paper)) == paper


def mangled(content: bytes, chance: random.Random) -> bytes:
    """Return a file with something wrong in it."""
    if content.startswith(b"PK") and chance.random() < 0.7:
        return mangled_inside(content, chance)
    made = bytearray(content)
    kind = chance.randrange(5)
    if kind == 0:
        return bytes(made[: chance.randrange(40, len(made))])
    if kind == 1:
        start = chance.randrange(len(made))
        return bytes(made[:start] + made[start + chance.randrange(1, 2000) :])
    if kind == 2:
        start = chance.randrange(len(made))
        return bytes(made[:start] + chance.randbytes(chance.randrange(1, 500)) + made[start:])
    for _ in range(chance.choice((1, 10, 200))):
        made[chance.randrange(12, len(made))] = chance.randrange(256)
    return bytes(made)


def mangled_inside(content: bytes, chance: random.Random) -> bytes:
    """Return a Word file that is a whole ZIP, with elements of its document taken out, doubled or renamed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as given, zipfile.ZipFile(out, "w") as made:
        for name in given.namelist():
            part = given.read(name).decode()
            if name == "word/document.xml":
                for _ in range(chance.choice((1, 5, 30))):
                    part = without_an_element(part, chance)
            made.writestr(name, part)
    return out.getvalue()


def without_an_element(part: str, chance: random.Random) -> str:
    """Return XML of which one element is missing, twice there, or another one."""
    elements = list(
        re.finditer(
            r"<(w:(?:p|r|t|tc|tr|rPr|pPr|hyperlink))(?: [^<>]*)?>(?:(?!<\1[ >]).)*?</\1>", part, re.DOTALL
        )
    )
    if not elements:
        return part
    one = chance.choice(elements)
    other = chance.choice(("w:p", "w:tbl", "w:tr", "w:tc", "w:sdt", "w:r", "w:t", "w:hyperlink"))
    instead = chance.choice(("", one[0] * 2, one[0].replace(one[1], other)))
    return part[: one.start()] + instead + part[one.end() :]


@pytest.mark.soak
def test_no_mangled_file_ends_more_than_its_child() -> None:
    chance = random.Random(20261130)
    people = list(everybody())[:40]
    files = {person.title: file_of(person) for person in chance.sample(people, min(20, _ROUNDS))}
    read = refused = 0
    for _ in range(_ROUNDS):
        content = mangled(chance.choice(list(files.values())), chance)
        try:
            paper = paper_of(content)
        except refusals.Unreadable:
            refused += 1
        else:
            json.dumps(as_json(read_resume(paper)))
            read += 1
    assert read + refused == _ROUNDS
