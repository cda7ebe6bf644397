"""Selecting and rejecting: one row whatever happens, and everything that follows from it."""

from collections import Counter
from contextlib import suppress
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import IntegrityError
from django.db.models import Q
from rest_framework.test import APIClient

from tests.apis.conftest import SignIn
from tests.crowd import at_once
from tests.rounds import ROUNDS
from trellis.core.events import history_of
from trellis.core.models import Event, Mail
from trellis.demo.world import load_world
from trellis.domain.accounts.models import User
from trellis.domain.messaging.models import Room
from trellis.domain.notifications.models import Notification
from trellis.domain.scouting.models import Judgement, Rejection, Selection, Talent

MIKE, CARLA, JOHN, JANE, ALEX = 123, 124, 10, 456, 789
POOL = "/mentor/available-talents-with-posts/"
SELECT, REJECT = "/mentor/selected-talents/add/", "/mentor/rejected-talents/add/"
pytestmark = pytest.mark.usefixtures("world")


def _decide(api: APIClient, path: str, coach: Any = MIKE, talent: Any = JANE) -> Any:
    return api.post(path, {"user_id": coach, "talent_id": talent})


def _take_back(api: APIClient, coach: int = MIKE, talent: int = JANE) -> Any:
    return api.delete(f"/mentor/rejected-talents/{talent}/?user_id={coach}")


def _rooms_of(account_id: int) -> list[Room]:
    return list(Room.objects.filter(Q(first=account_id) | Q(second=account_id)))


def _pool(client: APIClient) -> list[int]:
    return [item["talent"]["user"]["id"] for item in client.get(POOL).json()]


def test_selecting_takes_a_talent_out_of_that_coachs_pool_only(api: APIClient, signed_in: SignIn) -> None:
    mike, carla = signed_in("coach_mike"), signed_in("coach_carla")
    assert _pool(mike) == _pool(carla) == [JANE, ALEX, JOHN]
    _decide(api, SELECT)
    _decide(api, REJECT, talent=JOHN)
    assert _pool(mike) == [ALEX]
    assert _pool(carla) == [JANE, ALEX, JOHN]


def test_selecting_opens_one_private_room_and_tells_the_talent(api: APIClient) -> None:
    body = _decide(api, SELECT).json()
    (room,) = _rooms_of(MIKE)
    assert body["chat_room_id"] == str(room.pk)
    assert body["can_chat"] is True
    assert {room.first_id, room.second_id} == {MIKE, JANE}
    notification = Notification.objects.get()
    assert (notification.recipient_id, notification.kind) == (JANE, "talent.selected")
    mail = Mail.objects.get()
    assert (mail.to, mail.subject) == ("jane@example.com", "Mike Johnson selected you")
    event = Event.objects.get(kind="talent.selected")
    assert event.data == {"coach_user_id": MIKE, "talent_user_id": JANE}


def test_rejecting_tells_the_talent_and_opens_no_room(api: APIClient) -> None:
    _decide(api, REJECT)
    assert not _rooms_of(MIKE)
    assert Notification.objects.get().kind == "talent.rejected"
    assert Mail.objects.get().to == "jane@example.com"


def test_each_is_found_as_what_it_is_with_its_own_history(api: APIClient) -> None:
    _decide(api, SELECT)
    _decide(api, REJECT, talent=JOHN)
    selection, rejection = Selection.objects.get(), Rejection.objects.get()
    assert (selection.talent.user_id, rejection.talent.user_id) == (JANE, JOHN)
    assert [event.kind for event in history_of(selection)] == ["talent.selected"]
    assert [event.kind for event in history_of(rejection)] == ["talent.rejected"]


def test_a_closed_room_says_that_they_cannot_chat(api: APIClient) -> None:
    _decide(api, SELECT)
    Room.objects.update(closed_at="2030-01-01T00:00:00Z")
    (listed,) = api.get("/mentor/selected-talents/", {"user_id": MIKE}).json()
    assert listed["can_chat"] is False
    assert listed["chat_room_id"]


