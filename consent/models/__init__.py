"""Who agreed, on what basis information is shared, and the one door by which it leaves."""

from consent.models import history
from consent.models.agreement import Agreement
from consent.models.deciding import Competence
from consent.models.desk import Absence, HandOver, ProposalReading
from consent.models.harm_question import HarmQuestion
from consent.models.proposal import SharingProposal
from consent.models.review import LateReview, LeadReview

__all__ = [
    "Absence",
    "Agreement",
    "Competence",
    "HandOver",
    "HarmQuestion",
    "LateReview",
    "LeadReview",
    "ProposalReading",
    "SharingProposal",
    "history",
]
