"""A few recordings, listened to by Whisper itself: commands, and what is none."""

from pathlib import Path
from typing import Any

import pytest

from tests.intelligence.commands.spoken import NAMES, Recorded, commands, is_understood, others
from tests.intelligence.support import models
from trellis.core.files.data import DIRECTORY
from trellis.core.files.sounds.refusals import NothingHeard
from trellis.intelligence.process.server import answers_of
from trellis.intelligence.speech.client import listen
from trellis.intelligence.speech.hints import hints_for_commands

HEARD = ("command-01", "command-05", "command-16", "command-34", "command-52", "command-55")
NOT_HEARD = ("other-02", "other-08", "other-19", "other-39", "other-54-pink", "other-58-melody")


def readings_of(recorded: Recorded) -> tuple[str, ...]:
    hints = hints_for_commands([name.full_name for name in NAMES])
    try:
        return listen(sound=recorded.recording(), hints=hints).readings
    except NothingHeard:
        return ("",)


@pytest.mark.whole
def test_commands_are_heard_and_what_is_none_is_not(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    chosen = [each for each in [*commands(), *others()] if each.name in (*HEARD, *NOT_HEARD)]
    with models(tmp_path, answers_of(DIRECTORY)):
        for recorded in chosen:
            readings = readings_of(recorded)
            assert is_understood(recorded, readings), readings
    assert len(chosen) == len(HEARD) + len(NOT_HEARD)


@pytest.mark.whole
def test_without_whisper_commands_alone_are_heard(settings: Any, tmp_path: Path) -> None:
    # There are no wheels of it for every Python.
    pytest.importorskip("pocketsphinx")
    settings.DATA_DIR = tmp_path
    known = [name.full_name for name in NAMES]
    by_name = {each.name: each for each in [*commands(), *others()]}
    with models(tmp_path, answers_of(tmp_path)):
        for name in ("command-02", "command-15", "command-29"):
            heard = listen(sound=by_name[name].recording(), names=known)
            assert heard.is_guess
            assert is_understood(by_name[name], heard.readings), heard.readings
        for name in ("other-02", "other-17", "other-20"):
            with pytest.raises(NothingHeard):
                listen(sound=by_name[name].recording(), names=known)
