from django.apps import AppConfig


class ConsentConfig(AppConfig):
    name = "consent"

    def ready(self) -> None:
        from consent import permissions
        from consent.notices import declare_notices
        from consent.policies import declare_policies

        permissions.register()
        declare_policies()
        declare_notices()
