"""Scenarios in short: `exp(2s)` stands for an exponential law."""

import re

import jobsim


def scenario(
    queue: str, submitters: str, processors: str, *overrides: str, ending: str = "until: 1000s"
) -> jobsim.Scenario:
    """The insides of the three mappings, in YAML."""
    text = f"{ending}\nqueue: {{{queue}}}\nsubmitters: {{{submitters}}}\nprocessors: {{{processors}}}\n"
    return jobsim.loads(in_full(text), overrides=[in_full(override) for override in overrides])


def in_full(text: str) -> str:
    return re.sub(r"exp\((\w+)\)", r"{distribution: exponential, mean: \1}", text)
