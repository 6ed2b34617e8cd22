"""Reads of agreement and of what is to be shared."""