@pytest.mark.parametrize(
    ("first", "then", "sentence"),
    [
        (SELECT, SELECT, "This mentor has already selected this talent."),
        (SELECT, REJECT, "This mentor has already selected this talent."),
        (REJECT, SELECT, "This mentor has already rejected this talent."),
        (REJECT, REJECT, "This mentor has already rejected this talent."),
    ],
)
def test_a_second_judgement_is_refused_and_changes_nothing(
    api: APIClient, first: str, then: str, sentence: str
) -> None:
    _decide(api, first)
    before = list(Judgement.objects.values())
    response = _decide(api, then)
    assert (response.status_code, response.json()) == (400, {"error": sentence})
    assert list(Judgement.objects.values()) == before
    assert Notification.objects.count() == 1


class TestTakingARejectionBack:
    def test_the_talent_is_in_the_pool_again_and_can_be_selected(
        self, api: APIClient, signed_in: SignIn
    ) -> None:
        _decide(api, REJECT)
        assert _pool(signed_in("coach_mike")) == [ALEX, JOHN]
        response = _take_back(api)
        assert (response.status_code, response.content) == (204, b"")
        assert _pool(signed_in("coach_mike")) == [JANE, ALEX, JOHN]
        assert api.get("/mentor/rejected-talents/", {"user_id": MIKE}).json() == []
        assert _decide(api, SELECT).status_code == 201

    def test_it_is_in_the_record_and_nobody_is_told(self, signed_in: SignIn) -> None:
        mike = signed_in("coach_mike")
        _decide(mike, REJECT)
        rejection, told = Rejection.objects.get(), Notification.objects.count()
        _take_back(mike)
        event = history_of(rejection).last()
        assert event is not None
        assert (event.kind, event.actor_id) == ("talent.rejection_taken_back", MIKE)
        assert event.data == {"coach_user_id": MIKE, "talent_user_id": JANE}
        assert Notification.objects.count() == told

    def test_another_coachs_rejection_stays(self, api: APIClient) -> None:
        _decide(api, REJECT)
        _decide(api, REJECT, coach=CARLA)
        assert _take_back(api, coach=CARLA).status_code == 204
        assert Rejection.objects.get().coach.user_id == MIKE

    @pytest.mark.parametrize("before", [None, SELECT])
    def test_where_there_is_none_it_is_404_and_a_selection_stays(
        self, api: APIClient, before: str | None
    ) -> None:
        if before:
            _decide(api, before)
        rows = list(Judgement.objects.values())
        response = _take_back(api)
        sentence = "This mentor has not rejected this talent."
        assert (response.status_code, response.json()) == (404, {"error": sentence})
        assert list(Judgement.objects.values()) == rows

    def test_a_second_time_it_is_404(self, api: APIClient) -> None:
        _decide(api, REJECT)
        assert [_take_back(api).status_code for _ in range(2)] == [204, 404]

    @pytest.mark.parametrize("number", [0, 2**31, 2**63, 10**40])
    def test_an_unknown_id_is_404(self, api: APIClient, number: int) -> None:
        for coach, talent in ((number, JANE), (MIKE, number), (JANE, MIKE)):
            response = _take_back(api, coach=coach, talent=talent)
            assert (response.status_code, response.json()) == (
                404,
                {"error": "Mentor or Talent user not found."},
            )

    def test_a_mentor_who_is_not_named_or_is_no_number_is_400(self, api: APIClient) -> None:
        path = f"/mentor/rejected-talents/{JANE}/"
        absent = api.delete(path)
        assert (absent.status_code, absent.json()) == (400, {"error": "user_id query parameter is required."})
        wrong = api.delete(f"{path}?user_id=x")
        assert (wrong.status_code, set(wrong.json())) == (400, {"user_id"})

    def test_nobody_signed_in_does_it_for_another_coach(self, api: APIClient, signed_in: SignIn) -> None:
        _decide(api, REJECT)
        for username in ("coach_carla", "jane_talent"):
            assert _take_back(signed_in(username)).status_code == 403
        assert Rejection.objects.exists()
        assert _take_back(signed_in("admin")).status_code == 204


