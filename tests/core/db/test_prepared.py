"""A prepared query answers what its queryset answers, on whatever connection Django has."""

import datetime as dt
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from django.core.signals import request_started
from django.db import (
    DataError,
    IntegrityError,
    NotSupportedError,
    OperationalError,
    ProgrammingError,
    close_old_connections,
    connection,
    models,
    transaction,
)
from django.db.models.expressions import RawSQL
from django.db.models.functions import Lower
from django.test.utils import CaptureQueriesContext

from tests.core.rendering.toy.models import Author, Profile, Publisher
from trellis.core.db import statements
from trellis.core.db.prepared import Argument, PreparedQuery, run_prepared
from trellis.core.db.statements import Statement

NOW = dt.datetime(2030, 5, 5, 12, 30, 15, 123456, tzinfo=dt.UTC)


@pytest.fixture
def author(db: None) -> Author:
    house = Publisher.objects.create(name="House")
    return Author.objects.create(
        name="Änne 100% 'quoted' $1 %s ?",
        nickname=None,
        age=41,
        rank=2,
        followers=2**62,
        rating=1.5,
        balance=Decimal("1234567890.10"),
        birth_date=dt.date(1989, 2, 28),
        wakes_at=dt.time(6, 30),
        joined_at=NOW,
        token=uuid.uuid4(),
        data={"a?b": [1, None, "ü"]},
        tags=["x", "y,z"],
        scores=[1, 70_000, 2**31 - 1],
        portrait="p.jpg",
        home=house,
    )


@pytest.fixture
def new_connection(transactional_db: None) -> Iterator[None]:
    """The test may break its connection; the next test gets a sound one."""
    connection.close()
    yield
    connection.close()


def prepared_statements() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements ORDER BY prepare_time")
        return [statement for (statement,) in cursor.fetchall()]


def terminate_our_backend() -> None:
    """From a connection of its own, as an administrator or a restart would."""
    pid = connection.connection.info.backend_pid

    def terminate() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
            assert cursor.fetchone() == (True,)
        connection.close()

    other = threading.Thread(target=terminate)
    other.start()
    other.join()


def test_an_instance_equals_that_of_the_orm_in_every_field(author: Author) -> None:
    prepared = PreparedQuery(Author.objects.filter(pk=Argument("id"))).first(id=author.pk)
    by_orm = Author.objects.get(pk=author.pk)
    assert prepared is not None
    for field in Author._meta.concrete_fields:
        mine, theirs = getattr(prepared, field.attname), getattr(by_orm, field.attname)
        assert (mine, type(mine)) == (theirs, type(theirs)), field.name
    assert (prepared._state.adding, prepared._state.db) == (False, "default")


def test_an_instance_that_it_gave_is_saved_over_its_row(author: Author) -> None:
    prepared = PreparedQuery(Author.objects.filter(pk=Argument("id"))).first(id=author.pk)
    assert prepared is not None
    prepared.name = "Other"
    prepared.save()
    assert list(Author.objects.values_list("pk", "name", "data")) == [(author.pk, "Other", author.data)]


def test_no_row_gives_none_and_no_rows(author: Author) -> None:
    query = PreparedQuery(Author.objects.filter(pk=Argument("id")))
    assert query.first(id=author.pk + 1) is None
    assert query.rows(id=author.pk + 1) == []


def _another(author: Author) -> Author:
    return Author.objects.create(name="B", joined_at=NOW, home=author.home)


def test_what_a_queryset_joins_comes_along_as_the_orm_has_it(author: Author) -> None:
    for agent in (author, None):
        profile = Profile.objects.create(author=_another(author), agent=agent)
        rows = Profile.objects.select_related("author", "agent__home")
        by_orm = rows.get(pk=profile.pk)
        prepared = PreparedQuery(rows.filter(pk=Argument("id"))).first(id=profile.pk)
        assert prepared is not None
        assert prepared._state.fields_cache.keys() == by_orm._state.fields_cache.keys()
        assert (prepared, prepared.author, prepared.agent) == (by_orm, by_orm.author, by_orm.agent)
        if agent is not None and prepared.agent is not None:
            assert (prepared.agent.data, prepared.agent.home) == (author.data, author.home)
            assert prepared.agent._state.db == "default"


