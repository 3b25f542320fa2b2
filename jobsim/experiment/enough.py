"""How many replications are enough: as many as are asked for, or until a metric is known well enough.

The half-width of its interval, relative to the mean, is at most γ / (1 + γ): then the error is at most γ of the true
value (Law, Simulation Modeling and Analysis, section 9.4.1). They stop at a time that follows from what they gave, so
there are ten at least; fewer stop by luck.
"""

import math
from collections.abc import Callable

from jobsim.analysis.verdicts import Judged, Verdict, judge_estimates
from jobsim.results.estimates import Found, relative_half
from jobsim.scenario.asked.precision import LEAST
from jobsim.scenario.asked.whose import of_whom
from jobsim.scenario.facts.randomness import is_random
from jobsim.scenario.schema import Scenario


def wanted(scenario: Scenario, found: Found) -> int:
    """How many more replications are wanted now, given what was found in those there are; 0 where they are enough.

    It depends on nothing else, so that they are the same however many run at a time.
    """
    have = len(found)
    if have < scenario.fewest_replications:
        return scenario.fewest_replications - have
    if scenario.precision is None or have >= scenario.most_replications:
        return 0
    of = scenario.precision.of
    relative = relative_half(found.estimate(of.metric, of_whom(of, scenario), scenario.confidence))
    if relative <= scenario.precision.half:
        return 0
    # The width falls with the root of their number; twice as many are the most to go by one guess.
    guess = have * (relative / scenario.precision.half) ** 2 if math.isfinite(relative) else math.inf
    return min(max(math.ceil(min(guess, 2 * have)) - have, 1), scenario.most_replications - have)


def until_judged(most: int) -> Callable[[Scenario, Found], int]:
    """As many as it takes until every expectation is met or one is missed, twice as many each time; `most` at most."""

    def more(scenario: Scenario, found: Found) -> int:
        have, random = len(found), is_random(scenario)
        fewest = max(scenario.fewest_replications, LEAST) if random else 1
        if have < fewest or not random:
            return min(fewest, most) - have
        verdicts = {judged.verdict for judged in judge_found(scenario, found)}
        if Verdict.MISSED in verdicts or Verdict.UNDECIDED not in verdicts:
            return 0
        return min(have, most - have)

    return more


def judge_found(scenario: Scenario, found: Found) -> list[Judged]:
    """The verdicts on a scenario's expectations, given what was found in its replications."""
    known = {(one.metric, one.of): one for one in found.estimates(scenario.confidence)}
    return judge_estimates(scenario, lambda metric, of: known[metric, of], len(found))
