"""The customer file in ten parts: which are filled, and which are missing. Completeness = parts filled ÷ 10."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

# Part → what must be known for it: one of each group.
PARTS: dict[str, tuple[tuple[str, ...], ...]] = {
    "company": (("credit_code", "business", "organisation", "website"), ("address", "region", "phone")),
    "industry": (("industry",), ("attractiveness", "rating")),  # that of the industry, or of the customer within it
    "contacts": (("contact",),),
    "decision_makers": (("decision_maker",),),
    "use": (("products_used", "product"), ("yearly_volume", "volume")),
    "supplier": (("current_supplier", "supplier"), ("supplier_price", "price")),
    "competitors": (("competitor",),),
    "terms": (("payment_terms",), ("credit_limit",)),
    "stages": (("stage",),),
    "next_step": (("next_step",),),
}
TEN = len(PARTS)


@dataclass(frozen=True)
class Completeness:
    """How much of a customer's file is filled; `missing` in the order of the file."""

    missing: tuple[str, ...]

    @property
    def filled(self) -> int:
        return TEN - len(self.missing)

    @property
    def percent(self) -> int:
        return self.filled * 100 // TEN


def completeness(known: Iterable[str]) -> Completeness:
    """What is known of a customer, by the names that PARTS uses → the parts that are missing."""
    facts = set(known)
    return Completeness(
        tuple(part for part, groups in PARTS.items() if not all(facts.intersection(group) for group in groups))
    )


def known_of(values: Mapping[str, object]) -> set[str]:
    """The names of those values that say something; zero says something, nothing and empty texts do not."""
    return {name for name, value in values.items() if value is not None and value != ""}
