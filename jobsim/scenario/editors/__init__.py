"""The JSON Schema by which editors complete, explain and check a scenario: made from the models, and of nothing else.

Only `jobsim schema` and `jobsim new` import this; a run and `check` do without it.
"""
