from django.apps import AppConfig
from django.db.models.signals import post_migrate


class RowSecurityConfig(AppConfig):
    name = "rowsecurity"
    verbose_name = "Row-level security"

    def ready(self) -> None:
        from rowsecurity.apply import apply_registry
        from rowsecurity.framework_tables import declare_framework_tables

        declare_framework_tables()
        post_migrate.connect(apply_registry, sender=self)
