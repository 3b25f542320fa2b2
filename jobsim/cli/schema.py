"""`jobsim schema`."""

from jobsim.cli.app import app


@app.command
def schema() -> int:
    """Print the JSON Schema of scenario files, for editors."""
    from jobsim.scenario.editors.schema import schema_text

    print(schema_text(), end="")
    return 0
