"""Signing in by Google, Apple and LinkedIn: who somebody is there, and what an address alone opens."""

import re
from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha256
from time import time
from typing import Any

import jwt
import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from tests.apis.soosh.conftest import SHOWN, refused
from tests.crowd import at_once
from tests.issuers import Issuer, issuer_running, key_called
from trellis.core.models import Event, Mail
from trellis.domain.accounts.models import User
from trellis.domain.directory.models import LoginCode
from trellis.domain.directory.tasks import send_login_code
from trellis.domain.identities.models import Identity, PublishedKeys

AUTH = "/api/v1/auth"
PASSWORD = "SecurePass123!"
APPLE, LINKEDIN = "https://appleid.apple.com", "https://www.linkedin.com/oauth"
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def running() -> Iterator[Issuer]:
    with issuer_running() as issuer:
        yield issuer


@pytest.fixture
def issuer(running: Issuer, settings: Any) -> Issuer:
    """All three providers, with two ids of ours at each."""
    running.status, running.published, running.asked = 200, ["one"], 0
    settings.IDENTITY_PROVIDERS = {
        word: {**data, "keys_url": running.url, "client_ids": ("web-id", "ios-id")}
        for word, data in settings.IDENTITY_PROVIDERS.items()
    }
    return running


def enter(token: str, provider: str = "google", **more: Any) -> Any:
    return APIClient().post(f"{AUTH}/{provider}", {"token": token, **more})


def registered(**more: Any) -> dict[str, Any]:
    body = {"email": "ann@x.example", "password": PASSWORD, "full_name": "Not Ann", "username": "ann"}
    pair: dict[str, Any] = APIClient().post(f"{AUTH}/register", {**body, **more}).json()
    return pair


def proven(**more: Any) -> User:
    """Somebody whose address is known to be theirs."""
    registered(**more)
    User.objects.update(email_verified_at=timezone.now())
    return User.objects.get()


def kept(key_id: str = "one", *, age: timedelta, issuer: Issuer) -> None:
    """The issuer's key, as it was fetched some time ago."""
    issuer.published = [key_id]
    at = timezone.now() - age
    PublishedKeys.objects.create(url=issuer.url, document=issuer.document(), asked_at=at, fetched_at=at)


class TestWhoComesForTheFirstTime:
    def test_gets_an_account_whose_address_is_proven_and_comes_back_to_it(self, issuer: Issuer) -> None:
        first = enter(issuer.token(given_name="Ann", family_name="Lee"))
        assert first.status_code == 200, first.json()
        assert set(first.json()) == {"user", "access_token", "refresh_token", "other_email"}
        assert set(first.json()["user"]) == SHOWN
        assert first.json()["user"]["full_name"] == "Ann Lee"
        user = User.objects.get()
        assert (user.email_verified_at is not None, user.has_usable_password()) == (True, False)
        again = APIClient().post(f"{AUTH}/google", {"id_token": issuer.token()})
        assert again.json()["user"] == first.json()["user"]
        kinds = Event.objects.order_by("id").values_list("kind", flat=True)
        assert list(kinds) == ["user.registered", "identity.linked"]

    def test_opens_the_account_of_a_stranger_who_never_proved_the_address(self, issuer: Issuer) -> None:
        pair = registered()
        User.objects.update(new_email="evil@x.example")
        assert enter(issuer.token()).status_code == 200
        user = User.objects.get()
        assert (user.email_verified_at is not None, user.new_email) == (True, "")
        login = APIClient().post(f"{AUTH}/login", {"email": "ann@x.example", "password": PASSWORD})
        refused(login, 401, "AUTH_ERROR")
        stranger = APIClient()
        refresh = {"refresh_token": pair["refresh_token"]}
        refused(stranger.post(f"{AUTH}/refresh-token", refresh), 401, "AUTH_ERROR")
        stranger.credentials(HTTP_AUTHORIZATION=f"Bearer {pair['access_token']}")
        refused(stranger.get("/api/v1/users/me"), 401, "AUTH_ERROR")
        mail = Mail.objects.get(subject="A password of your account has ended")
        assert (mail.to, "Google" in mail.text, "That password works no longer" in mail.text) == (
            "ann@x.example", True, True,
        )  # fmt: skip

    def test_needs_an_address_that_is_verified_there(self, issuer: Issuer) -> None:
        registered()
        for claims in (
            {"email_verified": False},
            {"email_verified": "false"},
            {"email_verified": 1},
            {"email_verified": None},
            {"email": None},
            {"email": "no address"},
        ):
            body = refused(enter(issuer.token(**claims)), 422, "VALIDATION_ERROR")
            assert set(body["details"]) == {"token"}
        assert (User.objects.get().email_verified_at, Identity.objects.count()) == (None, 0)

    @pytest.mark.django_db(transaction=True)
    def test_6_first_times_at_once_make_one_account(self, issuer: Issuer) -> None:
        kept(age=timedelta(0), issuer=issuer)
        token = issuer.token()
        assert at_once(6, lambda _: enter(token).status_code) == [200] * 6
        assert (User.objects.count(), Identity.objects.count()) == (1, 1)


