"""What the pages of badges have in common: how they are answered, and what they say of a badge."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse

from trellis.core.refusals import Unavailable
from trellis.core.throttling import TooMany
from trellis.domain.credentials.models import Badge
from trellis.domain.credentials.queries.addresses import file_of, page_of, paper_of
from trellis.domain.credentials.rules.facts import Fact, facts_of, heading_of, moment
from trellis.domain.credentials.rules.standing import is_legible, is_revoked, is_valid
from trellis.web.credentials.forms import CodeForm, FileForm
from trellis.web.frame.pages import render_page
from trellis.web.frame.waiting import told_to_wait, wait_in_words


@dataclass(frozen=True, slots=True)
class Shown:
    """A badge as pages show it: what it is and says, whether it holds, since when it does not."""

    code: str
    heading: str
    facts: list[Fact]
    is_valid: bool
    is_revoked: bool
    ended: str
    paper: str
    file: str


def shown(badge: Badge) -> Shown:
    """Return what pages show of a badge; of one whose person is gone nothing but that it holds no more."""
    return Shown(
        code=badge.code,
        heading=heading_of(badge),
        facts=facts_of(badge) if is_legible(badge) else [],
        is_valid=is_valid(badge),
        is_revoked=is_revoked(badge),
        ended="" if badge.ended_at is None else moment(badge.ended_at),
        paper=paper_of(badge),
        file=file_of(badge),
    )


def as_json(badge: Badge) -> dict[str, Any]:
    """Return the same for programs."""
    told = shown(badge)
    return {
        "code": badge.code,
        "url": page_of(badge),
        "status": badge.state,
        "is_valid": told.is_valid,
        "ended_at": badge.ended_at,
        "kind": badge.kind,
        "heading": told.heading,
        "facts": [{"label": fact.label, "value": fact.value} for fact in told.facts],
        "paper_url": told.paper if told.is_valid else None,
        "badge_url": told.file if told.is_valid else None,
    }


def page(request: HttpRequest, outcome: str, *, status: int = 200, **more: Any) -> HttpResponse:
    """Answer with the one page of badges, in the state that `outcome` names."""
    context = {"outcome": outcome, "code_form": CodeForm(), "file_form": FileForm(), **more}
    response = render_page(request, "web/credentials/verify.html", context, status=status)
    # Who has the code may look; search engines and caches need not.
    response["X-Robots-Tag"] = "noindex"
    return response


def too_often(request: HttpRequest, refusal: TooMany) -> HttpResponse:
    """Say that somebody has tried too often, and when to come again."""
    return told_to_wait(page(request, "too_often", wait=wait_in_words(refusal.wait)), refusal)


def later(refusal: Unavailable) -> HttpResponse:
    """Say in plain words that something cannot be made just now."""
    response = HttpResponse(refusal.sentence, content_type="text/plain; charset=utf-8", status=503)
    response["Retry-After"] = str(refusal.wait)
    return response
