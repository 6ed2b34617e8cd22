from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from partnerships.permissions_page import permissions_page


class Command(BaseCommand):
    help = "Write docs/permissions.md from the declaration of roles and actions."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        (settings.BASE_DIR / "docs" / "permissions.md").write_text(permissions_page())
