"""Handing in a changed file of a framework or an authority."""

import re
from typing import ClassVar

from django import forms
from django.core.files.uploadedfile import UploadedFile

from pages.forms import GovForm

MOST_BYTES = 2 * 1024 * 1024
_NOT_PLAIN = re.compile(r"[^A-Za-z0-9._-]+")


class LoadForm(GovForm):
    """One YAML file of 2 MB at most."""

    file = forms.FileField(
        label="The file",
        help_text="A framework or an authority as YAML, 2 MB at most. Download the file of a version to begin from.",
        widget=forms.FileInput(attrs={"accept": ".yaml,.yml"}),
    )
    label_sizes: ClassVar = {"file": "s"}

    def clean_file(self) -> UploadedFile:
        given: UploadedFile = self.cleaned_data["file"]
        if (given.size or 0) > MOST_BYTES:
            raise forms.ValidationError("The file is larger than 2 MB.")
        return given

    @property
    def named_file(self) -> tuple[str, bytes]:
        """The file's name, plain enough to stand before a line number, and what is in it."""
        given: UploadedFile = self.cleaned_data["file"]
        return _NOT_PLAIN.sub("-", given.name or "file.yaml")[-80:], given.read()
