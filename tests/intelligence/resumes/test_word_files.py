"""Word files are read as somebody sees them: text boxes once, headers too, the document as accepted."""

import io
import struct
import zipfile

import pytest

from tests.intelligence.resumes.drawn.word import paragraph, run, text_box, word_file
from tests.intelligence.resumes.pages import resume, said, values
from trellis.core.files.papers import faults
from trellis.core.files.papers.kinds import read_as
from trellis.core.files.papers.layout import Concealed


def word(body: str, **parts: str) -> list[str]:
    return said(read_as("docx", word_file(body, **parts)))


def test_a_text_box_that_stands_twice_in_the_file_is_read_once() -> None:
    body = paragraph(run("Skills")) + paragraph(text_box(paragraph(run("Python, Welding"))))
    assert word(body) == ["Skills", "Python, Welding"]
    assert values(resume(read_as("docx", word_file(body))).skills) == ["Python", "Welding"]


def test_a_letterhead_is_read() -> None:
    header = paragraph(run("Mira Osterberg")) + paragraph(run("+971 50 123 4567, mira@example.org"))
    read = resume(read_as("docx", word_file(paragraph(run("Skills")), header=header)))
    assert read.name is not None
    assert (read.name.last, read.phones[0].found.value, values(read.emails)) == (
        *("Osterberg", "+971501234567", ["mira@example.org"]),
    )


def test_what_is_wrapped_in_content_controls_is_read() -> None:
    def control(inner: str) -> str:
        return f"<w:sdt><w:sdtPr/><w:sdtContent>{inner}</w:sdtContent></w:sdt>"

    body = control(paragraph(run("Senior Clerk"))) + paragraph(run("at "), control(run("Acme Ltd")))
    assert word(body) == ["Senior Clerk", "at Acme Ltd"]


def test_changes_are_read_as_accepted() -> None:
    body = paragraph(
        f'<w:ins w:id="1" w:author="A">{run("Senior ")}</w:ins>',
        '<w:del w:id="2" w:author="A"><w:r><w:delText>Junior </w:delText></w:r></w:del>',
        run("Clerk"),
    )
    assert word(body) == ["Senior Clerk"]


@pytest.mark.parametrize(
    ("look", "why"),
    [
        ('<w:color w:val="FFFFFF"/>', Concealed.COLOUR),
        ("<w:vanish/>", Concealed.INVISIBLE),
        ('<w:sz w:val="2"/>', Concealed.SIZE),
    ],
)
def test_words_that_nobody_sees_are_not_read(look: str, why: Concealed) -> None:
    paper = read_as("docx", word_file(paragraph(run("Cook"), run(" Kubernetes", look))))
    assert said(paper) == ["Cook"]
    assert [each.why for each in paper.hidden] == [why]


def test_white_words_on_a_dark_ground_are_read() -> None:
    white = run("Ada Cook", '<w:color w:val="FFFFFF"/>')
    cell = f'<w:tc><w:tcPr><w:shd w:fill="1F2F46"/></w:tcPr>{paragraph(white)}</w:tc>'
    assert word(f"<w:tbl><w:tr>{cell}</w:tr></w:tbl>") == ["Ada Cook"]


def test_a_link_has_its_words_as_its_span() -> None:
    body = paragraph(run("See "), f'<w:hyperlink r:id="l0">{run("LinkedIn")}</w:hyperlink>')
    read = resume(read_as("docx", word_file(body, links=("https://www.linkedin.com/in/mira",))))
    assert [(each.value, read.text[slice(*each.spans[0])]) for each in read.links] == [
        ("https://www.linkedin.com/in/mira", "LinkedIn")
    ]


def bomb(size: int) -> bytes:
    """Return a Word file of which one part unpacks to so many bytes."""
    out = io.BytesIO(word_file(paragraph(run("Ada Cook"))))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as made, made.open("word/styles.xml", "w") as part:
        for _ in range(size >> 20):
            part.write(b" " * (1 << 20))
    return out.getvalue()


def lying(content: bytes, name: bytes) -> bytes:
    """Return a ZIP whose directory says of a part that it has 1,000 bytes."""
    place = content.rindex(b"PK\x01\x02")
    while content[place + 46 : place + 46 + len(name)] != name:
        place = content.rindex(b"PK\x01\x02", 0, place)
    return content[: place + 24] + struct.pack("<I", 1000) + content[place + 28 :]


def test_a_part_that_is_large_inside_is_one_fault() -> None:
    with pytest.raises(faults.TooLargeInside):
        read_as("docx", bomb(200 << 20))


def test_what_a_directory_says_of_a_part_is_not_believed() -> None:
    content = lying(bomb(40 << 20), b"word/styles.xml")
    with pytest.raises((faults.TooLargeInside, faults.Broken)):
        read_as("docx", content)


@pytest.mark.parametrize(
    "document",
    [
        pytest.param('<!DOCTYPE a [<!ENTITY b "c">]><w:document/>', id="entities"),
        pytest.param("<a>" * 100_000, id="deep"),
        pytest.param("<w:document", id="cut"),
    ],
)
def test_a_document_that_is_none_is_broken(document: str) -> None:
    content = word_file("", **{"word/document.xml": document})
    with pytest.raises((faults.Broken, faults.TooLargeInside)):
        read_as("docx", content)


def test_a_file_of_a_picture_and_an_empty_one_are_one_fault_each() -> None:
    with pytest.raises(faults.Empty):
        read_as("docx", word_file(paragraph()))
    with pytest.raises(faults.OnlyPictures):
        read_as("docx", word_file(paragraph(), **{"word/media/image1.png": "no text"}))
