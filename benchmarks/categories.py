"""How well the categories are found: for each half of the questions, how often the right one comes first.

`python -m benchmarks.categories` writes the vectors anew that come with the code, those of the phrases and
those of the tests' questions, which it needs after every change of either.
"""

from pathlib import Path

from tests.domain.catalog import questions
from tests.domain.catalog.questions import LOOKED_AT, NONSENSE, UNSEEN, VECTORS
from trellis.core.files.data import DIRECTORY
from trellis.domain.catalog.rules.tree import phrases_of, tree
from trellis.domain.catalog.services.shipped import PHRASES, write_vectors
from trellis.intelligence.embeddings import NAME
from trellis.intelligence.embeddings.minilm import MiniLM


def phrases() -> list[str]:
    """Return every phrase of every subcategory, in their order."""
    leaves = (leaf for branch in tree() for leaf in branch.leaves)
    return [text for leaf in leaves for text, _ in phrases_of(name=leaf.name, description=leaf.description)]


def write(path: Path, texts: list[str], model: MiniLM) -> None:
    """Write what the model makes of the texts."""
    write_vectors(path, texts, model.embed([model.pieces(text) for text in texts]).tolist(), model=NAME)


def measure() -> str:
    """Plant the categories, ask every question of the model itself, and return a line for each half."""
    from trellis.domain.catalog.services import finding, planting

    planting.plant()
    planting.explain()
    model = MiniLM.load(DIRECTORY)
    lines = []
    for title, asked in (("looked at while describing", LOOKED_AT), ("not looked at", UNSEEN)):
        places = []
        for question, right in asked.items():
            (vector,) = model.embed([model.pieces(question)]).tolist()
            found = finding.find_near(vector, question=question, limit=3)
            places.append(questions.place(right, [each.subcategory.slug for each in found]))
        lines.append(
            f"{title:28} first {places.count(1)}, among the first three {len(places) - places.count(0)}"
            f" of {len(asked)}"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    loaded = MiniLM.load(DIRECTORY)
    write(PHRASES, phrases(), loaded)
    write(VECTORS, [*LOOKED_AT, *UNSEEN, *NONSENSE], loaded)