@pytest.mark.parametrize("coach", ["x", 1.5, True, [1], {"a": 1}, "9" * 30_000, "١٢٣x"])
def test_a_wrong_type_is_named(api: APIClient, coach: Any) -> None:
    response = _decide(api, SELECT, coach=coach)
    assert response.status_code == 400
    assert set(response.json()) == {"mentor"}


@pytest.mark.parametrize("number", [0, -1, 2**31, 2**63, 10**40])
@pytest.mark.parametrize("path", [SELECT, REJECT])
def test_an_unknown_id_is_404(api: APIClient, path: str, number: int) -> None:
    for coach, talent in ((number, JANE), (MIKE, number)):
        response = _decide(api, path, coach=coach, talent=talent)
        assert (response.status_code, response.json()) == (
            404,
            {"error": "Mentor or Talent user not found."},
        )


@pytest.mark.parametrize("body", ["[]", "null", '"text"', "7"])
def test_a_body_that_is_no_object_is_refused(api: APIClient, body: str) -> None:
    response = api.generic("POST", SELECT, body, content_type="application/json")
    assert response.status_code == 400
    assert response.json() == {"error": "user_id and talent_id are required."}


def test_malformed_json_is_refused(api: APIClient) -> None:
    response = api.generic("POST", SELECT, '{"user_id": 1,', content_type="application/json")
    assert response.status_code == 400
    assert response.json()["detail"].startswith("JSON parse error")


def test_a_form_works_as_json_does(api: APIClient) -> None:
    response = api.post(SELECT, {"user_id": MIKE, "talent_id": JANE}, format="multipart")
    assert response.status_code == 201


def test_an_inactive_account_is_not_found(api: APIClient) -> None:
    User.objects.filter(pk=JANE).update(is_active=False)
    assert _decide(api, SELECT).status_code == 404


def test_an_inactive_talent_is_in_no_pool(signed_in: SignIn) -> None:
    User.objects.filter(pk=JANE).update(is_active=False)
    assert _pool(signed_in("coach_mike")) == [ALEX, JOHN]


def test_nobody_signed_in_decides_for_another_coach(signed_in: SignIn) -> None:
    for username in ("coach_carla", "jane_talent"):
        assert _decide(signed_in(username), SELECT).status_code == 403
    assert not Judgement.objects.exists()
    assert _decide(signed_in("coach_mike"), SELECT).status_code == 201
    assert _decide(signed_in("admin"), REJECT, talent=ALEX).status_code == 201


def test_a_token_that_is_no_good_is_401_even_where_none_is_needed(api: APIClient) -> None:
    api.credentials(HTTP_AUTHORIZATION="Bearer nonsense")
    response = _decide(api, SELECT)
    assert (response.status_code, response.json()) == (401, {"detail": "Given token is not valid."})


