"""Evidence: a checker without a model that lets only proven statements of an answer through."""

from crm_core.copilot.evidence.drafts import Doubt, check_draft
from crm_core.copilot.evidence.pieces import Piece, Segment, Verdict
from crm_core.copilot.evidence.sentences import Structure
from crm_core.copilot.evidence.stream import Checker

__all__ = ["Checker", "Doubt", "Piece", "Segment", "Structure", "Verdict", "check_draft"]
