"""Endpoints, callers, and what each caller gets: what the permissions of every door are made of."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from trellis.config.doors import BY_KEY, Door, door_of
from trellis.config.routes import http_routes

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
_CONVERTER = re.compile(r"<(?:\w+:)?(\w+)>")


class Answer(StrEnum):
    """What the caller gets for a row that is not theirs, or for themselves where none is named."""

    YES = "yes"
    OWN = "own"  # yes for what the caller raised themselves; 403, or 404 where others' rows are not shown
    THEIRS = "theirs"  # yes, of their own tenant
    SIGN_IN = "401"
    FORBIDDEN = "403"
    NOT_FOUND = "404"
    CONFLICT = "409"


@dataclass(frozen=True)
class Endpoint:
    """One method of one route. `route` is as the URL conf has it, without the door's first prefix."""

    method: str
    route: str
    view: type[Any]

    @property
    def path(self) -> str:
        """The route without converters: `members/<user_id>/`."""
        return _CONVERTER.sub(r"<\1>", self.route)

    @property
    def key(self) -> str:
        """The endpoint in one word, as the tables below name it."""
        return f"{self.method} {self.path}"


class Unclassified(Exception):
    """Nobody has said who may call this endpoint."""


@dataclass(frozen=True)
class Matrix:
    """Who gets what at a door. `note` says of which rows it speaks."""

    door: str
    callers: tuple[str, ...]
    answers: Callable[[Endpoint], Mapping[Any, Answer]]
    note: str

    @property
    def prefix(self) -> str:
        """What the addresses of the door begin with, those of its other prefixes apart."""
        return BY_KEY[self.door].prefixes[0].path

    def endpoints(self) -> list[Endpoint]:
        """Return every endpoint of the door, in the order of the URL conf."""
        door: Door = BY_KEY[self.door]
        return [
            Endpoint(method, route.pattern.removeprefix(self.prefix), route.view)
            for route in http_routes()
            if door_of(route.pattern) is door
            for method in METHODS
            if hasattr(route.view, method.lower())
        ]

    def address(self, endpoint: Endpoint) -> str:
        """Return the whole address of an endpoint, with its converters."""
        is_whole = endpoint.route.startswith("/")
        return endpoint.route if is_whole else f"{self.prefix}{endpoint.route}"


def table_of(*, door: str, callers: tuple[str, ...], table: Mapping[str, str], note: str) -> Matrix:
    """Return the matrix of a table that has, for each endpoint, the answers to the callers in their order.

    Its `answers` raises Unclassified for an endpoint that is not in the table.
    """
    rows = {key: dict(zip(callers, map(Answer, words.split()), strict=True)) for key, words in table.items()}

    def answers(endpoint: Endpoint) -> Mapping[str, Answer]:
        if endpoint.key not in rows:
            raise Unclassified(f"{endpoint.key}: say in config/permissions/ who may call it")
        return rows[endpoint.key]

    return Matrix(door, callers, answers, note)
