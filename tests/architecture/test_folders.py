"""Folders are told apart by folders: no prefix does a folder's work, and no folder holds too many files."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path, PurePath

import pytest

from tests.architecture.exceptions import hold

TRELLIS = Path(__file__).parents[2] / "trellis"
MOST_FILES = 20


def crowded(files: Iterable[PurePath]) -> dict[str, str]:
    """Return each folder of these Python files that breaks the law, with what is wrong with it."""
    folders: dict[PurePath, list[str]] = {}
    for file in files:
        if "migrations" not in file.parts and file.name != "__init__.py":
            folders.setdefault(file.parent, []).append(file.stem)
    found = {folder.as_posix(): _fault(names) for folder, names in folders.items()}
    return {folder: fault for folder, fault in found.items() if fault}


def _fault(names: list[str]) -> str:
    words = Counter(_word(name) for name in names)
    faults = [f"{count} begin with {word}" for word, count in sorted(words.items()) if count >= 3]
    if len(names) > MOST_FILES:
        faults.append(f"{len(names)} files")
    return ", ".join(faults)


def _word(name: str) -> str:
    """Return what a name begins with, its plural the same."""
    word = name.partition("_")[0]
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    if word.endswith(("sses", "ches", "shes", "xes")):
        return word[:-2]
    return word if word.endswith("ss") else word.removesuffix("s")


def test_a_word_that_begins_three_names_is_a_folder_and_no_folder_is_crowded() -> None:
    found = crowded(path.relative_to(TRELLIS) for path in TRELLIS.rglob("*.py"))
    hold("folders", found, f"give them a folder: {found}")


@pytest.mark.parametrize(
    ("names", "fault"),
    [
        (["booking_cards", "booking_forms", "bookings"], "3 begin with booking"),
        (["reply", "replies", "reply_forms"], "3 begin with reply"),
        (["address", "addresses", "address_page"], "3 begin with address"),
        ([f"{letter}{letter}" for letter in "abcdefghijklmnopqrstu"], "21 files"),
        (["booking_cards", "bookings", "booked"], ""),
        ([f"{letter}{letter}" for letter in "abcdefghijklmnopqrst"], ""),
        (["__init__"] * 30, ""),
    ],
)
def test_a_planted_crowd_is_found(names: list[str], fault: str) -> None:
    files = [PurePath("web") / f"{name}.py" for name in names]
    assert crowded(files) == ({"web": fault} if fault else {})


def test_migrations_may_be_many() -> None:
    assert crowded(PurePath(f"app/migrations/{number:04}_x.py") for number in range(1, 60)) == {}
