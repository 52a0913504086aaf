"""Room on the disk: below a limit new files are refused, while everything else still works and can be put in order."""

import shutil
from pathlib import Path

from django.conf import settings

from xiaolu.domain.rules import RuleBroken

MEGABYTE = 1024 * 1024


def free(folder: Path | str | None = None) -> int:
    """Free bytes where a folder (the home folder) lies, or will lie."""
    place = Path(folder or settings.HOME)
    while not place.exists():
        place = place.parent
    return shutil.disk_usage(place).free


def is_short(folder: Path | str | None = None) -> bool:
    """Whether less is free than `XIAOLU_LEAST_ROOM` says."""
    return free(folder) < settings.LEAST_ROOM * MEGABYTE


def require_room(size: int = 0) -> None:
    """Raises RuleBroken (no_room) when a file of so many bytes would leave less than `XIAOLU_LEAST_ROOM` megabytes."""
    if min(free(), free(settings.FILES_FOLDER)) - size < settings.LEAST_ROOM * MEGABYTE:
        raise RuleBroken("no_room", least=settings.LEAST_ROOM)