class TestWithTheContractClosed:
    """In production the calls that the document leaves open need a token, or the service's key."""

    @pytest.fixture(autouse=True)
    def closed(self, settings: LazySettings) -> None:
        settings.TRELLIS_OPEN_CONTRACT = False
        settings.TRELLIS_SERVICE_KEYS = ["key-of-a-service"]

    def test_nobody_decides_without_a_token(self, api: APIClient) -> None:
        response = _decide(api, SELECT)
        assert response.status_code == 401
        assert response.json() == {"detail": "Authentication credentials were not provided."}

    def test_a_rejection_is_the_coachs_own_to_take_back(self, api: APIClient, signed_in: SignIn) -> None:
        _decide(signed_in("coach_mike"), REJECT)
        assert _take_back(api).status_code == 401
        assert _take_back(signed_in("coach_carla")).status_code == 403
        api.credentials(HTTP_X_SERVICE_KEY="key-of-a-service")
        assert _take_back(api).status_code == 204

    @pytest.mark.parametrize("path", ["selected-talents/", "rejected-talents/"])
    def test_lists_are_the_coachs_own(self, api: APIClient, signed_in: SignIn, path: str) -> None:
        address = f"/mentor/{path}?user_id={MIKE}"
        assert api.get(address).status_code == 401
        assert signed_in("coach_carla").get(address).status_code == 403
        assert signed_in("coach_mike").get(address).status_code == 200

    def test_who_selected_a_talent_is_the_talents_own(self, api: APIClient, signed_in: SignIn) -> None:
        address = f"/mentor/mentors/selected-talent/{JANE}/"
        assert api.get(address).status_code == 401
        assert signed_in("john_talent").get(address).status_code == 403
        assert signed_in("jane_talent").get(address).status_code == 200

    def test_a_service_decides_with_its_key(self, api: APIClient) -> None:
        for key, status in (("wrong", 401), ("", 401), ("kéy", 401), ("key-of-a-service", 201)):
            api.credentials(HTTP_X_SERVICE_KEY=key)
            assert _decide(api, SELECT).status_code == status


class TestAtOnce:
    """Real threads against the real database."""

    pytestmark = pytest.mark.django_db(transaction=True)

    def test_16_selections_of_one_talent_make_one_row(self) -> None:
        def select(_: int) -> int:
            status: int = _decide(APIClient(), SELECT).status_code
            return status

        assert Counter(at_once(16, select)) == {201: 1, 400: 15}
        assert Judgement.objects.count() == len(_rooms_of(MIKE)) == Notification.objects.count() == 1

    def test_selecting_and_rejecting_together_leave_one_verdict(self) -> None:
        def decide(number: int) -> int:
            status: int = _decide(APIClient(), SELECT if number % 2 else REJECT).status_code
            return status

        assert Counter(at_once(16, decide)) == {201: 1, 400: 15}
        assert Judgement.objects.count() == 1
        assert len(_rooms_of(MIKE)) == int(Judgement.objects.get().verdict == "selected")

    def test_of_16_who_take_one_rejection_back_one_does(self) -> None:
        _decide(APIClient(), REJECT)

        def take_back(_: int) -> int:
            status: int = _take_back(APIClient()).status_code
            return status

        assert Counter(at_once(16, take_back)) == {204: 1, 404: 15}
        assert Event.objects.filter(kind="talent.rejection_taken_back").count() == 1

    def test_who_judges_while_a_rejection_comes_and_goes_gets_an_answer(self) -> None:
        def act(number: int) -> int:
            acts = (lambda api: _decide(api, SELECT), lambda api: _decide(api, REJECT), _take_back)
            status: int = acts[number % 3](APIClient()).status_code
            return status

        for _ in range(ROUNDS):
            assert set(at_once(15, act)) <= {201, 204, 400, 404}
            assert Judgement.objects.count() <= 1
            Judgement.objects.all().delete()

    def test_two_coaches_selecting_all_talents_crosswise_both_succeed(self) -> None:
        def select_all(number: int) -> list[int]:
            talents = [JOHN, JANE, ALEX][:: 1 if number % 2 else -1]
            coach = MIKE if number % 2 else CARLA
            return [_decide(APIClient(), SELECT, coach, talent).status_code for talent in talents]

        assert at_once(2, select_all) == [[201] * 3] * 2
        assert Judgement.objects.count() == 6

    @pytest.mark.soak
    def test_a_talent_who_is_deleted_meanwhile_is_a_4xx(self) -> None:
        def act(number: int) -> int:
            if number == 0:
                # The deletion may lose the race, and then PostgreSQL keeps the talent.
                with suppress(IntegrityError):
                    Talent.objects.filter(user_id=JANE).delete()
                return 0
            status: int = _decide(APIClient(), SELECT).status_code
            return status

        for _ in range(ROUNDS):
            assert set(at_once(8, act)) <= {0, 201, 400, 404, 409}
            Judgement.objects.all().delete()
            load_world(say=lambda step: None)
