"""Addresses of files: those of Django's own storage for every name that it gives out."""

import pytest
from django.core.files.storage import FileSystemStorage
from hypothesis import given
from hypothesis import strategies as st

from trellis.core.rendering.media import media_url

PARTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0/\\"), min_size=1)
NAMES = st.lists(PARTS.filter(lambda part: part not in (".", "..")), min_size=1).map("/".join)


@given(NAMES)
def test_it_is_what_the_file_storage_says(name: str) -> None:
    assert media_url(name) == FileSystemStorage(base_url="/media/").url(name)


@pytest.mark.parametrize("name", [None, ""])
def test_no_file_has_no_address(name: str | None) -> None:
    assert media_url(name) is None


def test_absolute_addresses_start_with_the_public_one(settings: object) -> None:
    settings.TRELLIS_PUBLIC_URL = "https://trellis.example"  # type: ignore[attr-defined]
    assert media_url("a b.jpg", absolute=True) == "https://trellis.example/media/a%20b.jpg"


def test_a_media_host_of_its_own_stays_as_it_is(settings: object) -> None:
    settings.MEDIA_URL = "https://cdn.example/m/"  # type: ignore[attr-defined]
    assert media_url("a.jpg", absolute=True) == "https://cdn.example/m/a.jpg"
