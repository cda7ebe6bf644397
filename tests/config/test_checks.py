"""Django's system checks tell what production lacks, by an id and with the mend."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import LazySettings

from tests.config.environment.support import GOOD
from trellis.config.checks import no_demo_account_in_production, production_is_safe
from trellis.config.environment.production import RULES
from trellis.demo.world import load_world
from trellis.domain.accounts.models import User

BAD = {
    "TRELLIS_DEBUG": "on",
    "TRELLIS_SECRET_KEY": "short",
    "TRELLIS_ALLOWED_HOSTS": "*",
    "EMAIL_URL": "",
    "TRELLIS_PUBLIC_URL": "http://localhost:8000",
    "SMS_URL": "http://gateway.example/send",
    "TRELLIS_SERVICE_KEYS": "a",
    "TRELLIS_CORS_ORIGINS": "http://app.example",
    "TRELLIS_CSRF_ORIGINS": "http://app.example",
    "TRELLIS_MAIL_FROM": "no-reply@localhost",
}


def _check(tmp_path: Path, **changes: str) -> subprocess.CompletedProcess[str]:
    inherited = {key: value for key, value in os.environ.items() if not key.startswith("TRELLIS_")}
    return subprocess.run(
        [sys.executable, "-m", "django", "check", "--tag", "security"],
        env={
            **inherited,
            **GOOD,
            "TRELLIS_DATA_DIR": str(tmp_path),
            "DJANGO_SETTINGS_MODULE": "trellis.config.settings",
            **changes,
        },
        capture_output=True,
        text=True,
        check=False,
    )


def test_good_settings_pass(tmp_path: Path) -> None:
    result = _check(tmp_path)
    assert result.returncode == 0, result.stderr


def test_each_bad_setting_is_told_by_its_id_with_the_mend(tmp_path: Path) -> None:
    result = _check(tmp_path, **BAD)
    assert result.returncode != 0
    assert {rule.variable for rule in RULES} == BAD.keys()
    for rule in RULES:
        assert f"(trellis.{rule.number}) In production {rule.variable} must be" in result.stderr
    assert result.stderr.count("HINT:") == len(RULES)


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
