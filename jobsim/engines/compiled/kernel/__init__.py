"""What is compiled: the rules of `jobsim.model`, over records in memory, one function for each thing that happens."""
