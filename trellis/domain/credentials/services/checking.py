"""What strangers check: a code, or a file that says it is of ours. Guessing and files are counted."""

import re
from dataclasses import dataclass

from django.db.models import TextChoices

from trellis.core.files.papers import refusals as papers
from trellis.core.files.papers.opening import paper_of
from trellis.core.throttling import give_back, take
from trellis.domain.credentials.models import Badge, Paper, SigningKey
from trellis.domain.credentials.queries.badges import badge_coded
from trellis.domain.credentials.refusals import NoBadge, TooLarge, Unreadable
from trellis.domain.credentials.rules.codes import PREFIX, code_in, code_of_address
from trellis.domain.credentials.rules.limits import LARGEST_BADGE, LARGEST_PAPER, MOST_CODES
from trellis.domain.credentials.rules.signatures import Signed, is_signed_by, signed_in
from trellis.domain.credentials.services.papers import digest_of

_IN_TEXTS = re.compile(rf"{PREFIX}-[0-9]{{4}}-[0-9A-Z]{{14}}")


class Outcome(TextChoices):
    """What became of looking at a file; whether the badge holds still is another question."""

    SIGNED = "signed"  # a badge whose signature is of ours
    SAME_PAPER = "same_paper"  # byte for byte what was handed out
    OTHER_PAPER = "other_paper"  # a PDF with a code of ours, and not these bytes
    CHANGED = "changed"  # a badge that names a key of ours, by which it is not signed so
    UNTRUSTED = "untrusted"  # signed by a key that others may have
    FOREIGN = "foreign"  # signed by a key that was never ours
    UNKNOWN = "unknown"  # a PDF without any code of ours


@dataclass(frozen=True, slots=True)
class Checked:
    """What became of looking at a file, and of which badge it is, where that is known."""

    outcome: Outcome
    badge: Badge | None = None


def look_up(typed: str, *, caller: str) -> Badge:
    """Return the badge of a code; raise NoBadge, TooMany who has guessed too often.

    `caller` is the network address. Codes that are known are not counted: they were no guess.
    """
    code = code_in(typed)
    if code is None:
        raise NoBadge
    counted = take({"verify_guess_from": caller})
    badge = badge_coded(code)
    if badge is None:
        raise NoBadge
    give_back(counted)
    return badge


def check_file(content: bytes, *, caller: str) -> Checked:
    """Look at a file that somebody was given: a PDF, or a badge as JSON or JWT.

    Raises Unreadable, TooLarge, TooMany, or Busy where a PDF cannot have its turn.
    """
    take({"verify_file_from": caller})
    if b"%PDF-" in content[:1024]:
        return _check_paper(content)
    if len(content) > LARGEST_BADGE:
        raise TooLarge
    try:
        text = content.decode()
    except UnicodeDecodeError:
        raise Unreadable from None
    return _check_badge(signed_in(text))


def _check_paper(content: bytes) -> Checked:
    if len(content) > LARGEST_PAPER:
        raise TooLarge
    same = Paper.objects.select_related("badge").filter(digest=digest_of(content)).first()
    if same is not None:
        return Checked(Outcome.SAME_PAPER, same.badge)
    codes = list(dict.fromkeys(_IN_TEXTS.findall(_written_in(content))))[:MOST_CODES]
    found = next((badge for code in codes if (badge := badge_coded(code)) is not None), None)
    return Checked(Outcome.UNKNOWN if found is None else Outcome.OTHER_PAPER, found)


def _written_in(content: bytes) -> str:
    """Return what a PDF says, and where its links lead; raise Unreadable."""
    try:
        paper = paper_of(content)
    except (papers.Empty, papers.NoLetters, papers.OnlyPictures):
        return ""
    except papers.Unreadable:
        raise Unreadable from None
    return "\n".join([*(line.text for line in paper.lines), *(link.url for link in paper.links)])


def _check_badge(signed: Signed) -> Checked:
    keys = SigningKey.objects.all()
    named = keys.filter(public=signed.public) if signed.public else keys.filter(thumbprint=signed.thumbprint)
    key = named.first()
    if key is None:
        return Checked(Outcome.FOREIGN)
    if not is_signed_by(signed, key.public):
        return Checked(Outcome.CHANGED)
    if key.compromised_at is not None:
        return Checked(Outcome.UNTRUSTED)
    code = code_of_address(signed.document.get("id"))
    badge = badge_coded(code) if code is not None else None
    # What else the key signs, a list of bits, is no badge.
    return Checked(Outcome.SIGNED, badge) if badge is not None else Checked(Outcome.FOREIGN)
