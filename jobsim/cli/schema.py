"""`jobsim schema`."""

from jobsim.cli.app import app


@app.command
def schema() -> int:
    """Print the JSON Schema of scenario files, for editors."""
    import json

    from jobsim.scenario.starting import json_schema

    print(json.dumps(json_schema(), indent=2))
    return 0
