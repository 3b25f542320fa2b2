"""A run of which no table is kept: summed while it goes on, in figures by window of time."""
