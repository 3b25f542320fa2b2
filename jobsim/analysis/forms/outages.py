"""Processors that break down."""

from jobsim.analysis.forms.facts import Facts
from jobsim.analysis.forms.form import Form, form
from jobsim.analysis.forms.service import exponential_mean
from jobsim.analysis.theory.expected import Expected
from jobsim.scenario.parts.outages import Breakdowns, Interrupted

_MOST_PROCESSORS = 20
"""Of a chain that is solved level by level."""
_FAR, _FARTHER = 300, 400
"""Jobs at which that chain is cut off; where it makes a difference, it is no theory."""
_NO_DIFFERENCE = 1e-6


def breakdowns(facts: Facts) -> Form | None:
    """Processors that are up for exponential times, whatever becomes of the job of one that breaks down."""
    rate, breaks = facts.rate, facts.pool.breakdowns
    if rate is None or breaks is None or not facts.says("breakdowns"):
        return None
    if breaks.job is Interrupted.REQUEUE:
        expected, source = _handed_back(facts, breaks, rate), "Mitrany & Avi-Itzhak 1968"
    else:
        expected, source = _kept(facts, breaks, rate), "Avi-Itzhak & Naor 1963, Gaver 1962"
    kind = f"M/{'G' if facts.exponential is None else 'M'}/{facts.processors}"
    return None if expected is None else form(f"{kind}, breakdowns", source, expected)


def _kept(facts: Facts, breaks: Breakdowns, rate: float) -> Expected | None:
    """One processor that keeps its job until after the repair, or loses it."""
    from jobsim.analysis.theory.breakdowns import Outages, lost, resumed

    up, (repair, spread), service = exponential_mean(breaks.every), breaks.repair.moments, facts.service
    if up is None or repair is None or spread is None or service is None or facts.processors > 1:
        return None
    outages = Outages(up, repair, spread + repair**2)
    mean, variance, exponential = service.mean, service.variance, service.exponential
    if breaks.job is Interrupted.LOSE:
        # Whichever comes first, the end of the job or of the time up; a repair, if it is that.
        if exponential is None or not facts.stable(rate * exponential * (up + repair) / (up + exponential)):
            return None
        return lost(rate, exponential, outages)
    if not mean or variance is None or not facts.stable(rate * mean / outages.present):
        return None
    expected = resumed(rate, mean, variance, outages)
    if breaks.job is Interrupted.RESUME:
        return expected
    if exponential is None or facts.sized:
        return None
    # An exponential service that begins again has as long to go as one that goes on.
    kept = {metric: expected[metric] for metric in ("throughput", "mean(queued)", "mean(processors)", "mean(response)")}
    return {**kept, "mean(attempts)": 1 + mean / up, "waste_rate": mean / (mean + up)}


def _handed_back(facts: Facts, breaks: Breakdowns, rate: float) -> Expected | None:
    up, repair, service = exponential_mean(breaks.every), exponential_mean(breaks.repair), facts.exponential
    if up is None or repair is None or service is None or facts.sized or facts.processors > _MOST_PROCESSORS:
        return None
    if not facts.stable(rate * service * (up + repair) / up):
        return None
    from jobsim.analysis.theory.breakdowns import handed_back

    far, farther = (handed_back(rate, service, facts.processors, up, repair, most) for most in (_FAR, _FARTHER))
    settled = abs(far["mean(queued)"] - farther["mean(queued)"]) <= _NO_DIFFERENCE * farther["mean(queued)"]
    return farther if settled else None
