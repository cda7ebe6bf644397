"""A stranger's picture is read by a process that has little, tells little and ends soon."""

import os
import signal
import subprocess
import sys
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import psutil
import pytest
from PIL import Image
from rest_framework.serializers import ValidationError

from tests.core.files.pictures import encoded, hostile_decoder, jpeg_that_says, transparent_png
from trellis.core.files import children, pictures
from trellis.core.files.pictures import clean_picture
from trellis.core.files.turns import Busy
from trellis.core.processes import is_alive, wait_until

CANNOT_BE_READ = ("invalid_image", "Upload a valid image. The file is not a picture that can be read.")
TOO_MANY_PIXELS = ("too_large", "The picture has too many pixels.")
# As a program of its own, so that it can be killed.
PARENT = """
import django, sys; django.setup()
from io import BytesIO
from trellis.core.files import children, pictures
children._search_path = lambda: sys.argv[1:]
pictures.clean_picture(BytesIO(b"x"))
"""


def refusal(content: bytes) -> tuple[str, str]:
    """Return the code and the sentence with which it is refused."""
    with pytest.raises(ValidationError) as refused:
        clean_picture(BytesIO(content))
    (error,) = refused.value.detail
    return str(error.code), str(error)


@pytest.fixture(autouse=True)
def no_child_is_left() -> None:
    before = set(psutil.Process().children())
    yield
    assert set(psutil.Process().children()) <= before


@pytest.fixture
def decode(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> object:
    """Have children do something else where they would read a picture."""

    def instead(body: str) -> None:
        path = hostile_decoder(tmp_path, body)
        monkeypatch.setattr(children, "_search_path", lambda: path)

    return instead


@pytest.mark.skipif(sys.platform != "linux", reason="asks Linux for the most memory that was had")
def test_fifty_million_pixels_take_no_memory_of_this_process() -> None:
    original = transparent_png(7070)
    Path("/proc/self/clear_refs").write_text("5")  # the peak begins anew
    before = _most_memory()
    with Image.open(clean_picture(BytesIO(original))) as picture:
        assert (picture.mode, picture.size) == ("RGBA", (2560, 2560))
    assert _most_memory() - before < 30 * 1024


def _most_memory() -> int:
    """Return the peak of this process in kB."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))


@pytest.mark.parametrize("size", [(8064, 6201), (12_000, 9_000), (65_000, 65_000)])
def test_too_many_pixels_are_called_so_however_many(size: tuple[int, int]) -> None:
    assert refusal(jpeg_that_says(*size)) == TOO_MANY_PIXELS


@pytest.mark.skipif(sys.platform != "linux", reason="memory is bounded on Linux alone")
def test_a_picture_that_does_not_fit_has_too_many_pixels(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "LIMITS", replace(pictures.LIMITS, memory=128 * 1024 * 1024))
    photo = Image.new("RGB", (5200, 4000), "red")
    assert refusal(encoded(photo, "JPEG", progressive=True, subsampling=0)) == TOO_MANY_PIXELS
    assert refusal(transparent_png(5000)) == TOO_MANY_PIXELS
    # Read at half its size, the same photo fits as soon as it need not be kept whole.
    assert Image.open(clean_picture(BytesIO(encoded(photo, "JPEG")))).size == (2560, 1969)


@pytest.mark.parametrize(
    "body",
    [
        "import os; os.kill(os.getpid(), 11)",
        "import os; os._exit(77)",
        "return b''",
        "return b'<html><script>alert(1)</script>'",
    ],
)
def test_what_ends_its_child_or_comes_out_as_no_picture_cannot_be_read(decode: object, body: str) -> None:
    decode(body)
    assert refusal(b"x") == CANNOT_BE_READ


def test_what_never_ends_is_ended_by_its_processor_time(
    decode: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "LIMITS", replace(pictures.LIMITS, cpu_seconds=1))
    decode("while True: pass")
    assert refusal(b"x") == CANNOT_BE_READ


def test_what_gets_too_little_of_the_processor_is_ended_by_the_clock_and_may_come_again(
    decode: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "LIMITS", replace(pictures.LIMITS, seconds=0.5))
    decode("import time; time.sleep(600)")
    with pytest.raises(Busy):
        clean_picture(BytesIO(b"x"))


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("return bytes(pictures_most + 1)", "File too large"),
        ("[open('/dev/null') for _ in range(100)]", "Too many open files"),
        ("import django", "No module named 'django'"),
        ("import os; raise RuntimeError([name for name in os.environ if 'TRELLIS' in name])", "Error: []"),
    ],
)
def test_a_child_has_little_and_knows_little(decode: object, body: str, said: str) -> None:
    assert "TRELLIS_SECRET_KEY" in os.environ
    decode(body.replace("pictures_most", str(32 * 1024 * 1024)))
    with pytest.raises(RuntimeError, match="child failed") as failure:
        clean_picture(BytesIO(b"x"))
    assert said in str(failure.value)


@pytest.mark.skipif(sys.platform != "linux", reason="memory is bounded on Linux alone")
def test_half_a_gigabyte_is_not_to_be_had(decode: object) -> None:
    decode("bytearray(512 * 1024 * 1024)")
    assert refusal(b"x") == TOO_MANY_PIXELS


@pytest.mark.whole
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process of its parent's end")
def test_a_child_dies_with_its_parent(tmp_path: Path) -> None:
    begun = tmp_path / "begun"
    path = hostile_decoder(tmp_path, f"open({str(begun)!r}, 'w'); import time; time.sleep(600)")
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, *path], env={**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    )
    try:
        assert wait_until(begun.exists, timeout=30)
        (child,) = psutil.Process(parent.pid).children()
    finally:
        parent.send_signal(signal.SIGKILL)
        parent.wait()
    assert wait_until(lambda: not is_alive(child), timeout=10)
