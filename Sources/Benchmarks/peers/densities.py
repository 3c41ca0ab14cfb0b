"""Solvers in one and two dimensions, to the same error."""

import os
import pathlib
import statistics
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "solvers"))

import numpy as np

from problems import PROBLEMS, error
from turns import Tool, fokker_timing, report, take_turns

SOLVERS = pathlib.Path(__file__).resolve().parent / "solvers"

# For every problem and error: our cells and levels, then tools with their best cells and steps found.
# The compiled floor's steps are its levels; None means that the tool was not seen to get there.
SUBJECTS = {
    ("ornsteinUhlenbeck", 1e-3): [
        (64, 2), ("floor", 64, 2), ("kramers", 340, 200), ("fplanck", 220, 1), ("pypde", 360, 3000),
    ],
    ("ornsteinUhlenbeck", 1e-5): [(80, 3), ("floor", 80, 3), ("kramers", 3300, 1200)],
    ("ornsteinUhlenbeck", 1e-8): [(165, 3), ("floor", 165, 3)],
    ("doubleWell", 1e-3): [(44, 2), ("floor", 44, 2), ("kramers", 180, 50), ("fipy", 200, 1000)],
    ("doubleWell", 1e-5): [(56, 3), ("floor", 56, 3), ("kramers", 1760, 200)],
    ("doubleWell", 1e-8): [(120, 3), ("floor", 120, 3)],
}  # fmt: skip


def worst(problem, answer):
    """The largest error of an answer over the times of its problem."""
    if "error" in answer:
        return answer["error"]
    times = PROBLEMS[problem].times
    values = [np.array(density) for density in answer["densities"]]
    return max(error(PROBLEMS[problem], v, t) for v, t in zip(values, times))


def compare(options):
    timing = fokker_timing()
    with tempfile.TemporaryDirectory() as directory:
        library = f"{directory}/floor.so"
        subprocess.run(
            ["gcc", "-O3", "-march=native", "-shared", "-fPIC", SOLVERS / "density_floor.c"]
            + ["-o", library, "-lm"],
            check=True,
        )
        os.environ["FLOOR"] = library
        print(f"{'problem':18} {'error':>6}  {'tool':30} {'ms':>10} {'reached':>8} {'ratio':>8}")
        for (problem, wanted), ((cells, levels), *peers) in SUBJECTS.items():
            tools = [
                Tool(f"fokker, tolerance {wanted:.0e}",
                     [timing, "density", problem, "--tolerance", str(wanted)], 1),
                Tool(f"fokker, {cells} cells, {levels} levels",
                     [timing, "density", problem, "--cells", str(cells), "--levels", str(levels)], 1),
            ]  # fmt: skip
            for tool, size, steps in peers:
                name = f"{tool}, {size} cells, {steps} " + ("levels" if tool == "floor" else "steps")
                repetitions = 50 if tool == "floor" else 1
                command = [sys.executable, SOLVERS / "density_peer.py", tool, problem]
                command += [str(size), str(steps), str(repetitions)]
                tools.append(Tool(name, command, 1))
            answers = take_turns(tools, options.rounds)
            own = answers[tools[0].name]
            for name, turns in answers.items():
                median = statistics.median(t["processor"] for t in turns)
                ratio = statistics.median(a["processor"] / b["processor"] for a, b in zip(turns, own))
                reached = worst(problem, turns[-1])
                print(
                    f"{problem:18} {wanted:6.0e}  {name:30} {median:10.3f} {reached:8.1e} {ratio:8.1f}"
                )
    print(f"load average {os.getloadavg()[0]:.2f} on {os.cpu_count()} cores")


def plane(options):
    """256² cells, coupled linear drift."""
    timing = fokker_timing()
    tools = [
        Tool("fokker, 256², 32 steps", [timing, "plane", "--steps", "32"], 1),
        Tool("fokker, 256², 10 steps, extrapolated",
             [timing, "plane", "--steps", "10", "--extrapolation", "spacingAndStep"], 1),
        Tool("fokker, Hundsdorfer-Verwer, 20 steps",
             [timing, "plane", "--steps", "20", "--scheme", "hundsdorferVerwer"], 1),
        Tool("floor, 256², 20 steps", [sys.executable, SOLVERS / "plane_peer.py", "floor", "20"], 1),
        Tool("floor, 256², 40 steps", [sys.executable, SOLVERS / "plane_peer.py", "floor", "40"], 1),
        Tool("fplanck, 256²", [sys.executable, SOLVERS / "plane_peer.py", "fplanck", "1", "1"], 1),
    ]  # fmt: skip
    answers = take_turns(tools, min(options.rounds, 5))
    report(answers)
    for name, turns in answers.items():
        print(f"{name:36} L1 error {turns[-1]['error']:.1e}")


def tensor(options):
    """Many variables in tensor trains; the published times of fpcross are not of this machine."""
    timing = fokker_timing()
    tools = [
        Tool(f"fokker, {name}, tolerance {tolerance}",
             [timing, "tensor", name, "--tolerance", tolerance], 1)
        for name, tolerance in [("linear3", "1e-4"), ("linear5", "1e-4"), ("linear6", "1e-4"),
                                ("wells6", "3e-4")]
    ]  # fmt: skip
    for name, turns in take_turns(tools, min(options.rounds, 3)).items():
        best, last = min(t["processor"] for t in turns), turns[-1]
        reached = f"error {last['error']:.1e}" if "error" in last else "no closed form"
        print(
            f"{name:36} {best / 1000:8.2f} s  rank {last['rank']:3d}  {reached:14}"
            f" {last['megabytes']:6.0f} MB"
        )
