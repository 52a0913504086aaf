"""Reading activities. What a user may see is decided by access.py; these narrow and sort it."""

from xiaolu.activities.queries.activities import (
    USUAL_MINUTES,
    Filters,
    activities,
    fitting_plan,
    joined_on,
    last_done,
    overlapping_ids,
)
from xiaolu.activities.queries.cadence import contacts_too_many, rhythm

__all__ = [
    "Filters",
    "activities",
    "contacts_too_many",
    "fitting_plan",
    "joined_on",
    "last_done",
    "overlapping_ids",
    "rhythm",
]
__all__ = ["USUAL_MINUTES", "Filters", "activities", "fitting_plan", "joined_on", "last_done", "overlapping_ids"]
