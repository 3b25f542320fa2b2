"""What pictures of a result need, counted in its tables: courses over time, durations, lives."""
