"""Two pictures at once on the machine; the others wait a little, and never with all threads of a process."""

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.utils import timezone
from PIL import Image
from rest_framework.test import APIClient

from tests.browsers import sign_in
from tests.core.files.pictures import encoded, transparent_png
from tests.serving import Server
from trellis.core.files import turns
from trellis.core.files.pictures import clean_picture
from trellis.core.files.turns import PLACES, Busy
from trellis.core.processes import wait_until
from trellis.domain.accounts.models import User
from trellis.domain.accounts.services.tokens import issue_pair
from trellis.domain.mentorship.services.mentors import create_mentor
from trellis.domain.organizations.models import Organization
from trellis.domain.organizations.services.organizations import create_organization
from trellis.domain.scouting.services import onboard_talent

pytestmark = pytest.mark.whole
SMALL = encoded(Image.new("RGB", (16, 16)), "JPEG")
BUSY = "Many files are being worked on. Please try again in a few seconds."
# Another process that takes places as ours do, says so, and keeps them until its stdin ends.
HOLDER = """
import fcntl, sys
places = [open(path, "ab") for path in sys.argv[1:]]
for place in places: fcntl.flock(place, fcntl.LOCK_EX)
print("taken", flush=True)
sys.stdin.read()
"""


@pytest.fixture(autouse=True)
def own_places(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path / "data"


@contextmanager
def places_taken(data_dir: Path, count: int = PLACES) -> Iterator[None]:
    """Have another process at work on so many pictures."""
    (data_dir / "turns").mkdir(parents=True, exist_ok=True)
    paths = [str(data_dir / "turns" / f"picture-{number}") for number in range(count)]
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, *paths], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout.readline() == b"taken\n"
        yield
        holder.stdin.close()


def _clean() -> str | None:
    return clean_picture(BytesIO(SMALL)).name


def _inside(count: int) -> bool:
    return wait_until(lambda: turns._inside == count, timeout=10)


def test_a_free_place_is_enough(settings: Any) -> None:
    with places_taken(settings.DATA_DIR, PLACES - 1):
        assert _clean() == "picture.jpg"


def test_who_finds_both_places_taken_waits_and_gets_in(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "WAIT_SECONDS", 60)
    with ThreadPoolExecutor() as threads:
        with places_taken(settings.DATA_DIR):
            waiting = threads.submit(_clean)
            assert _inside(1)
            assert not waiting.done()
        assert waiting.result(timeout=60) == "picture.jpg"
    assert _inside(0)


def test_who_gets_none_in_time_is_told_so(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "WAIT_SECONDS", 0.05)
    with places_taken(settings.DATA_DIR), pytest.raises(Busy):
        _clean()
    assert _clean() == "picture.jpg"


@pytest.mark.parametrize(("threads", "allowed"), [(1, 1), (2, 1), (4, 2), (5, 2)])
def test_half_of_the_threads_may_be_at_it_and_the_next_is_told_at_once(
    settings: Any, monkeypatch: pytest.MonkeyPatch, threads: int, allowed: int
) -> None:
    settings.WEB_THREADS = threads
    monkeypatch.setattr(turns, "WAIT_SECONDS", 600)
    with ThreadPoolExecutor() as pool:
        with places_taken(settings.DATA_DIR):
            waiting = [pool.submit(_clean) for _ in range(allowed)]
            assert _inside(allowed)
            with pytest.raises(Busy):
                _clean()
        assert [one.result(timeout=60) for one in waiting] == ["picture.jpg"] * allowed


def _photo() -> SimpleUploadedFile:
    return SimpleUploadedFile("me.jpg", SMALL, "image/jpeg")


@pytest.fixture
def person(db: None) -> User:
    """A talent, a mentor and the owner of a tenant, and no staff."""
    now = timezone.now()
    user = User.objects.create_user("ada", "ada@example.com", "a password")
    onboard_talent(user=user, personal={}, profile={}, now=now)
    create_mentor(user=user, profile={"bio": "b", "expertise": ["c"]}, now=now)
    create_organization(owner=user, name="Ada", domain="ada.example", now=now)
    return user


def _token(person: User) -> str:
    return issue_pair(user=person, now=timezone.now()).access


def _form(fields: dict[str, Any]) -> tuple[bytes, str]:
    return encode_multipart(BOUNDARY, fields), MULTIPART_CONTENT


@pytest.fixture
def busy(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(turns, "WAIT_SECONDS", 0.05)
    with places_taken(settings.DATA_DIR):
        yield


@pytest.mark.parametrize(
    ("method", "path", "field"),
    [
        ("POST", "/mentor/talents/me/posts/", "image"),
        ("POST", "/api/v1/mentorship/mentors/{mentor}/upload_photo/", "photo"),
        ("PATCH", "/api/talent-engine/tenants/me/", "logo"),
    ],
)
def test_every_door_says_503_and_when_to_come_back(
    person: User, busy: None, method: str, path: str, field: str
) -> None:
    client = APIClient(headers={"Authorization": f"Bearer {_token(person)}"})
    address = path.format(mentor=person.mentor.public_id)
    response = client.generic(method, address, *_form({field: _photo()}))
    assert (response.status_code, response.get("Retry-After")) == (503, "5"), response.content
    assert response.json() == {"detail": BUSY}


def test_the_page_says_it_beside_the_photo(person: User, busy: None) -> None:
    client = Client()
    client.force_login(person)
    response = client.post("/community/mentorship/profile/photo", {"photo": _photo()})
    assert (response.status_code, response.get("Retry-After")) == (503, "5")
    assert BUSY in response.content.decode()


def test_the_back_office_says_it_beside_the_logo(person: User, busy: None) -> None:
    User.objects.filter(pk=person.pk).update(is_staff=True, is_superuser=True)
    organization = Organization.objects.get()
    response = sign_in(Client(), person).post(
        f"/admin/organizations/organization/{organization.pk}/change/",
        {"name": "Ada", "domain": "ada.example", "logo": _photo()},
    )
    assert BUSY in response.content.decode()
    organization.refresh_from_db()
    assert not organization.logo


@pytest.mark.django_db(transaction=True)
def test_eight_small_files_of_many_pixels_at_once_leave_the_server_small(person: User) -> None:
    original = transparent_png(4000)
    headers = {"Authorization": f"Bearer {_token(person)}"}
    with Server() as server, httpx.Client(base_url=server.url, headers=headers, timeout=60) as client:
        client.get("/mentor/talents/me/posts/").raise_for_status()
        before = _memory_of(server)

        def post(_: int) -> httpx.Response:
            return client.post("/mentor/talents/me/posts/", files={"image": ("x.png", original, "image/png")})

        with ThreadPoolExecutor(8) as threads:
            answers = list(threads.map(post, range(8)))
        assert client.get("/healthz").status_code == 200
        assert _memory_of(server) - before < 40 * 1024 * 1024
    statuses = [answer.status_code for answer in answers]
    assert set(statuses) <= {201, 503}
    assert statuses.count(201) >= 2
    assert all("Retry-After" in answer.headers for answer in answers if answer.status_code == 503)


def _memory_of(server: Server) -> int:
    """Return the bytes that the server's processes have at most had at once, each for itself."""
    root = psutil.Process(server.pid)
    return sum(_peak(process) for process in [root, *root.children(recursive=True)])


def _peak(process: psutil.Process) -> int:
    lines = Path(f"/proc/{process.pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM"))
