"""Codes: drawn, not worked out; read as people type them."""

import pytest

from tests.domain.credentials.world import finished, learner
from trellis.domain.credentials.models import Badge
from trellis.domain.credentials.rules.codes import code_in, code_of_address, drawn_code

CODE = "SOOSH-2027-0123456789ABCD"


@pytest.mark.parametrize(
    "typed",
    [CODE, CODE.lower(), f"  {CODE} ", "SOOSH-2027-O1234 56789ABCD", "soosh-2027-oL2345-6789-ABCD"],
    ids=["as printed", "small", "spaces", "an O", "an L and hyphens"],
)
def test_it_is_read_as_people_type_it(typed: str) -> None:
    assert code_in(typed) == CODE


_NONE = {
    "nothing": "",
    "short": "SOOSH",
    "one less": CODE[:-1],
    "one more": f"{CODE}0",
    "a U": "SOOSH-2027-U123456789ABCD",
    "two digits": "SOOSH-27-0123456789ABCD",
    "other digits": "SOOSH-٢٠٢٧-0123456789ABCD",
    "NUL": f"{CODE}\x00",
    "long": CODE * 9,
    "another": "OTHER-2027-0123456789ABCD",
}


@pytest.mark.parametrize("typed", _NONE.values(), ids=_NONE)
def test_what_can_be_none_is_none(typed: str) -> None:
    assert code_in(typed) is None


def test_it_is_found_at_the_end_of_its_address() -> None:
    assert code_of_address(f"https://trellis.example/verify/{CODE}") == CODE
    assert code_of_address("https://trellis.example/") is None
    assert code_of_address(7) is None


def test_it_has_seventy_random_bits() -> None:
    drawn = {drawn_code(2027) for _ in range(2000)}
    assert len(drawn) == 2000
    assert {len(code.rpartition("-")[2]) for code in drawn} == {14}
    # In every place every one of the 32 signs: nothing of it is fixed or counted.
    assert [len({code[11 + place] for code in drawn}) for place in range(14)] == [32] * 14


@pytest.mark.django_db
def test_nothing_of_it_is_made_of_who_has_done_what() -> None:
    user = learner()
    badge = finished(user)
    first = badge.code
    Badge.objects.all().delete()
    again = finished(user)
    assert first != again.code
    for part in (str(user.pk), user.public_id.hex, badge.source, badge.public_id.hex):
        assert part.upper() not in first.partition("-")[2].partition("-")[2] or len(part) < 4
