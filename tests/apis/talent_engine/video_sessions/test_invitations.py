"""`video-sessions/<uuid>/invitations/`: candidates get a link by mail."""

import re
from datetime import timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from rest_framework.test import APIClient

from tests.apis.conftest import SignIn
from tests.apis.talent_engine.video_sessions.test_views import ABSENT, SESSIONS_AT
from tests.domain.interviews.factory import MANAGER, OTHER, OWNER, STAFF, invited, kinds, session_of
from trellis.apis.talent_engine.video_sessions.output import INVITATIONS
from trellis.core.models import Mail
from trellis.core.rendering.testing import assert_renders_equal
from trellis.domain.accounts.models import User
from trellis.domain.accounts.services.zones import choose_zone
from trellis.domain.interviews.models import CandidateInvitation, VideoSession
from trellis.domain.interviews.rules.limits import INVITED_FOR
from trellis.domain.interviews.services import invitations

pytestmark = pytest.mark.usefixtures("world")
CARA = {"email": "cara@mail.example", "name": "Cara Candidate"}


def _at(session: VideoSession, invitation: Any = "") -> str:
    return f"{SESSIONS_AT}{session.pk}/invitations/" + (f"{invitation}/" if invitation else "")


def test_the_mailed_link_opens_the_session(signed_in: SignIn, api: APIClient) -> None:
    session = session_of()
    answer = signed_in(MANAGER).post(_at(session), CARA)
    assert answer.status_code == 201
    assert set(answer.json()) == {"id", "email", "name", "created_at", "expires_at", "revoked_at"}
    mail = Mail.objects.get(to=CARA["email"])
    assert mail.subject == "AppBrew invites you to a video interview"
    assert "Jane Smith of AppBrew" in mail.text
    address = f"http://localhost:8000/meet/interview/{session.pk}?invitation="
    token = re.search(rf"^{re.escape(address)}([\w%:-]+)$", mail.text, re.MULTILINE)
    assert token is not None
    assert f'{address}{token[1]}"' in mail.html
    given = {"session_id": str(session.pk), "invitation": token[1].replace("%3A", ":")}
    joined = api.post(f"{SESSIONS_AT}join/", given)
    assert joined.json()["candidate_email"] == CARA["email"]


def test_until_when_the_link_works_is_told_in_the_time_of_who_is_invited(signed_in: SignIn) -> None:
    address = User.objects.get(username="johndoe").email
    choose_zone(user=User.objects.get(username="johndoe"), name="Asia/Kathmandu")
    for email, zone, told in (
        (address, "Asia/Kathmandu", " (Asia/Kathmandu time; "),
        (CARA["email"], "UTC", " UTC"),
    ):
        signed_in(MANAGER).post(_at(session_of()), {"email": email, "name": "Any"})
        until = CandidateInvitation.objects.get(email=email).expires_at.astimezone(ZoneInfo(zone))
        assert (
            f"works until {until:%A} {until.day} {until:%B %Y, %H:%M}{told}"
            in Mail.objects.get(to=email).text
        )


def test_inviting_again_sends_again_and_is_the_same_invitation(signed_in: SignIn) -> None:
    session, client = session_of(), signed_in(OWNER)
    first = client.post(_at(session), CARA).json()
    CandidateInvitation.objects.update(expires_at="2026-01-01T00:00:00Z")
    again = client.post(_at(session), {"email": "CARA@mail.example"})
    assert again.status_code == 200
    assert (again.json()["id"], again.json()["name"]) == (first["id"], CARA["name"])
    assert again.json()["expires_at"] > first["created_at"]
    assert Mail.objects.filter(to=CARA["email"]).count() == 2
    assert client.get(_at(session)).json()["count"] == 1


def test_a_revoked_one_shows_the_candidate_out(signed_in: SignIn, api: APIClient) -> None:
    session, client = session_of(), signed_in(OWNER)
    invitation = invited(session)
    client.post(f"{SESSIONS_AT}join/", {"session_id": str(session.pk), "email": invitation.email})
    assert client.delete(_at(session, invitation.pk)).status_code == 204
    again = client.delete(_at(session, invitation.pk))
    assert (again.status_code, again.json()) == (404, {"detail": "Not found."})
    participant = client.get(f"{SESSIONS_AT}{session.pk}/").json()["participants"][0]
    assert participant["left_at"] is not None
    assert client.get(_at(session)).json()["results"][0]["revoked_at"] is not None
    assert client.post(_at(session), CARA).status_code == 201
    assert client.get(_at(session)).json()["count"] == 2
    assert "video_session.invitation_revoked" in kinds(session)


def test_to_a_session_that_is_over_nobody_is_invited(signed_in: SignIn) -> None:
    session, client = session_of(), signed_in(OWNER)
    client.post(f"{SESSIONS_AT}{session.pk}/end/")
    assert client.post(_at(session), CARA).status_code == 409
    assert not Mail.objects.filter(to=CARA["email"]).exists()


