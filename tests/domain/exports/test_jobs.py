"""Export jobs: begun anew they start from nothing, and they leave no file behind."""

import csv
import io
import os
import tempfile
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from trellis.domain.accounts.models import User
from trellis.domain.exports import rules
from trellis.domain.exports.models import ExportJob
from trellis.domain.exports.queries import SOURCES
from trellis.domain.exports.refusals import Replaced
from trellis.domain.exports.rules import Status
from trellis.domain.exports.services import exports, jobs, writing
from trellis.domain.exports.tasks import remove_expired_exports, write_export
from trellis.domain.organizations.models import Membership
from trellis.domain.organizations.services.organizations import create_organization
from trellis.domain.workplace.models import WorkplaceRequest

NOW = datetime(2030, 1, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def private(settings: Any, tmp_path: Path) -> Path:
    """The private storage and the data directory of one test."""
    settings.DATA_DIR = tmp_path
    options = {"location": tmp_path / "private", "base_url": None}
    settings.STORAGES = {
        **settings.STORAGES,
        "private": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": options},
    }
    return tmp_path


@pytest.fixture
def owner(db: None) -> Membership:
    user = User.objects.create(username="o", email="o@example.com")
    return create_organization(owner=user, name="Acme", domain="acme.example", now=NOW)


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("trellis.domain.exports.queries.BATCH", 10)


def _fill(owner: Membership, count: int) -> None:
    WorkplaceRequest.objects.bulk_create(
        WorkplaceRequest(
            organization=owner.organization,
            request_id=f"MAT-{n:06}",
            request_type="material",
            title="=T",
            item_name="Mouse",
            material_type="equipment",
            quantity_needed=1,
            priority="low",
            requested_by=owner.user,
            created_at=NOW + timedelta(seconds=n // 3),
            updated_at=NOW,
        )
        for n in range(count)
    )


def _ask(owner: Membership, format: str = "csv", **filters: str) -> ExportJob:
    return exports.request_export(
        member=owner, kind="requests", format=format, filters=filters, now=timezone.now()
    )


def _files() -> list[str]:
    root = Path(jobs.storage().path("."))
    return sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_file())


def _scratch() -> Path:
    root = writing._scratch_root()
    root.mkdir(parents=True, exist_ok=True)
    return root


def _rows(job: ExportJob) -> list[dict[str, str]]:
    with jobs.storage().open(job.file_name) as file:
        return list(csv.DictReader(io.StringIO(file.read().decode("utf-8-sig"), newline="")))


@pytest.mark.usefixtures("small_batches")
class TestWriting:
    @pytest.mark.parametrize("format", ["csv", "xlsx"])
    def test_written_once_however_often_it_runs(self, owner: Membership, format: str) -> None:
        _fill(owner, 35)
        job = _ask(owner, format)
        write_export(export_id=str(job.pk))
        job.refresh_from_db()
        assert (job.status, job.progress, job.rows, job.attempt) == (Status.READY, 100, 35, 1)
        before = jobs.storage().get_modified_time(job.file_name)
        write_export(export_id=str(job.pk))
        again = ExportJob.unscoped.get()
        assert (again.file_name, again.finished_at) == (job.file_name, job.finished_at)
        assert jobs.storage().get_modified_time(job.file_name) == before
        assert _files() == [job.file_name]
        assert not list(_scratch().iterdir())

    def test_progress_is_told_after_every_batch(
        self, owner: Membership, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        _fill(owner, 35)
        job = _ask(owner)
        told: list[tuple[int, int]] = []
        update = jobs._update

        def spy(row: ExportJob, **values: Any) -> None:
            update(row, **values)
            told.append(ExportJob.unscoped.values_list("rows", "progress").get())

        monkeypatch.setattr(jobs, "_update", spy)
        write_export(export_id=str(job.pk))
        assert told == [(10, 28), (20, 57), (30, 85), (35, 99), (35, 100)]

    def test_the_order_is_the_lists_and_nothing_is_twice(self, owner: Membership) -> None:
        _fill(owner, 47)
        job = _ask(owner)
        write_export(export_id=str(job.pk))
        job.refresh_from_db()
        rows = _rows(job)
        expected = WorkplaceRequest.unscoped.order_by("-created_at", "-pk")
        assert [row["request_id"] for row in rows] == [row.request_id for row in expected]
        assert {row["title"] for row in rows} == {"'=T"}

    def test_a_failure_is_tried_again_from_the_start_and_leaves_nothing(
        self, owner: Membership, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        _fill(owner, 25)
        job = _ask(owner)
        with monkeypatch.context() as patch:
            patch.setattr(SOURCES["requests"].__class__, "batches", _one_batch_then_failure)
            for attempt in range(1, rules.MOST_ATTEMPTS + 1):
                with pytest.raises(OSError, match="disk"):
                    write_export(export_id=str(job.pk))
                job.refresh_from_db()
                is_last = attempt == rules.MOST_ATTEMPTS
                assert job.status == (Status.FAILED if is_last else Status.QUEUED)
                assert (job.rows, job.progress, _files()) == (0, 0, [])
                if attempt == 3:
                    break
        write_export(export_id=str(job.pk))
        job.refresh_from_db()
        assert (job.status, job.rows, job.attempt) == (Status.READY, 25, 4)

    def test_what_always_fails_is_failed_at_last(
        self, owner: Membership, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        job = _ask(owner)
        monkeypatch.setattr(SOURCES["requests"].__class__, "batches", _one_batch_then_failure)
        for _ in range(rules.MOST_ATTEMPTS):
            with pytest.raises(OSError, match="disk"):
                write_export(export_id=str(job.pk))
        job.refresh_from_db()
        assert job.status == Status.FAILED
        write_export(export_id=str(job.pk))
        assert (ExportJob.unscoped.get().status, _files()) == (Status.FAILED, [])

    def test_the_file_of_a_killed_worker_is_removed_by_the_next(self, owner: Membership) -> None:
        _fill(owner, 5)
        job = _ask(owner)
        # It stored its file, and was killed before it could say so.
        claimed = jobs._begin(job.pk)
        assert claimed is not None
        jobs._file_of(claimed, owner)
        left = Path(tempfile.mkdtemp(prefix=f"{job.pk}-", dir=_scratch()))
        (left / "sheet").write_text("half a sheet")
        assert len(_files()) == 1
        write_export(export_id=str(job.pk))
        job.refresh_from_db()
        assert (job.status, job.rows, job.attempt) == (Status.READY, 5, 2)
        assert _files() == [job.file_name]
        assert not list(_scratch().iterdir())

    def test_a_worker_that_was_replaced_writes_nothing(self, owner: Membership) -> None:
        _fill(owner, 25)
        job = _ask(owner)
        slow = jobs._begin(job.pk)
        assert slow is not None
        write_export(export_id=str(job.pk))
        with pytest.raises(Replaced):
            jobs._file_of(slow, owner)
        job.refresh_from_db()
        assert (job.status, job.rows, _files()) == (Status.READY, 25, [job.file_name])

    def test_an_export_that_is_gone_is_not_written(self, owner: Membership) -> None:
        job = _ask(owner)
        ExportJob.unscoped.all().delete()
        write_export(export_id=str(job.pk))
        assert _files() == []


def _one_batch_then_failure(*_: Any) -> Iterator[list[tuple[Any, ...]]]:
    yield []
    raise OSError("disk full")


class TestCleaning:
    def test_old_exports_go_and_young_ones_stay(self, owner: Membership) -> None:
        old, young = _ask(owner), _ask(owner, "xlsx")
        for job in (old, young):
            write_export(export_id=str(job.pk))
            job.refresh_from_db()
        ExportJob.unscoped.filter(pk=old.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
        assert len(_files()) == 2
        remove_expired_exports(timestamp=0)
        assert list(ExportJob.unscoped.all()) == [young]
        assert _files() == [young.file_name]

    def test_files_without_an_export_go(self, owner: Membership) -> None:
        job = _ask(owner)
        write_export(export_id=str(job.pk))
        assert len(_files()) == 1
        owner.organization.delete()
        remove_expired_exports(timestamp=0)
        assert _files() == []

    def test_a_person_keeps_the_newest(self, owner: Membership, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(rules, "MOST_KEPT", 3)
        for _ in range(5):
            write_export(export_id=str(_ask(owner).pk))
        assert ExportJob.unscoped.count() == 3
        remove_expired_exports(timestamp=0)
        assert len(_files()) == 3

    def test_scratch_folders_of_killed_processes_go(self, db: None) -> None:
        with writing.scratch() as living:
            root = Path(living).parent
            (root / "dead").mkdir()
            (root / "dead" / "part").write_text("x")
            old = (timezone.now() - timedelta(days=2)).timestamp()
            for path in (root / "dead" / "part", root / "dead"):
                os.utime(path, (old, old))
            remove_expired_exports(timestamp=0)
            assert [path.name for path in root.iterdir()] == [Path(living).name]


@pytest.mark.parametrize("write", [writing.write_csv, writing.write_workbook])
def test_memory_does_not_grow_with_the_rows(write: Any, tmp_path: Path) -> None:
    row = ["x" * 50] * 20

    def peak(batches: int) -> int:
        tracemalloc.start()
        with (tmp_path / "out").open("wb") as out:
            write(out, ["heading"] * 20, ([row] * 100 for _ in range(batches)))
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    peak(1)
    assert peak(60) < 3 * peak(6)
