"""Other tools' moments of increments: usage moment_peer.py METHOD PATH LOWER UPPER CELLS BANDWIDTH"""

import json
import math
import sys
import time

import numpy as np


def numba_work(path, lower, upper, cells):
    """One pass over the path that sums all powers, compiled for one thread."""
    import numba

    @numba.njit(fastmath=True)
    def sums(path, lower, inverse, cells):
        table = np.zeros((5, cells))
        for i in range(path.size - 1):
            j = int((path[i] - lower) * inverse)
            if 0 <= j < cells:
                d = path[i + 1] - path[i]
                square = d * d
                table[0, j] += 1
                table[1, j] += d
                table[2, j] += square
                table[3, j] += square * d
                table[4, j] += square * square
        return table

    def work():
        table = sums(path, lower, cells / (upper - lower), cells)
        return table[1:] / np.maximum(table[0], 1)

    return work


def kramersmoyal_work(path, cells, bandwidth):
    from kramersmoyal import km

    factorials = np.array([math.factorial(order) for order in range(1, 5)])

    def work():
        coefficients, _ = km(path, bins=[cells], powers=4, bw=bandwidth)
        return coefficients[1:] * factorials[:, None]

    return work


def main():
    method, file = sys.argv[1:3]
    lower, upper, bandwidth = float(sys.argv[3]), float(sys.argv[4]), float(sys.argv[6])
    cells = int(sys.argv[5])
    path = np.fromfile(file, "<f8")
    if method == "numba":
        work = numba_work(path, lower, upper, cells)
    else:
        work = kramersmoyal_work(path, cells, bandwidth)
    for _ in sys.stdin:
        processor, wall = time.process_time(), time.perf_counter()
        moments = work()
        answer = {
            "wall": 1e3 * (time.perf_counter() - wall),
            "processor": 1e3 * (time.process_time() - processor),
            "estimates": [list(map(float, row)) for row in moments],
        }
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
