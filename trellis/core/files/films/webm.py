"""WebM: the elements of a file that says to be one. Matroska has the same, and more than browsers play."""

from trellis.core.files.films.elements import VOID, Element, element_at, elements_in, void
from trellis.core.files.films.plans import Content, NotAFilm, Plan, Unclean
from trellis.core.files.films.tracks import cleaned_tracks

EBML, _DOC_TYPE = 0x1A45DFA3, 0x4282
_HEAD = {0x4286, 0x42F7, 0x42F2, 0x42F3, _DOC_TYPE, 0x4287, 0x4285}
_LONGEST_HEAD = 4096
_SEGMENT, _SEEK_HEAD, _INFO, _TRACKS = 0x18538067, 0x114D9B74, 0x1549A966, 0x1654AE6B
_CUES, _CLUSTER = 0x1C53BB6B, 0x1F43B675
_CHAPTERS, _TAGS, _ATTACHMENTS = 0x1043A770, 0x1254C367, 0x1941A469
_OF_A_SEGMENT = {_SEEK_HEAD, _INFO, _TRACKS, _CUES, _CLUSTER, _CHAPTERS, _TAGS, _ATTACHMENTS}
_BEGINNINGS = {number.to_bytes(4) for number in _OF_A_SEGMENT}
_SCALE, _DURATION, _MUXER, _WRITER = 0x2AD7B1, 0x4489, 0x4D80, 0x5741
_SEEK, _SOUGHT = 0x4DBB, 0x53AB
_BLOCK, _GROUP, _SIMPLE_BLOCK = 0xA1, 0xA0, 0xA3
_OF_A_CLUSTER = {0xE7, 0xA7, 0xAB, _SIMPLE_BLOCK, _GROUP}
_OF_A_GROUP = {_BLOCK, 0x75A1, 0x9B, 0xFA, 0xFB, 0xA4, 0x75A2}


def doc_type(content: Content) -> tuple[str, int]:
    """Return what the file says to be, and where its head ends. Raise NotAFilm for what has no such head."""
    try:
        head = element_at(content, 0, min(len(content), _LONGEST_HEAD))
        if head.number != EBML or head.end > min(len(content), _LONGEST_HEAD):
            raise NotAFilm
        found = [one for one in elements_in(content, head.body, head.end) if one.number == _DOC_TYPE]
    except Unclean:
        raise NotAFilm from None
    said = bytes(content[found[0].body : found[0].end]) if found else b""
    return said.rstrip(b"\0").decode("latin-1"), head.end


def plan_webm(content: Content) -> Plan:
    """Return how the film is cleaned. Raise NotAFilm, Unclean."""
    said, at = doc_type(content)
    if said != "webm":
        raise NotAFilm
    plan = Plan()
    for one in elements_in(content, element_at(content, 0, at).body, at):
        if one.number not in _HEAD:
            void(plan, one)
    segment = segment_after(content, at)
    return _Cleaning(content, plan).segment(segment)


def segment_after(content: Content, at: int) -> Element:
    """Return the element that holds the film, after nothing but empty ones. Raise NotAFilm."""
    try:
        while at < len(content):
            element = element_at(content, at, len(content))
            if element.number == _SEGMENT:
                return element
            if element.number != VOID:
                raise NotAFilm
            at = element.end
    except Unclean:
        raise NotAFilm from None
    raise NotAFilm


class _CutShort(Exception):
    """The file ends, or what belongs there does."""

    def __init__(self, at: int) -> None:
        super().__init__()
        self.at = at


class _Cleaning:
    """One file on its way to being clean."""

    def __init__(self, content: Content, plan: Plan) -> None:
        self.content = content
        self.plan = plan
        self.tracks: set[int] = set()

    def segment(self, segment: Element) -> Plan:
        """Clean all of it. What is cut short at its end is cut off, and what comes after it."""
        at, end = segment.body, min(segment.end, len(self.content))
        try:
            while at < end:
                at = self.part(at, end)
        except _CutShort as cut:
            at = cut.at
        if not self.tracks:
            raise NotAFilm
        self.plan.order = [range(at)]
        return self.plan

    def part(self, at: int, limit: int) -> int:
        """Clean a part of the segment and return where the next one begins. Raise _CutShort."""
        element = self.whole(at, limit, but=_CLUSTER)
        if element.number == _CLUSTER:
            return self.cluster(element, min(element.end, limit))
        if element.number == _TRACKS and not self.tracks:
            self.tracks = cleaned_tracks(self.content, self.plan, element)
        elif element.number == _INFO:
            self.info(element)
        elif element.number == _SEEK_HEAD:
            self.seek_head(element)
        elif element.number != _CUES:
            void(self.plan, element)
        return element.end

    def whole(self, at: int, limit: int, *, but: int = 0) -> Element:
        """Return the element that begins there. Raise _CutShort for one without its end, `but` this kind."""
        try:
            element = element_at(self.content, at, limit)
        except Unclean:
            raise _CutShort(at) from None
        if element.number != but and (element.end > limit or element.live):
            raise _CutShort(at)
        return element

    def info(self, info: Element) -> None:
        for one in elements_in(self.content, info.body, info.end):
            if one.number in {_MUXER, _WRITER}:
                self.plan.wipe(one.body, one.end)  # they may not be missing, but empty
            elif one.number not in {_SCALE, _DURATION}:
                void(self.plan, one)

    def seek_head(self, head: Element) -> None:
        """Keep the ways to what is kept."""
        ways = {number.to_bytes(4) for number in (_INFO, _TRACKS, _CUES, _CLUSTER)}
        for one in elements_in(self.content, head.body, head.end):
            inner = elements_in(self.content, one.body, one.end) if one.number == _SEEK else []
            sought = {bytes(self.content[it.body : it.end]) for it in inner if it.number == _SOUGHT}
            if not sought or not sought <= ways:
                void(self.plan, one)

    def cluster(self, cluster: Element, limit: int) -> int:
        """Clean a cluster and return where it ends: a live one does where the next part begins."""
        if not self.tracks:
            raise Unclean
        at = cluster.body
        while at < limit:
            if cluster.live and bytes(self.content[at : at + 4]) in _BEGINNINGS:
                return at
            one = self.whole(at, limit)
            if one.number not in _OF_A_CLUSTER or not self.stays(one):
                void(self.plan, one)
            at = one.end
        return limit

    def stays(self, element: Element) -> bool:
        """Say whether it is of a track that stays; of a group of blocks wipe what belongs to none."""
        if element.number == _SIMPLE_BLOCK or element.number == _BLOCK:
            return self.track_of(element) in self.tracks
        if element.number != _GROUP:
            return True
        inner = elements_in(self.content, element.body, element.end)
        if not all(self.stays(one) for one in inner if one.number == _BLOCK):
            return False
        for one in inner:
            if one.number not in _OF_A_GROUP:
                void(self.plan, one)
        return True

    def track_of(self, block: Element) -> int:
        """Return of which track a block is: it begins with that number, written like a size."""
        if block.body == block.end:
            return 0
        width = 9 - self.content[block.body].bit_length()
        return int.from_bytes(self.content[block.body : block.body + width]) & (1 << 7 * width) - 1
