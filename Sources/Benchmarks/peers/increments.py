"""Four moments of the increments of 10 million points of a double well, in cells and by a kernel."""

import pathlib
import sys
import tempfile

import numpy as np

from turns import Tool, fokker_timing, report, take_turns

SCRIPT = pathlib.Path(__file__).resolve().parent / "moments/moment_peer.py"
POINTS = 10_000_000
BANDWIDTH = 0.05


def double_well():
    """A path of x − x³ with D = 1/4 every 0.01, by Euler steps of 0.001."""
    import numba

    @numba.njit
    def path(count, substeps, step, diffusion):
        np.random.seed(1)
        x = -1.0
        states = np.empty(count)
        small = step / substeps
        spread = np.sqrt(2 * diffusion * small)
        for i in range(count):
            states[i] = x
            for _ in range(substeps):
                x += (x - x**3) * small + spread * np.random.standard_normal()
        return states

    return path(POINTS, 10, 0.01, 0.25)


def compare(_):
    timing = fokker_timing()
    path = double_well()
    with tempfile.TemporaryDirectory() as directory:
        file = f"{directory}/path.f64"
        path.tofile(file)
        # The cells that kramersmoyal chooses: to a bandwidth beyond the data.
        ends = path.min() - BANDWIDTH, path.max() + BANDWIDTH
        for method, peer, cells, rounds in [
            ("binned", "numba", 200, 9),
            ("kernel", "kramersmoyal", 5000, 5),
        ]:
            numbers = [repr(float(end)) for end in ends] + [str(cells)]
            ours = [timing, "moments", method, file, "--lower=" + numbers[0]]
            ours += ["--upper=" + numbers[1], "--cells", numbers[2]]
            ours += ["--bandwidth", str(BANDWIDTH)]
            theirs = [sys.executable, SCRIPT, peer, file] + numbers + [str(BANDWIDTH)]
            answers = take_turns([Tool(f"fokker {method}", ours, 1), Tool(peer, theirs, 1)], rounds)
            report(answers)
            differences(answers)


def differences(answers):
    """The largest difference of each moment, as a fraction of its largest value."""
    own, peer = [np.array(a[-1]["estimates"]) for a in answers.values()]
    largest = np.abs(own - peer).max(axis=1) / np.abs(peer).max(axis=1)
    print("largest relative differences " + " ".join(f"{d:.1e}" for d in largest) + "\n")
