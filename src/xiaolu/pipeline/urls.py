from django.urls import path

from xiaolu.pipeline import views

app_name = "pipeline"
urlpatterns = [
    path("", views.opportunity_board, name="opportunity_board"),
    path("column/<slug:stage>/", views.board_column, name="board_column"),
    path("table/", views.opportunity_table, name="opportunity_table"),
    path("table/cells/", views.write_cells, name="write_cells"),
    path("changes/", views.opportunity_changes, name="opportunity_changes"),
    path("ageing/", views.opportunity_ageing, name="opportunity_ageing"),
    path("ageing/export/", views.export_ageing, name="export_ageing"),
    path("<int:opportunity_id>/revive/", views.revive_opportunity, name="revive_opportunity"),
    path("as-it-was/", views.opportunity_past, name="opportunity_past"),
    path("create/", views.create_opportunity, name="create_opportunity"),
    path("account-choices/", views.account_choices, name="account_choices"),
    path("of-account/<int:account_id>/", views.account_opportunities, name="account_opportunities"),
    path("<int:opportunity_id>/", views.opportunity_detail, name="opportunity_detail"),
    path("<int:opportunity_id>/who-sees/", views.who_sees_opportunity, name="who_sees_opportunity"),
    path("<int:opportunity_id>/edit/", views.edit_opportunity, name="edit_opportunity"),
    path("<int:opportunity_id>/move/", views.move_opportunity, name="move_opportunity"),
    path("<int:opportunity_id>/next-step/", views.set_next_step, name="set_next_step"),
    path("<int:opportunity_id>/reassign/", views.reassign_opportunity, name="reassign_opportunity"),
    path("<int:opportunity_id>/withdraw/", views.withdraw_opportunity, name="withdraw_opportunity"),
    path("<int:opportunity_id>/evidence/<str:code>/", views.give_evidence, name="give_evidence"),
    path("evidence/<int:evidence_id>/withdraw/", views.withdraw_evidence, name="withdraw_evidence"),
    path("requests/", views.request_list, name="request_list"),
    path("requests/noticed/", views.notice_answers, name="notice_answers"),
    path("requests/<int:request_id>/accept/", views.accept_request, name="accept_request"),
    path("requests/<int:request_id>/refuse/", views.refuse_request, name="refuse_request"),
    path("requests/<int:request_id>/drop/", views.drop_request, name="drop_request"),
    path("win-loss/", views.win_loss, name="win_loss"),
    path("win-loss/export/", views.export_win_loss, name="export_win_loss"),
    path("versions/<int:version_id>/move/", views.move_to_version, name="move_to_version"),
]
