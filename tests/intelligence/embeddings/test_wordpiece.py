"""Texts are cut as the model's own tokenizer cuts them."""

import pytest

from trellis.intelligence.embeddings.wordpiece import WordPieces

PIECES = [
    "[UNK]",
    "[CLS]",
    "[SEP]",
    "learn",
    "##ing",
    "design",
    "a",
    "##a",
    "cafe",
    "語",
    "-",
    "$",
    "'",
    "[",
    "]",
]
WORDS = WordPieces(PIECES)


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("Learning DESIGN", ["learn", "##ing", "design"]),
        ("learn-design's", ["learn", "-", "design", "'", "[UNK]"]),
        ("Café cafe\u0301", ["cafe", "cafe"]),
        ("design語語 $a", ["design", "語", "語", "$", "a"]),
        ("de\u00adsi\u200bgn\x00 \t\n\ufffd", ["design"]),
        ("qwrtzpl 🎸", ["[UNK]", "[UNK]"]),
        ("a" * 100 + " " + "a" * 101, ["a", *["##a"] * 99, "[UNK]"]),
        ("[CLS]", ["[", "[UNK]", "]"]),
        ("", []),
    ],
)
def test_pieces(text: str, pieces: list[str]) -> None:
    assert WORDS.ids(text, most=256) == [PIECES.index(piece) for piece in ["[CLS]", *pieces, "[SEP]"]]


def test_of_a_long_text_the_beginning_counts() -> None:
    assert WORDS.ids("a " * 10_000, most=8) == [1, *[PIECES.index("a")] * 6, 2]
