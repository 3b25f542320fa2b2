"""How long the command takes, start-up included: --help, check, a whole run, a comparison.

python benchmarks/start_up.py [ROUNDS]
"""

import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

BURST = Path(__file__).parent.parent / "scenarios" / "burst.yaml"
COMMANDS = {
    "python -c pass": ["-c", "pass"],
    "jobsim --help": ["-m", "jobsim", "--help"],
    "jobsim check burst.yaml": ["-m", "jobsim", "check", str(BURST)],
    "jobsim burst.yaml": ["-m", "jobsim", str(BURST)],
    "jobsim compare A B": ["-m", "jobsim", "compare", "results/burst", "results/burst"],
}


def main(rounds: int = 9) -> None:
    """Time each command in turn and print the medians."""
    taken: dict[str, list[float]] = {name: [] for name in COMMANDS}
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            [sys.executable, *COMMANDS["jobsim burst.yaml"]], cwd=folder, stdout=subprocess.DEVNULL, check=True
        )
        for _ in range(rounds):
            for name, arguments in COMMANDS.items():
                begun = time.perf_counter()
                subprocess.run([sys.executable, *arguments], cwd=folder, stdout=subprocess.DEVNULL, check=True)
                taken[name].append(time.perf_counter() - begun)
    for name, seconds in taken.items():
        print(f"{name:28}{median(seconds):8.2f} s")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
