from django.apps import AppConfig


class ThresholdsConfig(AppConfig):
    name = "thresholds"

    def ready(self) -> None:
        from clocks.registry import subject_page
        from documents.registry import register_picture_renderer
        from pages import chrome
        from thresholds import addresses, panels, permissions
        from thresholds.closing import declare_closing
        from thresholds.frame import links
        from thresholds.need_to_know import declare_subjects
        from thresholds.pictures.printed import drawn
        from thresholds.policies import declare_policies

        permissions.register()
        panels.register()
        declare_policies()
        declare_closing()
        declare_subjects()
        register_picture_renderer(drawn)
        chrome.register(links)
        subject_page("check", addresses.of_check)
