"""Reading the diagnosis: what a bad figure means and what to do."""

from .problems import shown
from .read_kpis import read_fact
from .rules import SHOWS, SIGN_STATES, STATES, Rule, Shows, Sign, When
from .table import LONG_MOST, Table


def read_rule(table: Table) -> Rule:
    """One `[[diagnosis]]`."""
    first = table.inside("when", required=True)
    rule = Rule(
        code=table.code(),
        chain=table.names("chain"),
        when=_when(first) if first else When("", "below target"),
        and_when=tuple(_when(inner) for inner in table.each("and_when", most=10)),
        cause=table.text("cause", most=LONG_MOST),
        advice=table.optional_text("advice"),
        cards=table.names("cards"),
        signs=tuple(_sign(inner) for inner in table.each("sign", most=10)),
        shows=_shows(table),
    )
    table.close()
    return rule


def _when(table: Table) -> When:
    when = When(table.string("kpi"), table.choice("is", STATES), table.number("times"))
    if when.times is not None and when.times < 1:
        table.problem("bad_number", "times", value=shown(when.times))
    table.close()
    return when


def _sign(table: Table) -> Sign:
    sign = Sign(
        fact=read_fact(table, "counts"),
        per=read_fact(table, "per") if table.has("per") else None,
        state=table.choice("is", SIGN_STATES),
        times=table.number("times") or 1.0,
        cause=table.text("cause", most=LONG_MOST),
        advice=table.optional_text("advice"),
        cards=table.names("cards"),
    )
    table.close()
    return sign


def _shows(table: Table) -> tuple[Shows, ...]:
    found: list[Shows] = []
    for name in table.names("shows"):
        known = next((option for option in SHOWS if option == name), None)
        if known is None:
            table.problem("unknown_choice", "shows", value=shown(name), choices=", ".join(SHOWS))
        else:
            found.append(known)
    return tuple(found)
