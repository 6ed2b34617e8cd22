from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AuditConfig(AppConfig):
    name = "audit"

    def ready(self) -> None:
        from audit.installing import install
        from audit.policies import declare_policies
        from audit.reading import leave_refusal
        from pages import authorise

        declare_policies()
        post_migrate.connect(install, sender=self)
        authorise.on_refused(leave_refusal)
