"""Films that were stored as they came are cleaned afterwards, as many at a time as an operator wants."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.utils import timezone

from tests.core.files.films import PICTURES, SECRET, film, place
from tests.core.files.test_films import cleaned
from trellis.domain.accounts.models import User
from trellis.domain.scouting.models import Post, Talent
from trellis.domain.scouting.services import onboard_talent

pytestmark = pytest.mark.django_db


@pytest.fixture
def talent() -> Talent:
    user = User.objects.create_user("ada", "ada@example.com", "a password")
    return onboard_talent(user=user, personal={}, profile={}, now=timezone.now())


def stored(talent: Talent, content: bytes) -> Post:
    now = timezone.now()
    post = Post(talent=talent, created_at=now, updated_at=now)
    post.video.save("x.mp4", ContentFile(content))
    return post


def run(**options: int) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command("clean_films", stdout=out, stderr=err, **options)
    return out.getvalue().strip(), err.getvalue().strip()


def test_a_film_with_a_place_is_cleaned_under_another_name_and_the_old_file_is_gone(
    talent: Talent, media_root: Path
) -> None:
    post = stored(talent, film(in_head=place()))
    old = post.video.name
    assert run() == (f"Looked at 1 films and cleaned 1. Go on with --after {post.pk}.", "")
    post.refresh_from_db()
    assert post.video.name != old
    assert [path.name for path in (media_root / "posts/videos").iterdir()] == [Path(post.video.name).name]
    content = (media_root / post.video.name).read_bytes()
    assert PICTURES in content
    assert SECRET not in content
    assert run() == (f"Looked at 1 films and cleaned 0. Go on with --after {post.pk}.", "")


def test_it_does_so_many_and_goes_on_where_it_was(talent: Talent, media_root: Path) -> None:
    first, second = (stored(talent, film(in_head=place())) for _ in range(2))
    assert run(most=1)[0] == f"Looked at 1 films and cleaned 1. Go on with --after {first.pk}."
    second.refresh_from_db()
    assert SECRET in (media_root / second.video.name).read_bytes()
    assert run(after=first.pk)[0] == f"Looked at 1 films and cleaned 1. Go on with --after {second.pk}."


def test_what_cannot_be_cleaned_is_told_and_left(talent: Talent, media_root: Path) -> None:
    odd, gone, clean = stored(talent, b"no film"), stored(talent, film()), stored(talent, cleaned(film()))
    (media_root / gone.video.name).unlink()
    out, err = run()
    assert out == f"Looked at 3 films and cleaned 0. Go on with --after {clean.pk}."
    assert err.splitlines() == [
        f"Post {odd.pk} keeps its film as it is: Upload an MP4, MOV or WebM video.",
        f"Post {gone.pk} keeps its film as it is: No such file or directory",
    ]
    assert (media_root / odd.video.name).read_bytes() == b"no film"
