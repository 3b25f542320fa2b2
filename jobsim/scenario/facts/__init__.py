"""What follows from a scenario before it runs, by its means and its words."""
