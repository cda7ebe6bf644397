"""What is backed up while Trellis runs is there again after a restore, and no other file is restored."""

import io
import json
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.launcher.support import Up, copy, free_port, run_trellis
from tests.launcher.test_refusals import assert_one_sentence
from trellis.core.embedded.throwaway import throwaway_place
from trellis.launcher.archive import files
from trellis.launcher.archive.container import BadArchiveError, Reader, Writer
from trellis.launcher.archive.files import Unpacked, link_all, walk

STORAGES = {"default", "private"}
FILES = {"default/a/one.jpg": b"1" * 5000, "private/recordings/x/two.webm": b"", "private/ü é.csv": b"3"}


def archive(path: Path, *, facts: dict[str, Any] | None = None) -> Path:
    """Write an archive as `trellis backup` does."""
    with path.open("wb") as out:
        writer = Writer(out)
        writer.note("trellis.json", facts or {"format": 1})
        writer.piece("database/00000001", b"dump")
        for name, content in FILES.items():
            writer.piece(f"files/{name}", content)
        writer.finish()
    return path


def forged(path: Path, *members: tuple[tarfile.TarInfo, bytes]) -> Path:
    """Write an archive with these members before its end, and a right checksum."""
    with path.open("wb") as out:
        writer = Writer(out)
        writer.note("trellis.json", {"format": 1})
        for member, content in members:
            member.size = len(content)
            writer._tar.addfile(member, io.BytesIO(content))
        writer.finish()
    return path


def named(name: str, kind: bytes = tarfile.REGTYPE, link: str = "") -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.type, member.linkname = kind, link
    return member


