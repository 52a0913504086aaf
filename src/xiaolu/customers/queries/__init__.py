"""Reading customers. What a user may see is decided by access.py; these narrow and sort it."""

from xiaolu.customers.queries.accounts import (
    ORDERS,
    Filters,
    account_counts,
    accounts,
    contacts,
    contacts_by_phone,
    history,
    industries,
    industry_by,
    offered,
    owner_names,
    same_name,
    source_by,
    sources,
)
from xiaolu.customers.queries.duplicates import (
    Match,
    PairFilters,
    duplicate_pairs,
    like_this,
    merges_into,
    unchecked,
)

__all__ = [
    "ORDERS",
    "Filters",
    "Match",
    "PairFilters",
    "account_counts",
    "accounts",
    "contacts",
    "contacts_by_phone",
    "duplicate_pairs",
    "history",
    "industries",
    "industry_by",
    "like_this",
    "merges_into",
    "offered",
    "owner_names",
    "same_name",
    "source_by",
    "sources",
    "unchecked",
]
