"""The picture: what a run, as it goes and when it is done, looks like to people."""