def test_a_number_that_no_column_holds_finds_nothing(author: Author) -> None:
    query = PreparedQuery(Author.objects.filter(pk=Argument("id")))
    for number in (2**63, -(2**63) - 1, 10**40):
        assert query.first(id=number) is None
    assert query.first(id=author.pk) == author


def test_constants_and_arguments_stand_in_the_places_of_the_queryset(author: Author) -> None:
    house = author.home
    for age, name in [(10, "a"), (20, "a"), (30, "b"), (40, "a"), (50, "a")]:
        Author.objects.create(name=name, age=age, joined_at=NOW, home=house, followers=7)

    def queryset(low: Any, high: Any, name: Any) -> models.QuerySet[Author, Any]:
        return (
            Author.objects.filter(followers=7, age__gt=low, name=name)
            .filter(age__lt=high, is_active=True)
            .exclude(nickname="zz")
            .order_by("-age")
            .values_list("age", "name")
        )

    query = PreparedQuery(queryset(Argument("low"), Argument("high"), Argument("name", models.TextField())))
    for low, high, name in [(10, 50, "a"), (0, 100, "a"), (15, 45, "b"), (50, 10, "a")]:
        assert query.rows(high=high, name=name, low=low) == list(queryset(low, high, name))
    assert query.rows(low=10, high=50, name="a") == [(40, "a"), (20, "a")]


def test_one_argument_may_fill_several_holes(author: Author) -> None:
    either = models.Q(pk=Argument("n")) | models.Q(age=Argument("n"))
    query = PreparedQuery(Author.objects.filter(either).values_list("pk"))
    assert query.rows(n=author.pk) == [(author.pk,)]
    assert query.rows(n=41) == [(author.pk,)]


def test_joins_slices_and_annotations_answer_as_the_orm_does(author: Author) -> None:
    def queryset(name: Any) -> models.QuerySet[Author, Any]:
        named = Author.objects.filter(home__name=name).annotate(low=Lower("name"), next=models.F("age") + 1)
        return named.order_by("pk").values_list("home__name", "low", "next")[:1]

    query = PreparedQuery(queryset(Argument("name", models.TextField())))
    assert query.rows(name="House") == list(queryset("House"))
    assert query.rows(name="House")[0][2] == 42


@pytest.mark.parametrize("text", ["a'b\"c", "100%", "%s", "$1", "?", "\\", "ü\u2028𝄞", ""])
def test_an_argument_is_data_whatever_it_holds(author: Author, text: str) -> None:
    Author.objects.filter(pk=author.pk).update(name=text)
    query = PreparedQuery(
        Author.objects.filter(name=Argument("name", models.TextField())).values_list("name")
    )
    assert query.rows(name=text) == [(text,)]
    assert query.rows(name=f"{text}' OR true --") == []


@pytest.mark.parametrize(
    "literal",
    ["100%", "%so", "%%", "%s", "a ? b", "$1", "%(x)s"],
)
def test_what_looks_like_a_placeholder_survives_in_the_text_of_the_statement(
    author: Author, literal: str
) -> None:
    escaped = literal.replace("%", "%%")
    queryset = Author.objects.annotate(text=RawSQL(f"'{escaped}'::text", ()))
    held = queryset.filter(pk=Argument("id"), age=41).values_list("text", "pk")
    assert PreparedQuery(held).rows(id=author.pk) == [(literal, author.pk)]
    assert list(queryset.filter(pk=author.pk, age=41).values_list("text", "pk")) == [(literal, author.pk)]


