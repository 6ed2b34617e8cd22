"""What is kept of every version of this app's rows."""

from audit.history import tracked
from consent.models.agreement import Agreement
from consent.models.deciding import Competence
from consent.models.desk import Absence, HandOver
from consent.models.harm_question import HarmQuestion
from consent.models.proposal import SharingProposal
from consent.models.review import LateReview, LeadReview

for _model in (Agreement, Competence, HarmQuestion, LeadReview, LateReview, HandOver, Absence):
    tracked(_model)
tracked(SharingProposal, exclude=["content", "rule"])  # a trigger keeps both as they were prepared
