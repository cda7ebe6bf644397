"""Documents set by Typst: every script of a name, nothing in a text runs, and bounds on the child."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured

from tests.core.files.papers import is_accessible, signs_in
from trellis.core.files.typesetting.fonts import FILES, folders_of_fonts
from trellis.core.files.typesetting.refusals import NoFonts
from trellis.core.files.typesetting.scripts import written
from trellis.core.files.typesetting.setting import set_as_pdf

MADE_AT = datetime(2027, 1, 16, 14, tzinfo=UTC)
TEMPLATE = """
#set document(title: "A page")
#set text(font: ("Noto Sans", "Noto Sans Arabic", "Noto Sans Hebrew", "Noto Sans CJK SC"))
#for each in json(bytes(sys.inputs.data)) [#each \\ ]
"""
SCRIPTS = {
    "latin": "Zoë Größe Łódź",
    "greek": "Ελένη",
    "cyrillic": "Кирилл",
    "arabic": "محمد",
    "hebrew": "משה",
    "simplified": "王小明",
    "traditional": "蔡英傑",
    "japanese": "こんにちはカナ",
    "korean": "김민준",
    "devanagari": "नमस",
    "thai": "ไทย",
    "amounts": "¥9,000 €1.50 £3 ₩5 ₹7 ₪9 −2",
}


@pytest.fixture
def template(tmp_path: Path) -> Path:
    place = tmp_path / "page.typ"
    place.write_text(TEMPLATE)
    return place


@pytest.mark.whole
def test_every_script_can_be_read_and_copied(template: Path) -> None:
    made = set_as_pdf(template=template, data=list(SCRIPTS.values()), made_at=MADE_AT)
    # Arabic letters join, and their glyphs still stand for the letters.
    assert set("".join(SCRIPTS.values())) - {" "} <= signs_in(made)
    assert is_accessible(made)
    assert set_as_pdf(template=template, data=list(SCRIPTS.values()), made_at=MADE_AT) == made


@pytest.mark.whole
def test_a_sign_that_is_in_no_font_costs_the_seal_and_not_the_document(template: Path) -> None:
    made = set_as_pdf(template=template, data=["Ann \U00013000"], made_at=MADE_AT)
    assert set("Ann") <= signs_in(made)
    assert not is_accessible(made)


@pytest.mark.whole
def test_nothing_in_a_text_runs(template: Path) -> None:
    text = '#panic("no") *x* $y$ #read("/etc/passwd") \\ @z'
    made = set_as_pdf(template=template, data=[text], made_at=MADE_AT)
    assert set("#*$@\\()") <= signs_in(made)


@pytest.mark.whole
def test_a_template_reads_nothing_beside_itself_and_says_what_it_stumbled_over(template: Path) -> None:
    template.write_text('#read("../../../../../etc/hostname")')
    with pytest.raises(RuntimeError, match="A document's child failed"):
        set_as_pdf(template=template, data=[], made_at=MADE_AT)


def test_without_its_fonts_nothing_is_set(tmp_path: Path, settings: Any, template: Path) -> None:
    settings.MODELS_DIR = tmp_path
    with pytest.raises(NoFonts):
        set_as_pdf(template=template, data=[], made_at=MADE_AT)


def test_the_fonts_are_those_that_are_known_with_their_licences_beside_them() -> None:
    folders = folders_of_fonts(configured.MODELS_DIR)
    assert {
        place.name for folder in folders for place in folder.iterdir() if place.suffix in {".ttf", ".ttc"}
    } == {Path(file.path).name for file in FILES}
    for folder in folders:
        (licence,) = folder.parent.glob(f"{folder.name}-*/licenses/LICENSE")
        assert "SIL OPEN FONT LICENSE" in licence.read_text()


@pytest.mark.parametrize(
    ("text", "direction", "language"),
    [
        ("Ann", "ltr", "en"),
        ("محمد (Abu)!", "rtl", "ar"),
        ("12 משה", "rtl", "he"),
        ("Ann محمد", "ltr", "ar"),
        ("王小明", "ltr", "zh"),
        ("直の", "ltr", "ja"),
        ("カナ", "ltr", "ja"),
        ("김민준", "ltr", "ko"),
        ("Ελένη", "ltr", "el"),
        ("Кирилл", "ltr", "ru"),
        ("", "ltr", "en"),
        ("12:30 – 13", "ltr", "en"),
    ],
)
def test_a_text_runs_as_its_first_letter_does(text: str, direction: str, language: str) -> None:
    kept = written(text)
    assert (kept.direction, kept.language) == (direction, language)
    assert kept.as_data()["text"] == text
