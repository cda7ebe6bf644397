"""What an assistant answers is made of: sentences, each with the rows that it says them of."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

BY_TEMPLATES, BY_MODEL = "templates", "model"


@dataclass(frozen=True, slots=True)
class Source:
    """A row that an answer rests on: where it is read, and the words of it that are meant."""

    kind: str
    id: str
    title: str
    url: str
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence of ours, and the rows that it is said of; one about the assistant itself rests on none."""

    text: str
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """What was found for a question: it can be sent as it is, or be worded by a model."""

    question: str
    said: tuple[Said, ...]
    limits: str = ""
    # What a model must not be asked: a refusal, and what is said where nothing was found.
    is_final: bool = False

    @property
    def text(self) -> str:
        """The sentences of ours: lines, since screen readers stop at their ends."""
        return "\n".join(each.text for each in self.said)

    @property
    def sources(self) -> tuple[Source, ...]:
        """What the sentences rest on, each once, in their order."""
        return tuple(dict.fromkeys(source for each in self.said for source in each.sources))


@dataclass(frozen=True, slots=True)
class Answer:
    """What is told to who has asked."""

    answer: str
    sources: Sequence[Source] = field(default_factory=tuple)
    limits: str = ""
    by: str = BY_TEMPLATES


def facts_of(draft: Draft) -> list[str]:
    """Return what a wording of the draft may say: its sentences, each with the quotes of its sources."""
    return [" ".join([each.text, *_quotes(each.sources)]) for each in draft.said]


def final(question: str, *sentences: str, limits: str = "") -> Draft:
    """Return a draft of sentences about the assistant itself, which no model words."""
    return Draft(question, tuple(Said(each) for each in sentences), limits, is_final=True)


def in_list(words: Iterable[Any]) -> str:
    """Return words as a sentence lists them: a, b and c."""
    *others, last = [str(word) for word in words] or [""]
    return f"{', '.join(others)} and {last}" if others else last


def _quotes(sources: Iterable[Source]) -> list[str]:
    return [part for source in sources for part in (source.title, source.quote) if part]
