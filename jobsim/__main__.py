"""`python -m jobsim` is `jobsim`."""

from jobsim.cli import main

main()
