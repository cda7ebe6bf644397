"""What is due is done one by one, whatever becomes of the others."""

import pytest

from trellis.core.rounds import each_in_turn


def test_one_that_fails_holds_up_no_other() -> None:
    done = []

    def act(number: int) -> int:
        done.append(12 // number)
        return number

    assert each_in_turn([1, 2], act, what="numbers failed") == 3
    with pytest.raises(ExceptionGroup, match="1 numbers failed") as raised:
        each_in_turn([0, 3], act, what="numbers failed")
    assert [type(each) for each in raised.value.exceptions] == [ZeroDivisionError]
    assert done == [12, 6, 4]
