"""The command `python -m analysis.training`."""

from analysis.training.train import main

main()
