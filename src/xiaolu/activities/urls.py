from django.urls import path

from xiaolu.activities import views

app_name = "activities"
urlpatterns = [
    path("", views.activity_list, name="activity_list"),
    path("export/", views.export_activities, name="export_activities"),
    path("calendar/", views.calendar, name="calendar"),
    path("calendar/events/", views.calendar_events, name="calendar_events"),
    path("feed/<str:token>.ics", views.feed, name="feed"),
    path("calendar-feed/", views.calendar_feed, name="calendar_feed"),
    path("calendar-feed/make/", views.make_calendar_feed, name="make_calendar_feed"),
    path("calendar-feed/end/", views.end_calendar_feed, name="end_calendar_feed"),
    path("record/", views.record_activity, name="record_activity"),
    path("plan/", views.plan_activity, name="plan_activity"),
    path("about/", views.activity_about, name="activity_about"),
    path("tickler/", views.tickler_box, name="tickler_box"),
    path("tickler/<int:opportunity_id>/put/", views.put_card, name="put_card"),
    path("tickler/<int:opportunity_id>/not-reached/", views.not_reached, name="not_reached"),
    path("yellow-cards/", views.yellow_cards, name="yellow_cards"),
    path("yellow-cards/<int:opportunity_id>/", views.yellow_card, name="yellow_card"),
    path("of-account/<int:account_id>/", views.account_activities, name="account_activities"),
    path("of-opportunity/<int:opportunity_id>/", views.opportunity_activities, name="opportunity_activities"),
    path("<int:activity_id>/", views.activity_detail, name="activity_detail"),
    path("<int:activity_id>/finish/", views.finish_activity, name="finish_activity"),
    path("<int:activity_id>/edit/", views.edit_activity, name="edit_activity"),
    path("<int:activity_id>/reschedule/", views.reschedule_activity, name="reschedule_activity"),
    path("<int:activity_id>/move/", views.move_in_calendar, name="move_in_calendar"),
    path("<int:activity_id>/cancel/", views.cancel_activity, name="cancel_activity"),
    path("<int:activity_id>/withdraw/", views.withdraw_activity, name="withdraw_activity"),
]
