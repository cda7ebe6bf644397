"""A start with settings that are not right ends with one sentence."""

import subprocess
from pathlib import Path

import pytest

from tests.config.environment.support import BOLD, GOOD
from tests.launcher.support import run_trellis
from trellis.launcher import cli

COMMANDS = [["up"], ["serve"], ["worker"], ["prepare"], ["manage", "check"]]

pytestmark = [pytest.mark.whole, pytest.mark.xdist_group("launcher")]


def assert_only(result: subprocess.CompletedProcess[str], sentence: str) -> None:
    assert (result.returncode, result.stdout, result.stderr) == (1, "", f"trellis: {sentence}\n")


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_each_command_refuses_an_environment_that_is_none(place: Path, command: list[str]) -> None:
    data = place / "data"
    result = run_trellis(*command, **{**GOOD, "TRELLIS_ENV": "Production", "TRELLIS_DATA_DIR": str(data)})
    assert_only(result, "TRELLIS_ENV must be development or production.")
    assert not data.exists()


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"TRELLIS_ENV": ""}, "TRELLIS_ENV must be development or production."),
        (
            {"TRELLIS_OPEN_CONTRCT": "off"},
            "TRELLIS_OPEN_CONTRCT is not a setting of Trellis; did you mean TRELLIS_OPEN_CONTRACT?",
        ),
        (
            {**GOOD, "TRELLIS_SECRET_KEY": "", "DATABASE_URL": "postgresql://db.example/trellis"},
            "In production TRELLIS_SECRET_KEY must be set to 50 random characters or more, 20 of them"
            " different, without spaces, words or a pattern (make one with: python3 -c 'import secrets;"
            " print(secrets.token_urlsafe(50))', the same for every process).",
        ),
        (
            {**GOOD, "TRELLIS_BEHIND_TLS_PROXY": ""},
            "In production TRELLIS_BEHIND_TLS_PROXY must be on, since Trellis speaks plain http: a proxy in"
            " front of it has the certificate (docs/behind-a-proxy.md has the configuration of nginx and"
            " HAProxy).",
        ),
        ({"TRELLIS_WEB_WORKERS": "many"}, "TRELLIS_WEB_WORKERS must be a whole number from 1 to 64."),
        (
            {**GOOD, "EMAIL_URL": "smtp://u:s3cret@mail.example"},
            "In production EMAIL_URL must be the address of an SMTP server, over TLS where it has a password"
            " (for example smtp+tls://user:password@host:587).",
        ),
    ],
)
def test_the_sentence_says_what_is_allowed(place: Path, more: dict[str, str], sentence: str) -> None:
    assert_only(run_trellis("up", **more, TRELLIS_DATA_DIR=str(place / "data")), sentence)


@pytest.mark.parametrize(
    ("supervised", "lines"), [("", ["Bold: TRELLIS_OPEN_CONTRACT", "Bold: TRELLIS_RATE_LIMITS"]), ("1", [])]
)
@pytest.mark.parametrize("command", ["up", "serve", "worker"])
def test_what_up_starts_does_not_say_it_again(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    command: str,
    supervised: str,
    lines: list[str],
) -> None:
    for name, value in {**GOOD, **BOLD, "TRELLIS_SUPERVISED": supervised}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(cli, f"_{command}", lambda *arguments: None)
    assert cli.main([command]) == 0
    assert [line.partition(" is ")[0] for line in capsys.readouterr().err.splitlines()] == lines
