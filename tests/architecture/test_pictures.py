"""No stranger's picture or film is kept as it came, nor read in a web process, by whichever form it comes."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.core.files.storage import default_storage
from django.db import models
from PIL import Image

from tests.core.files.pictures import encoded
from trellis.core.files.uploads import PictureFormField, PictureModelField, VideoFormField, VideoModelField

WEB_PROCESS = """
import trellis.config.asgi, sys
from io import BytesIO
from trellis.core.files.pictures import clean_picture
kept = clean_picture(BytesIO(sys.stdin.buffer.read()))
print(kept.name, [name for name in sys.modules if name.startswith("PIL")])
"""


def test_every_picture_of_a_row_is_cleaned_by_every_form() -> None:
    fields = [
        field
        for model in apps.get_models()
        if model.__module__.startswith("trellis.")
        for field in model._meta.get_fields()
        if isinstance(field, models.ImageField)
    ]
    assert len(fields) > 5
    for field in fields:
        assert isinstance(field, PictureModelField), (
            f"{field}: use trellis.core.files.uploads.PictureModelField"
        )
        assert isinstance(field.formfield(), PictureFormField)


def test_every_other_file_of_a_row_that_all_may_see_is_a_video_and_cleaned_by_every_form() -> None:
    fields = [
        field
        for model in apps.get_models()
        if model.__module__.startswith("trellis.")
        for field in model._meta.get_fields()
        if isinstance(field, models.FileField)
        and not isinstance(field, models.ImageField)
        and field.storage is default_storage
    ]
    assert fields
    for field in fields:
        assert isinstance(field, VideoModelField), f"{field}: use trellis.core.files.uploads.VideoModelField"
        assert isinstance(field.formfield(), VideoFormField)


@pytest.mark.whole
def test_a_web_process_does_not_load_what_reads_pictures(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", WEB_PROCESS],
        input=encoded(Image.new("RGB", (8, 8)), "JPEG"),
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", "TRELLIS_DATA_DIR": str(tmp_path)},
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout == b"picture.jpg []\n"
