"""Conditional moments of a series of float64 numbers in a file, with another tool.

    python3 moments_peer.py TOOL FILE [BANDWIDTH]

Answers every line of standard input with its times and the first two moments at the middles of the
cells, 200 from −2.2 to 2.2 (the peer's own points for kramersmoyal).
"""

import json
import sys
import time

import numpy as np

LOWER, UPPER, CELLS = -2.2, 2.2, 200


def numba_loop(series, _):
    """One pass over the increments, four moments."""
    import numba

    @numba.njit(fastmath=True)
    def sums(x):
        result = np.zeros((CELLS, 5))
        scale = CELLS / (UPPER - LOWER)
        for i in range(x.size - 1):
            cell = int((x[i] - LOWER) * scale)
            if 0 <= cell < CELLS:
                d = x[i + 1] - x[i]
                square = d * d
                result[cell, 0] += 1
                result[cell, 1] += d
                result[cell, 2] += square
                result[cell, 3] += square * d
                result[cell, 4] += square * square
        return result

    middles = LOWER + (UPPER - LOWER) / CELLS * (np.arange(CELLS) + 0.5)

    def estimate():
        table = sums(series)
        return middles, table[:, 1] / table[:, 0], table[:, 2] / table[:, 0]

    return estimate


def kernels(series, bandwidth):
    """Kernel-weighted moments of the kramersmoyal package, two of them."""
    from kramersmoyal import km

    def estimate():
        moments, edges = km(series, powers=2, bw=bandwidth)
        return edges[0], moments[1], moments[2]

    return estimate


TOOLS = {"numba": numba_loop, "kramersmoyal": kernels}

if __name__ == "__main__":
    bandwidth = float(sys.argv[3]) if len(sys.argv) > 3 else None
    estimate = TOOLS[sys.argv[1]](np.fromfile(sys.argv[2]), bandwidth)
    estimate()
    for _ in sys.stdin:
        start = time.perf_counter(), time.process_time()
        points, first, second = estimate()
        answer = {
            "wall": 1e3 * (time.perf_counter() - start[0]),
            "processor": 1e3 * (time.process_time() - start[1]),
            "points": points.tolist(), "first": first.tolist(), "second": second.tolist(),
        }  # fmt: skip
        print(json.dumps(answer), flush=True)
