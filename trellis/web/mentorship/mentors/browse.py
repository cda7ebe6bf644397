"""Finding a mentor: search, filters, favourites."""

import uuid
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe
from django_htmx.http import push_url

from trellis.domain.mentorship.models import Mentor
from trellis.domain.mentorship.queries.mentors import RATING, approved_mentors, common_areas
from trellis.domain.mentorship.rules.limits import LONGEST_AREA, LONGEST_SEARCH
from trellis.web.mentorship.pages import render_mentorship, render_part, wants_part

_PAGE = 12
_MOST_FAVOURITES = 200
_SORTS: dict[str, tuple[str, list[Any]]] = {
    "rating": ("Best rated", [RATING.desc(nulls_last=True), "-rating_count", "-id"]),
    "sessions": ("Most sessions", ["-total_sessions", "-id"]),
    "newest": ("Newest", ["-id"]),
    "name": ("Name", ["user__first_name", "user__last_name", "id"]),
}


@require_safe
def browse(request: HttpRequest) -> HttpResponse:
    """Show the approved mentors; htmx gets the results alone, as one types."""
    asked = _asked(request)
    page = _page_of(asked, request.GET.get("page", "1"))
    context = {
        **asked,
        "page": page,
        "told": _told(page, asked),
        "query": urlencode(_without_empty(asked)),
        "section": "browse",
    }
    if wants_part(request):
        part = render_part(request, "web/mentorship/mentors/_results.html", context, announce=context["told"])
        return push_url(part, _address(asked, page))
    context |= {
        "sorts": [(name, label) for name, (label, _) in _SORTS.items()],
        "areas": _areas(asked["expertise"]),
        "longest_search": LONGEST_SEARCH,
    }
    return render_mentorship(request, "web/mentorship/mentors/browse.html", context)


def _asked(request: HttpRequest) -> dict[str, Any]:
    """Return what is looked for, cleaned of what cannot be asked."""
    sort = request.GET.get("sort", "")
    only = request.GET.get("favourites", "") if "favourites" in request.GET else None
    return {
        "q": request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST_SEARCH],
        "expertise": request.GET.get("expertise", "").replace("\x00", "").strip()[:LONGEST_AREA],
        "sort": sort if sort in _SORTS else "rating",
        "favourites": None if only is None else _ids(only),
    }


def _ids(given: str) -> list[str]:
    found = []
    for part in given.split(",")[:_MOST_FAVOURITES]:
        try:
            found.append(str(uuid.UUID(part.strip())))
        except ValueError:
            continue
    return found


def _page_of(asked: dict[str, Any], number: str) -> Page[Mentor]:
    return Paginator(_found(asked), _PAGE).get_page(number)


def _found(asked: dict[str, Any]) -> QuerySet[Mentor]:
    mentors = approved_mentors(search=asked["q"], expertise=asked["expertise"])
    if asked["favourites"] is not None:
        mentors = mentors.filter(public_id__in=asked["favourites"])
    return mentors.order_by(*_SORTS[asked["sort"]][1])


def _areas(chosen: str) -> list[str]:
    areas = common_areas()
    return areas if not chosen or chosen in areas else [chosen, *areas]


def _told(page: Page[Mentor], asked: dict[str, Any]) -> str:
    count = page.paginator.count
    what = "favourite mentor" if asked["favourites"] is not None else "mentor"
    told = f"{count} {what}" if count == 1 else f"{count} {what}s"
    if count == 0:
        return f"No {what}s found."
    return (
        f"{told} found."
        if page.paginator.num_pages == 1
        else (f"{told} found. Page {page.number} of {page.paginator.num_pages}.")
    )


def _without_empty(asked: dict[str, Any]) -> dict[str, str]:
    """Return the parameters that say something, for the address."""
    said = {name: asked[name] for name in ("q", "expertise") if asked[name]}
    if asked["sort"] != "rating":
        said["sort"] = asked["sort"]
    if asked["favourites"] is not None:
        said["favourites"] = ",".join(asked["favourites"])
    return said


def _address(asked: dict[str, Any], page: Page[Mentor]) -> str:
    said = _without_empty(asked)
    if page.number > 1:
        said["page"] = str(page.number)
    return f"{reverse('web:mentors')}?{urlencode(said)}" if said else reverse("web:mentors")
