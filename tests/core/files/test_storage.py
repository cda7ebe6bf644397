"""A file is stored whole or not at all, and goes with the row that it was stored for."""

import errno
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from trellis.core.files.storage import WholeFileStorage, remove_uncommitted
from trellis.core.outages import is_outage


class Breaking(ContentFile):  # type: ignore[type-arg]
    """A file whose end cannot be written."""

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        yield b"some of it"
        raise OSError(errno.ENOSPC, "No space left on device")


def files_in(folder: Path) -> list[str]:
    return sorted(str(each.relative_to(folder)) for each in folder.rglob("*") if each.is_file())


@pytest.fixture
def storage(tmp_path: Path) -> FileSystemStorage:
    return WholeFileStorage(location=tmp_path)


def test_a_file_lies_whole_under_its_name(storage: FileSystemStorage, tmp_path: Path) -> None:
    assert storage.save("a/b.txt", ContentFile(b"text")) == "a/b.txt"
    assert files_in(tmp_path) == ["a/b.txt"]
    assert (tmp_path / "a/b.txt").read_bytes() == b"text"


def test_an_upload_that_lies_in_a_file_is_moved(storage: FileSystemStorage, tmp_path: Path) -> None:
    upload = TemporaryUploadedFile("film.mp4", "video/mp4", 4, None)
    upload.write(b"film")
    upload.seek(0)
    assert storage.save("film.mp4", upload) == "film.mp4"
    assert files_in(tmp_path) == ["film.mp4"]
    upload.close()


def test_of_two_files_with_one_name_none_is_lost(storage: FileSystemStorage, tmp_path: Path) -> None:
    first, second = (storage.save("a.txt", ContentFile(text)) for text in (b"1", b"2"))
    assert first != second
    assert sorted((tmp_path / name).read_bytes() for name in files_in(tmp_path)) == [b"1", b"2"]


def test_nothing_is_left_of_a_file_that_cannot_be_written_to_its_end(
    storage: FileSystemStorage, tmp_path: Path
) -> None:
    with pytest.raises(OSError) as caught:
        storage.save("a/b.txt", Breaking(b""))
    assert is_outage(caught.value)
    assert files_in(tmp_path) == []


@pytest.mark.whole
@pytest.mark.skipif(os.geteuid() != 0, reason="needs root, who may mount a small disk")
def test_nothing_is_left_on_a_disk_that_is_full(tmp_path: Path) -> None:
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(tmp_path)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("needs a system that lets root mount")
    try:
        with pytest.raises(OSError) as caught:
            WholeFileStorage(location=tmp_path).save("film.mp4", ContentFile(b"x" * 1_000_000))
        assert caught.value.errno == errno.ENOSPC
        assert files_in(tmp_path) == []
    finally:
        subprocess.run(["umount", str(tmp_path)], check=True)


@pytest.mark.django_db(transaction=True)
class TestRemoveUncommitted:
    def test_what_was_stored_for_a_row_that_is_not_committed_is_removed(
        self, storage: FileSystemStorage, tmp_path: Path
    ) -> None:
        def view(request: HttpRequest) -> HttpResponse:
            with transaction.atomic():
                storage.save("kept.txt", ContentFile(b"1"))
            try:
                with transaction.atomic():
                    storage.save("removed.txt", ContentFile(b"2"))
                    raise ValueError
            except ValueError:
                return HttpResponse("refused")

        remove_uncommitted(view)(HttpRequest())
        assert files_in(tmp_path) == ["kept.txt"]

    def test_a_savepoint_that_is_undone_takes_its_files_along(
        self, storage: FileSystemStorage, tmp_path: Path
    ) -> None:
        def view(request: HttpRequest) -> HttpResponse:
            with transaction.atomic():
                storage.save("kept.txt", ContentFile(b"1"))
                with transaction.atomic():
                    storage.save("removed.txt", ContentFile(b"2"))
                    transaction.set_rollback(True)
            return HttpResponse("done")

        remove_uncommitted(view)(HttpRequest())
        assert files_in(tmp_path) == ["kept.txt"]

    def test_what_is_stored_outside_of_a_transaction_stays(
        self, storage: FileSystemStorage, tmp_path: Path
    ) -> None:
        def view(request: HttpRequest) -> HttpResponse:
            storage.save("kept.txt", ContentFile(b"1"))
            return HttpResponse("done")

        remove_uncommitted(view)(HttpRequest())
        assert files_in(tmp_path) == ["kept.txt"]
