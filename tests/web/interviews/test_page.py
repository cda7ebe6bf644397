"""The page of an interview: whom it is shown to, and what it gives away."""

import json
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.interviews import Interview
from trellis.domain.accounts.models import User
from trellis.domain.accounts.queries import read_access_token
from trellis.domain.interviews.models import CandidateInvitation, Scorecard, VideoSession
from trellis.domain.interviews.rules.limits import LONGEST_CRITERION, LONGEST_NOTES

pytestmark = pytest.mark.django_db


def _client(user: User | None) -> Client:
    client = Client()
    if user is not None:
        client.force_login(user)
    return client


def _text(client: Client, address: str, *, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return unescape(response.content.decode())


def _json(text: str, name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(
        text.split(f'<script id="{name}" type="application/json">')[1].split("</script>")[0]
    )
    return found


@pytest.mark.parametrize(("name", "can_record"), [("owner", True), ("manager", True), ("staff", False)])
def test_members_see_room_and_panel(interview: Interview, name: str, can_record: bool) -> None:
    user = getattr(interview, name)
    now = timezone.now()
    card = {"scores": {"technical": 2}, "notes": "Mine", "created_at": now, "updated_at": now}
    Scorecard.objects.create(session=interview.session, user=user, **card)
    for address in (interview.page, f"{interview.page}/"):
        text = _text(_client(user), address)
        assert "Interview JA-20251115-0001" in text
        assert ('id="record"' in text) is can_record
        room, panel = _json(text, "room"), _json(text, "panel-data")
        assert (room["socket"], room["invitation"]) == (interview.path, "")
        assert panel["shared"] == {
            "scores": {"technical": 4, "problemSolving": 3.5},
            "notes": "Strong start",
            "tags": ["Python"],
        }
        assert panel["may_save_shared"] is can_record
        assert panel["scale"] == 5
        assert ("Save for the panel" in text) is can_record
        assert panel["own"] == {"scores": {"technical": 2}, "notes": "Mine"}
        assert f'id="own-criterion" maxlength="{LONGEST_CRITERION}"' in text
        assert f'id="own-notes" rows="3" maxlength="{LONGEST_NOTES}"' in text
        assert "eyJ" not in text  # no access token


def test_a_candidate_sees_the_room_and_nothing_of_the_panel(interview: Interview) -> None:
    text = _text(Client(), interview.link)
    assert "Your interview with Brewers" in text
    assert "Cara Candidate" in text
    assert "may record this interview" in text
    for secret in ("panel-data", "Strong start", "problemSolving", 'id="record"', "csrfmiddlewaretoken"):
        assert secret not in text
    room = _json(text, "room")
    assert room["socket"] == f"{interview.path}?as=guest"
    assert room["invitation"] == interview.token
    assert room["address"] == f"{interview.page}?guest"


def test_the_invitation_survives_a_reload_at_the_clean_address(interview: Interview) -> None:
    client = Client()
    response = client.get(interview.link)
    cookie = response.cookies["interview_invitation"]
    assert cookie["httponly"]
    assert (cookie["samesite"], cookie["path"]) == ("Lax", interview.page)
    assert "Cara Candidate" in _text(client, f"{interview.page}?guest")
    assert "Cara Candidate" in _text(client, interview.page)
    interview.revoke()
    assert "This invitation does not work" in _text(client, f"{interview.page}?guest", status=403)
    assert client.get(interview.page).status_code == 302


def test_of_member_and_candidate_on_one_browser_the_address_decides(interview: Interview) -> None:
    client = _client(interview.staff)
    assert "Cara Candidate" in _text(client, interview.link)
    assert "Cara Candidate" in _text(client, f"{interview.page}?guest")
    assert "Sam Doe" in _text(client, interview.page)


def test_strangers_with_an_account_may_be_candidates(interview: Interview) -> None:
    assert "Cara Candidate" in _text(_client(interview.stranger), interview.link)


@pytest.mark.parametrize("token", ["garbage", "a:b:c", "\u00e9", "%ED%A0%80", "%00", "x" * 4000])
def test_an_invitation_that_is_none_is_explained(interview: Interview, token: str) -> None:
    text = _text(Client(), f"{interview.page}?invitation={token}", status=403)
    assert "This invitation does not work" in text
    assert "AppBrew" not in text
    assert "Brewers" not in text


def test_an_expired_invitation_and_one_for_another_session_do_not_work(interview: Interview) -> None:
    other = "/meet/interview/00000000-0000-4000-8000-000000000000"
    query = interview.link.split("?")[1]
    _text(Client(), f"{other}?{query}", status=403)
    CandidateInvitation.objects.update(expires_at=timezone.now())
    _text(Client(), interview.link, status=403)


def test_who_is_not_signed_in_is_led_to_the_sign_in_page_and_back(interview: Interview) -> None:
    response = Client().get(interview.page)
    assert response.status_code == 302
    assert response["Location"] == f"/sign-in/?next={interview.page.replace('/', '%2F')}"


@pytest.mark.parametrize("name", ["foreigner", "stranger"])
def test_others_find_nothing(interview: Interview, name: str) -> None:
    user = getattr(interview, name)
    text = _text(_client(user), interview.page, status=404)
    assert "JA-20251115" not in text
    nowhere = "/meet/interview/00000000-0000-4000-8000-000000000000"
    assert _client(interview.owner).get(nowhere).status_code == 404
    assert _client(user).post(f"{interview.page}/token").status_code == 404


def test_after_the_end_members_keep_the_panel_and_candidates_are_thanked(interview: Interview) -> None:
    interview.end()
    member = _text(_client(interview.staff), interview.page)
    assert "This interview is over" in member
    assert _json(member, "panel-data")["shared"]["notes"] == "Strong start"
    candidate = _text(Client(), interview.link)
    assert "Thank you for taking part, Cara Candidate" in candidate
    assert "panel" not in candidate
    assert "interview.js" not in member + candidate


def test_it_takes_no_form(interview: Interview) -> None:
    assert _client(interview.owner).post(interview.page).status_code == 405


def test_hostile_names_notes_and_scores_stay_text(interview: Interview) -> None:
    evil = "</script><script>alert(1)</script>"
    VideoSession.objects.of_all_tenants().update(
        notes=evil, scores={evil: 1}, tags=[evil], job_application_id=evil[:50]
    )
    CandidateInvitation.objects.update(name=evil)
    for client, address in ((_client(interview.owner), interview.page), (Client(), interview.link)):
        assert "<script>alert" not in client.get(address).content.decode()


def test_its_headers_keep_the_invitation_here_and_let_nothing_foreign_run(interview: Interview) -> None:
    for response in (Client().get(interview.link), _client(interview.owner).get(interview.page)):
        policy = dict(part.split(" ", 1) for part in response["Content-Security-Policy"].split("; "))
        assert policy["default-src"] == "'none'"
        assert policy["script-src"] == "'self'"
        assert policy["connect-src"] == "'self' ws://testserver"
        assert "worker-src" not in policy  # follows script-src
        assert response["Referrer-Policy"] == "no-referrer"
        assert response["Permissions-Policy"] == "camera=(self), microphone=(self), display-capture=(self)"
        assert "no-store" in response["Cache-Control"]


def test_the_invitation_is_not_logged(interview: Interview, caplog: pytest.LogCaptureFixture) -> None:
    Client().get(interview.link)
    assert interview.page in caplog.text
    assert interview.token not in caplog.text
    assert interview.token.split(":")[0] not in caplog.text


def test_a_member_gets_a_token_of_their_own(interview: Interview) -> None:
    response = _client(interview.staff).post(f"{interview.page}/token")
    assert response.status_code == 200
    body = response.json()
    assert read_access_token(body["access_token"])["user_id"] == interview.staff.pk
    assert body["expires_in"] == 3600
    assert "no-store" in response["Cache-Control"]


def test_a_token_takes_the_session_and_the_form_token(interview: Interview) -> None:
    address = f"{interview.page}/token"
    assert Client().post(address).status_code == 401
    assert _client(interview.staff).get(address).status_code == 405
    candidate = Client()
    candidate.get(interview.link)
    assert candidate.post(address).status_code == 401
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(interview.staff)
    assert strict.post(address).status_code == 403
