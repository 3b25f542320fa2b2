"""The judgement: what a scenario's figures mean, before a run and between runs."""
