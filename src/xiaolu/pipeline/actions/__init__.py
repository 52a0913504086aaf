"""Every change of the pipeline. One function, one use case, one transaction, one audit entry."""

from xiaolu.pipeline.actions.cells import write_row
from xiaolu.pipeline.actions.evidence import fill_questionnaire, give_evidence, give_file, withdraw_evidence
from xiaolu.pipeline.actions.exports import note_export
from xiaolu.pipeline.actions.following import (
    account_in_the_way,
    account_taken_back,
    follow_account,
    follow_keys,
    keys_in_the_way,
    keys_taken_back,
)
from xiaolu.pipeline.actions.moves import move_opportunity, step_of
from xiaolu.pipeline.actions.opportunities import (
    create_opportunity,
    edit_opportunity,
    follow_method,
    index,
    index_many,
    ledger_facts,
    locked,
    reassign_opportunities,
    save_imported,
    withdraw_opportunity,
)
from xiaolu.pipeline.actions.requests import (
    accept_request,
    ask_for_confirmation,
    ask_for_loss,
    drop_request,
    notice_answers,
    refuse_request,
)
from xiaolu.pipeline.actions.tickler import deal_out_months, put_card
from xiaolu.pipeline.actions.versions import move_to_version, remap_opportunity

__all__ = [
    "accept_request",
    "account_in_the_way",
    "account_taken_back",
    "ask_for_confirmation",
    "ask_for_loss",
    "create_opportunity",
    "deal_out_months",
    "drop_request",
    "edit_opportunity",
    "fill_questionnaire",
    "follow_account",
    "follow_keys",
    "follow_method",
    "give_evidence",
    "give_file",
    "index",
    "index_many",
    "keys_in_the_way",
    "keys_taken_back",
    "ledger_facts",
    "locked",
    "move_opportunity",
    "move_to_version",
    "note_export",
    "notice_answers",
    "put_card",
    "reassign_opportunities",
    "refuse_request",
    "remap_opportunity",
    "save_imported",
    "step_of",
    "withdraw_evidence",
    "withdraw_opportunity",
    "write_row",
]
