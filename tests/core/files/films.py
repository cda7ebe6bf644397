"""Films for tests, put together from boxes and elements, with a secret wherever one may be."""

import struct
from dataclasses import dataclass

SECRET = b"+52.5200+013.4050/"
PICTURES, SOUND = b"seen picture " * 40, b"heard sound " * 30
TYPE = b"ftyp"


def box(kind: bytes, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return struct.pack(">I4s", 8 + len(body), kind) + body


def numbers(*values: int) -> bytes:
    return struct.pack(f">{len(values)}I", *values)


def ftyp(brand: bytes = b"isom", *others: bytes) -> bytes:
    return box(TYPE, brand, numbers(512), *(others or (brand, b"isom")))


@dataclass
class Track:
    """A track of one chunk of two samples; `inside`, `beside`, `described` are boxes that it has besides."""

    number: int = 1
    handler: bytes = b"vide"
    format: bytes = b"avc1"
    content: bytes = PICTURES
    name: bytes = b""
    inside: bytes = b""
    beside: bytes = b""
    described: bytes = b""
    references: bytes = b""
    data: bytes = b"\0\0\0\x0curl \0\0\0\x01"

    def box(self, offset: int) -> bytes:
        half = len(self.content) // 2
        table = [
            box(b"stsd", numbers(0, 1), self._entry()),
            box(b"stts", numbers(0, 1, 2, 1)),
            box(b"stsc", numbers(0, 1, 1, 2, 1)),
            box(b"stsz", numbers(0, 0, 2, half, len(self.content) - half)),
            box(b"stco", numbers(0, 1, offset)),
        ]
        media = [
            box(b"mdhd", numbers(0, 3_900_000_000, 3_900_000_000, 1000, 2, 0)),
            box(b"hdlr", numbers(0, 0), self.handler, bytes(12), self.name),
            box(
                b"minf",
                box(b"vmhd", bytes(12)),
                box(b"dinf", box(b"dref", numbers(0, 1), self.data)),
                box(b"stbl", *table),
            ),
        ]
        head = box(b"tkhd", numbers(7, 3_900_000_000, 3_900_000_000, self.number), bytes(68))
        return box(b"trak", head, self.references, box(b"mdia", *media, self.beside), self.inside)

    def _entry(self) -> bytes:
        head = bytes(6) + b"\0\1"
        if self.handler == b"soun":
            return box(self.format, head, bytes(20), self.described)
        return box(self.format, head, bytes(34), self.name[:32].ljust(32, b"\0"), bytes(4), self.described)


def film(
    *tracks: Track,
    brand: bytes = b"isom",
    in_head: bytes = b"",
    first: bytes = b"",
    gap: bytes = b"",
    last: bytes = b"",
) -> bytes:
    """A film with its head at the end, as phones write it; the last three lie between what is needed."""
    tracks = tracks or (Track(), Track(2, b"soun", b"mp4a", SOUND))
    begin = ftyp(brand) + first
    content = gap + gap.join(track.content for track in tracks)
    offset, boxes = len(begin) + 8 + len(gap), []
    for track in tracks:
        boxes.append(track.box(offset))
        offset += len(track.content) + len(gap)
    head = box(b"mvhd", numbers(0, 3_900_000_000, 3_900_000_000, 1000, 2), bytes(80))
    return begin + box(b"mdat", content) + box(b"moov", head, *boxes, in_head) + last


def place() -> bytes:
    """What a phone writes of where a film was taken: `udta/©xyz`."""
    return box(b"udta", box(b"\xa9xyz", struct.pack(">HH", len(SECRET), 0x15C7), SECRET))


def fragmented(*, extra: bytes = b"") -> bytes:
    """A film as recorders of browsers write it: a head without samples, then two fragments."""
    empty = b"".join(
        [box(b"stts", numbers(0, 0)), box(b"stsc", numbers(0, 0)), box(b"stsz", numbers(0, 0, 0))]
    )
    trak = Track().box(0)
    at = trak.index(b"stts") - 4
    table = trak[at : trak.index(b"stco") + 16 + 0]
    bare = empty + box(b"stco", numbers(0, 0))
    bare += box(b"free", bytes(len(table) - len(bare) - 8))
    trex = box(b"mvex", box(b"trex", numbers(0, 1, 1, 1, len(PICTURES), 0)))
    head = box(b"moov", box(b"mvhd", bytes(100)), trak.replace(table, bare), trex)
    return (
        ftyp(b"iso5") + head + _fragment(1, PICTURES, extra) + _fragment(1, PICTURES[::-1], extra, sizes=True)
    )


def _fragment(track: int, content: bytes, extra: bytes, *, sizes: bool = False) -> bytes:
    length = numbers(len(content)) if sizes else b""

    def moof(offset: int) -> bytes:
        run = box(b"trun", numbers(0x201 if sizes else 0x1, 1, offset), length)
        return box(
            b"moof",
            box(b"mfhd", numbers(0, 1)),
            box(b"traf", box(b"tfhd", numbers(0x020000, track)), run, extra),
            extra,
        )

    return moof(len(moof(0)) + 8) + box(b"mdat", content, extra)


def element(number: int, *parts: bytes, live: bool = False) -> bytes:
    name, body = number.to_bytes((number.bit_length() + 7) // 8), b"".join(parts)
    size = b"\x01" + b"\xff" * 7 if live else (1 << 56 | len(body)).to_bytes(8)
    return name + size + body


SEGMENT, INFO, TRACKS, CLUSTER, TAGS, ATTACHMENTS = (
    *(0x18538067, 0x1549A966, 0x1654AE6B, 0x1F43B675, 0x1254C367, 0x1941A469),
)


def ebml(kind: bytes = b"webm", *more: bytes) -> bytes:
    return element(0x1A45DFA3, element(0x4286, b"\1"), element(0x4282, kind), *more)


def entry(number: int, kind: int, codec: bytes, *more: bytes) -> bytes:
    return element(
        0xAE, element(0xD7, bytes([number])), element(0x83, bytes([kind])), element(0x86, codec), *more
    )


def block(track: int, content: bytes) -> bytes:
    return element(0xA3, bytes([0x80 | track]), b"\0\0\x80", content)


def webm(
    *,
    kind: bytes = b"webm",
    tracks: tuple[bytes, ...] = (entry(1, 1, b"V_VP8"), entry(2, 2, b"A_OPUS")),
    in_info: bytes = b"",
    in_segment: bytes = b"",
    in_cluster: bytes = b"",
    live: bool = False,
    last: bytes = b"",
) -> bytes:
    info = element(
        INFO, element(0x2AD7B1, b"\x0f\x42\x40"), element(0x4D80, b"m"), element(0x5741, b"w"), in_info
    )
    cluster = element(
        CLUSTER, element(0xE7, b"\0"), block(1, PICTURES), block(2, SOUND), in_cluster, live=live
    )
    parts = [info, element(TRACKS, *tracks), in_segment, cluster, cluster]
    return ebml(kind) + element(SEGMENT, *parts, live=live) + last
