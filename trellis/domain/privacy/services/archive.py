"""The ZIP of somebody's data: a JSON file for each table, their files, and what could not be put in."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import PurePosixPath
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.template.loader import render_to_string

from trellis.core.privacy import Own, Shared
from trellis.domain.accounts.models import User
from trellis.domain.candidates.models import CandidateProfile
from trellis.domain.candidates.queries.disability import categories_of, reads_of, sharing_of
from trellis.domain.privacy.queries.given import Row, files_in, left_out, own_row, shared_rows
from trellis.domain.privacy.queries.people import (
    Model,
    Person,
    keyset,
    own_tables,
    owned,
    shared_by,
    shared_tables,
    silent_tables,
    who_reads,
)

_CHUNK = 256 * 1024
Rows = Iterator[tuple[models.Model, Row]]


@dataclass
class _Archive:
    """The ZIP that is being written, and what its list of contents will say."""

    zip: ZipFile
    tables: list[dict[str, Any]] = field(default_factory=list)
    unread: list[dict[str, str]] = field(default_factory=list)

    def add(self, name: str, rows: Iterable[Row], *, why_not: dict[str, str], about: str) -> None:
        """Add a table, row after row; nothing is added of one without any."""
        count = 0
        place = f"data/{name}.json"
        rows = iter(rows)
        first = next(rows, None)
        if first is not None:
            with self.zip.open(place, "w", force_zip64=True) as out:
                for row in (each for some in ((first,), rows) for each in some):
                    out.write(b",\n" if count else b"[\n")
                    out.write(_json(row))
                    count += 1
                out.write(b"\n]\n")
        self.tables.append(
            {
                "table": name,
                "about": about,
                "rows": count,
                "file": place if count else None,
                "left_out": why_not,
            }
        )

    def add_file(self, row: models.Model, column: str, place: str) -> bool:
        """Add the file of a column; one that cannot be read is named in the list of contents."""
        try:
            with (
                getattr(row, column).open("rb") as opened,
                self.zip.open(place, "w", force_zip64=True) as out,
            ):
                while chunk := opened.read(_CHUNK):
                    out.write(chunk)
        except OSError as error:
            why = error.strerror or type(error).__name__
            self.unread.append(
                {"table": _name_of(type(row)), "row": str(row.pk), "column": column, "why": why}
            )
            return False
        return True


def write_archive(out: IO[bytes], user: User, *, now: datetime, progress: Callable[[int], None]) -> None:
    """Write all that the platform holds of an account; `progress` is told percent."""
    person = who_reads(user)
    own, shared = list(own_tables()), list(shared_tables())
    with ZipFile(out, "w", ZIP_DEFLATED) as zip_file:
        archive = _Archive(zip_file)
        _add_private(archive, user)
        for done, (model, said) in enumerate(own):
            _add_table(archive, model, _own_rows(model, said, person), said, "yours alone")
            progress(100 * done // (len(own) + len(shared)))
        for done, (model, between) in enumerate(shared, start=len(own)):
            _add_table(
                archive, model, _shared_rows(model, between, person), between, "between you and others"
            )
            progress(100 * done // (len(own) + len(shared)))
        _add_contents(archive, user, person, now)


def _own_rows(model: Model, said: Own, person: Person) -> Rows:
    give = own_row(model, said, person)
    return ((row, give(row)) for batch in keyset(owned(model, said, person)) for row in batch)


def _shared_rows(model: Model, said: Shared, person: Person) -> Rows:
    for batch in keyset(shared_by(model, person, said, said.ways)):
        yield from shared_rows(model, said, person, batch)


def _add_table(archive: _Archive, model: Model, rows: Rows, said: Own | Shared, about: str) -> None:
    """Add a table with its files: these after it, for a ZIP is written one file after the other."""
    name = _name_of(model)
    files: list[tuple[models.Model, str, str]] = []

    def told() -> Iterator[Row]:
        for row, given in rows:
            for column in files_in(model, given):
                place = f"files/{name}/{row.pk}-{column}{PurePosixPath(given[column]).suffix}"
                files.append((row, column, place))
                given[column] = place
            yield given

    archive.add(name, told(), why_not=left_out(model, said), about=about)
    for row, column, place in files:
        archive.add_file(row, column, place)


def _add_private(archive: _Archive, user: User) -> None:
    """Add what lies in no table that the application may read (docs/decisions/disability-categories.md)."""
    profile = CandidateProfile.objects.filter(user=user).first()
    if profile is None:
        return
    told = categories_of(profile, asked_by=user.pk)
    private = {
        "disability_categories": [{"disability_categories": told}] if told else [],
        "disability_sharing": sharing_of(profile, asked_by=user.pk),
        "disability_reads": reads_of(profile, asked_by=user.pk, most=None),
    }
    for name, rows in private.items():
        archive.add(f"candidates.{name}", rows, why_not={}, about="yours alone")


def _add_contents(archive: _Archive, user: User, person: Person, now: datetime) -> None:
    contents = {
        "account": user.email,
        "written_at": now,
        "looked_for": {"account": user.pk, "addresses": person.addresses},
        "address_is_proven": user.email_verified_at is not None,
        "tables": archive.tables,
        "files_that_could_not_be_read": archive.unread,
        "hold_nothing_of_you": {_name_of(model): said.why for model, said in silent_tables()},
    }
    archive.zip.writestr("contents.json", _json(contents, indent=2))
    archive.zip.writestr("README.txt", render_to_string("privacy/readme.txt", contents))


def _name_of(model: Model) -> str:
    return model._meta.label_lower


def _json(value: Any, indent: int | None = None) -> bytes:
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False, indent=indent).encode()
