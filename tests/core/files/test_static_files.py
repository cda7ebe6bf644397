"""Static files are collected once for a version, under names that tell what is in them."""

import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.files.storage import storages
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpResponse
from django.test import RequestFactory
from pytest_django.fixtures import Settings
from whitenoise.middleware import WhiteNoiseMiddleware

from trellis.core.files.static_files import HashedFiles, collect, is_collected

OURS = Path(__file__).parents[3] / "trellis" / "web" / "static"
IMPORTED = re.compile(r"""(?:from|import)\s*\(?\s*["'](\.[^"']+)["']|url\(["']?([^)"'#]+)""")
HASHED = re.compile(r"\.[0-9a-f]{12}\.\w+$")


class Site:
    """A site with static files of its own."""

    def __init__(self, root: Path, sources: Path) -> None:
        self.root, self.sources = root, sources

    def write(self, name: str, text: str) -> None:
        path = self.sources / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def address(self, name: str) -> str:
        return HashedFiles().url(name)

    def served(self, address: str) -> str:
        return (self.root / address.removeprefix("/static/")).read_text()


@pytest.fixture
def site(tmp_path: Path, settings: Settings) -> Iterator[Site]:
    sources = tmp_path / "sources"
    sources.mkdir()
    settings.STATIC_ROOT = tmp_path / "static" / "files"
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATICFILES_DIRS = [sources]
    _forget()
    yield Site(settings.STATIC_ROOT, sources)
    _forget()


def _forget() -> None:
    finders.get_finder.cache_clear()
    storages._storages.clear()
    staticfiles_storage._wrapped = storages["staticfiles"]


def test_what_is_not_collected_has_its_own_name(site: Site) -> None:
    site.write("web/page.css", "a {}")
    assert not is_collected()
    assert site.address("web/page.css") == "/static/web/page.css"


def test_a_module_asks_for_others_by_their_content(site: Site) -> None:
    site.write("web/room.js", 'import { call } from "./room/call.js";\n')
    site.write("web/room/call.js", 'import { say } from "./words.js";\nexport const call = say;\n')
    site.write("web/room/words.js", "export const say = 1;\n")
    assert collect()
    text = site.served(site.address("web/room.js"))
    inner = re.search(r"\./room/(call\.[0-9a-f]{12}\.js)", text)
    assert inner, text
    assert re.search(r"\./words\.[0-9a-f]{12}\.js", site.served(f"/static/web/room/{inner[1]}"))


def test_what_an_imported_file_says_changes_the_names_of_all_that_import_it(site: Site) -> None:
    site.write("web/room.js", 'import "./words.js";\n')
    site.write("web/words.js", "1;\n")
    collect()
    before = site.address("web/room.js")
    site.write("web/words.js", "22;\n")
    assert not is_collected()
    assert site.address("web/room.js") == "/static/web/room.js"
    assert collect()
    assert site.address("web/room.js") != before
    assert site.served(before)  # for who has opened a page of the version before


def test_it_is_collected_once_for_a_version(site: Site) -> None:
    site.write("web/page.css", "a {}")
    assert collect()
    assert is_collected()
    assert not collect()


def test_what_two_versions_do_not_have_is_removed(site: Site) -> None:
    site.write("web/page.css", "a {}")
    collect()
    oldest = site.root / site.address("web/page.css").removeprefix("/static/")
    for text in ("b {color: red}", "c {color: green}"):
        site.write("web/page.css", text)
        collect()
    assert not oldest.exists()
    assert len(list((site.root / "web").glob("page.*.css"))) == 2


def test_examples_of_others_in_comments_are_no_imports(site: Site) -> None:
    site.write("lib/lib.js", '// import x from "nowhere"\n')
    assert collect()
    assert HASHED.search(site.address("lib/lib.js"))


def test_a_browser_keeps_what_is_named_by_its_content(site: Site) -> None:
    site.write("web/page.css", "a { color: red }\n" * 100)
    collect()
    _forget()
    middleware = WhiteNoiseMiddleware(_nothing)
    hashed = RequestFactory().get(site.address("web/page.css"), headers={"Accept-Encoding": "gzip"})
    with closing(middleware(hashed)) as answer:
        assert answer["Cache-Control"] == "max-age=315360000, public, immutable"
        assert answer["Content-Encoding"] == "gzip"
    with closing(middleware(RequestFactory().get("/static/web/page.css"))) as plain:
        assert "immutable" not in plain["Cache-Control"]


def test_all_that_our_own_files_ask_for_is_named_by_its_content(site: Site, settings: Settings) -> None:
    settings.STATICFILES_DIRS = [OURS]
    _forget()
    collect()
    names = HashedFiles().hashed_files
    texts = [site.served(f"/static/{named}") for name, named in names.items() if name.endswith(("js", "css"))]
    asked = [one or other for text in texts for one, other in IMPORTED.findall(text)]
    assert asked
    assert [each for each in asked if not HASHED.search(each)] == []


def _nothing(request: WSGIRequest) -> HttpResponse:
    return HttpResponse(status=404)
