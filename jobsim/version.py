"""The version of jobsim."""

__version__ = "0.1.0"
