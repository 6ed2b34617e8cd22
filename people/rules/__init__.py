"""Decisions about people as pure functions on plain values."""
