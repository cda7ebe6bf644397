"""The board: what takes applications now, of all organizations, be it a job post or a requisition."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from trellis.domain.jobs.queries.board import on_board
from trellis.domain.jobs.queries.postings import narrowed
from trellis.domain.jobs.rules.choices import JobType, WorkplaceType
from trellis.domain.jobs.rules.limits import LONGEST_BOARD_SEARCH
from trellis.web.jobs.pages import listed, render_public
from trellis.web.jobs.words import JOB_TYPES, WORKPLACES

# What the addresses say, and have said before: links are kept for long.
_WORKPLACES: dict[str, WorkplaceType] = {each.name.lower(): each for each in WorkplaceType}
_TYPES: dict[str, JobType] = {each.name.lower(): each for each in JobType}
_FORMER_NAMES = {"workplace": "location_type", "type": "job_type"}
_FORMER_WORDS = {"freelance": "other"}


@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """Show the jobs that fit what is looked for, the newest first."""
    q = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST_BOARD_SEARCH]
    workplace = _chosen(request.GET, "workplace", _WORKPLACES)
    kind = _chosen(request.GET, "type", _TYPES)
    asked = {
        "search": q,
        "workplace_type": _WORKPLACES.get(workplace),
        "job_type": _TYPES.get(kind),
    }
    given = {"q": q, "workplace": workplace, "type": kind}
    context = {
        **given,
        "longest_q": LONGEST_BOARD_SEARCH,
        "query": urlencode({name: value for name, value in given.items() if value}),
        "workplaces": [(name, WORKPLACES[each]) for name, each in _WORKPLACES.items()],
        "types": [(name, JOB_TYPES[each]) for name, each in _TYPES.items()],
        **listed(narrowed(on_board(timezone.now()), asked), request.GET.get("page", "1")),
    }
    return render_public(request, "web/jobs/board.html", context)


def _chosen(given: QueryDict, name: str, choices: dict[str, WorkplaceType] | dict[str, JobType]) -> str:
    """Return what was chosen, "" for nothing and for what cannot be."""
    word = given.get(name, given.get(_FORMER_NAMES[name], ""))
    word = _FORMER_WORDS.get(word, word)
    return word if word in choices else ""
