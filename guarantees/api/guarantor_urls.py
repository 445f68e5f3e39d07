"""Routes of guarantors, below `/api/v1/guarantors/`."""

from django.urls import path

from guarantees.api.views import guarantors, proposals

app_name = "guarantors"
urlpatterns = [
    path("", guarantors.Approvals.as_view(), name="approvals"),
    path("<int:approval>/end/", guarantors.EndApproval.as_view(), name="end"),
    path("<int:approval>/limit/", guarantors.Limit.as_view(), name="limit"),
    path("two-persons/", proposals.TwoPersons.as_view(), name="two-persons"),
    path("exposure/", guarantors.Exposure.as_view(), name="exposure"),
]
