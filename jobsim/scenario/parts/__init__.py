"""The parts of a scenario: the queue, who submits, who serves, and what may go wrong with each."""
