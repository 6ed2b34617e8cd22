"""Row-level security: who is asking, and which rows each table shows them. See ADR 1."""
