from django.apps import AppConfig


class ConsentConfig(AppConfig):
    name = "consent"

    def ready(self) -> None:
        from clocks.registry import on_milestone, subject_page
        from consent import panels, permissions, presenters, running_out, standing
        from consent.closing import declare_closing
        from consent.desk_policies import declare_desk_policies
        from consent.need_to_know import declare_subjects
        from consent.notices import declare_notices
        from consent.policies import declare_policies
        from consent.records import declare_records
        from consent.selectors.proposals import proposal_ids
        from consent.services.asking_again import consent_review_end
        from consent.services.proposals import proposal_take_back, proposal_void_if_changed
        from pages import chrome
        from thresholds import progress
        from thresholds.services.checks import has_clocks, on_change
        from thresholds.services.judgements import on_close

        permissions.register()
        declare_policies()
        declare_desk_policies()
        declare_closing()
        declare_subjects()
        declare_records()
        declare_notices()
        chrome.register(panels.desk_link)
        panels.register()
        progress.tell(standing.standings)
        on_close(proposal_take_back)
        on_close(consent_review_end)
        on_change(proposal_void_if_changed)
        has_clocks(proposal_ids)
        subject_page("proposal", presenters.of_proposal)
        on_milestone("lead-review", "due", running_out.tell_the_deputy)
