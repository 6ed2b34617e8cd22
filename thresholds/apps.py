from django.apps import AppConfig


class ThresholdsConfig(AppConfig):
    name = "thresholds"

    def ready(self) -> None:
        from thresholds.policies import declare_policies

        declare_policies()
