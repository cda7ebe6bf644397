"""A row of every table that tells of people, with a canary in each of its texts and files.

Nothing here knows a table but ODD, which has what the constraints of some ask for.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any
from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchVectorField
from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from django.db import connection, models

from trellis.core.db.vectors import HalfVector
from trellis.core.db.words import vector
from trellis.domain.accounts.models import User
from trellis.domain.mentorship.models import Booking, Mentor

CANARY = re.compile(r"zq[0-9a-f]{4}qz")
BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)
Row = models.Model
_numbers = count(1)


def canary() -> str:
    """Return a word that stands nowhere else."""
    return f"zq{next(_numbers):04x}qz"


@dataclass
class Planted:
    """A row of somebody, how they are found from it, and the canary in each of its columns."""

    row: Row
    way: str
    canaries: dict[str, str]


@dataclass
class Aviary:
    """Makes rows: `person` is at the end of the way that is asked for, and nobody else but `other`."""

    person: User
    other: User
    planted: dict[tuple[type[Row], str], Planted] = field(default_factory=dict)
    others: dict[tuple[type[Row], type[Row]], Row] = field(default_factory=dict)

    def plant(self, model: type[Row], way: str) -> Planted:
        """Return the row from which the person is found by this way."""
        if (model, way) not in self.planted:
            self.planted[model, way] = self._planted(model, way)
        return self.planted[model, way]

    def _planted(self, model: type[Row], way: str) -> Planted:
        first, _, rest = way.partition("__")
        given: dict[str, Any] = {}
        relation = None if way == "pk" else model._meta.get_field(first)
        if isinstance(relation, models.ForeignKey):
            related: Any = relation.related_model
            given[first] = self.person if related is User else self.plant(related, rest).row
        elif relation is not None and not relation.is_relation:
            given[first] = self.person.email if isinstance(relation, models.CharField) else self.person.pk
        row, canaries = self._made(model, {**given, **self._odd(model, way)})
        if relation is not None and relation.auto_created and rest:
            self._point_back(relation, row, rest)
        return Planted(row, way, canaries)

    def of_others(self, model: type[Row], pointing: type[Row]) -> Row:
        """Return the row of this table that is the other's, for rows of one table to point at."""
        if (model, pointing) not in self.others:
            self.others[model, pointing] = self._made(model, self._odd(model, ""))[0]
        return self.others[model, pointing]

    def _point_back(self, relation: Any, row: Row, rest: str) -> None:
        """Make the row that points at this one, and at the person."""
        model, back = relation.related_model, relation.field.name
        first = rest.partition("__")[0]
        points = model._meta.get_field(first).related_model is User
        given = {back: row, first: self.person if points else self.person.email}
        self._made(model, {**given, **self._odd(model, rest)})

    def _odd(self, model: type[Row], way: str) -> dict[str, Any]:
        odd = ODD.get(model._meta.label)
        return odd(self, way) if odd else {}

    def _made(self, model: type[Row], given: dict[str, Any]) -> tuple[Row, dict[str, str]]:
        """Insert a row with what is given, and in everything else a canary, or what fits."""
        row, canaries, later = model(), {}, {}
        for column in model._meta.concrete_fields:
            name = column.name
            if name in given:
                value = given[name]
                if isinstance(value, str) and CANARY.search(value):
                    canaries[name] = CANARY.search(value)[0]  # type: ignore[index]
            elif isinstance(column, SearchVectorField):
                canaries[name] = canary()
                later[name] = vector([canaries[name]])
                continue
            elif _holds_words(column):
                canaries[name] = canary()
                value = _value(column, canaries[name])
            else:
                value = self._other_value(column)
            if value is not _LEFT:
                setattr(row, name, value)
        row.save(force_insert=True)
        if later:
            model._base_manager.filter(pk=row.pk).update(**later)
        return row, canaries

    def _other_value(self, column: Any) -> Any:
        if (
            column.generated
            or column.primary_key
            or column.has_default()
            or column.db_default is not models.NOT_PROVIDED
        ):
            return _LEFT
        if column.null:
            return None
        if column.is_relation:
            return (
                self.other
                if column.related_model is User
                else self.of_others(column.related_model, column.model)
            )
        if column.choices:
            return column.choices[0][0]
        if isinstance(column, HalfVector):
            return [1.0, *[0.0] * (column.dimensions - 1)]
        for kind, value in _PLAIN:
            if isinstance(column, kind):
                return value
        raise TypeError(f"what stands in {column}?")


_LEFT = object()
_PLAIN: tuple[tuple[Any, Any], ...] = (
    (models.DateTimeField, BEGINNING),
    (models.DateField, BEGINNING.date()),
    (models.BooleanField, False),
    (models.UUIDField, _LEFT),
    (models.IntegerField, 1),
    (models.DecimalField, 1),
)


