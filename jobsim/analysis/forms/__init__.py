"""Which queue of theory a scenario is, and what theory then says: exactly, at most, or about.

Each file knows one family of queues, as it stands in `analysis/theory`, and takes a scenario for one of them only where
nothing in it says otherwise.
"""
