"""Elements: what WebM is made of (EBML, RFC 8794). Each has a number, a size, and a body."""

from dataclasses import dataclass

from trellis.core.files.films.plans import Content, Plan, Unclean

VOID = 0xEC
_LONGEST_OF_ONE_BYTE = 126


@dataclass(frozen=True)
class Element:
    """An element: which, where it begins, its body begins, it ends. A `live` one did not know its end."""

    number: int
    start: int
    body: int
    end: int
    live: bool = False


def element_at(content: Content, start: int, limit: int) -> Element:
    """Return the element that begins there. Raise Unclean for what is none, or goes beyond the limit."""
    length = 9 - content[start].bit_length()
    at = start + length
    if length > 4 or at >= limit:
        raise Unclean
    number = int.from_bytes(content[start:at])
    width = 9 - content[at].bit_length()
    body = at + width
    if width > 8 or body > limit:
        raise Unclean
    most = (1 << 7 * width) - 1
    size = int.from_bytes(content[at:body]) & most
    live = size == most
    end = limit if live else body + size
    return Element(number, start, body, end, live)


def elements_in(content: Content, start: int, end: int) -> list[Element]:
    """Return the elements between two places. Raise Unclean."""
    found: list[Element] = []
    while start < end:
        element = element_at(content, start, end)
        if element.end > end or element.live:
            raise Unclean
        found.append(element)
        start = element.end
    return found


def void(plan: Plan, element: Element) -> None:
    """Have an element there that says nothing, of the same size, so that nothing else has to move."""
    rest = element.end - element.start - 2
    if rest <= _LONGEST_OF_ONE_BYTE:
        head = bytes([VOID, 0x80 | rest])
    else:
        head = bytes([VOID, 0x01]) + (rest - 7).to_bytes(7)
    plan.replace(element.start, head)
    plan.wipe(element.start + len(head), element.end)
