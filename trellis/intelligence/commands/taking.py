"""Pieces taken out of a sentence, one after the other, so that what is left over shows."""

import re

GAP = "|"  # stands where something was taken: what was apart stays apart


class Sentence:
    """What is left of the words of a sentence."""

    def __init__(self, words: str) -> None:
        self.left = words

    def take(self, pattern: str) -> "re.Match[str] | None":
        """Return where the pattern stands first, between words, and take it out; None where it is not."""
        found = re.search(rf"(?<![^\s|])(?:{pattern})(?![^\s|])", self.left)
        if found is not None:
            self.left = f"{self.left[: found.start()]}{GAP}{self.left[found.end() :]}"
        return found

    def others(self, meaningless: frozenset[str]) -> list[str]:
        """Return the words that are left and mean something."""
        return [word for word in self.left.replace(GAP, " ").split() if word not in meaningless]