def test_the_question_marks_of_json_operators_survive(author: Author) -> None:
    query = PreparedQuery(
        Author.objects.filter(data__has_key="a?b", pk=Argument("id")).values_list("pk"),
    )
    assert query.rows(id=author.pk) == [(author.pk,)]
    none = PreparedQuery(Author.objects.filter(data__has_key="b", pk=Argument("id")).values_list("pk"))
    assert none.rows(id=author.pk) == []


def test_integers_of_all_sizes_are_one_prepared_statement(author: Author, new_connection: None) -> None:
    query = PreparedQuery(Author.objects.filter(followers=Argument("n")).values_list("pk"))
    numbers = [0, -1, 127, 40_000, 2**31, 2**62, 2**63 - 1, -(2**63)]
    found = [query.rows(n=number) for number in numbers]
    assert [bool(rows) for rows in found] == [number == 2**62 for number in numbers]
    assert len([text for text in prepared_statements() if "followers" in text]) == 1


def test_a_uuid_and_its_text_are_one_prepared_statement(author: Author, new_connection: None) -> None:
    token = Argument("token", models.UUIDField())
    query = PreparedQuery(Author.objects.filter(token=token).values_list("pk"))
    assert query.rows(token=author.token) == [(author.pk,)]
    assert query.rows(token=str(author.token)) == [(author.pk,)]
    assert query.rows(token=uuid.uuid4()) == []
    assert len([text for text in prepared_statements() if "token" in text]) == 1


def test_the_constants_of_the_queryset_are_known_to_the_plan(author: Author) -> None:
    for name in ("it's", "\\'; --", "$1", "100%", "ü"):
        Author.objects.filter(pk=author.pk).update(name=name)
        held = Author.objects.filter(name=name, is_active=True, age__gt=Argument("age"), followers=2**62)
        query = PreparedQuery(held.exclude(rating=Decimal("2.5")).values_list("name"))
        assert query.rows(age=40) == [(name,)]
        sql, parameters = query.bound(age=40)
        assert parameters == ["40"], sql


def test_a_fraction_beside_a_whole_number_stays_one(author: Author) -> None:
    halves = Author.objects.filter(pk=Argument("id")).annotate(half=models.F("age") * 0.5)
    ((half,),) = PreparedQuery(halves.values_list("half")).rows(id=author.pk)
    assert half == author.age / 2


def test_what_can_have_no_rows_has_none(author: Author, django_assert_num_queries: Any) -> None:
    query = PreparedQuery(Author.objects.none().filter(pk=Argument("id")))
    with django_assert_num_queries(0):
        assert (query.rows(id=author.pk), query.first(id=author.pk)) == ([], None)


def test_statements_of_one_connection_know_nothing_of_each_other(author: Author) -> None:
    whole = PreparedQuery(Author.objects.filter(pk=Argument("id")))
    for _ in range(3):
        found = whole.first(id=author.pk)
        assert found is not None
        assert run_prepared("SELECT $1::text", ["a"], read=Statement.rows) == [("a",)]
        with pytest.raises(DataError), transaction.atomic():
            run_prepared("SELECT 1 / $1::int", ["0"], read=Statement.rows)
        assert found.joined_at == NOW


def test_it_is_prepared_once_and_the_orm_beside_it_never(author: Author, new_connection: None) -> None:
    query = PreparedQuery(Author.objects.filter(pk=Argument("id")).values_list("name"))
    for _ in range(20):
        assert len(query.rows(id=author.pk)) == 1
        assert Author.objects.filter(pk=author.pk).values_list("name").count() == 1
    assert len(prepared_statements()) == 1


@pytest.mark.parametrize(
    ("field", "attribute"),
    [
        (models.BooleanField(), "is_active"),
        (models.DateField(), "birth_date"),
        (models.DateTimeField(), "joined_at"),
        (models.FloatField(), "rating"),
        (models.DecimalField(max_digits=12, decimal_places=2), "balance"),
        (models.TextField(), "name"),
    ],
)
def test_an_argument_may_have_any_type(author: Author, field: Any, attribute: str) -> None:
    query = PreparedQuery(Author.objects.filter(**{attribute: Argument("value", field)}).values_list("pk"))
    assert query.rows(value=getattr(author, attribute)) == [(author.pk,)]


