"""Reads of contacts, assessments and disagreements, each beginning from what this user may see."""
