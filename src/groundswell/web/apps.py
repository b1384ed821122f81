"""The top floor, as Django knows it: once everything stands, it listens to what happens at the door."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Pages, and the entrance to them."""

    name = "groundswell.web"

    def ready(self) -> None:
        """Record sign-ins and what else befalls an account."""
        from groundswell.web.entrance import events  # noqa: F401 - importing it is what makes it listen
