"""What the paper of a badge says: the lines that the page of its code shows, no more and no less."""

from typing import Any

from trellis.core.files.typesetting.scripts import written
from trellis.domain.credentials.models import Badge
from trellis.domain.credentials.rules.facts import HOUSE, facts_of, heading_of


def data_of(badge: Badge, *, page: str) -> dict[str, Any]:
    """Return what the template is given; every text of somebody keeps its own direction and letters.

    `page` is the address at which anybody checks it.
    """
    return {
        "title": f"{heading_of(badge)}: {badge.title}",
        "house": HOUSE,
        "heading": heading_of(badge),
        "facts": [{"label": fact.label, "value": written(fact.value).as_data()} for fact in facts_of(badge)],
        "name": written(badge.recipient_name).as_data(),
        "what": written(badge.title).as_data(),
        "code": badge.code,
        "page": page,
        "note": "Compare every line with the page of this code: it shows what was issued, and if it holds.",
    }
