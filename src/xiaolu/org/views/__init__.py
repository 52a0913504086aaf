"""Pages of the house, one module per noun."""

from xiaolu.org.views.absence import end_stand_in, hand_over_person, stand_in
from xiaolu.org.views.company import audit_list, edit_company, settings
from xiaolu.org.views.custom_fields import (
    archive_custom_field,
    create_custom_field,
    custom_field_list,
    edit_custom_field,
    move_custom_field_down,
    move_custom_field_up,
    restore_custom_field,
)
from xiaolu.org.views.people import (
    create_person,
    edit_person,
    invite_person,
    person_detail,
    person_list,
    switch_off_person,
    switch_on_person,
)
from xiaolu.org.views.roles import create_role, edit_role, remove_role, reset_role, role_list
from xiaolu.org.views.saved_views import remove_view, save_view, saved_views
from xiaolu.org.views.sign_in import change_password, join, profile, set_up, sign_in, sign_out, switch_language
from xiaolu.org.views.teams import archive_team, create_team, edit_team, team_detail, team_list

__all__ = [
    "archive_custom_field",
    "archive_team",
    "audit_list",
    "change_password",
    "create_custom_field",
    "create_person",
    "create_role",
    "create_team",
    "custom_field_list",
    "edit_company",
    "edit_custom_field",
    "edit_person",
    "edit_role",
    "edit_team",
    "end_stand_in",
    "hand_over_person",
    "invite_person",
    "join",
    "move_custom_field_down",
    "move_custom_field_up",
    "person_detail",
    "person_list",
    "profile",
    "remove_role",
    "remove_view",
    "reset_role",
    "restore_custom_field",
    "role_list",
    "save_view",
    "saved_views",
    "set_up",
    "settings",
    "sign_in",
    "sign_out",
    "stand_in",
    "switch_language",
    "switch_off_person",
    "switch_on_person",
    "team_detail",
    "team_list",
]
