"""Reading what is stored."""

from collections.abc import Iterable

from xiaolu.files.models import StoredFile


def files_of(kind: str, object_id: int) -> list[StoredFile]:
    """The files of one record, latest first."""
    return list(StoredFile.objects.filter(kind=kind, object_id=object_id).order_by("-pk"))


def files_of_many(kind: str, object_ids: Iterable[int]) -> dict[int, list[StoredFile]]:
    """The files of several records of a kind, by the record's id; no query for none."""
    found: dict[int, list[StoredFile]] = {}
    wanted = list(object_ids)
    for file in StoredFile.objects.filter(kind=kind, object_id__in=wanted).order_by("pk") if wanted else ():
        found.setdefault(file.object_id, []).append(file)
    return found


def files_by_id(ids: Iterable[int]) -> dict[int, StoredFile]:
    """These files by their id; no query for none."""
    wanted = [one for one in ids if one]
    return StoredFile.objects.in_bulk(wanted) if wanted else {}
