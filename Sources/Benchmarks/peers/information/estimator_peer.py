"""Other tools' information of a snapshot: usage estimator_peer.py METHOD SNAPSHOT REPETITIONS"""

import json
import sys
import time

import numpy as np

import tools


def snapshot(path):
    """Labels, inputs [pattern][feature] and layers [pattern][unit] of a snapshot's file."""
    data = open(path, "rb").read()
    patterns, features, count = np.frombuffer(data, "<i8", 3)
    units = np.frombuffer(data, "<i8", count, 24)
    place = 24 + 8 * count

    def take(dtype, rows):
        nonlocal place
        values = np.frombuffer(data, dtype, rows * patterns, place)
        place += values.nbytes
        return np.ascontiguousarray(values.reshape(rows, patterns).T)

    return take("<i8", 1)[:, 0], take("<f8", features), [take("<f4", n) for n in units]


def prepared(method, labels, inputs, layers):
    """The work of a method, with its arrays as it likes them."""
    columns = [np.ascontiguousarray(layer.T) for layer in layers]
    double = [layer.astype(np.float64) for layer in layers]
    return {
        "hash": lambda: tools.numba_hash(columns, labels),
        "unique": lambda: tools.unique_void_rows(double, labels),
        "bounds": lambda: tools.kolchinsky_tracey(layers, labels),
        "trees": lambda: [tools.scipy_ksg(layer, inputs, labels) for layer in double],
        "npeet": lambda: [tools.npeet(layer, inputs) for layer in double],
    }[method]


def main():
    method, path, repetitions = sys.argv[1], sys.argv[2], int(sys.argv[3])
    work = prepared(method, *snapshot(path))
    if repetitions > 1:
        work()
    for _ in sys.stdin:
        answer = {"wall": np.inf, "processor": np.inf}
        for _ in range(repetitions):
            processor, wall = time.process_time(), time.perf_counter()
            estimates = work()
            answer["wall"] = min(answer["wall"], 1e3 * (time.perf_counter() - wall))
            answer["processor"] = min(
                answer["processor"], 1e3 * (time.process_time() - processor)
            )
        answer["estimates"] = [list(map(float, row)) for row in estimates]
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
