from django.urls import path

from xiaolu.org import views

app_name = "org"
urlpatterns = [
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("set-up/<str:token>/", views.set_up, name="set_up"),
    path("join/<str:token>/", views.join, name="join"),
    path("language/", views.switch_language, name="switch_language"),
    path("profile/", views.profile, name="profile"),
    path("password/", views.change_password, name="change_password"),
    path("settings/", views.settings, name="settings"),
    path("company/edit/", views.edit_company, name="edit_company"),
    path("people/", views.person_list, name="person_list"),
    path("people/create/", views.create_person, name="create_person"),
    path("people/<int:person_id>/", views.person_detail, name="person_detail"),
    path("people/<int:person_id>/edit/", views.edit_person, name="edit_person"),
    path("people/<int:person_id>/invite/", views.invite_person, name="invite_person"),
    path("people/<int:person_id>/switch-off/", views.switch_off_person, name="switch_off_person"),
    path("people/<int:person_id>/switch-on/", views.switch_on_person, name="switch_on_person"),
    path("people/<int:person_id>/absence/", views.stand_in, name="stand_in"),
    path("people/<int:person_id>/hand-over/", views.hand_over_person, name="hand_over_person"),
    path("absences/<int:stand_in_id>/end/", views.end_stand_in, name="end_stand_in"),
    path("roles/", views.role_list, name="role_list"),
    path("roles/create/", views.create_role, name="create_role"),
    path("roles/<slug:code>/edit/", views.edit_role, name="edit_role"),
    path("roles/<slug:code>/reset/", views.reset_role, name="reset_role"),
    path("roles/<slug:code>/remove/", views.remove_role, name="remove_role"),
    path("teams/", views.team_list, name="team_list"),
    path("teams/create/", views.create_team, name="create_team"),
    path("teams/<int:team_id>/", views.team_detail, name="team_detail"),
    path("teams/<int:team_id>/edit/", views.edit_team, name="edit_team"),
    path("teams/<int:team_id>/archive/", views.archive_team, name="archive_team"),
    path("audit/", views.audit_list, name="audit_list"),
]
