"""Words of requisitions: taken apart alike when they are kept and when they are asked for."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.requisitions.factory import OWNER, STAFF, job_of, requisition_of
from tests.finding import HOSTILE, PAIRS
from trellis.core.db.words import query_for, words_of
from trellis.domain.organizations.models import Organization
from trellis.domain.requisitions.models import Requisition
from trellis.domain.requisitions.queries.published import matching, published
from trellis.domain.requisitions.queries.requisitions import Asked, requisitions_of
from trellis.domain.requisitions.rules.search import words_of_row


def _words(*texts: str) -> str:
    return words_of_row(texts=texts, plain=())


@given(st.lists(st.text(max_size=200), max_size=6))
def test_there_is_always_room_for_the_words_in_an_index(texts: list[str]) -> None:
    assert len(_words(*texts).encode()) < 3000


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize(
    "letters", ["𝔘 ", "语 ", "语文", "a b c d é ", "'\\ x@y\\'z ", "Camel", "front-end "]
)
def test_the_longest_texts_of_all_are_kept_and_found(letters: str) -> None:
    longest = (letters * 200)[:200]
    row = requisition_of(STAFF, title=longest, interview_location=(f"{letters}q" * 200)[:200])
    word = words_of(longest)[0]
    found = Requisition.objects.of_all_tenants().filter(search=query_for(word))
    assert row in found


@pytest.mark.usefixtures("world")
def test_a_requisition_of_a_hundred_different_words_is_kept() -> None:
    title = " ".join(chr(0x4E00 + n) for n in range(100))
    place = " ".join(chr(0x20000 + n) for n in range(100))
    row = requisition_of(STAFF, title=title, interview_location=place)
    assert row in Requisition.objects.of_all_tenants().filter(search=query_for(f"{title[0]} staff"))


@pytest.mark.usefixtures("world")
def test_two_hundred_different_signs_without_a_space_are_found_by_the_last() -> None:
    title = "".join(chr(0x4E00 + n) for n in range(200))
    row = requisition_of(STAFF, title=title)
    assert row in Requisition.objects.of_all_tenants().filter(search=query_for(title[-3:]))


@pytest.mark.usefixtures("world")
def test_members_find_what_they_mean() -> None:
    tenant = requisition_of(STAFF).organization
    for query, text, found in PAIRS:
        row = requisition_of(STAFF, title=text)
        assert (row in requisitions_of(tenant, Asked(search=query))) == found, (query, text)


@pytest.mark.usefixtures("world")
def test_everybody_finds_what_they_mean() -> None:
    for query, text, found in PAIRS:
        row = job_of(job_location=text, title="X")
        assert (row in matching(published(), query)) == found, (query, text)
        row.delete()


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize("text", HOSTILE)
def test_any_text_is_a_valid_question_and_one_without_words_finds_nothing(text: str) -> None:
    row = job_of(title="Quiet Job")
    may_be_found = bool(words_of(text)) or not text.strip()
    assert may_be_found or row not in matching(published(), text)
    assert may_be_found or row not in requisitions_of(row.organization, Asked(search=text))
    len(matching(published(), text))
    len(requisitions_of(row.organization, Asked(search=text)))


@pytest.mark.usefixtures("world")
def test_what_is_not_published_has_no_words_for_everybody() -> None:
    row = requisition_of(STAFF, title="Zookeeper")
    assert row.listing is None
    row.status, row.publish_status = "open", True
    row.save(update_fields=["status", "publish_status"])
    assert row in matching(published(), "zookeeper appbrew")
    assert row not in matching(published(), "staff@appbrew.com")
    row.publish_status = False
    row.save(update_fields=["publish_status"])
    assert Requisition.objects.of_all_tenants().get(pk=row.pk).listing is None


@pytest.mark.usefixtures("world")
def test_a_renamed_tenants_jobs_are_found_by_its_new_name(django_assert_num_queries: Any) -> None:
    jobs = [job_of(OWNER, title=f"Zookeeper {number}") for number in range(3)]
    draft = requisition_of(OWNER, title="Zookeeper")
    tenant = Organization.objects.get(pk=jobs[0].organization_id)
    tenant.name = "Łódź Zoo"
    # The tenant, a savepoint's two, the jobs, what is written of them; and three for its postings, of which
    # there are none.
    with django_assert_num_queries(8):
        tenant.save(update_fields=["name"])
    assert set(jobs) == set(matching(published(), "lodz zookeeper"))
    assert not matching(published(), "appbrew zookeeper").exists()
    assert Requisition.objects.of_all_tenants().get(pk=draft.pk).listing is None
