from django.urls import path

from xiaolu.customers import views

app_name = "customers"
urlpatterns = [
    path("", views.account_list, name="account_list"),
    path("export/", views.export_accounts, name="export_accounts"),
    path("create/", views.create_account, name="create_account"),
    path("<int:account_id>/", views.account_detail, name="account_detail"),
    path("<int:account_id>/edit/", views.edit_account, name="edit_account"),
    path("<int:account_id>/hand-over/", views.hand_over_account, name="hand_over_account"),
    path("<int:account_id>/archive/", views.archive_account, name="archive_account"),
    path("<int:account_id>/restore/", views.restore_account, name="restore_account"),
    path("grades/compute/", views.grade_accounts, name="grade_accounts"),
    path("<int:account_id>/grade/", views.set_grade, name="set_grade"),
    path("<int:account_id>/qualification/", views.qualify_account, name="qualify_account"),
    path("<int:account_id>/contacts/create/", views.create_contact, name="create_contact"),
    path("contacts/<int:contact_id>/edit/", views.edit_contact, name="edit_contact"),
    path("contacts/<int:contact_id>/archive/", views.archive_contact, name="archive_contact"),
    path("contacts/<int:contact_id>/restore/", views.restore_contact, name="restore_contact"),
    path("<int:account_id>/merge/<int:loser_id>/", views.merge_accounts, name="merge_accounts"),
    path("merges/<int:merge_id>/take-back/", views.unmerge_accounts, name="unmerge_accounts"),
    path("duplicates/", views.duplicate_list, name="duplicate_list"),
    path("duplicates/find/", views.find_duplicates, name="find_duplicates"),
    path("duplicates/compare-all/", views.compare_all_again, name="compare_all_again"),
    path("duplicates/<int:pair_id>/set-apart/", views.set_apart, name="set_apart"),
    path("duplicates/<int:pair_id>/ask-again/", views.ask_again, name="ask_again"),
    path("industries/", views.industry_list, name="industry_list"),
    path("industries/create/", views.create_industry, name="create_industry"),
    path("industries/<int:industry_id>/edit/", views.edit_industry, name="edit_industry"),
    path("industries/<int:industry_id>/archive/", views.archive_industry, name="archive_industry"),
    path("industries/<int:industry_id>/restore/", views.restore_industry, name="restore_industry"),
    path("sources/", views.source_list, name="source_list"),
    path("sources/create/", views.create_source, name="create_source"),
    path("sources/<int:source_id>/edit/", views.edit_source, name="edit_source"),
    path("sources/<int:source_id>/archive/", views.archive_source, name="archive_source"),
    path("sources/<int:source_id>/restore/", views.restore_source, name="restore_source"),
]
