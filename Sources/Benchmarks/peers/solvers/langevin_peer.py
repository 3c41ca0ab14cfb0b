"""Steps of Euler and Maruyama in the double well x − x³, D = 0.25, with another tool.

    python3 langevin_peer.py TOOL float64|float32 PARTICLES STEPS

Answers every line of standard input with the milliseconds per million particle steps.
"""

import json
import sys
import time

import numpy as np

STEP, DIFFUSION = 1e-3, 0.25
KICK = float(np.sqrt(2 * DIFFUSION * STEP))


def numpy_blocks(kind, particles, steps):
    """Blocks that stay in the cache, in place; SFC64 and the ziggurat."""
    size = 16384
    noise, work = np.empty(size, kind), np.empty(size, kind)

    def run():
        generator = np.random.Generator(np.random.SFC64(1))
        position = np.full(particles, -1, kind)
        for begin in range(0, particles, size):
            x = position[begin : begin + size]
            z, w = noise[: len(x)], work[: len(x)]
            for _ in range(steps):
                generator.standard_normal(out=z, dtype=kind)
                z *= kind(KICK)
                np.multiply(x, x, out=w)
                np.subtract(kind(1), w, out=w)
                w *= x
                w *= kind(STEP)
                x += w
                x += z
        return position

    return run


def numba_paths(kind, particles, steps):
    """A path after the other, compiled; the generator of numba."""
    import numba

    step, kick = kind(STEP), kind(KICK)

    @numba.njit(fastmath=True)
    def advance(position):
        for path in range(position.size):
            x = position[path]
            for _ in range(steps):
                x += (x - x * x * x) * step + kick * kind(np.random.standard_normal())
            position[path] = x
        return position

    return lambda: advance(np.full(particles, -1, kind))


TOOLS = {"numpy": numpy_blocks, "numba": numba_paths}

if __name__ == "__main__":
    kind = {"float64": np.float64, "float32": np.float32}[sys.argv[2]]
    particles, steps = int(sys.argv[3]), int(sys.argv[4])
    run = TOOLS[sys.argv[1]](kind, particles, steps)
    run()
    millions = particles * steps / 1e6
    for _ in sys.stdin:
        start = time.perf_counter(), time.process_time()
        position = run()
        answer = {
            "wall": 1e3 * (time.perf_counter() - start[0]) / millions,
            "processor": 1e3 * (time.process_time() - start[1]) / millions,
            "variance": float(np.var(position)),
        }
        print(json.dumps(answer), flush=True)
