"""The answer: what happened, as tables, metrics and files."""
