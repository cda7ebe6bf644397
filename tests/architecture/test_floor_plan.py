"""A folder is read at a glance: few files, and no word that tells three of them from the rest."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2] / "trellis"
MOST_FILES = 20
OFTEN = 3


def crowded(root: Path) -> dict[str, list[str]]:
    """Return, by folder, what is too much there: words that begin three file names, more than 20 files.

    Python only; migrations and `__init__.py` aside. A word ends at the first `_`; its plural is the same.
    """
    found: dict[str, list[str]] = {}
    for folder, names in _folders(root):
        words = Counter(_singular(name.partition("_")[0]) for name in names)
        said = sorted(f"{word}: a folder" for word, count in words.items() if count >= OFTEN)
        if len(names) > MOST_FILES:
            said.append(f"{len(names)} files")
        if said:
            found[str(folder.relative_to(root))] = said
    return found


def _folders(root: Path) -> Iterator[tuple[Path, list[str]]]:
    for folder in (root, *(each for each in root.rglob("*") if each.is_dir())):
        names = [path.stem for path in folder.glob("*.py") if path.name != "__init__.py"]
        if names and "migrations" not in folder.parts:
            yield folder, names


def _singular(word: str) -> str:
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    if word.endswith(("sses", "ches", "shes", "xes")):
        return word[:-2]
    return word if word.endswith("ss") else word.removesuffix("s")


# folder: why it may be so. This list may only shrink.
EXCEPTIONS = {
    "web": "the rooms of meetings are not a folder yet",
    "web/mentorship": "its pages are not in folders by subject yet",
    "core": "not in its groups yet",
    "domain/requisitions": "its rules and services are not folders yet",
}


def test_every_folder_is_read_at_a_glance() -> None:
    found = {folder: said for folder, said in crowded(ROOT).items() if folder not in EXCEPTIONS}
    assert found == {}, "make a folder of the word, with files named by what they hold"


def test_the_exceptions_are_folders_that_are_there() -> None:
    assert [folder for folder in EXCEPTIONS if not (ROOT / folder).is_dir()] == []


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (["booking.py", "booking_changes.py", "bookings_page.py"], ["booking: a folder"]),
        (["policy.py", "policies.py", "policy_of_days.py"], ["policy: a folder"]),
        (["address.py", "addresses.py", "address_page.py"], ["address: a folder"]),
        ([f"{letter}.py" for letter in "abcdefghijklmnoprqtuv"], ["21 files"]),
    ],
)
def test_a_crowded_folder_is_found(tmp_path: Path, names: list[str], said: list[str]) -> None:
    folder = tmp_path / "web" / "mentorship"
    folder.mkdir(parents=True)
    for name in names:
        (folder / name).touch()
    assert crowded(tmp_path) == {"web/mentorship": said}


def test_what_does_not_count_is_let_be(tmp_path: Path) -> None:
    for name in (
        *("booking.py", "bookings.py", "rebooking.py", "__init__.py", "booking.html"),
        *("booking/views.py", "booking/input.py"),
        *(f"migrations/0{number}_booking.py" for number in range(30)),
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    assert crowded(tmp_path) == {}
