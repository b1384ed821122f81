"""The room of people as Django knows it."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class People(AppConfig):
    """After every migration, row security stands on every table of a community (PostgreSQL)."""

    name = "groundswell.apps.people"
    verbose_name = "People and organizations"

    def ready(self) -> None:
        """Told once all models are known."""
        from groundswell.apps.people.isolation.securing import secure_tables

        post_migrate.connect(secure_tables, sender=self, dispatch_uid="row security")
