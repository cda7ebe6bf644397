"""Production refuses to start with what only development may have."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import LazySettings

from trellis.config.checks import no_demo_account_in_production
from trellis.demo.world import load_world
from trellis.domain.accounts.models import User

GOOD = {
    "TRELLIS_ENV": "production",
    "TRELLIS_SECRET_KEY": "x" * 60,
    "TRELLIS_ALLOWED_HOSTS": "trellis.example",
    "TRELLIS_PUBLIC_URL": "https://trellis.example",
    "EMAIL_URL": "smtp://localhost:25",
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


@pytest.mark.parametrize(
    ("variable", "value", "number"),
    [
        ("TRELLIS_DEBUG", "on", "E001"),
        ("TRELLIS_SECRET_KEY", "", "E002"),
        ("TRELLIS_SECRET_KEY", "short", "E002"),
        ("TRELLIS_ALLOWED_HOSTS", "", "E003"),
        ("TRELLIS_ALLOWED_HOSTS", "*", "E003"),
        ("EMAIL_URL", "", "E004"),
        ("TRELLIS_PUBLIC_URL", "http://localhost:8000", "E005"),
        ("SMS_URL", "http://gateway.example/send", "E007"),
    ],
)
def test_each_of_these_refuses_to_start(tmp_path: Path, variable: str, value: str, number: str) -> None:
    result = _check(tmp_path, **{variable: value})
    assert result.returncode != 0
    assert f"trellis.{number}" in result.stderr


@pytest.mark.django_db
def test_a_demo_account_in_the_database_refuses_to_start(settings: LazySettings) -> None:
    load_world(say=lambda step: None)
    assert no_demo_account_in_production(None, databases=["default"]) == []
    settings.IS_PRODUCTION = True
    (error,) = no_demo_account_in_production(None, databases=["default"])
    assert error.id == "trellis.E006"
    User.objects.update(password="!")
    assert no_demo_account_in_production(None, databases=["default"]) == []
