"""Numbered pages over the rows of several tables, by when each was: found and rendered by one statement."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, F, QuerySet, Value

from trellis.core.db.prepared import PreparedQuery, run_prepared, shifted
from trellis.core.db.statements import Statement
from trellis.core.paging.headers import reach_of
from trellis.core.rendering import CompiledPage


@dataclass(frozen=True)
class Part:
    """Rows of one table under one word: at which of their moments each was, and how it is printed."""

    word: str
    rows: QuerySet[Any]
    at: str
    compiled: CompiledPage


class PreparedUnion:
    """A page of all parts together, the newest first; of one moment, by the word and the key."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self._parts = parts
        self._keys: dict[int | None, list[PreparedQuery[Any]]] = {}
        self._counted = [PreparedQuery(each.rows.order_by().values_list("pk")) for each in parts]
        self._statements: dict[int | None, str] = {}

    def page(self, number: int, size: int, **arguments: Any) -> tuple[bytes, int]:
        """Return the text of a page, a plain list, and how many rows there are in all."""
        reach = reach_of(number, size)
        if reach not in self._keys:
            self._keys[reach] = [_newest(each, reach) for each in self._parts]
        bound = [each.bound(**arguments) for each in (*self._keys[reach], *self._counted)]
        given = [value for _, parameters in bound for value in parameters]
        if reach not in self._statements:
            self._statements[reach] = self._statement(bound)
        given += [str(size), str((number - 1) * size)]
        return run_prepared(self._statements[reach], given, read=_counted_text)

    def _statement(self, bound: Sequence[tuple[str, list[Any]]]) -> str:
        """Return the statement: parameters of each part's keys, of each part's count, limit, offset."""
        place, selects = 0, list[str]()
        for sql, parameters in bound:
            selects.append(f"({shifted(sql, place)})")
            place += len(parameters)
        keys, counted = selects[: len(self._parts)], selects[len(self._parts) :]
        total = " + ".join(f"(SELECT count(*) FROM {each} AS rows)" for each in counted)  # noqa: S608
        items = "UNION ALL\n".join(
            each.compiled.items_over(_page_of(number)) for number, each in enumerate(self._parts)
        )
        return (
            "WITH found AS MATERIALIZED (\n"  # noqa: S608 (no data in it)
            "SELECT part, key, row_number() OVER (ORDER BY moment DESC, word, key DESC) AS place\n"
            f"FROM ({' UNION ALL '.join(_numbered(keys))}) AS united (part, word, moment, key)\n"
            f"ORDER BY place LIMIT ${place + 1}::bigint OFFSET ${place + 2}::bigint)\n"
            "SELECT (SELECT concat('[', string_agg(item, ',' ORDER BY place), ']') FROM (\n"
            f"{items}) AS items), {total}"
        )


def _newest(part: Part, reach: int | None) -> PreparedQuery[Any]:
    """Return the word, moment and key of each row that could be on a page, by an index of its own."""
    word = Value(part.word, output_field=CharField())
    rows = part.rows.annotate(word=word, moment=F(part.at)).order_by("-moment", "-pk")
    return PreparedQuery(rows.values_list("word", "moment", "pk")[:reach])


def _numbered(selects: Sequence[str]) -> list[str]:
    return [
        f"SELECT {number}, rows.* FROM {each} AS rows"  # noqa: S608 (no data in it)
        for number, each in enumerate(selects)
    ]


def _page_of(number: int) -> str:
    """Return what gives the keys of a part and their places.

    They come as arrays, so that the planner expects a few whatever the page.
    """
    arrays = (
        f"(SELECT ARRAY(SELECT {column} FROM found WHERE part = {number}))"  # noqa: S608
        for column in ("key", "place")
    )
    return f"unnest({', '.join(arrays)})"


def _counted_text(statement: Statement) -> tuple[bytes, int]:
    """Return the bytes of the text as they came."""
    text, total = statement.texts()
    return text or b"[]", int(total or b"0")
