"""Signing in with an e-mail address and a password."""

from typing import Any, ClassVar

from django import forms
from django.contrib.auth import authenticate
from django.http import HttpRequest

from pages.forms import GovForm
from partnerships.models import User
from partnerships.permissions import current_memberships

REFUSED = "The e-mail address or the password is not right. After 5 tries you have to wait 15 minutes."
"""The same words whoever is asked for: whether an address is known here is not told."""

NO_ROLE = "You have no role here today. Ask your safeguarding lead, or the partnership, to look at your dates."


class SignInForm(GovForm):
    """Who is there, once it is valid, is ``user``. The address is called ``username`` because browsers and axes know it so."""

    username = forms.EmailField(
        label="Work e-mail address",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username", "spellcheck": "false"}),
    )
    password = forms.CharField(
        label="Password",
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    label_sizes: ClassVar = {"username": "s", "password": "s"}

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request
        self.user: User | None = None

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if "username" in given and "password" in given:
            username = str(given["username"]).lower()
            found = authenticate(self.request, username=username, password=given["password"])
            if not isinstance(found, User):
                self.add_error("username", REFUSED)
            elif not current_memberships(found):
                self.add_error("username", NO_ROLE)
            else:
                self.user = found
        return given
