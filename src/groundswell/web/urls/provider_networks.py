"""Networks of providers."""

from django.urls import path

from groundswell.web.views import provider_networks

NETWORKS = "<slug:community_id>/partners/networks/"

urlpatterns = [
    path(NETWORKS, provider_networks.networks, name="provider-networks"),
    path(f"{NETWORKS}<slug:network_id>/", provider_networks.network, name="provider-network"),
]
