"""What is read is what stands on the page: its order, its letters, and nothing that nobody sees."""

import base64
import re
import zlib

import pytest
import typst
from PIL import Image, ImageDraw
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from tests.intelligence.resumes.pages import FONTS, both, jobs, lines, of_pdf, pdf, resume, said, values
from trellis.core.files.papers import faults
from trellis.core.files.papers.bidi import logical
from trellis.core.files.papers.kinds import read_as
from trellis.core.files.papers.layout import Concealed
from trellis.core.files.papers.plain import tidied
from trellis.intelligence.resumes.text import Text

_HIDDEN = "Kubernetes, Rust, ten years"


def apart(text: str, *, step: float, blank: float, size: float = 14) -> object:
    """Draw each letter as a piece of its own."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica-Bold", size)
        x = 60.0
        for letter in text:
            if letter != " ":
                canvas.drawString(x, 780, letter)
            x += blank - step if letter == " " else step

    return draw


def test_the_end_of_a_line_is_not_part_of_a_word_but_some_hyphens_are() -> None:
    paper = read_as("pdf", pdf(lines("built a plat-", "form of our own, front-", "end included")))
    text = Text(paper)
    assert not set(text.text) & {"\ufffe", "\x02", "\xad"}
    flow = text.flow(0, 3)
    assert flow.text == "built a platform of our own, front-end included"
    start = flow.text.index("platform")
    assert text.text[slice(*flow.span(start, start + 8))] == "plat-\nform"
    start = flow.text.index("front-end")
    assert text.text[slice(*flow.span(start, start + 9))] == "front-\nend"


def test_a_word_that_a_line_breaks_is_one_skill() -> None:
    read = of_pdf(lines("Skills", "Customer service, Bookkee-", "ping, Welding"))
    assert values(read.skills) == ["Customer service", "Bookkeeping", "Welding"]
    assert read.text[slice(*read.skills[1].spans[0])] == "Bookkee-\nping"


@pytest.mark.parametrize(("step", "blank"), [(18, 36), (20, 32)])
def test_letters_that_are_drawn_apart_are_words(step: float, blank: float) -> None:
    read = of_pdf(both(apart("MIRA OSTERBERG", step=step, blank=blank), lines("Cook", top=740)))  # type: ignore[arg-type]
    assert read.name is not None
    assert (read.name.first, read.name.last) == ("Mira", "Osterberg")


def test_columns_that_are_drawn_row_by_row_are_read_one_after_the_other() -> None:
    left = ["SKILLS", "Python", "Welding", "Sign language"]
    right = ["EXPERIENCE", "Clerk, Acme Ltd", "2019 - 2021", "Filed 300 cases"]
    rows = [
        lines(one, x=x, top=700 - 14 * row)
        for row, pair in enumerate(zip(left, right, strict=True))
        for x, one in zip((60, 330), pair, strict=True)
    ]
    read = of_pdf(both(*rows))
    assert values(read.skills) == ["Python", "Welding", "Sign language"]
    assert jobs(read) == [("Clerk", "Acme Ltd", "2019", "2021")]


def test_what_stands_side_by_side_is_told_apart() -> None:
    def draw(canvas: Canvas) -> None:
        x = 60.0
        for skill in ("Python", "Welding", "Git", "Sign language"):
            canvas.drawString(x, 700, skill)
            x += canvas.stringWidth(skill) + 16

    read = of_pdf(both(lines("Skills", top=720), draw))
    assert values(read.skills) == ["Python", "Welding", "Git", "Sign language"]


def white(canvas: Canvas) -> None:
    canvas.setFillColorRGB(1, 1, 1)
    canvas.drawString(60, 600, _HIDDEN)


def covered(canvas: Canvas) -> None:
    canvas.drawString(60, 600, _HIDDEN)
    canvas.setFillColorRGB(1, 1, 1)
    canvas.rect(50, 590, 300, 30, stroke=0, fill=1)


def invisible(canvas: Canvas, text: str = _HIDDEN, y: float = 600) -> None:
    words = canvas.beginText(60, y)
    words.setTextRenderMode(3)
    words.textLine(text)
    canvas.drawText(words)


def tiny(canvas: Canvas) -> None:
    canvas.setFont("Helvetica", 0.5)
    canvas.drawString(60, 600, _HIDDEN)


def outside(canvas: Canvas) -> None:
    canvas.drawString(60, -200, _HIDDEN)


def on_white_picture(canvas: Canvas) -> None:
    canvas.drawImage(ImageReader(Image.new("RGB", (200, 200), "white")), 0, 0, 595, 842)
    lines("Ada Cook", "Cook at Hotel Kitchen")(canvas)
    invisible(canvas)


@pytest.mark.parametrize(
    ("draw", "why"),
    [
        pytest.param(white, Concealed.COLOUR, id="white-on-white"),
        pytest.param(covered, Concealed.COLOUR, id="covered"),
        pytest.param(invisible, Concealed.INVISIBLE, id="rendering-mode-3"),
        pytest.param(on_white_picture, Concealed.INVISIBLE, id="rendering-mode-3-on-a-white-picture"),
        pytest.param(tiny, Concealed.SIZE, id="half-a-point"),
        pytest.param(outside, Concealed.PLACE, id="off-the-page"),
    ],
)
def test_text_that_nobody_sees_is_not_read_and_is_told(draw: object, why: Concealed) -> None:
    paper = read_as("pdf", pdf(both(lines("Ada Cook", "Cook at Hotel Kitchen"), draw)))  # type: ignore[arg-type]
    assert not any("Rust" in line for line in said(paper))
    assert [(each.why, each.page) for each in paper.hidden] == [(why, 1)]
    assert any("Ada Cook" in line for line in said(paper))


def test_white_text_on_a_dark_ground_is_read() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFillColorRGB(0.1, 0.2, 0.3)
        canvas.rect(0, 0, 595, 842, stroke=0, fill=1)
        canvas.setFillColorRGB(1, 1, 1)
        canvas.drawString(60, 700, "Ada Cook")

    paper = read_as("pdf", pdf(draw))
    assert (said(paper), paper.hidden) == (["Ada Cook"], ())


def scan(canvas: Canvas) -> None:
    """Draw a picture of a page, and its recognised text over it."""
    picture = Image.new("L", (1190, 1684), "white")
    pen = ImageDraw.Draw(picture)
    for number, text in enumerate(("Mira Osterberg", "mira@example.org", "Skills", "Welding, Python")):
        pen.text((120, 120 + 60 * number), text, fill=0, font_size=32)
        invisible(canvas, text, 842 - (120 + 60 * number + 28) / 2)
    canvas.drawImage(ImageReader(picture), 0, 0, 595, 842)
    for number, text in enumerate(("Mira Osterberg", "mira@example.org", "Skills", "Welding, Python")):
        invisible(canvas, text, 842 - (120 + 60 * number + 28) / 2)


def test_the_recognised_text_of_a_scan_is_read_as_less_sure() -> None:
    paper = read_as("pdf", pdf(scan))
    assert paper.is_scan
    read = resume(paper)
    assert values(read.emails) == ["mira@example.org"]
    assert read.emails[0].certainty < 0.9
    assert values(read.skills) == ["Welding", "Python"]


def test_accents_that_are_drawn_beside_their_letters_are_on_them() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 20)
        canvas.drawString(60, 700, "Ren")
        x = 60 + canvas.stringWidth("Ren", "Helvetica", 20)
        canvas.drawString(x, 700, "e")
        canvas.drawString(x + 2.2, 700, "´")
        canvas.drawString(x + canvas.stringWidth("e", "Helvetica", 20), 700, " Dufour")
        canvas.drawString(60, 660, "M")
        x = 60 + canvas.stringWidth("M", "Helvetica", 20)
        canvas.drawString(x + 2.2, 660, "¨")
        canvas.drawString(x, 660, "u")
        canvas.drawString(x + canvas.stringWidth("u", "Helvetica", 20), 660, "ller")

    assert said(read_as("pdf", pdf(draw))) == ["René Dufour", "Müller"]


def test_what_a_click_leads_to_is_a_link_with_the_word_as_its_span() -> None:
    url = "https://www.linkedin.com/in/mira-o-test"

    def draw(canvas: Canvas) -> None:
        canvas.drawString(60, 700, "LinkedIn")
        canvas.linkURL(url, (60, 698, 105, 712))
        canvas.drawString(60, 650, "Press")
        canvas.linkURL("javascript:alert(1)", (60, 648, 90, 660))

    read = of_pdf(draw)
    assert [(each.value, [read.text[slice(*span)] for span in each.spans]) for each in read.links] == [
        (url, ["LinkedIn"])
    ]


def test_numbers_keep_their_order_inside_lines_from_right_to_left() -> None:
    source = (
        '#set text(font: ("Noto Sans", "Noto Sans Arabic"), lang: "ar", dir: rtl, size: 12pt)\n'
        "ليلى حداد\n\nهاتف : +971 50 123 4567\n\n"
        "البريد : mira\\@example.org\n\nالخبرات\n\nمحاسب 2019 - 2021\n"
    )
    made = typst.Compiler(input=source.encode(), font_paths=[str(FONTS)], ignore_system_fonts=True).compile(
        format="pdf"
    )
    assert isinstance(made, bytes)
    read = resume(read_as("pdf", made))
    assert [each.found.value for each in read.phones] == ["+971501234567"]
    assert values(read.emails) == ["mira@example.org"]
    assert jobs(read) == [("محاسب", "", "2019", "2021")]
    assert read.name is not None
    assert read.name.found.value == "ليلى حداد"


def test_numbers_that_are_drawn_with_their_plus_in_front_are_read_so_too() -> None:
    assert logical(["4567", "123", "50", "+971", ":", "فتاه"]) == ["هاتف", ":", "+971", "50", "123", "4567"]
    assert logical(["+971", "50", "123", "4567", ":", "فتاه"]) == ["هاتف", ":", "+971", "50", "123", "4567"]


def test_letters_of_which_the_file_says_nothing_are_one_fault() -> None:
    content = private(pdf(private_page))
    with pytest.raises(faults.NoLetters):
        read_as("pdf", content)


def test_of_two_fonts_the_one_is_read_that_says_its_letters() -> None:
    content = private(
        pdf(both(private_page, lines("Ada Cook, mira@example.org", "Skills", "Welding, Python", top=500)))
    )
    paper = read_as("pdf", content)
    assert said(paper) == ["Ada Cook, mira@example.org", "Skills", "Welding, Python"]
    assert paper.unreadable > 20


def private_page(canvas: Canvas) -> None:
    """Draw words in a font of its own."""
    if "Plain" not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont("Plain", str(FONTS / "NotoSans[wght].ttf")))
    canvas.setFont("Plain", 12)
    canvas.drawString(60, 780, "Resume of somebody who can do many things")


def private(content: bytes) -> bytes:
    """Return a PDF whose subset font maps its signs to those of private use."""
    streams = list(re.finditer(rb"/Length (\d+)\s*>>\s*stream\r?\n", content))
    for found in reversed(streams):
        length = int(found[1])
        raw = content[found.end() : found.end() + length]
        try:
            plain = base64.a85decode(raw.strip(), adobe=False) if raw.endswith(b"~>") else raw
            text = zlib.decompress(plain)
        except (ValueError, zlib.error):
            continue
        if b"beginbfrange" not in text and b"beginbfchar" not in text:
            continue
        mapped = re.sub(rb"<00([0-9A-Fa-f]{2})>(?=[\s\]])", rb"<E0\1>", text)
        packed = zlib.compress(mapped)
        content = (
            content[: found.start(1)]
            + str(len(packed)).encode()
            + content[found.end(1) : found.end()]
            + packed
            + content[found.end() + length :]
        )
    return content


def test_an_empty_page_a_picture_and_a_locked_file_are_one_fault_each() -> None:
    with pytest.raises(faults.Empty):
        read_as("pdf", pdf(lambda canvas: None))
    with pytest.raises(faults.OnlyPictures):
        read_as(
            "pdf",
            pdf(
                lambda canvas: canvas.drawImage(
                    ImageReader(Image.effect_noise((300, 400), 90)), 0, 0, 595, 842
                )
            ),
        )
    with pytest.raises(faults.Locked):
        read_as("pdf", pdf(lines("Ada Cook"), encrypt="secret"))
    with pytest.raises(faults.TooManyPages):
        read_as("pdf", pdf(*[lines("Ada Cook")] * 51))
    with pytest.raises(faults.Broken):
        read_as("pdf", b"%PDF-1.7 and nothing else")


def test_a_file_with_the_password_of_its_owner_alone_is_read() -> None:
    locked = StandardEncryption("", ownerPassword="owner", canCopy=0)
    assert said(read_as("pdf", pdf(lines("Ada Cook"), encrypt=locked))) == ["Ada Cook"]


@pytest.mark.parametrize("turned", [90, 180, 270])
def test_a_page_that_is_turned_is_read_as_it_is_shown(turned: int) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setPageRotation(turned)
        width, height = (595, 842) if turned == 180 else (842, 595)
        canvas.translate(*{90: (width, 0), 180: (width, height), 270: (0, height)}[turned])
        canvas.rotate(turned)
        lines("Ada Cook", "ada@example.org", top=500)(canvas)
        canvas.linkURL("https://example.org/ada", (60, 498, 105, 510), relative=1)

    paper = read_as("pdf", pdf(draw))
    assert said(paper) == ["Ada Cook", "ada@example.org"]
    assert paper.hidden == ()
    assert [link.url for link in paper.links] == ["https://example.org/ada"]


def test_a_control_sign_before_it_moves_no_span() -> None:
    assert tidied("\u200f\x07mira@example.org") == "mira@example.org"
    read = of_pdf(lines("\x07K\xf6chin, mira@example.org"))
    assert [read.text[slice(*span)] for span in read.emails[0].spans] == ["mira@example.org"]


def test_a_long_file_is_cut_and_says_so() -> None:
    paper = read_as("txt", b"Some words of a resume\n" * 20_000)
    assert paper.is_cut
    assert sum(len(line) for line in said(paper)) <= 100_000
