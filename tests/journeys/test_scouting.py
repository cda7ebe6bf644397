"""A coach and a talent meet, over the real server with its real worker, nothing mocked."""

from typing import Any

import httpx
import pytest

from trellis.core.processes import wait_until

pytestmark = [pytest.mark.whole, pytest.mark.xdist_group("launcher")]


def _register(site: httpx.Client, username: str) -> dict[str, str]:
    body = {
        "email": f"{username}@example.com",
        "password": "SecurePass123!",
        "full_name": "Some Body",
        "username": username,
    }
    answer = site.post("/api/v1/auth/register", json=body)
    assert answer.status_code == 201, answer.text
    return {"Authorization": f"Bearer {answer.json()['access_token']}"}


def test_from_two_registrations_to_a_chat_room(site: httpx.Client) -> None:
    coach, talent = _register(site, "newcoach"), _register(site, "newtalent")
    coach_id = _onboard(site, "/mentor/onboarding/", coach)
    talent_id = _onboard(site, "/mentor/talents/onboarding/", talent)
    post = site.post("/mentor/talents/me/posts/", headers=talent, json={"content": "First post"})
    assert post.status_code == 201

    pool = site.get("/mentor/available-talents-with-posts/", headers=coach).json()
    assert [item["talent"]["user"]["id"] for item in pool] == [talent_id, 456, 789, 10]
    assert pool[0]["posts"][0]["content"] == "First post"

    picked = {"user_id": coach_id, "talent_id": talent_id}
    selection = site.post("/mentor/selected-talents/add/", headers=coach, json=picked)
    assert selection.status_code == 201
    assert selection.json()["can_chat"] is True
    assert (
        site.get(f"/mentor/mentors/selected-talent/{talent_id}/").json()[0]["mentor"]["user"]["username"]
        == "newcoach"
    )
    assert wait_until(lambda: len(_mails(site, "newtalent@example.com")) == 2, timeout=20)
    subjects = [mail["subject"] for mail in _mails(site, "newtalent@example.com")]
    assert subjects == ["Some Body selected you", "Please confirm your e-mail address"]


def test_pages_and_files_are_served(site: httpx.Client) -> None:
    for path in ("/", "/api/docs/", "/admin/login/", "/dev/outbox/", "/static/web/page.css"):
        assert site.get(path).status_code == 200, path
    picture = site.get("/media/talent/profiles/john_profile.jpg")
    assert (picture.status_code, picture.headers["Content-Type"]) == (200, "image/jpeg")
    part = site.get("/media/posts/videos/practice_session.mp4", headers={"Range": "bytes=4-7"})
    assert (part.status_code, part.content) == (206, b"ftyp")
    assert site.get("/mentor/nothing").json() == {"detail": "Not found."}


def _onboard(site: httpx.Client, path: str, headers: dict[str, str]) -> int:
    answer = site.post(path, headers=headers, json={"bio": "Hello"})
    assert answer.status_code == 201, answer.text
    number: int = answer.json()["user"]["id"]
    return number


def _mails(site: httpx.Client, address: str) -> list[dict[str, Any]]:
    mails: list[dict[str, Any]] = site.get("/dev/outbox/", params={"to": address}).json()
    return mails
