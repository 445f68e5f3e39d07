"""Routes of guarantees, below `/api/v1/guarantees/`."""

from django.urls import path

from guarantees.api import views

app_name = "guarantees"
urlpatterns = [
    path("", views.Guarantees.as_view(), name="list"),
    path("<uuid:pk>/", views.OneGuarantee.as_view(), name="one"),
    path("<uuid:pk>/accept/", views.Accept.as_view(), name="accept"),
    path("<uuid:pk>/refuse/", views.Refuse.as_view(), name="refuse"),
    path("<uuid:pk>/suspend/", views.Suspend.as_view(), name="suspend"),
    path("<uuid:pk>/resume/", views.Resume.as_view(), name="resume"),
    path("<uuid:pk>/balance/", views.Balance.as_view(), name="balance"),
    path("<uuid:pk>/ledger/", views.Ledger.as_view(), name="ledger"),
]
