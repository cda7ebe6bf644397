"""A text without what tells who somebody is."""

from __future__ import annotations

from collections.abc import Collection

from trellis.intelligence.ranking.masking.spans import masked_spans

# A sign of no text that people write in resumes; one stands for one sign, so that places stay what they are.
FILLER = "▒"


def neutral(text: str, *, names: Collection[str] = (), nicknames: Collection[str] = ()) -> str:
    """Return the text with FILLER for each sign that tells who somebody is; all others keep their place.

    `nicknames` are names only beside others: a word of an address may be a trade.
    """
    signs: list[str] = []
    end = 0
    for first, last in masked_spans(text, names=names, nicknames=nicknames):
        signs += [text[end:first], FILLER * (last - first)]
        end = last
    return "".join([*signs, text[end:]])
