"""Values that a sweep goes through, and the points that come of it."""
