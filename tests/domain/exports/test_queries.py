"""The columns that docs/exports.md lists are those that exports have, and who sees the personal ones."""

import re
from pathlib import Path

import pytest

from trellis.domain.exports.queries import SOURCES
from trellis.domain.organizations.models import Membership
from trellis.domain.organizations.rights import Role
from trellis.domain.workplace.rules.kinds import CONTACT

PAGE = Path(__file__).parents[3] / "docs" / "exports.md"


@pytest.mark.parametrize("kind", ["requests", "requisitions"])
def test_the_page_lists_the_columns(kind: str) -> None:
    text = PAGE.read_text().partition(f"## {kind.capitalize()}\n")[2]
    listed = re.findall(r"`(\w+)`", re.split(r"\n\n(?=[A-Z])", text)[0])
    assert listed == [column.name for column in SOURCES[kind].columns]


def test_addresses_are_for_who_decides() -> None:
    def seen(role: Role) -> set[str]:
        member = Membership(role=role, user_id=1)
        return {column.name for column in SOURCES["requests"].columns_for(member)}

    everything = {column.name for column in SOURCES["requests"].columns}
    for role in (Role.OWNER, Role.ADMIN, Role.MANAGER):
        assert seen(role) == everything
    assert seen(Role.STAFF) == everything - CONTACT
