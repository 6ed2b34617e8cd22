"""Services and numbers for an authority."""

from typing import Any

from django.http import Http404
from django.utils import timezone
from django.utils.timezone import localdate

from pages.views import PageView
from partnerships.models import LocalAuthority
from partnerships.permissions import Action
from thresholds.selectors.authorities import calls_at, document_of, practice_model_of
from thresholds.selectors.directory import contact_groups, doors_of, home_authority, route_groups, superseded_contacts
from thresholds.selectors.frameworks import framework_in_force


class DirectoryView(PageView):
    """Who answers where: one's own authority first, any other by `?place=`."""

    action = Action.READ_DIRECTORY
    template_name = "thresholds/directory.html"

    def get_page_context(self) -> dict[str, Any]:
        authorities = list(LocalAuthority.objects.all())
        wanted = self.request.GET.get("place")
        chosen = next((one for one in authorities if one.slug == wanted), None) if wanted else home_authority(self.request.user)
        if chosen is None:
            raise Http404
        now = timezone.now()
        document = document_of(chosen)
        version = framework_in_force(chosen.slug, localdate(now))
        return super().get_page_context() | {
            "now": now,
            "authorities": authorities,
            "authority": chosen,
            "document": document,
            "calls": calls_at(chosen, danger=False, at=now),
            "doors": doors_of(chosen, now),
            "groups": contact_groups(document),
            "superseded": superseded_contacts(document),
            "routes": route_groups(chosen, localdate(now)),
            "version": version,
            "practice_model": practice_model_of(chosen, version.framework_document()) if version else document.practice_model,
        }
