"""Every write of contacts, decisions, assessments and disagreements."""
