"""Reading frameworks, and for a partnership's admin loading a changed one. No page here is about a child."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.timezone import localdate

from pages.views import FormPage, PageView
from partnerships.models import LocalAuthority
from partnerships.permissions import Action
from partnerships.selectors import authorities_of, without_cover
from thresholds.forms.load import LoadForm
from thresholds.loading import FixturesRefused, write_yaml
from thresholds.models import FrameworkVersion
from thresholds.rules.framework import to_document
from thresholds.selectors.directory import doors_in_use
from thresholds.selectors.frameworks import authorities_using, authority_names
from thresholds.selectors.reading import (
    badge_of,
    indicators_laid_out,
    rules_laid_out,
    sections_of,
    version_to_read,
    versions_to_read,
)
from thresholds.services.frameworks import Loaded, frameworks_load

MOST_PROBLEMS = 50

OUTCOMES = {
    "draft": "is loaded as a draft. What is in force has not changed.",
    "changed": "has changed.",
    "published": "is loaded and in force.",
    "unchanged": "was there already, exactly so. Nothing has changed.",
}


class FrameworksView(PageView):
    """The frameworks that are, or were, in force."""

    action = Action.READ_FRAMEWORK
    template_name = "thresholds/frameworks/list.html"

    def get_page_context(self) -> dict[str, Any]:
        return super().get_page_context() | {"versions": listed(drafts=False, path="thresholds:framework")}


class FrameworkView(PageView):
    """One version, whole. A draft is not here: it is not yet what anybody works by."""

    action = Action.READ_FRAMEWORK
    template_name = "thresholds/frameworks/framework.html"
    drafts = False
    back = ("thresholds:frameworks", "Frameworks")

    def get_page_context(self) -> dict[str, Any]:
        version = version_to_read(slug=self.kwargs["slug"], version=self.kwargs["version"], drafts=self.drafts)
        if version is None:
            raise Http404
        framework = version.framework_document()
        return super().get_page_context() | {
            "version": version,
            "badge": badge_of(version, localdate()),
            "framework": framework,
            "domains": indicators_laid_out(framework),
            "sections": sections_of(framework),
            "rules": rules_laid_out(framework),
            "authorities": authorities_using(framework.slug),
            "back_url": reverse(self.back[0]),
            "back_words": self.back[1],
            "may_load": self.drafts,
        }


class PartnershipView(PageView):
    """Where an admin begins: frameworks with their drafts, and the authorities."""

    action = Action.FRAMEWORK_LOAD
    template_name = "thresholds/frameworks/partnership.html"

    def get_page_context(self) -> dict[str, Any]:
        mine = authorities_of(self.request.user)
        return super().get_page_context() | {
            "mine": mine,
            "without_cover": [row for authority in mine for row in without_cover(authority)],
            "versions": listed(drafts=True, path="thresholds:partnership_framework"),
            "authorities": [(one, doors_in_use(one, localdate())) for one in LocalAuthority.objects.all()],
        }


class PartnershipFrameworkView(FrameworkView):
    """The same reading for an admin, drafts too."""

    action = Action.FRAMEWORK_LOAD
    drafts = True
    back = ("thresholds:partnership", "Partnership")


class FrameworkFileView(PageView):
    """A version as the file that loads back to the same: what an admin changes and hands in again."""

    action = Action.FRAMEWORK_LOAD

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        version = version_to_read(slug=self.kwargs["slug"], version=self.kwargs["version"], drafts=True)
        if version is None:
            raise Http404
        text = write_yaml(to_document(version.framework_document()))
        response = HttpResponse(text, content_type="application/yaml; charset=utf-8")
        response["Content-Disposition"] = content_disposition_header(True, f"{version.framework.slug}-{version.version}.yaml")
        return response


class FrameworkLoadView(FormPage):
    """Load a changed file: all of it or nothing, every problem at its line."""

    action = Action.FRAMEWORK_LOAD
    form_class = LoadForm
    template_name = "thresholds/frameworks/load.html"

    def form_valid(self, form: LoadForm) -> str | HttpResponseBase:
        try:
            loaded = frameworks_load(files=[form.named_file], by=self.request.user, at=timezone.now())
        except FixturesRefused as refused:
            for problem in refused.problems[:MOST_PROBLEMS]:
                form.add_error("file", str(problem))
            if len(refused.problems) > MOST_PROBLEMS:
                form.add_error("file", f"and {len(refused.problems) - MOST_PROBLEMS} more. Put these right first.")
            return self.form_invalid(form)
        messages.success(self.request, " ".join(words_for(one) for one in loaded))
        return place_of(loaded[0])


def listed(*, drafts: bool, path: str) -> list[dict[str, Any]]:
    """Versions as a list shows them: each with its state today and where it is read."""
    today = localdate()
    users = authority_names()
    return [
        {
            "version": version,
            "badge": badge_of(version, today),
            "url": reverse(path, args=[version.framework.slug, version.version]),
            "authorities": users.get(version.framework.slug, []),
        }
        for version in versions_to_read(drafts=drafts)
    ]


def words_for(loaded: Loaded) -> str:
    """What became of a file, as a sentence."""
    if loaded.kind == "authority":
        name = LocalAuthority.objects.get(slug=loaded.slug).name
        return f"{name}: the directory {OUTCOMES[loaded.outcome]}"
    title = FrameworkVersion.objects.select_related("framework").get(framework__slug=loaded.slug, version=loaded.version)
    outcome = "is still a draft, with the new content." if loaded.outcome == "changed" else OUTCOMES[loaded.outcome]
    return f"{title.framework.title}, version {loaded.version}, {outcome}"


def place_of(loaded: Loaded) -> str:
    """Where to read what was loaded."""
    if loaded.kind == "authority":
        return f"{reverse('thresholds:directory')}?place={loaded.slug}"
    return reverse("thresholds:partnership_framework", args=[loaded.slug, loaded.version])
