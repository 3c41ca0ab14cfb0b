"""Particle steps of the double well."""

import os
import pathlib
import statistics
import sys
from turns import Tool, fokker_timing, report, take_turns

SOLVERS = pathlib.Path(__file__).resolve().parent / "solvers"


def langevin(options):
    """Milliseconds per million particle steps of Euler and Maruyama, one thread."""
    timing = fokker_timing()
    for precision in ("float64", "float32"):
        ours = [timing, "langevin", "--precision", precision]
        tools = [Tool(f"fokker, {precision}", ours, 1)]
        peers = ["numpy"] if precision == "float32" else ["numpy", "numba"]
        for tool in peers:
            command = [sys.executable, SOLVERS / "langevin_peer.py", tool, precision]
            tools.append(Tool(f"{tool}, {precision}", command + ["65536", "200"], 1))
        answers = take_turns(tools, options.rounds)
        report(answers)
        for name, turns in answers.items():
            rate = statistics.median(1e3 / turn["processor"] for turn in turns)
            print(f"{name:36} {rate:8.0f} million particle steps per second")

