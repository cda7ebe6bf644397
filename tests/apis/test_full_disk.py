"""Where a disk is full the answer is a 503 to try again, and neither a file nor a row is left behind."""

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.files.storage import FileSystemStorage, storages
from django.core.files.uploadedfile import SimpleUploadedFile
from rest_framework.test import APIClient

import trellis.demo
from tests.apis.conftest import SignIn
from tests.apis.talent_pool.test_onboarding import picture
from tests.domain.interviews.factory import CHUNKS, files_of, session_of
from trellis.domain.exports.services import exports, jobs
from trellis.domain.interviews.models import Recording, RecordingChunk
from trellis.domain.organizations.models import Organization
from trellis.domain.scouting.models import Post

pytestmark = pytest.mark.usefixtures("world")
POSTS = "/mentor/talents/me/posts/"
SESSIONS = "/api/talent-engine/video-sessions/"
FullFrom = Callable[..., None]


@pytest.fixture
def full_from(monkeypatch: pytest.MonkeyPatch) -> FullFrom:
    """Let the disk be full from the file of this number on, after some bytes of it."""

    def break_down(number: int, code: int = errno.ENOSPC) -> None:
        begun = [0]
        save = FileSystemStorage._save  # type: ignore[attr-defined]

        def broken(self: FileSystemStorage, name: str, content: Any) -> str:
            begun[0] += 1
            if begun[0] < number:
                return str(save(self, name, content))
            path = Path(self.path(name))
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(b"some")
            raise OSError(code, os.strerror(code), str(path))

        monkeypatch.setattr(FileSystemStorage, "_save", broken)

    return break_down


@pytest.fixture
def disk(settings: LazySettings, media_root: Path, tmp_path: Path) -> Callable[[], set[Path]]:
    """What lies in the storages."""
    options = {"location": tmp_path / "private", "base_url": None}
    settings.STORAGES = {**settings.STORAGES, "private": {**settings.STORAGES["private"], "OPTIONS": options}}

    def files() -> set[Path]:
        return {path for root in (media_root, tmp_path) for path in root.rglob("*") if path.is_file()}

    return files


def assert_busy(response: Any) -> None:
    assert (response.status_code, response["Retry-After"]) == (503, "1"), response.content
    assert "busy" in response.content.decode()


def _video() -> SimpleUploadedFile:
    path = Path(trellis.demo.__path__[0]) / "assets" / "practice_session.mp4"
    return SimpleUploadedFile("clip.mp4", path.read_bytes(), "video/mp4")


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO])
@pytest.mark.parametrize("number", [1, 2])
def test_a_post_with_a_picture_and_a_film_leaves_nothing(
    signed_in: SignIn, full_from: FullFrom, disk: Callable[[], set[Path]], number: int, code: int
) -> None:
    client, before, posts = signed_in("jane_talent"), disk(), Post.objects.count()
    full_from(number, code)
    response = client.post(POSTS, {"image": picture(), "video": _video()}, format="multipart")
    assert_busy(response)
    assert response.json().keys() <= {"error", "detail"}
    assert (disk(), Post.objects.count()) == (before, posts)


def test_a_logo_leaves_nothing(signed_in: SignIn, full_from: FullFrom, disk: Callable[[], set[Path]]) -> None:
    client, before = signed_in("mahummed"), disk()
    full_from(1)
    assert_busy(client.patch("/api/talent-engine/tenants/me/", {"logo": picture()}, format="multipart"))
    assert disk() == before
    assert not Organization.objects.exclude(logo="").exists()


def test_a_piece_of_a_recording_leaves_nothing_and_may_be_sent_again(
    signed_in: SignIn, full_from: FullFrom, disk: Callable[[], set[Path]], monkeypatch: pytest.MonkeyPatch
) -> None:
    client, session = signed_in("mahummed"), session_of()
    client.post(f"{SESSIONS}start_recording/", {"session_id": str(session.pk)})
    recording = Recording.objects.get()
    address = f"{SESSIONS}{session.pk}/recordings/{recording.pk}/chunks/0/"
    with monkeypatch.context():
        full_from(1)
        assert_busy(client.put(address, CHUNKS[0], content_type="video/webm"))
        assert (files_of(recording), RecordingChunk.objects.count()) == ([], 0)
    monkeypatch.undo()
    assert client.put(address, CHUNKS[0], content_type="video/webm").status_code == 201
    assert len(files_of(recording)) == 1


def _workbook(client: APIClient) -> Any:
    return client.get("/api/talent-engine/requisitions/export/", {"format": "xlsx"})


def test_an_export_at_once_is_refused(signed_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    client = signed_in("mahummed")
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("needs a device that is always full")
    monkeypatch.setattr(exports, "TemporaryFile", lambda: full.open("r+b", buffering=0))
    assert_busy(_workbook(client))


def test_a_stored_export_leaves_no_part_of_its_file(
    full_from: FullFrom, disk: Callable[[], set[Path]]
) -> None:
    before = disk()
    full_from(1)
    with pytest.raises(OSError, match="No space left"):
        jobs.storage().save("exports/a.csv", SimpleUploadedFile("a.csv", b"a,b"))
    assert disk() == before
    assert storages["private"].listdir("exports")[1] == []
