"""Row-level security: who is asking, and which rows each table shows them. See `docs/adr/0001-the-database-is-the-second-wall.md`."""
