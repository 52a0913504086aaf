"""Pages of the pipeline, one module per view of it."""

from xiaolu.pipeline.views.board import board_column, opportunity_board
from xiaolu.pipeline.views.changes import changes_behind, opportunity_changes
from xiaolu.pipeline.views.opportunity import (
    account_choices,
    account_opportunities,
    create_opportunity,
    edit_opportunity,
    move_opportunity,
    opportunity_detail,
    reassign_opportunity,
    set_next_step,
    withdraw_opportunity,
)
from xiaolu.pipeline.views.past import opportunity_past
from xiaolu.pipeline.views.table import opportunity_table
from xiaolu.pipeline.views.who_sees import who_sees_opportunity

__all__ = [
    "account_choices",
    "account_opportunities",
    "board_column",
    "changes_behind",
    "create_opportunity",
    "edit_opportunity",
    "move_opportunity",
    "opportunity_board",
    "opportunity_changes",
    "opportunity_detail",
    "opportunity_past",
    "opportunity_table",
    "reassign_opportunity",
    "set_next_step",
    "who_sees_opportunity",
    "withdraw_opportunity",
]
