"""The catalogue: one page per rule and one table per framework; data only."""
