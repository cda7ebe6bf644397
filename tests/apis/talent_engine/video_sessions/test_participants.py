"""`video-sessions/{join,leave,toggle_mute,toggle_camera}/`: whose seat a request takes."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from tests.apis.conftest import SignIn
from tests.apis.talent_engine.video_sessions.test_views import ABSENT, MOMENT
from tests.domain.interviews.factory import MANAGER, OTHER, OWNER, STAFF, invited, session_of
from trellis.demo.hiring.interviews import INTERVIEW
from trellis.domain.interviews.models import CandidateInvitation, Participant, VideoSession
from trellis.domain.interviews.rules.seats import invitation_token

pytestmark = pytest.mark.usefixtures("world")
BASE = "/api/talent-engine/video-sessions/"
CARA = "cara@mail.example"
ALL = ("join", "leave", "toggle_mute", "toggle_camera")


def _do(client: APIClient, what: str, session: VideoSession | UUID, **given: Any) -> Any:
    key = str(getattr(session, "pk", session))
    return client.post(f"{BASE}{what}/", {"session_id": key, "mute": True, "camera_on": False, **given})


class TestMembers:
    def test_they_join_as_themselves_as_printed(self, signed_in: SignIn) -> None:
        session = session_of()
        answer = _do(signed_in(OWNER), "join", session)
        assert answer.status_code == 200
        body = answer.json()
        assert UUID(body["id"])
        assert MOMENT.fullmatch(body["joined_at"])
        assert body == {
            "id": body["id"],
            "session": str(session.pk),
            "user_id": "1",
            "username": "support@appbrew.com",
            "first_name": "Mahummed",
            "last_name": "Mahummed",
            "candidate_email": None,
            "is_muted": False,
            "is_camera_on": True,
            "joined_at": body["joined_at"],
            "left_at": None,
        }

    def test_join_leave_and_come_back(self, signed_in: SignIn) -> None:
        session, client = session_of(), signed_in(STAFF)
        first = _do(client, "join", session).json()
        assert _do(client, "join", session).json() == first
        left = _do(client, "leave", session)
        assert (left.status_code, left.json()) == (200, {"status": "Left session"})
        gone_at = Participant.objects.get().left_at
        assert gone_at is not None
        assert _do(client, "leave", session).status_code == 200
        assert Participant.objects.get().left_at == gone_at
        assert _do(client, "join", session).json() == first

    def test_toggles(self, signed_in: SignIn) -> None:
        session, client = session_of(), signed_in(OWNER)
        joined = _do(client, "join", session).json()
        muted = _do(client, "toggle_mute", session)
        assert (muted.status_code, muted.json()) == (200, {**joined, "is_muted": True})
        assert _do(client, "toggle_mute", session, mute=False).json() == joined
        dark = _do(client, "toggle_camera", session).json()
        assert dark == {**joined, "is_camera_on": False}
        assert _do(client, "toggle_camera", session, camera_on=True).json() == joined

    def test_who_never_joined_cannot_leave(self, signed_in: SignIn) -> None:
        session = session_of()
        _do(signed_in(OWNER), "join", session)
        for what in ALL[1:]:
            answer = _do(signed_in(MANAGER), what, session)
            assert (answer.status_code, answer.json()) == (
                409,
                {"detail": "They have not joined this session."},
            )

    @pytest.mark.parametrize("what", ALL)
    def test_others_find_nothing(self, signed_in: SignIn, api: APIClient, what: str) -> None:
        session = session_of()
        assert _do(signed_in(OTHER), what, session).status_code == 404
        assert _do(signed_in(OTHER), what, session, email=CARA).status_code == 404
        assert _do(signed_in(OWNER), what, ABSENT).status_code == 404
        assert _do(signed_in("candidate"), what, session).status_code == 403
        assert _do(api, what, session).status_code == 401
        assert not Participant.objects.exists()

    def test_managers_let_candidates_in_and_mute_them(self, signed_in: SignIn) -> None:
        session, manager = session_of(), signed_in(MANAGER)
        joined = _do(manager, "join", session, email=CARA).json()
        assert (joined["user_id"], joined["username"], joined["candidate_email"]) == (None, None, CARA)
        assert (joined["first_name"], joined["last_name"]) == ("cara", "")
        assert _do(manager, "toggle_mute", session, email=CARA.upper()).json()["is_muted"] is True
        assert _do(manager, "leave", session, email=CARA).status_code == 200
        assert Participant.objects.get().left_at is not None
        assert _do(signed_in(STAFF), "join", session, email=CARA).status_code == 403

    def test_the_own_address_is_oneself(self, signed_in: SignIn) -> None:
        joined = _do(signed_in(STAFF), "join", session_of(), email="Staff@AppBrew.com").json()
        assert (joined["user_id"], joined["candidate_email"]) == ("203", None)

    def test_the_body_of_another_tenant(self, signed_in: SignIn) -> None:
        answer = _do(signed_in(OWNER), "join", session_of(), tenant_id=str(ABSENT))
        assert answer.json() == {"detail": "Tenant ID mismatch."}


class TestCandidates:
    def test_the_invitation_is_their_key(self, api: APIClient, settings: Any) -> None:
        settings.TRELLIS_OPEN_CONTRACT = False
        session = session_of()
        token = invitation_token(invited(session, CARA.title()))
        joined = _do(api, "join", session, email=CARA, invitation=token).json()
        assert (joined["candidate_email"], joined["first_name"]) == ("Cara@mail.example", "Cara Candidate")
        assert _do(api, "toggle_mute", session, invitation=token).json()["is_muted"] is True
        assert _do(api, "toggle_camera", session, invitation=token).json()["is_camera_on"] is False
        assert _do(api, "leave", session, invitation=token).json() == {"status": "Left session"}
        back = _do(api, "join", session, invitation=token).json()
        assert (back["id"], back["left_at"]) == (joined["id"], None)
        assert Participant.objects.count() == 1

    def test_it_is_for_one_session_and_one_address(self, api: APIClient) -> None:
        session, other = session_of(), session_of()
        token = invitation_token(invited(session))
        assert _do(api, "join", other, invitation=token).status_code == 403
        answer = _do(api, "join", session, invitation=token, email="eve@mail.example")
        assert (answer.status_code, list(answer.json())) == (400, ["email"])
        assert not Participant.objects.exists()

    @pytest.mark.parametrize(
        "spoil", [lambda t: t[:-1], lambda t: t.swapcase(), lambda t: "ü" + t, lambda _: "x"]
    )
    def test_a_forged_one_is_none(self, api: APIClient, spoil: Any) -> None:
        session = session_of()
        token = spoil(invitation_token(invited(session)))
        assert _do(api, "join", session, invitation=token, email=CARA).status_code == 403
        assert not Participant.objects.exists()

    def test_it_expires_and_is_revoked(self, api: APIClient) -> None:
        session, now = session_of(), timezone.now()
        expired = invited(session, expires_at=now - timedelta(seconds=1))
        revoked = invited(session, "eve@mail.example", revoked_at=now)
        for invitation in (expired, revoked):
            token = invitation_token(invitation)
            assert _do(api, "join", session, invitation=token).status_code == 403
            assert _do(api, "join", session, email=invitation.email).status_code == 403
        assert not Participant.objects.exists()

    def test_the_printed_body_works_while_the_contract_is_open(self, api: APIClient) -> None:
        answer = _do(api, "join", INTERVIEW, email="candidate@example.com")
        assert answer.status_code == 200
        assert answer.json()["candidate_email"] == "candidate@example.com"
        assert _do(api, "toggle_mute", INTERVIEW, email="Candidate@Example.com").status_code == 200
        assert _do(api, "leave", INTERVIEW, email="candidate@example.com").status_code == 200
        assert _do(api, "join", ABSENT, email="eve@mail.example").status_code == 404

    def test_so_it_does_for_a_candidate_whom_nobody_invited(self, api: APIClient) -> None:
        session = session_of()
        joined = api.post(f"{BASE}join/", {"session_id": str(session.pk), "email": CARA})
        assert joined.status_code == 200
        told = joined.json()
        assert (told["session"], told["candidate_email"]) == (str(session.pk), CARA)
        assert (told["user_id"], told["first_name"], told["left_at"]) == (None, "cara", None)
        assert _do(api, "toggle_mute", session, email=CARA.upper()).json()["is_muted"] is True
        assert _do(api, "leave", session, email=CARA).json() == {"status": "Left session"}
        assert Participant.objects.count() == 1

    def test_also_for_an_account_that_is_nobodys_member(self, signed_in: SignIn) -> None:
        client = signed_in("candidate")
        joined = _do(client, "join", INTERVIEW, email="candidate@example.com").json()
        assert (joined["user_id"], joined["candidate_email"]) == (None, "candidate@example.com")

    @pytest.mark.parametrize("what", ALL)
    def test_while_it_is_closed_an_address_proves_nothing(
        self, api: APIClient, signed_in: SignIn, settings: Any, what: str
    ) -> None:
        settings.TRELLIS_OPEN_CONTRACT = False
        settings.TRELLIS_SERVICE_KEYS = ["service-key"]
        address = "candidate@example.com"
        for client, status in ((api, 401), (signed_in("candidate"), 403)):
            refused = _do(client, what, INTERVIEW, email=address)
            assert refused.status_code == status
            assert "Send the `invitation` of the link that was mailed to it" in refused.json()["detail"]
        assert not Participant.objects.exists()
        service = APIClient(headers={"X-Service-Key": "service-key"})
        assert _do(service, "join", INTERVIEW, email=address).status_code == 200

    def test_their_invitation_counts_also_where_a_member_is_signed_in(self, signed_in: SignIn) -> None:
        session = session_of()
        joined = _do(signed_in(OTHER), "join", session, invitation=invitation_token(invited(session))).json()
        assert joined["candidate_email"] == CARA


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"email": "no address"}, "email"),
        ({"email": ["a@b.example"]}, "email"),
        ({"email": "a\x00@b.example"}, "email"),
        ({"invitation": "x" * 501}, "invitation"),
        ({"invitation": "a\x00"}, "invitation"),
        ({"invitation": {}}, "invitation"),
        ({"session_id": None}, "session_id"),
    ],
)
def test_what_cannot_be_so_is_named(signed_in: SignIn, given: Any, field: str) -> None:
    for what in ALL:
        answer = _do(signed_in(OWNER), what, INTERVIEW, **given)
        assert (answer.status_code, list(answer.json())) == (400, [field])


@pytest.mark.parametrize("what", ALL)
def test_who_is_nobody_is_told_so_before_what_they_sent_is_looked_at(api: APIClient, what: str) -> None:
    for body in ({}, {"session_id": "none"}, {"email": ""}, {"invitation": None}, [], [{}]):
        assert api.post(f"{BASE}{what}/", body).status_code == 401, body
    for text in (b"", b"{", b"null", b"[[", b'"x"'):
        assert api.post(f"{BASE}{what}/", text, content_type="application/json").status_code == 401, text
    assert api.post(f"{BASE}{what}/", {"email": CARA}).status_code == 400


@pytest.mark.parametrize("value", [None, "perhaps", [], {}, 2])
def test_a_switch_is_on_or_off(signed_in: SignIn, value: Any) -> None:
    _do(signed_in(OWNER), "join", INTERVIEW)
    muted = _do(signed_in(OWNER), "toggle_mute", INTERVIEW, mute=value)
    assert (muted.status_code, list(muted.json())) == (400, ["mute"])
    dark = _do(signed_in(OWNER), "toggle_camera", INTERVIEW, camera_on=value)
    assert (dark.status_code, list(dark.json())) == (400, ["camera_on"])


def test_no_token_is_in_an_answer(signed_in: SignIn) -> None:
    session = session_of()
    invited(session)
    token = invitation_token(CandidateInvitation.objects.get(session=session)).rpartition(":")[0]
    for path in ("", "invitations/", "history/"):
        assert token not in signed_in(OWNER).get(f"{BASE}{session.pk}/{path}").content.decode()
