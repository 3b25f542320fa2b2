"""A declarative simulator for job queues."""

__version__ = "0.1.0"
