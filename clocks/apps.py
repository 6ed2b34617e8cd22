from django.apps import AppConfig


class ClocksConfig(AppConfig):
    name = "clocks"

    def ready(self) -> None:
        from clocks.policies import declare_policies
        from clocks.words import declare_notices

        declare_policies()
        declare_notices()
