"""Every change to customers. One function, one transaction, one audit entry."""

from xiaolu.customers.actions.accounts import (
    archive_account,
    create_account,
    edit_account,
    export_accounts,
    hand_over_account,
    restore_account,
)
from xiaolu.customers.actions.aliases import Called, call_accounts, forget_import
from xiaolu.customers.actions.bulk import Created, NewAccount, NewContact, create_many, edit_many, remove_many
from xiaolu.customers.actions.choices import (
    archive_industry,
    archive_source,
    create_industry,
    create_source,
    edit_industry,
    edit_source,
    restore_industry,
    restore_source,
)
from xiaolu.customers.actions.competitors import (
    archive_competitor,
    archive_foothold,
    archive_industry_foothold,
    create_competitor,
    create_foothold,
    create_industry_foothold,
    edit_competitor,
    edit_foothold,
    edit_industry_foothold,
    restore_competitor,
)
from xiaolu.customers.actions.contacts import archive_contact, create_contact, edit_contact, restore_contact
from xiaolu.customers.actions.duplicates import ask_again, compare_all_again, compare_new, set_apart
from xiaolu.customers.actions.grading import grade_accounts, set_grade
from xiaolu.customers.actions.merging import merge_accounts, unmerge_accounts
from xiaolu.customers.actions.notes import archive_note, create_note, edit_note, restore_note
from xiaolu.customers.actions.qualification import qualified, qualify_account
from xiaolu.customers.actions.ratings import rate_account, rate_again, rate_industry
from xiaolu.customers.actions.together import edit_together

__all__ = [
    "Called",
    "Created",
    "NewAccount",
    "NewContact",
    "archive_account",
    "archive_competitor",
    "archive_contact",
    "archive_foothold",
    "archive_industry",
    "archive_industry_foothold",
    "archive_note",
    "archive_source",
    "ask_again",
    "call_accounts",
    "compare_all_again",
    "compare_new",
    "create_account",
    "create_competitor",
    "create_contact",
    "create_foothold",
    "create_industry",
    "create_industry_foothold",
    "create_many",
    "create_note",
    "create_source",
    "edit_account",
    "edit_competitor",
    "edit_contact",
    "edit_foothold",
    "edit_industry",
    "edit_industry_foothold",
    "edit_many",
    "edit_note",
    "edit_source",
    "edit_together",
    "export_accounts",
    "forget_import",
    "grade_accounts",
    "hand_over_account",
    "merge_accounts",
    "qualified",
    "qualify_account",
    "rate_account",
    "rate_again",
    "rate_industry",
    "remove_many",
    "restore_account",
    "restore_competitor",
    "restore_contact",
    "restore_industry",
    "restore_note",
    "restore_source",
    "set_apart",
    "set_grade",
    "unmerge_accounts",
]
