"""The chance: every job to come, drawn from named streams."""
