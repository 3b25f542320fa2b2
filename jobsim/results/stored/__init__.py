"""Results read back from disk: figures to be compared, a whole result to be shown, rows to be told again, a sweep."""
