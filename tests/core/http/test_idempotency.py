"""A handler that honours `Idempotency-Key` does a thing once, and answers the same to whoever repeats it."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from threading import Event
from typing import Any, ClassVar

import psycopg
import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import OperationalError, connection, transaction
from django.http import HttpResponse, StreamingHttpResponse
from django.utils import timezone
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.test import APIRequestFactory, force_authenticate

from tests.crowd import at_once
from trellis.core import refusals
from trellis.core.db.locks import lock
from trellis.core.http.idempotency import LONGEST_KEY, REPLAYED, idempotent
from trellis.core.http.views import ApiView
from trellis.core.models import KeptAnswer, ThrottleCounter
from trellis.domain.accounts.models import User

pytestmark = pytest.mark.django_db


class Making(ApiView):
    """A view that makes a row each time, and then does what the test wants."""

    permission_classes = ()
    then: ClassVar[Callable[[Request], Any]]
    runs = 0

    @idempotent
    def post(self, request: Request, **_: Any) -> Any:
        type(self).runs += 1
        ThrottleCounter.objects.create(key=f"made {self.runs}", hits=1, started_at=timezone.now())
        return type(self).then(request)

    def account_named(self, request: Request) -> int | None:
        named: int | None = request.data.get("named")
        return named


@pytest.fixture(autouse=True)
def fresh() -> None:
    Making.runs = 0
    Making.then = staticmethod(lambda request: Response({"made": Making.runs}, status=201))


@pytest.fixture
def caller() -> User:
    return User.objects.create_user("caller", "caller@example.com")


def ask(
    caller: User | None, key: str | None = "k", body: Any = None, path: str = "/x/", **headers: str
) -> Any:
    given = {**headers} if key is None else {"Idempotency-Key": key, **headers}
    request = APIRequestFactory().post(path, body if body is not None else {}, format="json", headers=given)
    force_authenticate(request, caller or AnonymousUser())
    response = Making.as_view()(request)
    return response.render() if isinstance(response, Response) else response


def rows() -> int:
    return ThrottleCounter.objects.count()


class TestTheFirstAnswer:
    def test_is_answered_again_and_nothing_is_done_twice(self, caller: User) -> None:
        first, again = ask(caller), ask(caller)
        assert (first.status_code, again.status_code, rows()) == (201, 201, 1)
        assert again.content == first.content
        assert again["Content-Type"] == first["Content-Type"]
        assert (REPLAYED in first, again[REPLAYED]) == (False, "true")

    def test_keeps_its_headers(self, caller: User) -> None:
        Making.then = staticmethod(lambda _: Response({}, status=202, headers={"Location": "/x/1/"}))
        assert [ask(caller)["Location"] for _ in range(2)] == ["/x/1/"] * 2

    def test_may_be_empty(self, caller: User) -> None:
        Making.then = staticmethod(lambda _: Response(status=204))
        first, again = ask(caller), ask(caller)
        assert (again.status_code, again.content, rows()) == (204, b"", 1)
        assert set(again.headers) - set(first.headers) == {REPLAYED}

    def test_may_be_text_that_is_ready(self, caller: User) -> None:
        Making.then = staticmethod(lambda _: HttpResponse('{"é": 1}', content_type="application/json"))
        assert ask(caller).content == ask(caller).content
        assert rows() == 1

    @pytest.mark.parametrize("status", [400, 404, 409, 302, 500])
    def test_is_not_kept_unless_it_is_a_success(self, caller: User, status: int) -> None:
        Making.then = staticmethod(lambda _: Response({}, status=status))
        assert [ask(caller).status_code, ask(caller).status_code] == [status, status]
        assert rows() == 2

    def test_is_not_kept_with_a_cookie(self, caller: User) -> None:
        def signing_in(_: Request) -> Response:
            response = Response({})
            response.set_cookie("secret", "x")
            return response

        Making.then = staticmethod(signing_in)
        assert REPLAYED not in (ask(caller), ask(caller))[1]
        assert not KeptAnswer.objects.exists()

    def test_is_not_kept_where_it_is_a_stream(self, caller: User) -> None:
        Making.then = staticmethod(lambda _: StreamingHttpResponse([b"x"]))
        ask(caller)
        assert not KeptAnswer.objects.exists()

    def test_is_forgotten_after_a_day(self, caller: User) -> None:
        ask(caller)
        KeptAnswer.objects.update(kept_at=timezone.now() - timedelta(hours=24))
        assert REPLAYED not in ask(caller, body={"other": 1})
        assert ask(caller, body={"other": 1})[REPLAYED] == "true"
        assert (rows(), KeptAnswer.objects.count()) == (2, 1)

    def test_goes_with_the_account(self, caller: User) -> None:
        ask(caller)
        caller.delete()
        assert not KeptAnswer.objects.exists()


class TestAKey:
    def test_stands_for_what_was_sent_with_it(self, caller: User) -> None:
        ask(caller, body={"a": 1})
        other = ask(caller, body={"a": 2})
        assert (other.status_code, rows()) == (422, 1)
        assert "Idempotency-Key" in other.data["detail"]
        assert ask(caller, body={"a": 1}).status_code == 201

    def test_is_its_callers_own_and_of_one_address(self, caller: User) -> None:
        other = User.objects.create_user("other", "other@example.com")
        answers = [
            ask(caller),
            ask(other),
            ask(caller, path="/y/"),
            ask(caller, key="K"),
            ask(caller, key='"k"'),
        ]
        assert [answer.data["made"] for answer in answers] == [1, 2, 3, 4, 5]

    @pytest.mark.parametrize(
        "key", ["", "x" * (LONGEST_KEY + 1), "a\x00b", "a\tb", "a\x7f", "schlüssel", "\n"]
    )
    def test_that_is_none_is_refused_by_the_name_of_the_header(self, caller: User, key: str) -> None:
        answer = ask(caller, key=key)
        assert (answer.status_code, rows()) == (400, 0)
        assert "Idempotency-Key" in answer.data["detail"]

    @pytest.mark.parametrize(
        "key", ["x", "x" * LONGEST_KEY, "8e03978e-40d5-43dd-bc93-6894a57f9324", "a b; c"]
    )
    def test_may_be_any_word_that_is_not_too_long(self, caller: User, key: str) -> None:
        assert [ask(caller, key=key).status_code for _ in range(2)] == [201, 201]
        assert rows() == 1

    def test_with_an_odd_path_is_taken_too(self, caller: User) -> None:
        assert [ask(caller, path="/a%00b/é/").status_code for _ in range(2)] == [201, 201]
        assert rows() == 1

    def test_is_not_needed_and_its_absence_costs_nothing(
        self, caller: User, django_assert_num_queries: Any
    ) -> None:
        with django_assert_num_queries(1):
            ask(caller, key=None)

    def test_comes_before_the_handler_for_a_body_that_is_none(self, caller: User) -> None:
        request = APIRequestFactory().post(
            "/x/", "{", content_type="application/json", headers={"Idempotency-Key": "k"}
        )
        force_authenticate(request, caller)
        assert (Making.as_view()(request).status_code, rows()) == (400, 0)


class TestWhoCalls:
    def test_nobody_has_no_keys(self, settings: Any) -> None:
        settings.TRELLIS_OPEN_CONTRACT = False
        answers = [ask(None), ask(None), ask(None, key=""), ask(None, body={"named": 1})]
        assert {answer.status_code for answer in answers} == {201}
        assert (rows(), KeptAnswer.objects.count()) == (4, 0)

    def test_a_service_has_keys_of_its_own(self, settings: Any) -> None:
        settings.TRELLIS_SERVICE_KEYS = ["first" * 10, "second" * 10]
        made = [ask(None, **{"X-Service-Key": key}).data["made"] for key in settings.TRELLIS_SERVICE_KEYS]
        again = ask(None, **{"X-Service-Key": "first" * 10})
        assert (made, again[REPLAYED], rows()) == ([1, 2], "true", 2)
        assert "first" not in "".join(KeptAnswer.objects.values_list("service", flat=True))

    def test_an_open_body_names_who_does(self, settings: Any, caller: User) -> None:
        settings.TRELLIS_OPEN_CONTRACT = True
        body = {"named": caller.pk}
        assert [REPLAYED in ask(None, body=body) for _ in range(2)] == [False, True]
        assert KeptAnswer.objects.get().user == caller

    def test_one_who_is_signed_in_is_not_whom_the_body_names(self, settings: Any, caller: User) -> None:
        settings.TRELLIS_OPEN_CONTRACT = True
        ask(caller, body={"named": 1})
        assert KeptAnswer.objects.get().user == caller

    def test_a_name_that_no_account_can_have_is_no_fault_of_ours(self, settings: Any) -> None:
        settings.TRELLIS_OPEN_CONTRACT = True
        Making.then = staticmethod(lambda _: Response({}, status=404))
        assert ask(None, body={"named": 2**70}).status_code == 404


class TestWhatWentWrong:
    @pytest.mark.parametrize("refusal", [NotFound(), refusals.Conflict(), refusals.TooMany()])
    def test_a_refusal_undoes_nothing_that_was_written_beside_it(
        self, caller: User, refusal: Exception
    ) -> None:
        Making.then = staticmethod(_raising(refusal))
        assert {ask(caller).status_code for _ in range(2)} <= {404, 409, 429}
        assert (rows(), KeptAnswer.objects.count()) == (2, 0)

    def test_a_body_that_is_refused_may_be_mended_under_the_same_key(self, caller: User) -> None:
        Making.then = staticmethod(lambda request: Response(status=400 if request.data == {} else 201))
        assert [ask(caller).status_code, ask(caller, body={"a": 1}).status_code] == [400, 201]

    def test_a_fault_leaves_nothing(self, caller: User) -> None:
        Making.then = staticmethod(_raising(ZeroDivisionError()))
        assert (ask(caller).status_code, rows()) == (500, 0)


@pytest.mark.django_db(transaction=True)
class TestTransactions:
    def test_a_victim_of_a_deadlock_is_tried_again_whole(self, caller: User) -> None:
        def once_a_victim(_: Request) -> Response:
            if Making.runs == 1:
                raise OperationalError from psycopg.errors.DeadlockDetected()
            return Response({"made": Making.runs}, status=201)

        Making.then = staticmethod(once_a_victim)
        assert ask(caller).data == {"made": 2}
        assert rows() == 1
        assert ask(caller)[REPLAYED] == "true"

    def test_what_is_done_after_the_commit_finds_the_answer_kept(self, caller: User) -> None:
        found: list[bool] = []

        def then(_: Request) -> Response:
            transaction.on_commit(lambda: found.append(KeptAnswer.objects.exists()))
            return Response({})

        Making.then = staticmethod(then)
        ask(caller)
        assert found == [True]

    def test_a_key_of_a_request_that_is_worked_on_is_in_use_and_answered_later(self, caller: User) -> None:
        begun, may_end = Event(), Event()

        def slowly(_: Request) -> Response:
            begun.set()
            assert may_end.wait(30)
            return Response({"made": Making.runs})

        Making.then = staticmethod(slowly)
        with ThreadPoolExecutor(1) as pool:
            first = pool.submit(_alone, caller)
            assert begun.wait(30)
            with _short_waits():
                early = ask(caller)
            may_end.set()
            assert first.result().data == {"made": 1}
        assert (early.status_code, early["Retry-After"]) == (409, "1")
        assert "Idempotency-Key" in early.data["detail"]
        assert ask(caller)[REPLAYED] == "true"
        assert (Making.runs, rows()) == (1, 1)

    def test_a_lock_that_the_handler_waits_for_in_vain_is_not_taken_for_the_key(self, caller: User) -> None:
        Making.then = staticmethod(lambda _: lock("thing", 1))
        with psycopg.connect(**connection.get_connection_params()) as other, _short_waits():
            other.execute("SELECT pg_advisory_xact_lock(hashtextextended('thing:1', 0))")
            answer = ask(caller)
        assert (answer.status_code, rows()) == (503, 0)

    def test_one_of_many_at_once_does_it(self, caller: User) -> None:
        answers = at_once(16, lambda _: ask(caller))
        assert {answer.content for answer in answers} == {b'{"made":1}'}
        assert [REPLAYED in answer for answer in answers].count(False) == 1
        assert (Making.runs, rows()) == (1, 1)


def _alone(caller: User) -> Any:
    try:
        return ask(caller)
    finally:
        connection.close()


@contextmanager
def _short_waits() -> Iterator[None]:
    """Do not let this test's own connection wait for locks as long as users do."""
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '50ms'")
        yield
        cursor.execute("SET lock_timeout = '3s'")


def _raising(refusal: Exception) -> Callable[[Request], Response]:
    def then(_: Request) -> Response:
        raise refusal

    return then
