"""Which names of timezones are taken, and which are no place."""

import pytest

from trellis.domain.accounts.rules import is_zone


@pytest.mark.parametrize(
    "name", ["Europe/London", "America/Argentina/Buenos_Aires", "UTC", "Etc/GMT+5", "Japan"]
)
def test_a_name_that_a_person_can_mean_is_taken(name: str) -> None:
    assert is_zone(name)


@pytest.mark.parametrize(
    "name", ["", "localtime", "posixrules", "Factory", "leapseconds", "Mars/Olympus", "../../etc/passwd"]
)
def test_a_file_of_the_database_that_is_no_place_is_not(name: str) -> None:
    assert not is_zone(name)
