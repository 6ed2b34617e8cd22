"""Who may open a contact or check: what upper apps say about theirs, and who may change it."""
