"""Solves the problem in the plane with another tool, once for every line of standard input.

    python3 plane_peer.py TOOL STEPS [REPETITIONS]
"""

import sys
import warnings

warnings.filterwarnings("ignore")

import numpy as np

from problems import Plane, serve

plane = Plane()


def fplanck(_):
    """Rates from the force, the action of the matrix exponential."""
    np.product = np.prod  # fplanck 0.2.2 calls what NumPy 2 has removed
    import fplanck as peer
    from scipy.constants import k as boltzmann

    a, spacing = plane.drift, 2 * plane.half_width / plane.cells

    def force(x, y):
        return np.array([a[0, 0] * x + a[0, 1] * y, a[1, 0] * x + a[1, 1] * y])

    def solve():
        solver = peer.fokker_planck(
            temperature=plane.diffusion / boltzmann, drag=1.0, extent=[2 * plane.half_width] * 2,
            resolution=spacing, force=force, boundary=peer.boundary.reflecting,
        )  # fmt: skip
        return solver.propagate(plane.initial, plane.time) / spacing**2

    return solve


def pypde(steps):
    """Central differences, Runge-Kutta."""
    import pde

    grid = pde.CartesianGrid([[-plane.half_width, plane.half_width]] * 2, [plane.cells] * 2)
    start = pde.ScalarField(grid, plane.initial(*grid.cell_coords.transpose(2, 0, 1)))
    a = plane.drift
    flow = [f"({row[0]}*x + {row[1]}*y)" for row in a]
    equation = pde.PDE(
        {"p": f"{plane.diffusion}*laplace(p) - d_dx({flow[0]}*p) - d_dy({flow[1]}*p)"},
        bc={"value": 0},
    )

    def solve():
        return equation.solve(
            start, t_range=plane.time, solver="runge-kutta", dt=plane.time / steps, tracker=None
        ).data

    return solve


def floor(steps):
    """Compiled Scharfetter-Gummel sweeps along both axes, Strang splitting, TR-BDF2."""
    import numba

    n, spacing = plane.cells, 2 * plane.half_width / plane.cells
    gamma = 2 - np.sqrt(2)

    @numba.njit(fastmath=True)
    def factors(up, down, tau):
        inverse, ratio = np.empty((n, n)), np.zeros((n, n))
        for i in range(n):
            for j in range(n):
                pivot = 1.0
                if i < n - 1:
                    pivot += tau * up[i, j]
                if i > 0:
                    pivot += tau * down[i - 1, j] - tau * up[i - 1, j] * ratio[i - 1, j]
                inverse[i, j] = 1 / pivot
                if i < n - 1:
                    ratio[i, j] = tau * down[i, j] / pivot
        return inverse, ratio

    @numba.njit(fastmath=True)
    def sweep(p, up, down, tau, inverse, ratio):
        first, second = 1 / (gamma * (2 - gamma)), (1 - gamma) ** 2 / (gamma * (2 - gamma))
        width = 32
        middle = np.empty((n, width))
        for begin in range(0, n, width):
            for i in range(n):
                for k in range(width):
                    j = begin + k
                    value = p[i, j]
                    if i < n - 1:
                        value += tau * (down[i, j] * p[i + 1, j] - up[i, j] * p[i, j])
                    if i > 0:
                        value += tau * (up[i - 1, j] * p[i - 1, j] - down[i - 1, j] * p[i, j])
                        value += tau * up[i - 1, j] * middle[i - 1, k]
                    middle[i, k] = value * inverse[i, j]
            for i in range(n - 2, -1, -1):
                for k in range(width):
                    middle[i, k] += ratio[i, begin + k] * middle[i + 1, k]
            for i in range(n):
                for k in range(width):
                    j = begin + k
                    value = first * middle[i, k] - second * p[i, j]
                    if i > 0:
                        value += tau * up[i - 1, j] * p[i - 1, j]
                    p[i, j] = value * inverse[i, j]
            for i in range(n - 2, -1, -1):
                for k in range(width):
                    p[i, begin + k] += ratio[i, begin + k] * p[i + 1, begin + k]

    def bernoulli(z):
        z = np.where(np.abs(z) < 1e-8, 1e-8, z)
        return z / np.expm1(z)

    def solve():
        middles, (a, d) = plane.middles(), (plane.drift, plane.diffusion)
        faces = middles[:-1] + spacing / 2
        unit, step = d / spacing**2, plane.time / steps
        zx = (a[0, 0] * faces[:, None] + a[0, 1] * middles[None, :]) * spacing / d
        zy = (a[1, 1] * faces[:, None] + a[1, 0] * middles[None, :]) * spacing / d
        x = unit * bernoulli(-zx), unit * bernoulli(zx)
        y = unit * bernoulli(-zy), unit * bernoulli(zy)
        tau = gamma * step / 2
        half, whole, across = factors(*x, tau / 2), factors(*x, tau), factors(*y, tau)
        p = plane.initial(*np.meshgrid(middles, middles, indexing="ij"))
        sweep(p, *x, tau / 2, *half)
        for index in range(steps):
            q = np.ascontiguousarray(p.T)
            sweep(q, *y, tau, *across)
            p = np.ascontiguousarray(q.T)
            if index < steps - 1:
                sweep(p, *x, tau, *whole)
        sweep(p, *x, tau / 2, *half)
        return p

    return solve


TOOLS = {"fplanck": fplanck, "pypde": pypde, "floor": floor}

if __name__ == "__main__":
    solve = TOOLS[sys.argv[1]](int(sys.argv[2]))
    repetitions = int(sys.argv[3]) if len(sys.argv) > 3 else 3
    serve(solve, repetitions, error=float(plane.error(solve())))
