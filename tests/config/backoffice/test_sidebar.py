"""The sidebar of the back office: every table that can be looked at is in it, once."""

from collections import Counter

from django.contrib import admin
from django.urls import reverse

from trellis.config.backoffice import UNFOLD

GROUPS = UNFOLD["SIDEBAR"]["navigation"]


def test_it_has_every_list_once() -> None:
    links = Counter(str(item["link"]) for group in GROUPS for item in group["items"])
    lists = {
        reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"): model._meta.label
        for model in admin.site._registry
    }
    missing = {label for link, label in lists.items() if links[link] != 1}
    assert missing == set(), "give each its line in config/backoffice.py"


def test_no_two_groups_bear_one_name() -> None:
    titles = [group["title"] for group in GROUPS if "title" in group]
    assert len(titles) == len(set(titles))
