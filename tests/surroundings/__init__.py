"""What surrounds the command: the terminal, the streams, the locale, the folder it stands in."""
