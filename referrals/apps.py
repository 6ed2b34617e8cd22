from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    name = "referrals"

    def ready(self) -> None:
        from referrals import permissions
        from referrals.notices import declare_notices
        from referrals.policies import declare_policies

        permissions.register()
        declare_policies()
        declare_notices()
