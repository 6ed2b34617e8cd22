"""Working calendar, timescale rules, clocks, milestones and the sweep. Knows its subjects by type and id only."""
