"""Pages of the pipeline, one module per view of it."""

from xiaolu.pipeline.views.ageing import export_ageing, opportunity_ageing, revive_opportunity
from xiaolu.pipeline.views.board import board_column, opportunity_board
from xiaolu.pipeline.views.cells import write_cells
from xiaolu.pipeline.views.changes import opportunity_changes
from xiaolu.pipeline.views.gates import give_evidence, withdraw_evidence
from xiaolu.pipeline.views.moving import move_opportunity
from xiaolu.pipeline.views.opportunity import (
    account_choices,
    account_opportunities,
    create_opportunity,
    edit_opportunity,
    opportunity_detail,
    reassign_opportunity,
    set_next_step,
    withdraw_opportunity,
)
from xiaolu.pipeline.views.past import opportunity_past
from xiaolu.pipeline.views.requests import (
    accept_request,
    drop_request,
    notice_answers,
    refuse_request,
    request_list,
)
from xiaolu.pipeline.views.table import opportunity_table
from xiaolu.pipeline.views.versions import move_to_version
from xiaolu.pipeline.views.who_sees import who_sees_opportunity
from xiaolu.pipeline.views.win_loss import export_win_loss, win_loss

__all__ = [
    "accept_request",
    "account_choices",
    "account_opportunities",
    "board_column",
    "create_opportunity",
    "drop_request",
    "edit_opportunity",
    "export_ageing",
    "export_win_loss",
    "give_evidence",
    "move_opportunity",
    "move_to_version",
    "notice_answers",
    "opportunity_ageing",
    "opportunity_board",
    "opportunity_changes",
    "opportunity_detail",
    "opportunity_past",
    "opportunity_table",
    "reassign_opportunity",
    "refuse_request",
    "request_list",
    "revive_opportunity",
    "set_next_step",
    "who_sees_opportunity",
    "win_loss",
    "withdraw_evidence",
    "withdraw_opportunity",
    "write_cells",
]
