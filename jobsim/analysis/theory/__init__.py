"""What theory says of queues that it can solve: one file a family, each formula with its source.

Every function takes rates in jobs per second and times in seconds, and gives what jobsim would measure in the long
run, by the names of its metrics.
"""
