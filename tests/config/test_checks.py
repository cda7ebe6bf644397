"""Django's system checks tell what production lacks, by an id and with the mend."""

import os

import pytest
from django.conf import LazySettings
from django.core.checks import CheckMessage, Tags, run_checks

from tests.config.environment.support import GOOD
from trellis.config.checks import no_demo_account_in_production, production_is_safe
from trellis.config.environment.production import RULES
from trellis.demo.world import load_world
from trellis.domain.accounts.models import User

BAD = {
    "TRELLIS_DEBUG": "on",
    "TRELLIS_SECRET_KEY": "short",
    "TRELLIS_BADGE_KEY": "",
    "TRELLIS_ALLOWED_HOSTS": "*",
    "EMAIL_URL": "",
    "TRELLIS_PUBLIC_URL": "http://localhost:8000",
    "SMS_URL": "http://gateway.example/send",
    "TRELLIS_EMBEDDINGS_URL": "http://models.example/v1",
    "TRELLIS_TRANSCRIPTION_URL": "http://models.example/v1",
    "TRELLIS_SPEECH_URL": "http://models.example/v1",
    "TRELLIS_ANSWERS_URL": "http://models.example/v1",
    "TRELLIS_SERVICE_KEYS": "a",
    "TRELLIS_CORS_ORIGINS": "http://app.example",
    "TRELLIS_CSRF_ORIGINS": "http://app.example",
    "TRELLIS_MAIL_FROM": "no-reply@localhost",
    "TRELLIS_BEHIND_TLS_PROXY": "off",
    "TRELLIS_TRUSTED_PROXIES": "0",
    "TRELLIS_TEST_PROVIDER_KEYS": "http://127.0.0.1:9/keys",
    "TRELLIS_STRIPE_URL": "http://127.0.0.1:9/",
    "TRELLIS_STRIPE_KEY": "sk_live_without_secrets",
    "TRELLIS_PUSH_HOSTS": "localhost:9000",
    "REDIS_URL": "redis://redis.example:6379/0",
}


def _complaints(monkeypatch: pytest.MonkeyPatch, **environment: str) -> dict[str | None, CheckMessage]:
    """Run the checks of security where these variables are set, and of ours no others."""
    for name in [name for name in os.environ if name.startswith("TRELLIS_")]:
        monkeypatch.delenv(name)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    return {complaint.id: complaint for complaint in run_checks(tags=[Tags.security])}


def test_good_settings_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _complaints(monkeypatch, **GOOD) == {}


def test_each_bad_setting_is_told_by_its_id_with_the_mend(monkeypatch: pytest.MonkeyPatch) -> None:
    told = _complaints(monkeypatch, **{**GOOD, **BAD})
    assert {rule.variable for rule in RULES} == BAD.keys()
    assert told.keys() == {f"trellis.{rule.number}" for rule in RULES}
    for rule in RULES:
        error = told[f"trellis.{rule.number}"]
        assert error.is_serious()
        assert error.msg.startswith(f"In production {rule.variable} must be")
        assert error.hint


@pytest.mark.parametrize(
    ("variable", "number"),
    [("TRELLIS_DEBUG", "E001"), ("TRELLIS_SECRET_KEY", "E002"), ("EMAIL_URL", "E004"), ("SMS_URL", "E007")],
)
def test_one_bad_setting_is_told_alone(monkeypatch: pytest.MonkeyPatch, variable: str, number: str) -> None:
    for name, value in {**GOOD, variable: BAD[variable]}.items():
        monkeypatch.setenv(name, value)
    (error,) = production_is_safe(None)
    assert error.id == f"trellis.{number}"


@pytest.mark.django_db
def test_a_demo_account_in_the_database_refuses_to_start(settings: LazySettings) -> None:
    load_world(say=lambda step: None)
    assert no_demo_account_in_production(None, databases=["default"]) == []
    settings.IS_PRODUCTION = True
    (error,) = no_demo_account_in_production(None, databases=["default"])
    assert error.id == "trellis.E006"
    User.objects.update(password="!")
    assert no_demo_account_in_production(None, databases=["default"]) == []
