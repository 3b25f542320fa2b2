"""The rules: the job queue, written once as async code, knowing no library of time."""