class TestAnArchive:
    def test_what_was_written_is_read(self, tmp_path: Path) -> None:
        reader = Reader(archive(tmp_path / "a", facts={"format": 1, "made_at": "today"}))
        assert reader.check(STORAGES) == {"format": 1, "made_at": "today"}
        assert b"".join(reader.pieces()) == b"dump"
        read = {f"{storage}/{name}": content.read() for storage, name, content in reader.files()}
        assert read == FILES

    @pytest.mark.parametrize(
        "harm",
        [
            lambda data: b"",
            lambda data: b"PK\x03\x04" + data,
            lambda data: data[:600],
            lambda data: data[: len(data) // 2],
            lambda data: data.replace(b"1" * 5000, b"1" * 4999 + b"2"),
            lambda data: data.replace(b"one.jpg", b"two.jpg", 1),
            lambda data: data[: data.index(b"end.json")],
            lambda data: data.replace(b"trellis.json", b"another.json"),
        ],
    )
    def test_one_that_was_changed_or_cut_is_refused(
        self, tmp_path: Path, harm: Callable[[bytes], bytes]
    ) -> None:
        path = archive(tmp_path / "a")
        path.write_bytes(harm(path.read_bytes()))
        with pytest.raises(BadArchiveError):
            Reader(path).check(STORAGES)

    @pytest.mark.parametrize(
        "member",
        [
            named("files/default/../../x"),
            named("files/default//x"),
            named("files/default/./x"),
            named("files/default"),
            named("files/other/x"),
            named("files/default/a\\b"),
            named("files/default/a\nb"),
            named(f"files/default/{'a' * 300}"),
            named("/etc/passwd"),
            named("../x"),
            named("secret-key"),
            named("push-key"),
            named("badge-key"),
            named("database/x"),
            named("trellis.json"),
            named("files/default/x", tarfile.SYMTYPE, "/etc/passwd"),
            named("files/default/x", tarfile.LNKTYPE, "files/default/y"),
            named("files/default/x", tarfile.DIRTYPE),
            named("files/default/x", tarfile.CHRTYPE),
            named("files/default/x", tarfile.FIFOTYPE),
            named("files/default/x", tarfile.GNUTYPE_SPARSE),
        ],
        ids=lambda member: f"{member.type!r} {member.name[:30]}",
    )
    def test_one_that_would_write_elsewhere_or_something_else_is_refused(
        self, tmp_path: Path, member: tarfile.TarInfo
    ) -> None:
        path = forged(tmp_path / "a", (member, b""))
        with pytest.raises(BadArchiveError):
            Reader(path).check(STORAGES)

    def test_nothing_may_follow_its_end(self, tmp_path: Path) -> None:
        path = archive(tmp_path / "a")
        with tarfile.open(path, "a") as tar:
            tar.addfile(named("files/default/x"), io.BytesIO())
        with pytest.raises(BadArchiveError):
            Reader(path).check(STORAGES)


class TestFilesThatAreHeld:
    def test_a_deleted_file_stays_in_what_is_held(self, tmp_path: Path) -> None:
        root, held = tmp_path / "media", tmp_path / "held"
        (root / "a").mkdir(parents=True)
        (root / "a" / "one").write_bytes(b"1")
        link_all({"default": root, "private": tmp_path / "nothing"}, held)
        (root / "a" / "one").unlink()
        (root / "two").write_bytes(b"2")
        link_all({"default": root}, held)
        assert sorted(walk(held)) == ["default/a/one", "default/two"]

    def test_where_there_are_no_links_it_is_copied(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(*_: object) -> None:
            raise PermissionError

        monkeypatch.setattr(files.Path, "hardlink_to", fail)
        (tmp_path / "media").mkdir()
        (tmp_path / "media" / "one").write_bytes(b"1")
        link_all({"default": tmp_path / "media"}, tmp_path / "held")
        assert (tmp_path / "held" / "default" / "one").read_bytes() == b"1"

    def test_what_was_there_stays_until_all_is_written(self, tmp_path: Path) -> None:
        root = tmp_path / "media"
        root.mkdir()
        (root / "old").touch()
        with Unpacked({"default": root}) as unpacked:
            unpacked.write("default", "a/new", io.BytesIO(b"1"))
        assert list(walk(tmp_path)) == ["media/old"]
        with Unpacked({"default": root}) as unpacked:
            unpacked.write("default", "a/new", io.BytesIO(b"1"))
            unpacked.take_place()
        assert list(walk(tmp_path)) == ["media/a/new"]


def made_in(up: Up) -> dict[str, Any]:
    """Make a file of every kind in this instance."""
    script = "from tests.launcher.every_file import main; main()"
    done = run_trellis("manage", "shell", "--no-imports", "-c", script, TRELLIS_DATA_DIR=str(up.data_dir))
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def contents(up: Up, made: dict[str, Any]) -> dict[str, bytes]:
    """Return what the instance answers at each of these addresses."""
    token = {"Authorization": f"Bearer {made['token']}"}
    with httpx.Client(base_url=f"http://127.0.0.1:{up.port}", headers=token, timeout=30) as client:
        answers = {path: client.get(path) for path in made["paths"]}
    assert {path: answer.status_code for path, answer in answers.items()} == dict.fromkeys(answers, 200)
    address = f"localhost:{up.port}".encode()  # each has a port of its own
    return {path: answer.content.replace(address, b"here") for path, answer in answers.items()}


def _facts_of(path: Path) -> dict[str, Any]:
    with tarfile.open(path) as tar:
        content = tar.extractfile("trellis.json")
        assert content is not None
        facts: dict[str, Any] = json.loads(content.read())
        return facts


def _with_other_migration(path: Path, to: Path) -> Path:
    """Write the archive as a later Trellis would have."""
    facts = _facts_of(path)
    return archive(to, facts={**facts, "migrations": [*facts["migrations"], ["core", "9999_later"]]})


@pytest.mark.whole
@pytest.mark.xdist_group("launcher")
def test_an_instance_is_backed_up_while_it_runs_and_restored_elsewhere(up: Up, initialised: Path) -> None:
    up.start_on_copy(initialised)  # not the shared one: the people of the demo have numbers of their own
    up.wait_ready()
    made = made_in(up)
    before = contents(up, made)
    with throwaway_place() as place:
        file, data = place / "trellis.backup", place / "data"
        saved = run_trellis("backup", str(file), "--data-dir", str(up.data_dir))
        assert saved.returncode == 0, saved.stderr
        assert file.stat().st_mode & 0o777 == 0o600
        assert [each.name for each in place.iterdir()] == ["trellis.backup"]
        assert str(up.data_dir / "secret-key") in saved.stdout
        key = (up.data_dir / "secret-key").read_text()
        push_key = (up.data_dir / "push-key").read_text()
        badge_key = (up.data_dir / "badge-key").read_text()
        for secret in (key, push_key, badge_key):
            assert secret.encode() not in file.read_bytes()
        assert not (up.data_dir / "backup").exists()
        assert_one_sentence(run_trellis("backup", str(file), "--data-dir", str(up.data_dir)), "already")

        # Refused before anything is touched: while it runs, over another's data, of a later version.
        running = run_trellis("restore", str(file), "--data-dir", str(up.data_dir))
        assert_one_sentence(running, "already runs")
        later = _with_other_migration(file, place / "later")
        assert_one_sentence(run_trellis("restore", str(later), "--data-dir", str(data)), "core.9999_later")
        assert not data.exists()
        copy(initialised, data)
        (data / "secret-key").write_text("another key")
        other = run_trellis("restore", str(file), "--data-dir", str(data))
        assert_one_sentence(other, "another key", "--other-key", "sign in again")
        options = ["--data-dir", str(data), "--other-key", "--overwrite"]
        no_dump = archive(place / "no-dump", facts=_facts_of(file))
        assert_one_sentence(run_trellis("restore", str(no_dump), *options), "pg_restore failed")
        filled = run_trellis("restore", str(file), "--data-dir", str(data), "--other-key")
        assert_one_sentence(filled, "the database", "--overwrite")

        done = run_trellis("restore", str(file), *options)
        assert done.returncode == 0, done.stderr

        # From an instance that does not run, and into nothing.
        (data / "secret-key").write_text(key)
        (data / "push-key").write_text(push_key)
        again, empty = place / "again.backup", place / "empty"
        saved = run_trellis("backup", str(again), "--data-dir", str(data))
        assert saved.returncode == 0, saved.stderr
        done = run_trellis("restore", str(again), "--data-dir", str(empty))
        assert done.returncode == 0, done.stderr
        assert f"{empty / 'secret-key'}" in done.stdout and "fingerprint" in done.stdout
        assert f"{empty / 'push-key'}" in done.stdout and "asked again" in done.stdout
        assert not (empty / "secret-key").exists() and not (empty / "push-key").exists()
        for storage in ("media", "private"):
            assert sorted(walk(empty / storage)) == sorted(walk(up.data_dir / storage))

        (empty / "secret-key").write_text(key)
        with Up(empty, port=free_port()) as restored:
            restored.start()
            restored.wait_ready()
            assert contents(restored, made) == before
