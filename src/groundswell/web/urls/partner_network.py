"""The network of partners."""

from django.urls import path

from groundswell.web.views import partner_network

urlpatterns = [
    path("<slug:community_id>/partners/network/", partner_network.network, name="partner-network"),
    path("<slug:community_id>/partners/network/questions/", partner_network.questions, name="network-questions"),
]
