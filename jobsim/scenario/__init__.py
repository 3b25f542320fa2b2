"""The question: what a YAML file may say, read with positions and judged all at once."""
