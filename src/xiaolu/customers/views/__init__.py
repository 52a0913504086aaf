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
from xiaolu.customers.views.contacts import archive_contact, create_contact, edit_contact, restore_contact
from xiaolu.customers.views.industries import (
    archive_industry,
    create_industry,
    edit_industry,
    industry_list,
    restore_industry,
)
from xiaolu.customers.views.sources import (
    archive_source,
    create_source,
    edit_source,
    restore_source,
    source_list,
)
from xiaolu.customers.views.who_sees import who_sees_account

__all__ = [
    "account_detail",
    "account_list",
    "archive_account",
    "archive_contact",
    "archive_industry",
    "archive_source",
    "create_account",
    "create_contact",
    "create_industry",
    "create_source",
    "edit_account",
    "edit_contact",
    "edit_industry",
    "edit_source",
    "export_accounts",
    "hand_over_account",
    "industry_list",
    "restore_account",
    "restore_contact",
    "restore_industry",
    "restore_source",
    "source_list",
    "who_sees_account",
]
