"""The run: one file for each way of passing time."""
