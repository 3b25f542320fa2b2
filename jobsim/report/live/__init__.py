"""The live view: a run as it happens, or happened, on one screen."""
