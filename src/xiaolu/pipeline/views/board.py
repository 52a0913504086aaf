"""The board: a column per stage."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from xiaolu.pipeline import access
from xiaolu.pipeline.queries import board
from xiaolu.pipeline.queries.choices import filter_choices
from xiaolu.pipeline.queries.gates import lacks
from xiaolu.pipeline.views.chosen import Chosen, bar_context, chosen
from xiaolu.search.queries import matching_ids


def rows_of(request: HttpRequest, it: Chosen, without: tuple[str, ...] = ()):
    """The rows that scope, filters (but those in `without`) and search leave, and whether any filter is set."""
    rows = access.visible_to(request.user).filter(it.scope.rows, method=it.method)
    chosen_filters = board.filters(
        {name: text for name, text in request.GET.dict().items() if name not in without}, it.today
    )
    text = request.GET.get("q", "").strip()
    if text:
        rows = rows.filter(pk__in=matching_ids("opportunity", text, private=request.user.sees_private))
    return rows.filter(chosen_filters), bool(chosen_filters) or bool(text)


@require_GET
def opportunity_board(request: HttpRequest) -> HttpResponse:
    it = chosen(request)
    rows, filtered = rows_of(request, it)
    columns = board.columns(rows, it.frame, it.rules, filtered=filtered, at=it.today,
                            by_amount=not request.user.hides("amounts"))  # fmt: skip
    context = {
        **bar_context(request, it, "board"),
        "columns": columns,
        "lacks": lacks(card for column in columns for card in column.cards),
        "filtered": filtered,
        "choices": filter_choices(request.user),
        "is_empty": not filtered and not any(column.sums for column in columns),
    }
    return render(request, "pipeline/opportunity_board.html", context)


@require_GET
def board_column(request: HttpRequest, stage: str) -> HttpResponse:
    """One more page of a column's cards, a fragment for the board."""
    it = chosen(request)
    page = request.GET.get("page", "2")
    if stage not in it.rules.codes or not page.isdecimal():
        raise Http404
    rows, filtered = rows_of(request, it)
    columns = board.columns(rows, it.frame, it.rules, filtered=filtered, at=it.today,
                            by_amount=not request.user.hides("amounts"))  # fmt: skip
    total = next(column.sums for column in columns if column.stage.code == stage)
    column = board.column(rows, it.rules, stage, min(max(int(page), 1), 10_000), total,
                          by_amount=not request.user.hides("amounts"))  # fmt: skip
    return render(request, "pipeline/board_cards.html", {"column": column, "chosen": it, "lacks": lacks(column.cards)})
