from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from workflow.diagrams import workflows_of, workflows_page


class Command(BaseCommand):
    help = "Write docs/workflows.md from every app's transition tables."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        (settings.BASE_DIR / "docs" / "workflows.md").write_text(workflows_page(workflows_of(settings.OUR_APPS)))
