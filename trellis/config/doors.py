"""The five doors of Trellis, each described once.

urls.py routes by this table. What else speaks of doors reads it: the descriptions of the API, the front page,
the README and pages of docs/, what front ends elsewhere may call, and which addresses are refused in JSON.
"""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """How far a door is open."""

    OPEN = "open"
    AJAR = "ajar"
    PLANNED = "planned"

    @property
    def label(self) -> str:
        """The state in words."""
        return {"open": "Works", "ajar": "Begun, more to come", "planned": "To come"}[self.value]


@dataclass(frozen=True)
class Prefix:
    """What the addresses of a door begin with. Of two prefixes that fit, the longer one counts.

    `urls` is the dotted name of the list of what follows; empty where nothing does yet. `room` is the file or
    folder of the views, where it is not named by the first word after the prefix.
    """

    path: str
    urls: str = ""
    room: str = ""


@dataclass(frozen=True)
class Door:
    """A published API; `key` is its word in `/api/schema/<key>/`, `package` its folder in `apis/`.

    `refusals` and `lists` say in Markdown what form these have there. `rate_scope` begins the names of its
    limits in RATE_LIMITS. `page` is where people walk in, if the door has pages.
    """

    key: str
    name: str
    is_for: str
    state: State
    prefixes: tuple[Prefix, ...]
    refusals: str
    lists: str
    rate_scope: str
    page: str = ""
    page_label: str = ""
    # Of WebSockets whose addresses begin with what the code's place is not named by.
    sockets: tuple[Prefix, ...] = ()

    @property
    def package(self) -> str:
        """The folder of its code in `apis/`."""
        return self.key.replace("-", "_")

    @property
    def is_routed(self) -> bool:
        """Whether anything answers there yet."""
        return any(prefix.urls for prefix in self.prefixes)


DOORS = (
    Door(
        key="talent-pool",
        name="Talent Pool",
        is_for="Coaches scout young athletes, watch what they post, and pick whom to work with.",
        state=State.OPEN,
        prefixes=(Prefix("/mentor/", urls="trellis.apis.talent_pool.urls.urlpatterns"),),
        refusals='`{"error": …}` or `{"detail": …}`, as printed',
        lists="plain, `?limit=&cursor=`",
        rate_scope="talent_pool",
    ),
    Door(
        key="soosh",
        name="SOOSH",
        is_for="A learning and mentoring market: courses, mentors, sessions, communities.",
        state=State.OPEN,
        prefixes=(Prefix("/api/v1/", urls="trellis.apis.soosh.urls.urlpatterns"),),
        sockets=(
            Prefix("/api/v1/ws/messages/", room="messages"),
            Prefix("/api/v1/ws/notifications", room="notifications"),
            Prefix("/api/v1/ws/session/", room="bookings"),
        ),
        refusals='`{"error": …, "message": …, "details": …}`',
        lists="`?page=&limit=`, told of in `X-…` headers",
        rate_scope="soosh",
    ),
    Door(
        key="talent-engine",
        name="Talent Engine",
        is_for=(
            "Hiring for many companies at once: raise a requisition, have it approved, publish it, interview."
        ),
        state=State.OPEN,
        prefixes=(Prefix("/api/talent-engine/", urls="trellis.apis.talent_engine.urls.urlpatterns"),),
        refusals='`{"detail": …}` or `{field: […]}`',
        lists="`?page=&page_size=`: `{count, next, previous, results}`",
        rate_scope="talent_engine",
        page="/jobs/",
        page_label="See open jobs",
    ),
    Door(
        key="enabled-talent",
        name="Enabled Talent",
        is_for="Hiring that people with disabilities can use as easily as everybody else.",
        state=State.OPEN,
        prefixes=(
            Prefix("/api/auth/", urls="trellis.apis.enabled_talent.urls.accounts", room="accounts"),
            Prefix("/api/users/", urls="trellis.apis.enabled_talent.urls.accounts", room="accounts"),
            Prefix("/api/candidates/", urls="trellis.apis.enabled_talent.urls.candidates", room="candidates"),
            Prefix("/api/channels/", urls="trellis.apis.enabled_talent.urls.channels", room="channels"),
            Prefix(
                "/api/organization/",
                urls="trellis.apis.enabled_talent.urls.organization",
                room="organization",
            ),
        ),
        refusals='`{"detail": …}` or `{field: […]}`',
        lists="plain, `?limit=&cursor=`",
        rate_scope="enabled_talent",
    ),
    Door(
        key="mansa",
        name="Mansa",
        is_for="Members find a mentor, book a session, and meet.",
        state=State.OPEN,
        prefixes=(
            Prefix("/api/v1/mentorship/", urls="trellis.apis.mansa.urls.urlpatterns"),
            # What else lies under /api/users/ is another document's.
            Prefix("/api/users/email-login/", urls="trellis.apis.mansa.urls.email_login", room="accounts"),
        ),
        refusals='`{"detail": …}` or `{field: […]}`',
        lists="`?page=&page_size=`: `{count, next, previous, results}`",
        rate_scope="mansa",
        page="/community/mentorship",
        page_label="Find a mentor",
    ),
)
BY_KEY = {door.key: door for door in DOORS}
ROUTED = tuple(door for door in DOORS if door.is_routed)
# Longer ones first: of those that fit an address, the first is the one that counts.
_PREFIXES = sorted(
    ((prefix, door) for door in DOORS for prefix in door.prefixes), key=lambda each: -len(each[0].path)
)
ROUTED_PREFIXES = tuple(prefix for prefix, _ in _PREFIXES if prefix.urls)
# What the addresses for programs begin with, those of no door too.
ROOTS = tuple(sorted({f"/{prefix.path.split('/')[1]}/" for prefix, _ in _PREFIXES}))


def door_of(path: str) -> Door | None:
    """Return the door that a path belongs to, if it is one's."""
    found = _found(path)
    return found[1] if found else None


def home_of(path: str) -> str | None:
    """Return the module or package in which the view of an address stands; None for what is no door's."""
    found = _found(path)
    if found is None:
        return None
    prefix, door = found
    prefix = next((each for each in door.sockets if path.startswith(each.path)), prefix)
    word = prefix.room or path.removeprefix(prefix.path).partition("/")[0]
    return f"trellis.apis.{door.package}.{word.replace('-', '_')}"


def _found(path: str) -> tuple[Prefix, Door] | None:
    return next((each for each in _PREFIXES if path.startswith(each[0].path)), None)
