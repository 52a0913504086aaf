"""Reading customers. What a user may see is decided by access.py; these narrow and sort it."""

from xiaolu.customers.queries.accounts import (
    ORDERS,
    Filters,
    account_counts,
    accounts,
    contacts,
    contacts_by_phone,
    grades_of,
    industries,
    industry_by,
    offered,
    owner_names,
    qualification_of,
    same_name,
    source_by,
    sources,
)
from xiaolu.customers.queries.competitors import competitors, foothold_counts, footholds, footholds_of, met_in_deals
from xiaolu.customers.queries.completeness import completenesses
from xiaolu.customers.queries.duplicates import (
    Match,
    PairFilters,
    duplicate_pairs,
    like_this,
    merges_into,
    unchecked,
)
from xiaolu.customers.queries.moments import KINDS, archived_notes, owners_of, timeline
from xiaolu.customers.queries.together import MOST_TOGETHER, Plan, planned

__all__ = [
    "KINDS",
    "MOST_TOGETHER",
    "ORDERS",
    "Filters",
    "Match",
    "PairFilters",
    "Plan",
    "account_counts",
    "accounts",
    "archived_notes",
    "competitors",
    "completenesses",
    "contacts",
    "contacts_by_phone",
    "duplicate_pairs",
    "foothold_counts",
    "footholds",
    "footholds_of",
    "grades_of",
    "industries",
    "industry_by",
    "like_this",
    "merges_into",
    "met_in_deals",
    "offered",
    "owner_names",
    "owners_of",
    "planned",
    "qualification_of",
    "same_name",
    "source_by",
    "sources",
    "timeline",
    "unchecked",
]
