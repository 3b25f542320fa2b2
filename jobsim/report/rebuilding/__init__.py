"""The rebuilding: what happened in a stored run, told again from its tables."""
