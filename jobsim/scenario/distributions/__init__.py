"""The distributions a duration may have, by the name a scenario calls them.

One class each: its parameters, its moments by the textbook, and its draws. Draws come from a generator that is
handed in (NumPy's, but nothing here imports NumPy), and `draw(chance, 10)` twice gives what `draw(chance, 20)`
gives: a block never changes the sequence. Parameters and draws are in nanoseconds, moments in seconds.
"""

from jobsim.scenario.distributions.by_mean import Erlang, Exponential, Gamma, Hyperexponential, Lognormal
from jobsim.scenario.distributions.by_shape import Normal, Pareto, Weibull
from jobsim.scenario.distributions.by_value import Constant, Empirical, Triangular, Uniform

__all__ = [
    "AnyLaw",
    "Constant",
    "Empirical",
    "Erlang",
    "Exponential",
    "Gamma",
    "Hyperexponential",
    "Lognormal",
    "Normal",
    "Pareto",
    "Triangular",
    "Uniform",
    "Weibull",
]

AnyLaw = (
    Constant
    | Uniform
    | Triangular
    | Exponential
    | Erlang
    | Gamma
    | Hyperexponential
    | Lognormal
    | Normal
    | Weibull
    | Pareto
    | Empirical
)
"""Every law there is; a new one is a class in one of these files and a line here."""