def test_a_forgotten_argument_is_an_error_of_the_caller(author: Author) -> None:
    with pytest.raises(KeyError, match="id"):
        PreparedQuery(Author.objects.filter(pk=Argument("id"))).rows()


def test_it_sees_what_its_own_transaction_wrote_and_not_what_was_rolled_back(transactional_db: None) -> None:
    query = PreparedQuery(
        Publisher.objects.filter(name=Argument("name", models.TextField())).values_list("name")
    )
    with transaction.atomic():
        Publisher.objects.create(name="Kept")
        assert query.rows(name="Kept") == [("Kept",)]
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            Publisher.objects.create(name="Lost")
            assert query.rows(name="Lost") == [("Lost",)]
            1 / 0  # noqa: B018
        assert query.rows(name="Lost") == []
    assert query.rows(name="Kept") == [("Kept",)]


def test_outside_a_transaction_it_leaves_none_open(author: Author, new_connection: None) -> None:
    PreparedQuery(Author.objects.filter(pk=Argument("id"))).rows(id=1)
    assert connection.connection.info.transaction_status.name == "IDLE"


def test_it_opens_a_connection_where_there_is_none(author: Author, new_connection: None) -> None:
    query = PreparedQuery(Author.objects.filter(pk=Argument("id")).values_list("pk"))
    for _ in range(3):
        connection.close()
        assert query.rows(id=author.pk) == [(author.pk,)]


def test_the_request_after_a_lost_connection_gets_a_new_one(author: Author, new_connection: None) -> None:
    query = PreparedQuery(Author.objects.filter(pk=Argument("id")).values_list("pk"))
    assert query.rows(id=author.pk)
    terminate_our_backend()
    # What Django does as every request begins; its health check then runs before the first query.
    close_old_connections()
    assert query.rows(id=author.pk) == [(author.pk,)]
    assert close_old_connections in [ref() for _, ref, *_ in request_started.receivers]


def test_a_connection_lost_within_a_request_is_an_operational_error(
    author: Author, new_connection: None
) -> None:
    query = PreparedQuery(Author.objects.filter(pk=Argument("id")).values_list("pk"))
    assert query.rows(id=author.pk)
    terminate_our_backend()
    with pytest.raises(OperationalError):
        query.rows(id=author.pk)
    close_old_connections()
    assert query.rows(id=author.pk) == [(author.pk,)]


def test_it_counts_as_one_query(author: Author, django_assert_num_queries: Any) -> None:
    query = PreparedQuery(Author.objects.filter(pk=Argument("id")))
    with django_assert_num_queries(2) as seen:
        query.first(id=author.pk)
        query.rows(id=author.pk)
    assert str(author.pk) in seen.captured_queries[0]["sql"]


