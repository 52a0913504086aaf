"""Grades A to D of accounts, by what they bought in the last twelve months and by potential.

Source: spec 9 "Grade ABCD of accounts": sorted by amount, A are the fewest from the top that make at least 60 %, B go on
until at least 90 %, C are the rest with a purchase, D have none; high potential raises by one.
"""

from collections.abc import Collection, Mapping

GRADES = "ABCD"
A_SHARE, B_SHARE = 60, 90  # percent of the whole


def grades(amounts: Mapping[int, int], high_potential: Collection[int] = ()) -> dict[int, str]:
    """The grade of each account. `amounts` in minor units, 0 or less for no purchase.

    Equal amounts get equal grades, the better one: nobody is below a namesake in money by the accident of order.
    """
    bought = sorted((amount for amount in amounts.values() if amount > 0), reverse=True)
    a_from, b_from = _least_of(bought, A_SHARE), _least_of(bought, B_SHARE)
    raised = set(high_potential)
    found = {}
    for account, amount in amounts.items():
        grade = 3 if amount <= 0 else 0 if amount >= a_from else 1 if amount >= b_from else 2
        found[account] = GRADES[max(0, grade - (account in raised))]
    return found


def _least_of(amounts: list[int], share: int) -> int:
    """The smallest of the fewest amounts from the top that make so many percent of all; 0 when there are none."""
    whole, sum_ = sum(amounts), 0
    for amount in amounts:
        sum_ += amount
        if sum_ * 100 >= whole * share:
            return amount
    return 0
