"""A resume and a film about oneself: by multipart, kept private, for those who may read the profile."""

from pathlib import Path
from typing import Any, cast

import pytest
from django.conf import settings
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from rest_framework.test import APIClient

from tests.apis.conftest import SignIn
from tests.apis.enabled_talent.candidates.conftest import BASE, CAM
from tests.core.files.films import PICTURES, SECRET, film, place
from trellis.core.files.storage import private_storage
from trellis.domain.candidates.models import CandidateProfile

PDF = b"%PDF-1.7\n..."
DOCX = b"PK\x03\x04 [Content_Types].xml word/document.xml"
TEXT = "Müller – Bäckerin, 12 € a tray".encode("cp1252")


@pytest.fixture(autouse=True)
def private_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No test sees what another one has stored."""
    # The fields keep the storage that they were made with; tests that set another leave a new one behind.
    fields: list[Any] = [CandidateProfile._meta.get_field(name) for name in ("resume_file", "video_pitch")]
    for storage in [storages["private"], *(field.storage for field in fields)]:
        monkeypatch.setattr(storage, "_location", tmp_path)
        for cached in ("base_location", "location"):
            storage.__dict__.pop(cached, None)
    return tmp_path


def stored(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def upload(content: bytes, name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def sent(client: APIClient, address: str) -> tuple[int, bytes]:
    response = client.get(address)
    return response.status_code, response.getvalue() if response.streaming else response.content


def given(client: APIClient, **files: Any) -> Any:
    return client.patch(CAM, files, format="multipart")


class TestAResume:
    @pytest.mark.parametrize(
        ("content", "suffix", "content_type"),
        [
            (PDF, "pdf", "application/pdf"),
            (DOCX, "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
            (TEXT, "txt", "text/plain"),
        ],
    )
    def test_it_is_known_by_its_content_and_sent_to_be_kept(
        self, cam: APIClient, private_files: Path, content: bytes, suffix: str, content_type: str
    ) -> None:
        response = given(cam, resume_file=upload(content, "Cam_Didate_CV.exe"))
        assert response.status_code == 200, response.content
        address = response.json()["resume_file"]
        assert address == f"{settings.TRELLIS_PUBLIC_URL}{CAM}resume-file/"
        answer = cam.get(address.removeprefix(settings.TRELLIS_PUBLIC_URL))
        assert answer.getvalue() == content
        assert answer["Content-Type"] == content_type
        assert answer["Content-Disposition"] == f'attachment; filename="resume.{suffix}"'
        assert answer["Cache-Control"] == "private, no-store"
        assert answer["X-Content-Type-Options"] == "nosniff"
        (name,) = stored(private_files)
        assert name.endswith(f".{suffix}") and "Cam" not in name

    @pytest.mark.parametrize(
        "content", [b"\x00\x01", b"PK\x03\x04 zip", b"\x89PNG\r\n\x1a\n", b"\x7fELF\x02"]
    )
    def test_anything_else_is_refused_by_name(
        self, cam: APIClient, private_files: Path, content: bytes
    ) -> None:
        response = given(cam, resume_file=upload(content, "resume.pdf"))
        assert (response.status_code, list(response.json())) == (400, ["resume_file"])
        assert stored(private_files) == []

    def test_one_that_is_too_large_is_refused(self, cam: APIClient, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("trellis.core.files.documents.LARGEST_DOCUMENT", 5)
        assert "larger" in str(given(cam, resume_file=upload(PDF, "a.pdf")).json()["resume_file"])

    @pytest.mark.django_db(transaction=True)
    def test_one_that_is_replaced_or_removed_is_gone(self, cam: APIClient, private_files: Path) -> None:
        given(cam, resume_file=upload(PDF, "a.pdf"))
        (first,) = stored(private_files)
        given(cam, resume_file=upload(TEXT, "b.txt"))
        (second,) = stored(private_files)
        assert first != second
        assert cam.patch(CAM, {"resume_file": None}).json()["resume_file"] is None
        assert stored(private_files) == []
        assert cam.get(f"{CAM}resume-file/").status_code == 404

    @pytest.mark.django_db(transaction=True)
    def test_files_go_with_the_profile(self, cam: APIClient, private_files: Path) -> None:
        given(cam, resume_file=upload(PDF, "a.pdf"), video_pitch=upload(film(), "a.mp4"))
        assert len(stored(private_files)) == 2
        assert cam.delete(CAM).status_code == 204
        assert stored(private_files) == []

    def test_an_address_that_is_sent_back_leaves_it(self, cam: APIClient, private_files: Path) -> None:
        body = given(cam, resume_file=upload(PDF, "a.pdf")).json()
        again = cam.put(CAM, body)
        assert (again.status_code, again.json()) == (200, body)
        assert len(stored(private_files)) == 1

    def test_a_profile_is_made_with_its_files_and_objects_in_one_form(self, robin: APIClient) -> None:
        form = {
            "resume_file": upload(PDF, "a.pdf"),
            "work_mode_preferences": '{"modes": ["remote"]}',
            "willing_to_relocate": "true",
        }
        body = robin.post(f"{BASE}profiles/", form, format="multipart").json()
        assert body["work_mode_preferences"] == {"modes": ["remote"]}
        assert body["willing_to_relocate"] is True
        assert body["resume_file"].endswith("/profiles/robin-able/resume-file/")

    @pytest.mark.parametrize("value", ["{", "remote", '"remote"', '["\\ud800"]', "[1e999]"])
    def test_what_is_no_object_in_a_form_is_refused_by_name(self, cam: APIClient, value: str) -> None:
        response = given(cam, work_mode_preferences=value)
        assert (response.status_code, list(response.json())) == (400, ["work_mode_preferences"])


class TestAFilm:
    def test_it_is_cleaned_as_every_film_and_played_in_parts(self, cam: APIClient) -> None:
        dirty = film(in_head=place())
        assert SECRET in dirty
        address = given(cam, video_pitch=upload(dirty, "me.mp4")).json()["video_pitch"]
        assert address == f"{settings.TRELLIS_PUBLIC_URL}{CAM}video-pitch/"
        status, content = sent(cam, f"{CAM}video-pitch/")
        assert status == 200 and PICTURES in content and SECRET not in content
        part = cam.get(f"{CAM}video-pitch/", headers={"Range": "bytes=0-9"})
        assert (part.status_code, part.getvalue()) == (206, content[:10])
        assert part["Content-Type"] == "video/mp4"

    def test_what_is_no_film_is_refused_by_name(self, cam: APIClient) -> None:
        response = given(cam, video_pitch=upload(PDF, "me.mp4"))
        assert (response.status_code, list(response.json())) == (400, ["video_pitch"])


class TestWhoHasThem:
    def test_those_who_may_read_the_profile(
        self, cam: APIClient, emma: APIClient, nora: APIClient, robin: APIClient, signed_in: SignIn
    ) -> None:
        given(cam, resume_file=upload(PDF, "a.pdf"), video_pitch=upload(film(), "a.mp4"))
        for rest in ("resume-file/", "video-pitch/"):
            answers = [
                sent(client, f"{CAM}{rest}")[0]
                for client in (cam, emma, signed_in("admin"), nora, robin, APIClient())
            ]
            assert answers == [200, 200, 200, 404, 404, 401]

    def test_no_public_address_leads_to_them(self, cam: APIClient, profile: CandidateProfile) -> None:
        given(cam, resume_file=upload(PDF, "a.pdf"))
        profile.refresh_from_db()
        storage: Any = profile.resume_file.storage
        assert storage.location == cast("Any", private_storage()).location
        assert cam.get(f"{settings.MEDIA_URL}{profile.resume_file.name}").status_code == 404

    def test_one_whose_file_is_lost_is_not_there(self, cam: APIClient, private_files: Path) -> None:
        given(cam, resume_file=upload(PDF, "a.pdf"))
        (name,) = stored(private_files)
        (private_files / name).unlink()
        assert cam.get(f"{CAM}resume-file/").status_code == 404
