"""Test records: one factory per model, sequences, plainly fictional people. Rows are written as the factory role."""
