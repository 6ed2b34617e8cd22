from django.apps import AppConfig


class ThresholdsConfig(AppConfig):
    name = "thresholds"

    def ready(self) -> None:
        from thresholds import permissions
        from thresholds.policies import declare_policies

        permissions.register()
        declare_policies()
