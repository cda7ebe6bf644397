"""The embedded server: what it offers to each role, and where it lies."""

import os
import stat
from pathlib import Path

import psycopg
import pytest

from trellis.core.embedded import Cluster, ClusterInUseError, EmbeddedError, throwaway_cluster
from trellis.core.embedded.server import last_complaint, prepare_socket_dir, trim_log
from trellis.core.embedded.throwaway import throwaway_place

pytestmark = [pytest.mark.whole, pytest.mark.xdist_group("embedded")]


def ask(url: str, query: str) -> tuple:
    with psycopg.connect(url, autocommit=True) as connection:
        return connection.execute(query).fetchone()


def run(url: str, command: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(command)


def test_it_is_a_recent_postgresql_with_vectors_in_utf8(cluster: Cluster) -> None:
    assert ask(cluster.url(), "SELECT current_setting('server_version_num')::int >= 180000")[0]
    assert ask(cluster.url(), "SELECT '[1,2]'::vector <-> '[1,3]'::vector") == (1.0,)
    assert ask(cluster.url(), "SHOW server_encoding") == ("UTF8",)
    assert ask(cluster.url(), "SELECT lower('ÄÖÉ')") == ("äöé",)
    assert ask(cluster.url(), "SHOW data_checksums") == ("on",)


def test_it_listens_on_no_network_address(cluster: Cluster) -> None:
    assert ask(cluster.url(), "SHOW listen_addresses") == ("",)
    assert stat.S_IMODE(cluster.socket_dir.stat().st_mode) == 0o700


def test_the_application_uses_tables_that_the_owner_makes_and_can_do_no_more(
    cluster: Cluster,
) -> None:
    owner, application = cluster.url(role="trellis_owner"), cluster.url()
    run(owner, "CREATE TABLE talent (id bigserial PRIMARY KEY, name text)")
    run(application, "INSERT INTO talent (name) VALUES ('Ada')")
    assert ask(application, "SELECT id, name FROM talent") == (1, "Ada")
    for forbidden in ("CREATE TABLE x (id int)", "DROP TABLE talent", "SET ROLE postgres"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            run(application, forbidden)
    rights = "SELECT rolsuper, rolbypassrls, rolcreaterole FROM pg_roles WHERE rolname = user"
    assert ask(application, rights) == ask(owner, rights) == (False, False, False)


def test_a_new_database_has_the_same_rights_and_a_copy_has_the_same_rows(cluster: Cluster) -> None:
    cluster.create_database("first")
    owner = cluster.url(role="trellis_owner", database="first")
    run(owner, "CREATE TABLE talent (name text); INSERT INTO talent VALUES ('Ada')")
    cluster.create_database("second", template="first")
    assert ask(cluster.url(database="second"), "SELECT name FROM talent") == ("Ada",)
    cluster.drop_database("second")
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        ask(cluster.url(database="second"), "SELECT 1")


def test_data_survive_a_stop_and_a_start(cluster: Cluster) -> None:
    run(cluster.url(role="trellis_owner"), "CREATE TABLE kept (id int); INSERT INTO kept VALUES (7)")
    cluster.stop()
    assert not cluster.is_running
    assert cluster.pid is None
    cluster.start()
    cluster.start()
    assert ask(cluster.url(), "SELECT id FROM kept") == (7,)


def test_a_second_server_on_the_same_data_is_refused(cluster: Cluster) -> None:
    with pytest.raises(ClusterInUseError, match="stop it first"):
        Cluster(cluster.data_dir).start()
    assert ask(cluster.url(), "SELECT 1") == (1,)


@pytest.mark.parametrize("name", ["with space", "comma,here", "quo\"te's", "Größe", "l" * 120])
def test_it_runs_in_a_directory_of_any_name(place: Path, name: str) -> None:
    directory = place / name
    directory.mkdir(mode=0o711)
    with Cluster(directory / "postgres", durable=False) as cluster:
        assert ask(cluster.url(), "SELECT 1") == (1,)
    if cluster.socket_dir != cluster.data_dir:
        cluster.socket_dir.rmdir()


def test_a_socket_directory_that_others_can_enter_is_refused(place: Path) -> None:
    planted = place / "planted"
    planted.mkdir()
    planted.chmod(0o755)
    with pytest.raises(EmbeddedError, match="not private"):
        prepare_socket_dir(planted, user=None)


def test_a_throwaway_cluster_leaves_nothing_behind() -> None:
    with throwaway_cluster() as cluster:
        assert ask(cluster.url(), "SHOW fsync") == ("off",)
    assert not cluster.data_dir.parent.exists()


def test_a_place_that_was_forgotten_is_removed_by_the_next_and_one_in_use_stays() -> None:
    with throwaway_place() as held:
        forgotten = held.with_name(f"{held.name}-forgotten")
        (forgotten / "postgres").mkdir(parents=True)
        for place in (held, forgotten):
            os.utime(place, (0, 0))
        with throwaway_place() as other:
            assert (held.exists(), forgotten.exists(), other.exists()) == (True, False, True)


def test_the_log_does_not_grow_for_ever(place: Path) -> None:
    log = place / "postgres.log"
    log.write_bytes(b"x" * 5_000_001)
    trim_log(log)
    assert log.stat().st_size == 0
    assert (place / "postgres.log.1").stat().st_size == 5_000_001


def test_the_newest_complaint_is_found(place: Path) -> None:
    log = place / "postgres.log"
    log.write_text("old FATAL:  something else\n")
    size = log.stat().st_size
    with log.open("a") as file:
        file.write("2026 FATAL:  data directory has wrong ownership\n2026 LOG:  shut down\n")
    assert last_complaint(log, since=size) == "data directory has wrong ownership"


@pytest.mark.usefixtures("as_root")
def test_root_is_told_when_the_server_cannot_enter_the_directory(place: Path) -> None:
    private = place / "private"
    private.mkdir(mode=0o700)
    with pytest.raises(EmbeddedError, match="cannot enter"):
        Cluster(private / "postgres").start()
    assert stat.S_IMODE(private.stat().st_mode) == 0o700


@pytest.mark.usefixtures("as_root")
def test_for_root_the_server_runs_as_an_ordinary_user(cluster: Cluster) -> None:
    assert Path(f"/proc/{cluster.pid}").stat().st_uid != 0
    assert cluster.data_dir.stat().st_uid != 0
