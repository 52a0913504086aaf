"""The address at which a figure of the pipeline says why: one way to name a figure, one drawer that opens it.

A figure is a KPI's code, `standing:P,A` (what stands there on a day), `change:new` (a step of the waterfall),
`closed:lost` (what was closed in a period), `live:P` (what stands there now, under the filters of a page), `late:P`
and `fizzled:P` (of the ageing list). The rest of the address says whose, when, and which part of it.
"""

from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse


def figure_link(method: str, code: str, **asked: object) -> str:
    """The figure's address with scope, days and part; '' while no higher app answers why."""
    query = urlencode({name: str(value) for name, value in asked.items() if value is not None})
    try:
        return f"{reverse('insight:why', args=[method, code])}?{query}"
    except NoReverseMatch:
        return ""