def test_mails_to_one_address_are_limited(signed_in: SignIn, settings: Any) -> None:
    settings.TRELLIS_RATE_LIMITS = True
    session, client = session_of(), signed_in(OWNER)
    assert [client.post(_at(session), CARA).status_code for _ in range(6)] == [201, 200, 200, 200, 200, 429]
    refused = client.post(_at(session), CARA)
    assert refused.json() == {"detail": "Request rate limit exceeded."}
    assert refused["RateLimit"] == f'"default";r=0;t={refused["Retry-After"]}'
    assert refused["RateLimit-Policy"] == '"default";q=5;w=3600'
    assert client.post(_at(session), {"email": "eve@mail.example"}).status_code == 201
    assert Mail.objects.filter(to=CARA["email"]).count() == 5


def test_mails_of_one_tenant_are_limited(signed_in: SignIn, settings: Any) -> None:
    settings.TRELLIS_RATE_LIMITS = True
    settings.RATE_LIMITS = {**settings.RATE_LIMITS, "interview_invitation_of": [(2, 3600)]}
    session = session_of()
    told = [
        signed_in(OWNER).post(_at(session), {"email": f"c{n}@mail.example"}).status_code for n in range(3)
    ]
    assert told == [201, 201, 429]
    assert signed_in(OTHER).post(_at(session_of(OTHER)), CARA).status_code == 201


def test_a_session_has_only_so_many(signed_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(invitations, "MOST_INVITATIONS", 1)
    session = session_of()
    assert signed_in(OWNER).post(_at(session), CARA).status_code == 201
    assert signed_in(OWNER).post(_at(session), {"email": "eve@mail.example"}).status_code == 409
    assert signed_in(OWNER).post(_at(session), CARA).status_code == 200


@pytest.mark.parametrize(
    ("username", "listing", "inviting", "revoking"),
    [
        (OWNER, 200, 201, 204),
        (MANAGER, 200, 201, 204),
        (STAFF, 403, 403, 403),
        (OTHER, 404, 404, 404),
        ("candidate", 403, 403, 403),
        (None, 401, 401, 401),
    ],
)
def test_by_role(signed_in: SignIn, username: str | None, listing: int, inviting: int, revoking: int) -> None:
    session = session_of()
    invitation = invited(session, "eve@mail.example")
    client = signed_in(username) if username else APIClient()
    assert client.get(_at(session)).status_code == listing
    assert client.post(_at(session), CARA).status_code == inviting
    assert client.delete(_at(session, invitation.pk)).status_code == revoking


def test_an_invitation_of_another_session_is_not_found(signed_in: SignIn) -> None:
    session, foreign = session_of(), invited(session_of(OTHER))
    for key in (foreign.pk, ABSENT):
        assert signed_in(OWNER).delete(_at(session, key)).status_code == 404
    foreign.refresh_from_db()
    assert foreign.revoked_at is None


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "email"),
        ({"email": "none"}, "email"),
        ({"email": f"{'x' * 250}@mail.example"}, "email"),
        ({"email": "a@b.example\r\nBcc: c@d.example"}, "email"),
        ({**CARA, "name": "x" * 151}, "name"),
        ({**CARA, "name": "a\x00"}, "name"),
        ({**CARA, "name": {}}, "name"),
    ],
)
def test_what_cannot_be_so_is_named(signed_in: SignIn, body: Any, field: str) -> None:
    session = session_of()
    answer = signed_in(OWNER).post(_at(session), body)
    assert (answer.status_code, list(answer.json())) == (400, [field])
    assert not CandidateInvitation.objects.filter(session=session).exists()


def test_what_is_not_the_callers_to_set_is_ignored(signed_in: SignIn) -> None:
    session = session_of()
    body = {**CARA, "id": str(ABSENT), "expires_at": "2099-01-01T00:00:00Z", "session": str(ABSENT)}
    answer = signed_in(OWNER).post(_at(session), body).json()
    row = CandidateInvitation.objects.get(session=session)
    assert UUID(answer["id"]) == row.pk != ABSENT
    assert row.expires_at - row.created_at == INVITED_FOR


def test_markup_in_names_stays_text(signed_in: SignIn) -> None:
    session = session_of()
    signed_in(OWNER).post(_at(session), {**CARA, "name": "<script>alert(1)</script>"})
    assert "<script>" not in Mail.objects.get(to=CARA["email"]).html


def test_the_compiled_page_is_what_plain_drf_prints() -> None:
    session = session_of()
    rows = [
        invited(session),
        invited(session, "ü@mail.example", name=""),
        invited(session, "r@mail.example", revoked_at=session.created_at + timedelta(seconds=1)),
    ]
    assert_renders_equal(INVITATIONS, [row.pk for row in rows])


def test_the_list_takes_the_same_queries_however_long(
    signed_in: SignIn, django_assert_num_queries: Any
) -> None:
    session, client = session_of(), signed_in(OWNER)
    for first, last in ((0, 2), (2, 20)):
        for number in range(first, last):
            invited(session, f"c{number}@mail.example")
        with django_assert_num_queries(6):
            assert client.get(_at(session)).json()["count"] == last
