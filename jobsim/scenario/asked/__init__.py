"""What is asked of a run: metrics by name, expectations, a precision, a warm-up."""
