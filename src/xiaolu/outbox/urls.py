from django.urls import path

from xiaolu.outbox import views

app_name = "outbox"
urlpatterns = [
    path("", views.letter_list, name="letter_list"),
    path("<int:letter_id>/", views.letter_detail, name="letter_detail"),
    path("<int:letter_id>/send-again/", views.send_letter_again, name="send_letter_again"),
    path("<int:letter_id>/drop/", views.drop_letter, name="drop_letter"),
    path("try-mail/", views.try_mail, name="try_mail"),
    path("robots/", views.robot_list, name="robot_list"),
    path("robots/create/", views.create_robot, name="create_robot"),
    path("robots/own/", views.create_own_robot, name="create_own_robot"),
    path("robots/<int:robot_id>/edit/", views.edit_robot, name="edit_robot"),
    path("robots/<int:robot_id>/try/", views.try_robot, name="try_robot"),
    path("robots/<int:robot_id>/archive/", views.archive_robot, name="archive_robot"),
    path("robots/<int:robot_id>/restore/", views.restore_robot, name="restore_robot"),
]
