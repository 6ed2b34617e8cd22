from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    name = "referrals"

    def ready(self) -> None:
        from clocks.registry import hand_over_page, subject_page
        from consent.selectors.chronology import also_from
        from consent.services.withdrawals import on_withdrawal
        from pages import chrome
        from people.rules.emergencies import MOST_AT_ONCE
        from referrals import addresses, panels, permissions
        from referrals.calling import declare_calling
        from referrals.chronology import sent_and_told
        from referrals.closing import declare_closing
        from referrals.emergencies import declare_emergencies
        from referrals.known_apart import declare_known_apart
        from referrals.need_to_know import declare_subjects
        from referrals.notices import declare_notices
        from referrals.policies import declare_policies
        from referrals.records import declare_records
        from referrals.services.joining import call_is_in_writing
        from referrals.services.withdrawals import withdrawal_tell
        from thresholds.services.checks import on_change

        on_change(call_is_in_writing)
        on_withdrawal(withdrawal_tell)
        also_from(sent_and_told)
        permissions.register()
        declare_policies()
        declare_calling()
        declare_closing()
        declare_subjects()
        declare_emergencies(MOST_AT_ONCE)
        declare_known_apart()
        declare_records()
        declare_notices()
        panels.register()
        chrome.register(panels.front_door_links)
        for subject_type, path in addresses.PAGES.items():
            subject_page(subject_type, path)
        for subject_type, path in addresses.HAND_OVERS.items():
            hand_over_page(subject_type, path)
