"""Pages of customers, one module per noun."""

from xiaolu.customers.views.accounts import (
    account_detail,
    account_list,
    archive_account,
    create_account,
    edit_account,
    export_accounts,
    hand_over_account,
    restore_account,
)
from xiaolu.customers.views.competitors import (
    archive_competitor,
    archive_foothold,
    competitor_detail,
    competitor_list,
    create_competitor,
    create_foothold,
    edit_competitor,
    edit_foothold,
    restore_competitor,
)
from xiaolu.customers.views.contacts import archive_contact, create_contact, edit_contact, restore_contact
from xiaolu.customers.views.duplicates import (
    ask_again,
    compare_all_again,
    duplicate_list,
    find_duplicates,
    merge_accounts,
    set_apart,
    unmerge_accounts,
)
from xiaolu.customers.views.grading import grade_accounts, set_grade
from xiaolu.customers.views.industries import (
    archive_industry,
    create_industry,
    edit_industry,
    industry_list,
    restore_industry,
)
from xiaolu.customers.views.notes import account_timeline, archive_note, create_note, edit_note, restore_note
from xiaolu.customers.views.qualification import qualify_account
from xiaolu.customers.views.silent import export_silent, silent_list
from xiaolu.customers.views.sources import (
    archive_source,
    create_source,
    edit_source,
    restore_source,
    source_list,
)
from xiaolu.customers.views.together import apply_accounts_edit, edit_accounts, preview_accounts_edit
from xiaolu.customers.views.who_sees import who_sees_account

__all__ = [
    "account_detail",
    "account_list",
    "account_timeline",
    "apply_accounts_edit",
    "archive_account",
    "archive_competitor",
    "archive_contact",
    "archive_foothold",
    "archive_industry",
    "archive_note",
    "archive_source",
    "ask_again",
    "compare_all_again",
    "competitor_detail",
    "competitor_list",
    "create_account",
    "create_competitor",
    "create_contact",
    "create_foothold",
    "create_industry",
    "create_note",
    "create_source",
    "duplicate_list",
    "edit_account",
    "edit_accounts",
    "edit_competitor",
    "edit_contact",
    "edit_foothold",
    "edit_industry",
    "edit_note",
    "edit_source",
    "export_accounts",
    "export_silent",
    "find_duplicates",
    "grade_accounts",
    "hand_over_account",
    "industry_list",
    "merge_accounts",
    "preview_accounts_edit",
    "qualify_account",
    "restore_account",
    "restore_competitor",
    "restore_contact",
    "restore_industry",
    "restore_note",
    "restore_source",
    "set_apart",
    "set_grade",
    "silent_list",
    "source_list",
    "unmerge_accounts",
    "who_sees_account",
]
