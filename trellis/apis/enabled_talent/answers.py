"""What this door answers to a refusal: by its family, or by a line of its own that says where it is from."""

from trellis.core.http.answering import USUAL, Answers

ANSWERS = Answers(families=USUAL, singles={})
