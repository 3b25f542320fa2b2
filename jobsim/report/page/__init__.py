"""The report: one HTML file that holds all it needs, and is read without a network."""
