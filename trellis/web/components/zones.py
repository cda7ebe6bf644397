"""In whose time a page speaks: the viewer's own, chosen or found, and always named."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

from trellis.domain.accounts.models import User
from trellis.domain.accounts.rules import is_zone, zone_names
from trellis.domain.accounts.services.zones import choose_zone, guess_zone

CHOSEN = "zone"  # set here, when somebody picks a zone
_FOUND = "zone_here"  # set by static/web/mentorship/page.js, from the browser
_YEAR = 365 * 24 * 3600
_REGIONS = ("Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe")
_MORE_REGIONS = ("Indian", "Pacific")
_SELECTED = mark_safe(" selected")


@dataclass(frozen=True)
class ViewerZone:
    """A timezone, and whether it is the viewer's own or only our last resort."""

    name: str
    is_known: bool

    @property
    def info(self) -> ZoneInfo:
        """The zone's rules."""
        return ZoneInfo(self.name)

    @property
    def label(self) -> str:
        """The name as people read it."""
        return readable(self.name)


def viewer_zone(request: HttpRequest) -> ViewerZone:
    """Return what the viewer picked, else what their account says, else where their browser is.

    What was picked in a browser counts before what the account was guessed to be, and after what it chose.
    """
    user = request.user if isinstance(request.user, User) else None
    chosen = user.timezone if user and user.timezone_chosen else ""
    guessed = user.known_timezone if user else ""
    picked, found = request.COOKIES.get(CHOSEN, ""), request.COOKIES.get(_FOUND, "")
    for name in (request.GET.get("zone", ""), chosen, picked, guessed, found):
        if is_zone(name):
            return ViewerZone(name, is_known=True)
    return ViewerZone("UTC", is_known=False)


def keep_zone(request: HttpRequest) -> None:
    """Keep in the account whose time the viewer reads, for what is mailed to them.

    That is what they pick; the first time, what they picked before they signed in, or what their browser
    says. A link on another site picks nothing for anybody.
    """
    user, asked = request.user, request.GET.get("zone", "")
    if not isinstance(user, User):
        return
    picked, found = request.COOKIES.get(CHOSEN, ""), request.COOKIES.get(_FOUND, "")
    if is_zone(asked) and request.headers.get("Sec-Fetch-Site") != "cross-site":
        choose_zone(user=user, name=asked)
    elif is_zone(picked) and not user.timezone_chosen:
        choose_zone(user=user, name=picked)
    elif is_zone(found):
        guess_zone(user=user, name=found)


def remember_picked(request: HttpRequest, response: HttpResponse) -> None:
    """Keep a zone that the viewer has just picked, for the pages to come."""
    picked = request.GET.get("zone", "")
    if is_zone(picked):
        response.set_cookie(
            CHOSEN, picked, max_age=_YEAR, samesite="Lax", httponly=True, secure=request.is_secure()
        )


def readable(name: str) -> str:
    """Return `America/New_York` as `America / New York`."""
    return name.replace("_", " ").replace("/", " / ")


def zone_options(current: str, *, now: datetime) -> SafeString:
    """Return the zones by region as the options of a select, `current` chosen and always among them."""
    return _options(current, f"{now.astimezone(UTC):%Y-%m-%d}")


@lru_cache(maxsize=256)
def _options(current: str, day: str) -> SafeString:
    """Write the options; the offsets shown are those of `day`, by which they are kept.

    Four hundred options through the template engine would cost more than the page around them.
    """
    noon = datetime.fromisoformat(f"{day}T12:00:00+00:00")
    groups = [("Everywhere", ["UTC"])]
    groups += [(region, _names_in(region)) for region in (*_REGIONS, *_MORE_REGIONS)]
    if not any(current in names for _, names in groups):
        groups.insert(0, ("Now", [current]))
    return format_html_join(
        "",
        '<optgroup label="{}">{}</optgroup>',
        (
            (
                region,
                format_html_join(
                    "",
                    '<option value="{}"{}>{}</option>',
                    ((name, _SELECTED if name == current else "", _described(name, noon)) for name in names),
                ),
            )
            for region, names in groups
        ),
    )


def _names_in(region: str) -> list[str]:
    return sorted(name for name in zone_names() if name.startswith(f"{region}/"))


def _described(name: str, moment: datetime) -> str:
    offset = moment.astimezone(ZoneInfo(name)).strftime("%z")
    place = (name.partition("/")[2] or name).replace("_", " ").replace("/", ", ")
    return place if name == "UTC" else f"{place} (UTC{offset[:3]}:{offset[3:5]})"
