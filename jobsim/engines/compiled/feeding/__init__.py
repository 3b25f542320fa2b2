"""Every stream that a scenario draws from, brought to the kernel as it asks for it."""
