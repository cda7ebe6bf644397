"""What Trellis itself sets, and what its tests alone read."""

from trellis.config.environment.addresses import DATABASE
from trellis.config.environment.kinds import PATH, number, words
from trellis.config.environment.variables import Variable

SUPERVISED = "TRELLIS_SUPERVISED"

OUR_OWN = (
    Variable(
        name=SUPERVISED,
        kind=words("1"),
        meaning="`trellis up` tells its children with it that it looks after them",
    ),
    Variable(
        name="TRELLIS_TEST_SUPERUSER_URL",
        kind=DATABASE,
        meaning="how tests reach their PostgreSQL as its superuser",
    ),
    Variable(name="TRELLIS_TEST_PLACE", kind=PATH, meaning="where the PostgreSQL of a test run lies"),
    Variable(
        name="TRELLIS_FUZZ_EXAMPLES",
        kind=number(1, 1_000_000),
        default=2,
        meaning="how many random requests tests send to an endpoint",
    ),
    Variable(
        name="TRELLIS_SOAK_ROUNDS",
        kind=number(0, 1_000_000),
        default=2,
        meaning="how often tests do again what goes wrong by chance",
    ),
    Variable(name="TRELLIS_CHROMIUM", kind=PATH, shown="what is in the path", meaning="the browser of tests"),
    Variable(name="TRELLIS_SCREENSHOTS", kind=PATH, meaning="where tests of pages leave pictures of them"),
)
