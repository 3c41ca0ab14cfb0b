"""Particle steps of the double well, and conditional moments of a long series."""

import os
import pathlib
import statistics
import sys
import tempfile

import numpy as np

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


def series(path, count=10_000_000, lag=0.01, diffusion=0.25):
    """Writes a path of the double well, ten steps of Euler and Maruyama to a lag."""
    import numba

    @numba.njit
    def simulate(count, step, kick):
        np.random.seed(1)
        x, result = -1.0, np.empty(count)
        for i in range(count):
            result[i] = x
            for _ in range(10):
                x += (x - x**3) * step + kick * np.random.standard_normal()
        return result

    step = lag / 10
    simulate(count, step, (2 * diffusion * step) ** 0.5).tofile(path)


def moments(options):
    """Four conditional moments of 10⁷ points in 200 cells, and kernel estimates of 10⁶."""
    timing = fokker_timing()
    with tempfile.TemporaryDirectory() as directory:
        path, short = f"{directory}/series.bin", f"{directory}/short.bin"
        series(path)
        np.fromfile(path, count=1_000_000).tofile(short)
        binned = [
            Tool(
                "fokker, 4 moments in 200 cells",
                [timing, "moments", "binned", path, "--lower", "-2.2", "--upper", "2.2"]
                + ["--cells", "200"], 1,
            ),
            Tool("numba loop", [sys.executable, SOLVERS / "moments_peer.py", "numba", path], 1),
        ]
        answers = take_turns(binned, options.rounds)
        report(answers)
        own = np.array(list(answers.values())[0][-1]["estimates"][1])
        peer = np.array(list(answers.values())[1][-1]["second"])
        both = np.isfinite(own) & np.isfinite(peer)
        print(f"largest relative difference {np.abs(own / peer - 1)[both].max():.1e}\n")
        kernel = [
            Tool(
                "fokker, kernels",
                [timing, "moments", "kernel", short, "--lower", "-2.2", "--upper", "2.2"]
                + ["--cells", "200", "--bandwidth", "0.05"], 1,
            ),
            Tool(
                "kramersmoyal",
                [sys.executable, SOLVERS / "moments_peer.py", "kramersmoyal", short, "0.05"], 1,
            ),
        ]  # fmt: skip
        report(take_turns(kernel, min(options.rounds, 3)))
    print(f"load average {os.getloadavg()[0]:.2f}")
