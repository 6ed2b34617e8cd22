"""Invented people, families and cases to look around with. Nothing here is about anybody; no other app knows of it."""