class TestAnAccountThatWasProven:
    def test_asks_once_for_its_password(self, issuer: Issuer) -> None:
        user = proven()
        body = refused(enter(issuer.token()), 409, "CONFLICT")
        assert body["details"] == {"needs": ["password", "code"]}
        refused(enter(issuer.token(), password="wrong"), 401, "AUTH_ERROR")
        assert not Identity.objects.exists()
        assert enter(issuer.token(), password=PASSWORD).json()["user"]["id"] == str(user.public_id)
        assert enter(issuer.token()).status_code == 200
        assert Mail.objects.filter(to="ann@x.example", subject="Google opens your account now").exists()
        user.refresh_from_db()
        assert user.check_password(PASSWORD)

    def test_or_for_the_code_that_was_mailed(self, issuer: Issuer) -> None:
        user = proven()
        refused(enter(issuer.token()), 409, "CONFLICT")
        send_login_code(login_code_id=LoginCode.objects.get().pk)
        code = re.search(r"\b\d{6}\b", Mail.objects.get(to=user.email, subject__icontains="code").text)
        assert code
        wrong = "000000" if code[0] != "000000" else "111111"
        assert set(refused(enter(issuer.token(), code=wrong), 422, "VALIDATION_ERROR")["details"]) == {"code"}
        assert enter(issuer.token(), code=code[0]).json()["user"]["id"] == str(user.public_id)
        assert enter(issuer.token()).status_code == 200

    def test_and_that_of_staff_does_so_even_if_it_was_not(self, issuer: Issuer) -> None:
        registered()
        User.objects.update(is_staff=True)
        refused(enter(issuer.token()), 409, "CONFLICT")
        assert User.objects.get().check_password(PASSWORD)

    def test_that_is_shut_stays_shut(self, issuer: Issuer) -> None:
        enter(issuer.token())
        User.objects.update(is_active=False)
        refused(enter(issuer.token()), 401, "AUTH_ERROR")


class TestWhatAProviderSays:
    @pytest.mark.parametrize("flag", [True, "true", "True"])
    def test_a_flag_may_be_a_word(self, issuer: Issuer, flag: object) -> None:
        assert enter(issuer.token(iss=APPLE, email_verified=flag), "apple").status_code == 200

    @pytest.mark.parametrize("told", ["n-7", sha256(b"n-7").hexdigest(), sha256(b"n-7").hexdigest().upper()])
    def test_a_nonce_is_itself_or_its_digest(self, issuer: Issuer, told: str) -> None:
        assert enter(issuer.token(nonce=told), nonce="n-7").status_code == 200

    def test_another_nonce_or_none_is_refused_but_where_there_are_none(self, issuer: Issuer) -> None:
        for claims in ({"nonce": "n-8"}, {}, {"nonce": 7}):
            refused(enter(issuer.token(**claims), nonce="n-7"), 401, "AUTH_ERROR")
        assert enter(issuer.token(nonce="n-8")).status_code == 200
        assert enter(issuer.token(iss=LINKEDIN, sub="l"), "linkedin", nonce="n-7").status_code == 409

    def test_each_of_our_ids_is_ours_and_no_other(self, issuer: Issuer) -> None:
        for claims in ({"aud": "ios-id"}, {"aud": "web-id", "azp": "ios-id"}, {"aud": ["web-id", "else"]}):
            assert enter(issuer.token(**claims)).status_code == 200
        for claims in ({"aud": "else"}, {"aud": None}, {"azp": "else"}, {"aud": []}):
            refused(enter(issuer.token(**claims)), 401, "AUTH_ERROR")

    @pytest.mark.parametrize("provider", ["google", "apple", "linkedin"])
    def test_clocks_differ_a_little_everywhere(self, issuer: Issuer, provider: str, settings: Any) -> None:
        iss, now = settings.IDENTITY_PROVIDERS[provider]["issuers"][-1], int(time())
        for claims in ({"iat": now + 20}, {"nbf": now + 20}, {"exp": now - 20}):
            assert enter(issuer.token(iss=iss, **claims), provider).status_code == 200
        for claims in ({"iat": now + 200}, {"nbf": now + 200}, {"exp": now - 200}, {"exp": None}):
            refused(enter(issuer.token(iss=iss, **claims), provider), 401, "AUTH_ERROR")

    def test_both_names_of_an_issuer_are_one(self, issuer: Issuer) -> None:
        first = enter(issuer.token())
        assert enter(issuer.token(iss="accounts.google.com")).json()["user"] == first.json()["user"]
        assert Identity.objects.count() == 1

    def test_what_is_told_once_is_kept_when_it_is_told_no_more(self, issuer: Issuer) -> None:
        address = "x7@privaterelay.appleid.com"
        name = {"name": {"firstName": "Ann", "lastName": "Lee"}}
        first = enter(issuer.token(iss=APPLE, email=address), "apple", user=name).json()["user"]
        assert (first["full_name"], first["email"]) == ("Ann Lee", address)
        alone = issuer.token(iss=APPLE, email=None, email_verified=None)
        assert enter(alone, "apple").json()["user"] == first

    def test_a_renamed_mailbox_is_the_same_person(self, issuer: Issuer) -> None:
        first = enter(issuer.token()).json()["user"]
        renamed = enter(issuer.token(email="ann.lee@x.example")).json()
        assert (renamed["user"], renamed["other_email"]) == ({**first, "email": "ann.lee@x.example"}, None)
        assert Mail.objects.filter(to="ann@x.example", subject="Your e-mail address was changed").exists()

    def test_an_address_that_another_has_stays_theirs_and_is_asked_about(self, issuer: Issuer) -> None:
        first = enter(issuer.token()).json()["user"]
        registered(email="bob@x.example", username="bob")
        for _ in range(2):
            again = enter(issuer.token(email="bob@x.example")).json()
            assert (again["user"], again["other_email"]) == (first, "bob@x.example")
        assert enter(issuer.token()).json()["other_email"] is None

    def test_an_address_that_was_chosen_here_stays(self, issuer: Issuer) -> None:
        enter(issuer.token())
        User.objects.update(email="own@x.example")
        assert enter(issuer.token(email="new@x.example")).json()["user"]["email"] == "own@x.example"


