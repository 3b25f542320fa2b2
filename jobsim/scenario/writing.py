"""A scenario as YAML again: what it says, without what goes without saying."""

import yaml

from jobsim.scenario.schema import Scenario

_WIDTH = 100


def as_yaml(scenario: Scenario) -> str:
    """A text that `loads` reads as the same scenario; keys that are as by default are left out."""
    said = scenario.model_dump(mode="json", exclude_defaults=True)
    text: str = yaml.safe_dump(said, sort_keys=False, allow_unicode=True, default_flow_style=None, width=_WIDTH)
    return text
