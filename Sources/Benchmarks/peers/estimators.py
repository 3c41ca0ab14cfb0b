"""Information of one snapshot: 4096 patterns, layers 10-7-5-4-3-2 of a network after 400 epochs."""

import pathlib
import subprocess
import sys
import tempfile

import numpy as np

from turns import Tool, fokker_timing, report, take_turns

SCRIPT = pathlib.Path(__file__).resolve().parent / "information/estimator_peer.py"

# Our method, its repetitions in a turn, the turns, the estimates that are defined alike in the first
# peer, and the peers' methods and their repetitions.
SUBJECTS = [
    ("binned", 200, 15, [0, 1], [("numba hash", "hash", 200)]),
    ("publishedCode", 200, 5, [0, 1], [("numpy unique on void rows", "unique", 5)]),
    ("kernelDensity", 1, 5, [0, 2], [("numba float32", "bounds", 1)]),
    (
        "nearestNeighbor", 1, 2, [1],
        [("scipy trees", "trees", 1), ("npeet-plus, I(X;T) alone", "npeet", 1)],
    ),
]  # fmt: skip


def compare(_):
    timing = fokker_timing()
    with tempfile.TemporaryDirectory() as directory:
        snapshot = f"{directory}/snapshot.bin"
        subprocess.run([timing, "snapshot", snapshot], check=True)
        for method, own_repetitions, rounds, alike, peers in SUBJECTS:
            ours = [timing, "information", method, snapshot, "--repetitions", str(own_repetitions)]
            tools = [Tool(f"fokker {method}", ours, 1)]
            for name, peer, repetitions in peers:
                command = [sys.executable, SCRIPT, peer, snapshot, str(repetitions)]
                tools.append(Tool(name, command, 1))
            answers = take_turns(tools, rounds)
            report(answers)
            differences(answers, alike)


def differences(answers, alike):
    """How far the estimates of the first peer are from ours, where they are defined alike."""
    own, peer = [np.array(a[-1]["estimates"]) for a in list(answers.values())[:2]]
    largest = np.abs(own - peer)[:, alike].max()
    print(f"largest difference to the first peer {largest:.1e} bit\n")
