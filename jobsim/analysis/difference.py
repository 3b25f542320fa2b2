"""The difference of two means, and how sure it is.

Paired: Student's t of the pairs' differences, n - 1 degrees of freedom (Law, Simulation Modeling and Analysis, section
10.2.1). Otherwise Welch's, with Satterthwaite's degrees of freedom (Welch, Biometrika 34, 1947; Law, 10.2.2).
Equivalence by two one-sided tests (Schuirmann, J. Pharmacokinetics and Biopharmaceutics 15, 1987). Several tests at
once by Holm's procedure (Scandinavian J. of Statistics 6, 1979).
"""

import math
from collections.abc import Sequence
from typing import NamedTuple

from jobsim.results.student import mean_of


class Difference(NamedTuple):
    """A difference of means with its standard error; that is 0 where nothing varies."""

    mean: float
    error: float
    freedom: float
    """Degrees of freedom, above 0."""

    def half(self, confidence: float) -> float:
        """Half the width of the interval that contains the true difference with this confidence."""
        from scipy.special import stdtrit  # noqa: PLC0415 - a tenth of a second that results without replications save

        return float(stdtrit(self.freedom, (1 + confidence) / 2)) * self.error

    def p(self) -> float:
        """How likely a difference at least as large is, either way, if there is none in truth."""
        return min(2 * self._above(abs(self.mean)), 1.0)

    def p_equivalent(self, margin: float) -> float:
        """How likely a difference so well within the margin is, if in truth it is as large as that or larger.

        It is below α exactly if the interval with confidence 1 - 2α lies within the margin on both sides.
        """
        return max(self._above(margin - self.mean), self._above(margin + self.mean))

    def _above(self, distance: float) -> float:
        """How likely an estimate lies so far above the truth."""
        if self.error == 0:
            return 0.0 if distance > 0 else 1.0
        from scipy.special import stdtr  # noqa: PLC0415 - see above

        return float(stdtr(self.freedom, -distance / self.error))


def paired(before: Sequence[float], after: Sequence[float]) -> Difference:
    """`after` less `before`, of which the i-th belong together; two pairs at least."""
    differences = [later - earlier for earlier, later in zip(before, after, strict=True)]
    error = math.sqrt(_variance_of_mean(differences))
    return Difference(mean_of(after) - mean_of(before), error, len(differences) - 1)


def welch(before: Sequence[float], after: Sequence[float]) -> Difference:
    """`after` less `before`, which are independent and may vary differently; two values each at least."""
    one, other = _variance_of_mean(before), _variance_of_mean(after)
    mean, error = mean_of(after) - mean_of(before), math.sqrt(one + other)
    if error == 0:
        return Difference(mean, 0.0, len(before) + len(after) - 2)
    share = one / (one + other)
    freedom = 1 / (share**2 / (len(before) - 1) + (1 - share) ** 2 / (len(after) - 1))
    return Difference(mean, error, freedom)


def holm(ps: Sequence[float]) -> list[float]:
    """Each p for all together: the chance that any true hypothesis is rejected at α is then α at most."""
    adjusted = [1.0] * len(ps)
    largest = 0.0
    for rank, at in enumerate(sorted(range(len(ps)), key=ps.__getitem__)):
        largest = max(largest, min((len(ps) - rank) * ps[at], 1.0))
        adjusted[at] = largest
    return adjusted


def _variance_of_mean(values: Sequence[float]) -> float:
    mean = mean_of(values)
    return math.fsum((value - mean) ** 2 for value in values) / (len(values) - 1) / len(values)