def _holds_words(column: Any) -> bool:
    kinds = (models.CharField, models.TextField, models.JSONField, models.FileField, models.BinaryField)
    return isinstance(column, (*kinds, ArrayField)) and not column.choices and not column.primary_key


def _value(column: Any, word: str) -> Any:
    """Return a value for a column, with the canary in it."""
    match column:
        case models.FileField():
            return ContentFile(f"in a file: {word}".encode(), name=f"{word}.txt")
        case models.URLField():
            return f"https://example.org/{word}"
        case models.EmailField():
            return f"{word}@example.org"
        case ArrayField():
            return [word]
        case models.JSONField():
            return [word] if column.default is list else {"told": word}
        case models.BinaryField():
            return word.encode()
    return word


Odd = Callable[[Aviary, str], dict[str, Any]]


def _booking(aviary: Aviary, way: str) -> dict[str, Any]:
    # Over, and each at a time of its own: nothing of these is called off.
    start = BEGINNING + timedelta(days=next(_numbers))
    end = start + timedelta(hours=1)
    stars = {"rating": 5, "rated_at": end}  # what was learned stands with them alone
    return {"starts_at": start, "ends_at": end, "blocked_until": end, "currency": "USD", **stars}


def _bundle(aviary: Aviary, way: str) -> dict[str, Any]:
    # The other has one profile as a mentor, to which bookings point, too.
    mentor = {} if way == "mentor__user" else {"mentor": aviary.of_others(Mentor, Booking)}
    counts = {"sessions": 5, "sessions_left": 0, "price_minor": 100, "unused_minor": 0}
    return {"currency": "USD", "status": "ended", "package_id": uuid4(), **counts, **mentor}


def _request(aviary: Aviary, way: str) -> dict[str, Any]:
    """A request for leave has none of the columns of the other kinds."""
    others = ("item_name", "reason_for_request", "item_specification", "service_description")
    others += ("requester_name", "requester_department", "requester_contact_info", "special_instructions")
    status = way.removesuffix("_by") if way.endswith("_by") and way != "requested_by" else "pending"
    stamps = {f"{status}_at": BEGINNING} if status != "pending" else {}
    if status == "completed":
        stamps["approved_at"] = BEGINNING
    return {
        **dict.fromkeys((*others, "material_type", "priority", "service_type")),
        "request_type": "leave",
        "leave_category": "annual",
        "number_of_days": 1,
        "status": status,
        "start_date": BEGINNING.date(),
        "resumption_date": (BEGINNING + timedelta(days=1)).date(),
        "region_of_stay": "local",
        **stamps,
    }


def _room(aviary: Aviary, way: str) -> dict[str, Any]:
    if not way:
        # In which somebody has a place, or says something: two people have one room alone.
        return {"title": "Circle"}
    first = way != "second"
    rest = User.objects.exclude(pk=aviary.person.pk)
    near = rest.filter(pk__gt=aviary.person.pk) if first else rest.filter(pk__lt=aviary.person.pk)
    one, two = (aviary.person, near.first()) if first else (near.first(), aviary.person)
    return {"first": one, "second": two, "title": ""}


def _profile(aviary: Aviary, way: str) -> dict[str, Any]:
    return {"vector_model": "", "categories": [], "subcategories": []}


def _payment(aviary: Aviary, way: str) -> dict[str, Any]:
    """One that was given up: nothing of it is open, and no money came."""
    return {
        "amount_minor": 100,
        "fee_minor": 100,
        "payout_minor": 0,
        "currency": "USD",
        "status": "cancelled",
        "misplaced": "",
        "received_currency": "",
        "subject_id": uuid4(),
    }


def _parts(aviary: Aviary, way: str) -> dict[str, Any]:
    return {"amount_minor": 100, "held_minor": 100, "house_minor": 0, "earned_minor": 0}


