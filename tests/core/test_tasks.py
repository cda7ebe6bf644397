"""The queue does what was committed, also when its workers are killed, and keeps its house clean."""

import datetime as dt
import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from asgiref.sync import async_to_sync
from django.db import connection, transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from tests.crowd import at_once
from tests.serving import WORKER, work_until_idle
from trellis.core import tasks
from trellis.core.db.locks import locked
from trellis.core.models import KeptAnswer, Mail, Place, Sms, ThrottleCounter
from trellis.core.post import mail
from trellis.core.processes import wait_until

NOW = dt.datetime(2030, 5, 5, 12, tzinfo=dt.UTC)
_ENVIRONMENT = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", "EMAIL_URL": ""}


@pytest.fixture(autouse=True)
def queue(transactional_db: None) -> None:
    """A queue that is empty, and that other processes see."""


def sql(statement: str, *parameters: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall() if cursor.description else []


def status_of(job_id: int) -> str | None:
    rows = sql("SELECT status::text FROM procrastinate_jobs WHERE id = %s", job_id)
    return rows[0][0] if rows else None


def a_mail() -> Mail:
    with transaction.atomic():
        return mail.send(to="jane@example.com", subject="Hello", text="Text", now=timezone.now())


def job_of(row: Mail) -> int:
    (found,) = sql("SELECT id FROM procrastinate_jobs WHERE (args->>'mail_id')::bigint = %s", row.pk)
    return int(found[0])


def a_worker(*, silent_for: int = 0) -> int:
    """Register a worker that reported so many seconds ago."""
    (row,) = sql(
        "INSERT INTO procrastinate_workers (last_heartbeat)"
        " VALUES (now() - make_interval(secs => %s)) RETURNING id",
        silent_for,
    )
    return int(row[0])


def taken_by(worker: int | None, row: Mail) -> int:
    """Let the worker have begun the mail's job."""
    job = job_of(row)
    sql("UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s WHERE id = %s", worker, job)
    return job


def retry_stalled_jobs() -> None:
    async_to_sync(tasks.retry_stalled_jobs.func)(SimpleNamespace(app=app), timestamp=0)


def remove_old_jobs() -> None:
    async_to_sync(tasks.remove_old_jobs.func)(SimpleNamespace(app=app), timestamp=0)


@contextmanager
def worker_process() -> Iterator[subprocess.Popen[bytes]]:
    worker = subprocess.Popen(
        WORKER, env=_ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, process_group=0
    )
    try:
        yield worker
    finally:
        worker.kill()
        worker.wait(timeout=30)


@pytest.mark.whole
def test_a_real_worker_sends_what_was_committed_and_never_what_was_not() -> None:
    row = a_mail()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        mail.send(to="jane@example.com", subject="Never", text="Text", now=NOW)
        raise ZeroDivisionError
    work_until_idle(_ENVIRONMENT)
    assert status_of(job_of(row)) == "succeeded"
    (sent,) = Mail.objects.all()
    assert (sent.pk, sent.subject) == (row.pk, "Hello")
    assert sent.sent_at is not None


@pytest.mark.whole
def test_a_job_of_an_earlier_release_is_done_under_the_name_that_it_has() -> None:
    row = Mail.objects.create(to="jane@example.com", subject="Hello", text="Text", created_at=NOW)
    message = Sms.objects.create(to="+15551234567", text="Soon", created_at=NOW)
    sql(
        "INSERT INTO procrastinate_jobs (task_name, queue_name, args) VALUES"
        " ('trellis.core.mail.deliver', 'default', jsonb_build_object('mail_id', %s::bigint)),"
        " ('trellis.core.sms.deliver', 'default', jsonb_build_object('sms_id', %s::bigint))",
        row.pk,
        message.pk,
    )
    work_until_idle(_ENVIRONMENT)
    assert sql("SELECT DISTINCT status::text FROM procrastinate_jobs") == [("succeeded",)]
    row.refresh_from_db()
    message.refresh_from_db()
    assert row.sent_at is not None
    assert message.sent_at is not None


@pytest.mark.whole
def test_a_job_whose_worker_is_killed_in_the_middle_of_it_is_done_by_another() -> None:
    row = a_mail()
    job = job_of(row)
    with worker_process() as worker:
        # While this holds the mail, whoever delivers it stands in the middle of it.
        with locked("mail", row.pk):
            assert wait_until(lambda: bool(at_once(1, lambda _: _is_waiting_for_a_lock())[0]), timeout=30), (
                "no worker took the job"
            )
            worker.send_signal(signal.SIGKILL)
            worker.wait(timeout=30)
        assert status_of(job) == "doing"
        assert Mail.objects.get().sent_at is None
    retry_stalled_jobs()
    assert status_of(job) == "doing", "its worker may yet be alive"
    sql("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 hour'")
    retry_stalled_jobs()
    assert status_of(job) == "todo"
    work_until_idle(_ENVIRONMENT)
    assert status_of(job) == "succeeded"
    assert Mail.objects.get().sent_at is not None


def _is_waiting_for_a_lock() -> bool:
    return bool(
        sql("SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()")
    )


def test_only_the_jobs_of_silent_workers_are_handed_on() -> None:
    dead, alive = a_worker(silent_for=31), a_worker(silent_for=25)
    stalled = taken_by(dead, a_mail())
    running = taken_by(alive, a_mail())
    orphan = taken_by(None, a_mail())
    waiting = job_of(a_mail())
    done = taken_by(dead, a_mail())
    sql("UPDATE procrastinate_jobs SET status = 'succeeded' WHERE id = %s", done)
    retry_stalled_jobs()
    assert [status_of(job) for job in (stalled, running, orphan, waiting, done)] == [
        "todo",
        "doing",
        "todo",
        "todo",
        "succeeded",
    ]
    (handed_on,) = sql(
        "SELECT attempts, scheduled_at <= now() FROM procrastinate_jobs WHERE id = %s", stalled
    )
    assert handed_on == (1, True)


def test_a_stalled_job_that_waits_a_second_time_does_not_hold_up_the_others() -> None:
    dead = a_worker(silent_for=60)
    sql(
        "INSERT INTO procrastinate_jobs (task_name, queue_name, queueing_lock, status, worker_id) VALUES"
        " ('trellis.core.tasks.remove_old_rows', 'default', 'remove_old_rows', 'doing', %s),"
        " ('trellis.core.tasks.remove_old_rows', 'default', 'remove_old_rows', 'todo', NULL)",
        dead,
    )
    stalled = taken_by(dead, a_mail())
    retry_stalled_jobs()
    assert status_of(stalled) == "todo"


def test_the_housekeeping_runs_by_the_clock_and_never_queues_up() -> None:
    periodic = list(app.periodic_registry.periodic_tasks.values())
    ours = {each.task.name: each.cron for each in periodic if each.task.name.startswith("trellis.core.")}
    assert ours == {
        "trellis.core.tasks.retry_stalled_jobs": "* * * * *",
        "trellis.core.tasks.remove_old_jobs": "17 * * * *",
        "trellis.core.tasks.remove_old_rows": "*/10 * * * *",
    }
    for each in periodic:
        # With a lock, one killed in the middle of it would keep every later one from starting.
        assert each.task.queueing_lock, each.task.name
        assert each.task.lock is None, each.task.name


def test_finished_jobs_go_after_three_days_and_no_others() -> None:
    def aged(status: str, hours: int) -> int:
        job = job_of(a_mail())
        sql("UPDATE procrastinate_jobs SET status = %s WHERE id = %s", status, job)
        sql(
            "UPDATE procrastinate_events SET at = now() - make_interval(hours => %s) WHERE job_id = %s",
            hours,
            job,
        )
        return job

    old = aged("succeeded", 73)
    kept = [aged("succeeded", 71), aged("failed", 1000), aged("todo", 1000), aged("doing", 1000)]
    remove_old_jobs()
    assert status_of(old) is None
    assert [status_of(job) for job in kept] == ["succeeded", "failed", "todo", "doing"]


def test_finished_jobs_of_the_clock_go_after_an_hour() -> None:
    def finished(task: str, minutes: int) -> int:
        ((job,),) = sql(
            "INSERT INTO procrastinate_jobs (task_name, queue_name, status)"
            " VALUES (%s, 'default', 'succeeded') RETURNING id",
            task,
        )
        sql(
            "INSERT INTO procrastinate_events (job_id, type, at)"
            " VALUES (%s, 'succeeded', now() - make_interval(mins => %s))",
            job,
            minutes,
        )
        return int(job)

    clock = "trellis.core.tasks.remove_old_rows"
    jobs = [finished(clock, 61), finished(clock, 59), finished("trellis.core.post.mail.deliver", 61)]
    failed = finished(clock, 61)
    sql("UPDATE procrastinate_jobs SET status = 'failed' WHERE id = %s", failed)
    remove_old_jobs()
    assert [status_of(job) for job in [*jobs, failed]] == [None, "succeeded", "succeeded", "failed"]


def test_old_rows_go_and_the_others_stay() -> None:
    now = timezone.now()
    day = dt.timedelta(days=1)
    counters = {"closed": now - day * 1.01, "open": now - day * 0.99, "new": now}
    for key, started_at in counters.items():
        ThrottleCounter.objects.create(key=key, hits=1, started_at=started_at)
    for key, until in {"dead": now - day, "alive": now + day}.items():
        Place.objects.create(holder=uuid4(), key=key, number=0, until=until)
    mails = {"old": now - day * 31, "recent": now - day * 29, "unsent": None}
    for subject, sent_at in mails.items():
        Mail.objects.create(
            to="jane@example.com", subject=subject, text="x", created_at=now - day * 90, sent_at=sent_at
        )
    for key, age in {"over": day, "kept": day * 0.99}.items():
        KeptAnswer.objects.create(
            key=key, method="POST", path="/x/", status=201, headers={}, body="x", kept_at=now - age
        )
    tasks.remove_old_rows(timestamp=0)
    assert set(KeptAnswer.objects.values_list("key", flat=True)) == {"kept"}
    assert set(ThrottleCounter.objects.values_list("key", flat=True)) == {"open", "new"}
    assert Place.objects.get().key == "alive"
    assert set(Mail.objects.values_list("subject", flat=True)) == {"recent", "unsent"}


def test_an_empty_queue_is_told_in_zeros() -> None:
    assert tasks.queue_health() == {"workers": 0, "waiting": 0, "oldest_seconds": 0}


def test_the_health_of_the_queue_counts_who_lives_and_what_waits() -> None:
    a_worker(), a_worker(silent_for=25), a_worker(silent_for=31)
    oldest, newer, later, overdue, doing, done = (job_of(a_mail()) for _ in range(6))
    sql("UPDATE procrastinate_events SET at = now() - interval '500 seconds' WHERE job_id = %s", oldest)
    sql("UPDATE procrastinate_events SET at = now() - interval '900 seconds' WHERE job_id = %s", later)
    sql("UPDATE procrastinate_jobs SET scheduled_at = now() + interval '1 hour' WHERE id = %s", later)
    sql("UPDATE procrastinate_jobs SET scheduled_at = now() - interval '20 seconds' WHERE id = %s", overdue)
    sql("UPDATE procrastinate_events SET at = now() - interval '900 seconds' WHERE job_id = %s", overdue)
    for job, status in ((doing, "doing"), (done, "succeeded")):
        sql("UPDATE procrastinate_jobs SET status = %s::procrastinate_job_status WHERE id = %s", status, job)
    health = tasks.queue_health()
    assert (health["workers"], health["waiting"]) == (2, 3)
    # A slow machine may add to it; what counts is that neither 900 nor 20 was taken.
    assert 500 <= health["oldest_seconds"] < 600
    sql("DELETE FROM procrastinate_jobs WHERE id = %s", oldest)
    assert 20 <= tasks.queue_health()["oldest_seconds"] < 100
    assert status_of(newer) == "todo"


def test_a_job_that_fails_is_tried_again_later_and_not_for_ever() -> None:
    waits = [
        tasks.RETRY.get_retry_decision(exception=OSError(), job=SimpleNamespace(attempts=n))  # type: ignore[arg-type]
        for n in range(1, 9)
    ]
    assert [decision is not None for decision in waits] == [True] * 7 + [False]
    moments = [decision.retry_at for decision in waits if decision is not None]
    assert moments == sorted(moments)
    assert mail.deliver.retry_strategy is tasks.RETRY
