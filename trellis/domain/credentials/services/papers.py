"""Badges on paper: a PDF that is made whenever somebody asks, and whose digest is kept."""

import hashlib
from datetime import datetime
from pathlib import Path

from trellis.core.files.typesetting.setting import set_as_pdf
from trellis.domain.credentials.models import Badge, Paper
from trellis.domain.credentials.queries.addresses import page_of
from trellis.domain.credentials.refusals import Ended
from trellis.domain.credentials.rules.choices import State
from trellis.domain.credentials.rules.papers import data_of

_TEMPLATE = Path(__file__).parents[1] / "badge.typ"


def as_pdf(badge: Badge, *, now: datetime) -> bytes:
    """Return a badge as a PDF, the same whenever it is asked for with the same fonts and Typst.

    Its digest is kept, so that these bytes are known again. Raises Ended, NoFonts, Busy.
    """
    if badge.state != State.VALID:
        raise Ended
    paper = set_as_pdf(template=_TEMPLATE, data=data_of(badge, page=page_of(badge)), made_at=badge.issued_at)
    Paper.objects.get_or_create(digest=digest_of(paper), defaults={"badge": badge, "made_at": now})
    return paper


def digest_of(content: bytes) -> str:
    """Return the SHA-256 of a file."""
    return hashlib.sha256(content).hexdigest()
