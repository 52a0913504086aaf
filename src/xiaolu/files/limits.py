"""Which files are taken: by their ending, and by what their first bytes say they are."""

from xiaolu.domain.rules import RuleBroken

MOST_BYTES = 20 * 1024 * 1024
ZIPPED, OLD_OFFICE = (b"PK\x03\x04",), (b"\xd0\xcf\x11\xe0",)
MPEG4 = tuple(bytes((0, 0, 0, size)) + b"ftyp" for size in range(8, 256, 4))  # the first box says what follows
OPEN_XML = "application/vnd.openxmlformats-officedocument."
# ending → type under which it is handed out, and how such a file begins; no beginning: a text
TYPES: dict[str, tuple[str, tuple[bytes, ...]]] = {
    "pdf": ("application/pdf", (b"%PDF-",)),
    "ofd": ("application/ofd", ZIPPED),
    "png": ("image/png", (b"\x89PNG\r\n\x1a\n",)),
    "jpg": ("image/jpeg", (b"\xff\xd8\xff",)),
    "jpeg": ("image/jpeg", (b"\xff\xd8\xff",)),
    "docx": (OPEN_XML + "wordprocessingml.document", ZIPPED),
    "xlsx": (OPEN_XML + "spreadsheetml.sheet", ZIPPED),
    "pptx": (OPEN_XML + "presentationml.presentation", ZIPPED),
    "doc": ("application/msword", OLD_OFFICE),
    "xls": ("application/vnd.ms-excel", OLD_OFFICE),
    "ppt": ("application/vnd.ms-powerpoint", OLD_OFFICE),
    "wps": ("application/vnd.ms-works", OLD_OFFICE),
    "et": ("application/vnd.ms-excel", OLD_OFFICE),
    "dps": ("application/vnd.ms-powerpoint", OLD_OFFICE),
    "m4a": ("audio/mp4", MPEG4),
    "mp3": ("audio/mpeg", (b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2")),
    "wav": ("audio/wav", (b"RIFF",)),
    "ogg": ("audio/ogg", (b"OggS",)),
    "webm": ("audio/webm", (b"\x1aE\xdf\xa3",)),
    "amr": ("audio/amr", (b"#!AMR",)),
    "txt": ("text/plain", ()),
    "csv": ("text/csv", ()),
}
ENDINGS = tuple(TYPES)


def type_of(name: str, size: int, beginning: bytes) -> str:
    """The type of a file. Raises RuleBroken: file_empty, file_too_large, file_type, file_not_what_it_says."""
    ending = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    if ending not in TYPES:
        raise RuleBroken("file_type", allowed=", ".join(ENDINGS))
    if size > MOST_BYTES:
        raise RuleBroken("file_too_large", most=MOST_BYTES // 1024 // 1024)
    if not size:
        raise RuleBroken("file_empty")
    kind, begins = TYPES[ending]
    is_text = b"\0" not in beginning and not beginning.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"<", b"MZ", b"#!"))
    if not (beginning.startswith(begins) if begins else is_text):
        raise RuleBroken("file_not_what_it_says", ending=ending)
    return kind
