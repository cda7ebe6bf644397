"""What somebody says aloud, as words."""

from collections.abc import Sequence

from trellis.domain.assistant.refusals import SpeechAway


def words_of(*, sound: bytes, hints: Sequence[str]) -> str:
    """Return the words of a recording; raise SpeechAway. Never inside a transaction: a model is asked.

    `hints` are words that it may hold.
    """
    raise SpeechAway
