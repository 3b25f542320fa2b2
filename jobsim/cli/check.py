"""`jobsim check`."""

from jobsim.cli.app import Files, Replications, Seed, Sets, app, load, settings


@app.command
def check(*files: Files, set_: Sets = (), seed: Seed = None, replications: Replications = None) -> int:
    """Validate scenarios and say them in words: who does what, the load against the capacity, what theory says."""
    from jobsim.analysis.description import describe

    for scenario in load(files, settings(set_, seed=seed, replications=replications)):
        print(describe(scenario))
    return 0
