"""What a line and a longer text may hold, what is taken off them, and when nothing of them is to be seen."""

import pytest

from trellis.core.writing.texts import Unfit, is_line, many_lines, one_line

# Signs that do not show, and without which words, names and pictures are others.
NEEDED = [
    "علی\u200cرضا",  # Persian, held apart
    "می\u200cخواهم",
    "क\u094d\u200dष",  # Devanagari, a half letter
    "ශ්\u200dරී",  # Sinhala
    "ന്\u200d",  # Malayalam, at the end of a word
    "সাক\u09cd\u200cর",  # Bengali
    "\u1798\u17b6\u179f\u200b\u1798\u17b6\u179f",  # Khmer, where a line may break
    "👩\u200d💻",
    "👩🏽\u200d🚒",
    "🏳\ufe0f\u200d🌈",
    "❤\ufe0f\u200d🔥",
    "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",  # the flag of England
    "1\ufe0f\u20e3",
    "\u05d0\u05d1 C++\u200e",  # a mark that keeps the pluses where they are
]


@pytest.mark.parametrize(
    "text", [*NEEDED, "Zoë O'Neil-Łuk, 3rd", "高级软件工程师", "Mu\u0308ller", "\U0001fae8", "\uf8ff"]
)
def test_what_people_write_is_kept_as_it_is(text: str) -> None:
    assert one_line(text) == text
    assert many_lines(text) == text
    assert is_line(text)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("  Tom \n", "Tom"),
        ("\ufeffTom", "Tom"),
        ("To\u200bm", "Tom"),
        ("To\u200cm", "Tom"),
        ("To\u200dm", "Tom"),
        ("T\u00ado\u2060m", "Tom"),
        ("Tom\U000e0041\U000e0042", "Tom"),  # letters that only machines read
        ("Tom \u200b", "Tom"),
        ("\u00a0Tom\u3000", "Tom"),
    ],
)
def test_what_neither_shows_nor_joins_is_taken_off_a_line(text: str, kept: str) -> None:
    assert one_line(text) == kept
    assert not is_line(text)


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "\u00a0", "\u200b\u200b", "\u2060", "\ufeff", "\u00ad", "\u200e\u200f", "\u061c", "\u115f",
        "\u3164", "\uffa0", "\u2800", "\u034f", "\u180e", "\ufe0f", "\U000e0100", "\u0301",
        "\u2003\u200b\u2003",
    ],
)  # fmt: skip
def test_a_text_in_which_nothing_shows_is_empty(text: str) -> None:
    assert one_line(text) == ""
    assert many_lines(text) == ""
    assert not is_line(text)


@pytest.mark.parametrize("character", "\n\r\t\x00\x07\x0b\x1b\x7f\x85\x9b\u2028\u2029")
def test_a_line_holds_no_line_break_and_no_control(character: str) -> None:
    with pytest.raises(Unfit, match=f"U\\+{ord(character):04X}"):
        one_line(f"North{character}Bcc: x")


@pytest.mark.parametrize("character", "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
def test_a_line_turns_no_direction_of_writing(character: str) -> None:
    with pytest.raises(Unfit, match="direction of writing"):
        one_line(f"a{character}b")


@pytest.mark.parametrize("character", ["\ufffe", "\uffff", "\ufdd0", "\U0010ffff", "\ud800"])
def test_no_text_holds_what_is_no_character(character: str) -> None:
    for read in (one_line, many_lines):
        with pytest.raises(Unfit, match="no character"):
            read(f"a{character}b")


def test_a_text_has_line_feeds_alone_between_its_lines() -> None:
    assert many_lines("a\r\nb\rc\x0bd\x0ce\x85f\u2028g\u2029h\ti\n") == "a\nb\nc\nd\ne\nf\ng\nh\ti\n"


@pytest.mark.parametrize("character", "\x00\x07\x1b\x7f\x9b\u202d\u202e")
def test_a_text_holds_no_other_control_and_overrides_no_direction(character: str) -> None:
    with pytest.raises(Unfit):
        many_lines(f"a{character}b")


def test_a_text_may_set_words_of_another_direction_apart() -> None:
    assert (
        many_lines("He said \u2067\u05e9\u05dc\u05d5\u05dd\u2069.")
        == "He said \u2067\u05e9\u05dc\u05d5\u05dd\u2069."
    )
