"""Asking, asking the lead, and the lead's answer."""

from consent.forms.asking import AskingForm
from consent.forms.deciding import CompetenceForm, HarmQuestionForm
from consent.forms.lead import AskLeadForm, LateReviewForm, ReviewForm

__all__ = ["AskLeadForm", "AskingForm", "CompetenceForm", "HarmQuestionForm", "LateReviewForm", "ReviewForm"]
