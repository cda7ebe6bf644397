"""Headers of conditional requests are lists of entity tags, wherever they are read."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from trellis.core.http.caching import cacheable
from trellis.core.http.conditions import tags_in


@pytest.mark.parametrize("header", [None, "*", " * "])
def test_any_version_will_do_without_the_header_and_for_a_star(header: str | None) -> None:
    assert tags_in(header) is None


@pytest.mark.parametrize(
    ("header", "tags"),
    [
        ('"a"', {'"a"'}),
        ('W/"a"', {'"a"'}),
        ('"zzz","3"', {'"zzz"', '"3"'}),
        (' "a" ,\tW/"b",, "c" ', {'"a"', '"b"', '"c"'}),
        ('""', {'""'}),
        ("", set()),
        ("3", set()),
        ('"3', set()),
        ('"a" "b"', set()),
        ('"a", *', {'"a"'}),
    ],
)
def test_each_tag_of_a_list_counts_and_what_is_none_names_nothing(header: str, tags: set[str]) -> None:
    assert tags_in(header) == tags


@pytest.mark.parametrize("form", ["{}", '"zzz",{}', 'W/"zzz" , W/{}', "*"])
def test_a_reader_who_has_it_under_one_of_many_tags_is_told_so(form: str) -> None:
    factory = RequestFactory()
    etag = cacheable(factory.get("/"), HttpResponse("text"))["ETag"]
    again = cacheable(factory.get("/", headers={"If-None-Match": form.format(etag)}), HttpResponse("text"))
    assert (again.status_code, again["ETag"]) == (304, etag)
