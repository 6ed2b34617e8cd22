"""What is kept of every version of this app's rows."""

from audit.history import tracked
from thresholds.models.check import Check, CheckChild, Conversation, MatrixCorrection, Observation
from thresholds.models.framework import FrameworkVersion

for _model in (Check, CheckChild, Observation, Conversation, MatrixCorrection):
    tracked(_model)
tracked(FrameworkVersion, exclude=["content"])  # a published one is frozen; a draft's is known by its hash
