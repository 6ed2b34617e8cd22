"""Forms of partnerships."""

from partnerships.forms.sign_in import SignInForm

__all__ = ["SignInForm"]