# What constraints ask for, or a column of a few letters, by table.
ODD: dict[str, Odd] = {
    "mentorship.Booking": _booking,
    "jobs.Application": lambda aviary, way: {"stage": "shortlisted", "decided_at": BEGINNING},
    "assistant.Agent": lambda aviary, way: {"money_currency": "USD"},
    "assistant.Action": lambda aviary, way: {"currency": "USD", "status": "done"},
    "fairness.Contest": lambda aviary, way: {
        "stage": "rejected",
        "due_at": BEGINNING + timedelta(days=14),
        "outcome": "upheld",
        "answered_at": BEGINNING,
    },
    "jobs.Reveal": lambda aviary, way: {"why": "shortlisted"},
    "jobs.InterviewPromise": lambda aviary, way: {"judged_at": BEGINNING},
    "mentorship.Bundle": _bundle,
    "ranking.Place": lambda aviary, way: {"score": 50.0, "place": 1},
    "ranking.Run": lambda aviary, way: {
        "status": "ranked",
        "finished_at": BEGINNING,
        "fault": "",
        "number": 2 if way else 1,
    },
    "mentorship.Mentor": lambda aviary, way: {"currency": "USD"},
    "mentorship.Package": lambda aviary, way: {"currency": "USD", "sessions": 5},
    "learning.Opportunity": lambda aviary, way: {
        "currency": "USD",
        "opportunity_type": "mentorship" if way else "course",
    },
    "ledger.Account": lambda aviary, way: {"currency": "USD"},
    "credentials.Badge": lambda aviary, way: {
        "status_index": next(_numbers),
        "achievement_id": uuid4(),
    },
    "catalog.Category": lambda aviary, way: {"public_id": uuid4()},
    "catalog.Subcategory": lambda aviary, way: {"public_id": uuid4()},
    "learning.PathTemplate": lambda aviary, way: {"version": next(_numbers)},
    "learning.LearningPath": lambda aviary, way: {"completed_at": BEGINNING},
    "learning.Enrollment": lambda aviary, way: {"currency": "USD", "lessons": [1]},
    "mentorship.Availability": lambda aviary, way: {"end_minute": 60, "is_recurring": True},
    "community.Post": lambda aviary, way: {"removed_at": BEGINNING},
    "community.Gathering": lambda aviary, way: {
        "ends_at": BEGINNING + timedelta(hours=1),
        "over_at": BEGINNING + timedelta(hours=1),
    },
    "messaging.Room": _room,
    "messaging.Feed": lambda aviary, way: {"last_number": 1},
    # Not that of what they are told while they go.
    "messaging.FeedEntry": lambda aviary, way: {"number": 1_000},
    "messaging.Presence": lambda aviary, way: {"process": uuid4()},
    "workplace.WorkplaceRequest": _request,
    "organizations.Organization": lambda aviary, way: {"prefix": f"P{next(_numbers):04}", "number": _LEFT},
    "organizations.Membership": lambda aviary, way: {"role": "staff"},
    "guardians.Guardianship": lambda aviary, way: {"status": "ended", "ended_at": BEGINNING},
    "interviews.Participant": lambda aviary, way: (
        {"user": None} if way.endswith("email") else {"candidate_email": None}
    ),
    "interviews.VideoSession": lambda aviary, way: {"scores": {canary(): 1}},
    "interviews.Scorecard": lambda aviary, way: {"scores": {canary(): 1}},
    "interviews.Recording": lambda aviary, way: {"state": "ready"},
    "payments.Payment": _payment,
    "payments.Refund": lambda aviary, way: {**_parts(aviary, way), "currency": "USD"},
    "payments.Dispute": lambda aviary, way: {
        **_parts(aviary, way),
        "status": "won",
        "closed_at": BEGINNING,
    },
    "payments.Payout": lambda aviary, way: {"currency": "USD"},
    "profiles.Profile": _profile,
    "profiles.ProfileVersion": _profile,
    "privacy.DataExport": lambda aviary, way: {"status": "ready", "progress": 100, "finished_at": BEGINNING},
    "exports.ExportJob": lambda aviary, way: {"status": "ready", "progress": 100, "finished_at": BEGINNING},
}


def canaries_in_the_database() -> dict[str, set[str]]:
    """Return every canary that stands in any column of any schema that may be read, and in which tables."""
    found: dict[str, set[str]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_schema, table_name FROM information_schema.tables WHERE table_type = 'BASE TABLE'"
            " AND table_schema NOT IN ('pg_catalog', 'information_schema')"
        )
        for schema, table in cursor.fetchall():
            cursor.execute(f'SELECT held::text FROM "{schema}"."{table}" AS held')
            for (text,) in cursor.fetchall():
                for word in CANARY.findall(_readable(text).lower()):
                    found.setdefault(word, set()).add(f"{schema}.{table}")
    return found


def _readable(text: str) -> str:
    """Return a row's text with its bytes read, too."""
    hexes = re.findall(r"\\x((?:[0-9a-f]{2})+)", text)
    return " ".join([text, *(bytes.fromhex(each).decode(errors="replace") for each in hexes)])


def canaries_in_files(*storages: Storage) -> set[str]:
    """Return every canary in any stored file."""
    texts = (text.lower() for storage in storages for text in _contents(storage, ""))
    return {word for text in texts for word in CANARY.findall(text)}


def _contents(storage: Storage, folder: str) -> list[str]:
    try:
        folders, names = storage.listdir(folder)
    except FileNotFoundError:
        return []
    texts = [f"{name} {_text(storage, f'{folder}/{name}'.lstrip('/'))}" for name in names]
    return texts + [text for each in folders for text in _contents(storage, f"{folder}/{each}".lstrip("/"))]


def _text(storage: Storage, name: str) -> str:
    with storage.open(name, "rb") as opened:
        return str(opened.read().decode(errors="replace"))
