"""`trellis ledger verify`, as a command, over a database and over archives of it."""

import os
from pathlib import Path

import psycopg
import pytest
from django.db import connection as djangos

from tests.domain.ledger.books import earn, receive, somebody
from tests.launcher.ledger.test_verifying import seal_all
from tests.launcher.support import run_trellis
from trellis.domain.ledger.models import Seal
from trellis.domain.ledger.services import subtotals
from trellis.launcher.ledger.dumped import _moment, _plain


def _run(*arguments: str, data: Path) -> tuple[int, str, str]:
    addresses = {name: os.environ[name] for name in ("DATABASE_URL", "TRELLIS_OWNER_DATABASE_URL")}
    ran = run_trellis(*arguments, "--data-dir", str(data), **addresses)
    return ran.returncode, ran.stdout, ran.stderr


@pytest.mark.whole
@pytest.mark.django_db(transaction=True)
def test_a_changed_byte_is_found_in_a_dump(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    payee = somebody().pk
    receive(payee, 1000)
    earn(payee, 1000)
    seal_all()
    monkeypatch.setattr(subtotals, "_FEW", 1)
    assert subtotals.sum_up() == 4
    receive(payee, 7)
    head = f"1:{bytes(Seal.objects.get().root).hex()}"
    file, changed, data = tmp_path / "whole", tmp_path / "changed", tmp_path / "data"
    assert _run("ledger", "verify", data=data)[1].endswith(f"not sealed yet: 2. Seals: 1.\nHead: {head}\n")
    assert _run("backup", str(file), data=data)[0] == 0
    code, said, _ = _run("ledger", "verify", str(file), "--head", head, data=data)
    assert (code, said.splitlines()[-1]) == (0, f"Head: {head}")
    assert "Transfers: 3. Entries: 7, of them not sealed yet: 2. Seals: 1." in said

    name = djangos.settings_dict["NAME"]
    with psycopg.connect(os.environ["TRELLIS_TEST_SUPERUSER_URL"], dbname=name) as superuser:
        superuser.execute("SET LOCAL session_replication_role = replica")
        superuser.execute("UPDATE ledger_transfer SET happened_at = happened_at + interval '1 microsecond'")
    assert _run("backup", str(changed), data=data)[0] == 0
    code, said, error = _run("ledger", "verify", str(changed), data=data)
    assert code == 1
    assert said.count("its transfer or its account is not as it was written.") == 7
    assert error == "trellis: The ledger is not as it was written.\n"


@pytest.mark.parametrize(
    ("written", "read"),
    [(b"plain", b"plain"), (rb"\\x00ff", rb"\x00ff"), (rb"a\tb\nc\\\v", b"a\tb\nc\\\v")],
)
def test_what_a_dump_escapes_is_read(written: bytes, read: bytes) -> None:
    assert _plain(written) == read


@pytest.mark.parametrize("fraction", ["", ".5", ".123456", ".1234"])
@pytest.mark.parametrize("offset", ["+00", "-03:30", "+05:53:28"])
def test_so_are_moments_of_any_session(fraction: str, offset: str) -> None:
    moment = _moment(f"2027-02-01 04:30:00{fraction}{offset}")
    assert moment.microsecond == int(f"{fraction[1:]:0<6}")
    assert moment.utcoffset() is not None