def test_wrappers_of_the_connection_see_it(author: Author) -> None:
    seen = []

    def wrapper(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        seen.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(wrapper):
        PreparedQuery(Author.objects.filter(pk=Argument("id")).values_list("pk")).rows(id=1)
    assert len(seen) == 1
    assert "$1::bigint" in seen[0]


def test_a_wrapper_may_have_another_text_run(db: None) -> None:
    def tag(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        return execute(f"{sql} || 'b' /* of a request */", *rest)

    with connection.execute_wrapper(tag):
        assert run_prepared("SELECT $1::text", ["a"], read=Statement.rows) == [("ab",)]
    assert run_prepared("SELECT $1::text", ["a"], read=Statement.rows) == [("a",)]


def test_the_first_statement_of_a_transaction_opens_it(author: Author, new_connection: None) -> None:
    query = PreparedQuery(Author.objects.filter(pk=Argument("id")).values_list("pk"))
    with transaction.atomic():
        assert query.rows(id=author.pk) == [(author.pk,)]
        assert connection.connection.info.transaction_status.name == "INTRANS"
        Author.objects.filter(pk=author.pk).delete()
        transaction.set_rollback(True)
    assert query.rows(id=author.pk) == [(author.pk,)]
    assert len(prepared_statements()) == 1


def test_what_others_deallocated_is_prepared_anew(author: Author, new_connection: None) -> None:
    query = PreparedQuery(Author.objects.filter(pk=Argument("id")).values_list("pk"))
    assert query.rows(id=author.pk) == [(author.pk,)]
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")
    with pytest.raises(ProgrammingError):
        query.rows(id=author.pk)
    assert query.rows(id=author.pk) == [(author.pk,)]


def test_after_a_change_of_the_columns_it_is_prepared_anew(new_connection: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE changing AS SELECT 5 AS a")
        ask = partial(run_prepared, "SELECT * FROM changing", [], read=Statement.rows)
        assert ask() == [(5,)]
        cursor.execute("ALTER TABLE changing ADD b text DEFAULT 'x'")
        with pytest.raises(NotSupportedError):
            ask()
        assert ask() == [(5, "x")]


def test_a_connection_keeps_those_that_ran_last(
    new_connection: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(statements, "MOST", 3)
    for number in (0, 1, 2, 0, 3, 4):
        assert run_prepared(f"SELECT {number}", [], read=Statement.rows) == [(number,)]
    assert prepared_statements() == ["SELECT 0", "SELECT 3", "SELECT 4"]


@pytest.mark.parametrize("watched", [False, True])
def test_a_value_that_no_text_can_hold_is_refused_whole(db: None, watched: bool) -> None:
    with CaptureQueriesContext(connection) if watched else nullcontext(), pytest.raises(DataError):
        run_prepared("SELECT $1::text", ["a\0b"], read=Statement.rows)


@pytest.mark.parametrize("watched", [False, True])
def test_what_python_cannot_hold_is_an_error_of_django(db: None, watched: bool) -> None:
    with CaptureQueriesContext(connection) if watched else nullcontext(), pytest.raises(DataError):
        run_prepared("SELECT 'infinity'::timestamptz", [], read=Statement.rows)
    assert run_prepared("SELECT 1", [], read=Statement.rows) == [(1,)]


@pytest.mark.parametrize(
    ("sql", "parameters", "error"),
    [
        ("SELECT * FROM there_is_no_such_table", [], ProgrammingError),
        ("SELECT $1::int", ["x"], DataError),
        ("SELECT 1 / $1::int", ["0"], DataError),
        ("SELECT $1::bigint", [str(2**63)], DataError),
        ("INSERT INTO toy_publisher (id) VALUES ($1::uuid)", [str(uuid.uuid4())], IntegrityError),
        ("SELECT pg_sleep(30)", [], OperationalError),
    ],
)
def test_it_raises_the_errors_of_django(db: None, sql: str, parameters: list[Any], error: type) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 100")
    with pytest.raises(error), transaction.atomic():
        run_prepared(sql, parameters, read=Statement.rows)
    assert run_prepared("SELECT 1", [], read=Statement.rows) == [(1,)]


def test_in_a_broken_transaction_it_is_refused(db: None) -> None:
    with transaction.atomic():
        transaction.set_rollback(True)
        with pytest.raises(transaction.TransactionManagementError):
            run_prepared("SELECT 1", [], read=Statement.rows)


def test_another_thread_has_its_own_statements(author: Author, new_connection: None) -> None:
    query = PreparedQuery(Author.objects.filter(pk=Argument("id")).values_list("pk"))
    query.rows(id=author.pk)
    found: list[Any] = []

    def elsewhere() -> None:
        found.append(prepared_statements())
        found.append(query.rows(id=author.pk))
        found.append(len(prepared_statements()))
        connection.close()

    thread = threading.Thread(target=elsewhere)
    thread.start()
    thread.join()
    assert found == [[], [(author.pk,)], 1]
