"""Where the bytes lie: in the files folder, under their hash, written once."""

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings


def path_of(sha256: str) -> Path:
    """The place of the bytes with this hash."""
    return Path(settings.FILES_FOLDER) / sha256[:2] / sha256


def put(chunks: Iterable[bytes]) -> str:
    """Keep bytes; the same ones are kept once. Gives their hash. A killed process leaves a `.part` and no half file."""
    folder = Path(settings.FILES_FOLDER)
    folder.mkdir(parents=True, exist_ok=True)
    half = folder / f"{os.getpid()}-{os.urandom(8).hex()}.part"
    digest = hashlib.sha256()
    try:
        with half.open("xb") as file:
            for chunk in chunks:
                digest.update(chunk)
                file.write(chunk)
        kept = path_of(digest.hexdigest())
        kept.parent.mkdir(exist_ok=True)
        half.replace(kept)
    finally:
        half.unlink(missing_ok=True)
    return digest.hexdigest()