class TestATokenThatIsNone:
    def test_is_refused_whatever_is_wrong(self, issuer: Issuer) -> None:
        good = issuer.token()
        head, body, signature = good.split(".")
        public = issuer.document()["keys"][0]["n"]
        for token in (
            "google_oauth_token",
            "a.b.c",
            f"{head}.{body}.",
            f"{head}.{issuer.token(sub='else').split('.')[1]}.{signature}",
            jwt.encode({"sub": "x"}, public * 2, algorithm="HS256", headers={"kid": "one"}),
            jwt.encode({"sub": "x"}, "", algorithm="none", headers={"kid": "one"}),
            jwt.encode({"sub": "x"}, key_called("one"), algorithm="RS256"),
            issuer.token(iss=APPLE),
            issuer.token(sub=""),
            issuer.token(sub="x" * 256),
            issuer.token(sub="a\x00b"),
            issuer.token(sub=None),
            issuer.token(iat=None),
            issuer.token(exp="never"),
        ):
            refused(enter(token), 401, "AUTH_ERROR")
        assert not User.objects.exists()

    def test_or_is_missing_is_named(self, issuer: Issuer) -> None:
        for body in ({}, {"token": ""}, {"token": None}, {"token": "x" * 9000}):
            response = APIClient().post(f"{AUTH}/google", body)
            assert set(refused(response, 422, "VALIDATION_ERROR")["details"]) == {"token"}

    @pytest.mark.parametrize("provider", ["google", "apple", "linkedin"])
    def test_needs_no_look_where_the_provider_is_not_set_up(self, provider: str) -> None:
        response = enter("google_oauth_token", provider)
        refused(response, 503, "SERVICE_UNAVAILABLE")
        assert int(response["Retry-After"]) > 60


class TestKeysThatAreAway:
    def test_known_ones_are_good_and_of_unknown_ones_nothing_is_said(self, issuer: Issuer) -> None:
        kept(age=timedelta(hours=1), issuer=issuer)
        issuer.status = 500
        assert enter(issuer.token()).status_code == 200
        response = enter(issuer.token(key_id="two"))
        refused(response, 503, "SERVICE_UNAVAILABLE")
        assert 1 <= int(response["Retry-After"]) <= 60
        assert issuer.asked == 1

    def test_for_more_than_a_day_open_nothing(self, issuer: Issuer) -> None:
        kept(age=timedelta(hours=25), issuer=issuer)
        issuer.status = 500
        refused(enter(issuer.token()), 503, "SERVICE_UNAVAILABLE")

    def test_a_new_one_is_fetched_and_an_unknown_one_at_most_once_a_minute(self, issuer: Issuer) -> None:
        kept(age=timedelta(minutes=2), issuer=issuer)
        issuer.published = ["one", "two"]
        assert enter(issuer.token(key_id="two")).status_code == 200
        for _ in range(3):
            refused(enter(issuer.token(key_id="three")), 401, "AUTH_ERROR")
        assert issuer.asked == 1

    def test_one_that_is_published_no_more_is_good_no_more(self, issuer: Issuer) -> None:
        kept(age=timedelta(hours=2), issuer=issuer)
        issuer.published = ["two"]
        refused(enter(issuer.token()), 401, "AUTH_ERROR")
