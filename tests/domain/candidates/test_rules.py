"""What candidates may write, and when a profile is complete."""

from typing import Any

import pytest

from trellis.domain.candidates.rules import limits
from trellis.domain.candidates.rules.choices import AccommodationNeeds, told_needs
from trellis.domain.candidates.rules.completeness import missing
from trellis.domain.candidates.rules.meaning import digest_of, words_of
from trellis.domain.candidates.rules.slugs import slug_of, told_apart
from trellis.domain.candidates.rules.structures import fault_of
from trellis.domain.candidates.rules.years import faults_of_years


def nested(levels: int) -> Any:
    value: Any = []
    for _ in range(levels - 1):
        value = [value]
    return value


class TestAStructure:
    @pytest.mark.parametrize(
        "value", [{}, [], {"a": None, "b": [1, 2.5, "ü", {"c": True}]}, nested(limits.DEEPEST_STRUCTURE)]
    )
    def test_an_object_or_a_list_is_kept(self, value: Any) -> None:
        assert fault_of(value) == ""

    @pytest.mark.parametrize("value", ["text", 5, True])
    def test_anything_else_is_none(self, value: Any) -> None:
        assert "object or a list" in fault_of(value)

    def test_one_that_is_too_long_or_too_deep_is_refused(self) -> None:
        assert "bytes" in fault_of(["ü" * (limits.LARGEST_STRUCTURE // 2)])
        assert "nested" in fault_of(nested(limits.DEEPEST_STRUCTURE + 1))

    @pytest.mark.parametrize("value", [["\x00"], {"\x00": 1}, [{"a": ["b\x00"]}]])
    def test_one_with_a_null_character_is_refused(self, value: Any) -> None:
        assert "Null" in fault_of(value)

    def test_a_backslash_before_a_u_is_no_null_character(self) -> None:
        assert fault_of(["\\u0000"]) == ""


class TestASlug:
    @pytest.mark.parametrize(
        ("name", "slug"),
        [
            ("Cam Didate", "cam-didate"),
            ("Renée O'Hara", "renee-ohara"),
            ("山田 太郎", "candidate"),
            ("", "candidate"),
            ("---", "candidate"),
        ],
    )
    def test_it_is_made_of_the_name(self, name: str, slug: str) -> None:
        assert slug_of(name) == slug

    def test_it_has_room_for_what_tells_namesakes_apart(self) -> None:
        assert len(told_apart(slug_of("x" * 500), "abc234")) <= limits.LONGEST_SLUG


def test_nothing_chosen_is_told_as_rather_not_say() -> None:
    assert told_needs("") == told_needs(AccommodationNeeds.PREFER_TO_DISCUSS_LATER)
    assert {told_needs(each) for each in AccommodationNeeds} == set(AccommodationNeeds.values)


def test_what_is_missing_is_said_by_field() -> None:
    whole = dict.fromkeys(
        (
            *("name", "employment_type_preferences", "work_mode_preferences"),
            *("skills", "languages", "education"),
        ),
        True,
    )
    assert missing(whole) == {}
    assert missing({**whole, "skills": False}) == {"skills": ["Name a skill."]}
    assert missing(dict.fromkeys(whole, False)).keys() == whole.keys()


@pytest.mark.parametrize(
    ("start", "end", "wrong"),
    [(2020, 2019, True), (2020, 2020, False), (2020, None, False), (None, 2019, False), (None, None, False)],
)
def test_years_are_in_order_where_both_are_known(start: int | None, end: int | None, wrong: bool) -> None:
    assert bool(faults_of_years(start=start, end=end)) is wrong


class TestTheMeaningOfAProfile:
    def test_it_is_what_somebody_can_and_has_done_each_once(self) -> None:
        told = (
            '{"jobs": [{"title": "Baker", "employer": "St Anna"}, {"title": "Baker"}], "phones": ["+43 1"]}'
        )
        words = words_of(
            skills=["Welding", "Rust"], courses=["Metal", ""], languages=["Danish"], resume_data=told
        )
        assert words == "Welding, Rust. Baker. Metal. Danish"

    @pytest.mark.parametrize(
        "told", [None, "", "my resume", "[]", '{"jobs": 5}', '{"jobs": [5, {"title": 5}, {"title": ""}]}']
    )
    def test_what_is_no_text_of_ours_says_nothing(self, told: str | None) -> None:
        assert words_of(skills=[], courses=[], languages=[], resume_data=told) == ""

    def test_words_that_tell_who_somebody_is_have_no_part_in_it(self) -> None:
        said = ["Treasurer of the Deaf Sports Club", "Welding"]
        alike = ["Treasurer of the Sports Club", "Welding"]
        deaf, other = (
            words_of(skills=each, courses=[], languages=[], resume_data=None) for each in (said, alike)
        )
        assert deaf == other

    def test_other_words_have_another_digest_that_a_column_holds(self) -> None:
        assert digest_of("Welding") == digest_of("Welding") != digest_of("Rust")
        assert -(2**63) <= digest_of("\ud800") < 2**63
