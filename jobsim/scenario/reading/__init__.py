"""From YAML text to a tree that knows where it was written, and from findings to problems."""
