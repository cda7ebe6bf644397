"""The log is one object a line, and holds nobody's data."""

import logging
from typing import Any

import pytest
import structlog
from django.db import DatabaseError, connection, transaction

from tests.core.conftest import Logged
from trellis.core.logs import configure_logging

SECRET = "jane@example.com"


def broken_by(sql: str, *parameters: Any) -> DatabaseError:
    """Return Django's error over a statement."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, parameters)
    except DatabaseError as error:
        return error
    raise AssertionError("nothing failed")


def a_second_key(key: str) -> DatabaseError:
    insert = "INSERT INTO core_throttlecounter VALUES (%s, 1, now()), (%s, 1, now())"
    return broken_by(insert, key, key)


def a_row_without_a_subject(text: str) -> DatabaseError:
    return broken_by('INSERT INTO core_mail ("to", text) VALUES (%s, %s)', SECRET, text)


def test_a_line_has_the_time_the_level_the_logger_and_what_is_bound(logged: Logged) -> None:
    with structlog.contextvars.bound_contextvars(request_id="abc"):
        structlog.get_logger("trellis.somewhere").info("it happened", count=3)
    (line,) = logged()
    assert line.pop("timestamp").endswith("Z")
    assert line == {
        "event": "it happened",
        "level": "info",
        "logger": "trellis.somewhere",
        "request_id": "abc",
        "count": 3,
    }


def test_other_libraries_write_the_same_lines(logged: Logged) -> None:
    logging.getLogger("somebody.else").warning("took %s s", 3)
    (line,) = logged()
    assert (line["event"], line["level"], line["logger"]) == ("took 3 s", "warning", "somebody.else")


def test_a_line_break_in_what_is_logged_starts_no_line(logged: Logged) -> None:
    structlog.get_logger("x").info("a\nb", path='/x\n{"event": "forged"}\u2028')
    logging.getLogger("y").warning("a\r\nb")
    assert [line["event"] for line in logged()] == ["a\nb", "a\r\nb"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "error",
    [
        lambda: a_second_key(SECRET),
        lambda: a_second_key(f"x\n\n{SECRET}\nHINT: {SECRET}"),
        lambda: a_row_without_a_subject("x"),
        lambda: a_row_without_a_subject(f"first line\n{SECRET}\n\n{SECRET}\n"),
        lambda: broken_by("SELECT 1\n, %s FROM nowhere", SECRET),
    ],
    ids=["key", "key of many lines", "row", "row of many lines", "statement"],
)
def test_the_traceback_of_a_database_error_leaves_out_the_values_of_rows(logged: Logged, error: Any) -> None:
    failure = error()
    assert SECRET in str(failure)
    structlog.get_logger("x").error("unexpected error", exc_info=failure)
    logging.getLogger("y").error("job failed", exc_info=failure)
    for line in logged():
        assert "Traceback (most recent call last)" in line["exception"]
        # Both tellings of it are there: the driver's, and Django's below it.
        assert "The above exception was the direct cause" in line["exception"]
        assert "django.db.utils." in line["exception"]
        assert ": (left out)" in line["exception"]
        assert SECRET not in str(line)


@pytest.mark.django_db
def test_an_error_that_is_written_into_the_message_is_cut_too(logged: Logged) -> None:
    failure = a_second_key(SECRET)
    structlog.get_logger("x").warning(f"lost: {failure}")
    logging.getLogger("y").warning("lost: %s", failure)
    assert len(logged()) == 2
    for line in logged():
        assert line["event"].startswith("lost: duplicate key value violates unique constraint")
        assert SECRET not in line["event"]


@pytest.mark.django_db
def test_an_error_in_a_group_is_cut_too(logged: Logged) -> None:
    group = ExceptionGroup("several", [a_row_without_a_subject(f"a\n{SECRET}"), ValueError("fine")])
    structlog.get_logger("x").error("unexpected error", exc_info=group)
    (line,) = logged()
    assert "several" in line["exception"]
    assert SECRET not in line["exception"]


@pytest.mark.django_db
def test_the_terminal_shows_no_values_either(capsys: pytest.CaptureFixture[str]) -> None:
    formatter = configure_logging(log_format="text", level="INFO")["formatters"]["structured"]
    handler = logging.StreamHandler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=formatter["processors"], foreign_pre_chain=formatter["foreign_pre_chain"]
        )
    )
    logger = logging.getLogger("trellis.terminal")
    logger.addHandler(handler)
    logger.propagate = False
    try:
        structlog.get_logger("trellis.terminal").error("it broke", exc_info=a_second_key(SECRET))
    finally:
        logger.removeHandler(handler)
        logger.propagate = True
    shown = capsys.readouterr().err
    assert "it broke" in shown
    assert "Traceback" in shown
    assert SECRET not in shown


def test_the_level_is_that_of_the_settings_and_djangos_own_lines_are_silenced() -> None:
    made = configure_logging(log_format="json", level="WARNING")
    try:
        assert made["root"]["level"] == "WARNING"
        assert made["loggers"]["django.request"]["level"] == "CRITICAL"
        assert made["disable_existing_loggers"] is False
    finally:
        configure_logging(log_format="text", level="INFO")
