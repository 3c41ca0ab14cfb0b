"""Solves a problem in one dimension with another tool, once for every line of standard input.

    python3 density_peer.py TOOL PROBLEM CELLS STEPS [REPETITIONS]

For the compiled floor STEPS is the number of extrapolation levels, and FLOOR in the environment names
the shared library made of density_floor.c.
"""

import ctypes
import os
import sys
import warnings

os.environ.setdefault("FIPY_SOLVERS", "scipy")
warnings.filterwarnings("ignore")

import numpy as np

from problems import PROBLEMS, error, initial, serve


def kramers(problem, cells, steps):
    """Scharfetter-Gummel, TR-BDF2 with steps that grow by 5 %."""
    from kramers.solvers.fokker_planck import _solve_once

    width, last = problem.half_width, problem.times[-1]

    def solve(t):
        solution = _solve_once(
            problem.drift, problem.diffusion, (-width, width), t_end=t, left="reflecting",
            right="reflecting", p0=lambda x: initial(problem, x), n_cells=cells,
            dt=last / steps, growth=1.05, n_snapshots=2,
        )  # fmt: skip
        return solution.density[-1]

    return solve


def fplanck(problem, cells, _):
    """Rates from the potential, the matrix exponential or its action."""
    np.product = np.prod  # fplanck 0.2.2 calls what NumPy 2 has removed
    import fplanck as peer
    from scipy.constants import k as boltzmann

    spacing = 2 * problem.half_width / cells
    # In the double well its rates grow as exp(|z|/2): only the dense exponential ends.
    dense = sys.argv[2] == "doubleWell"

    def solve(t):
        solver = peer.fokker_planck(
            temperature=problem.diffusion / boltzmann, drag=1.0, extent=2 * problem.half_width,
            resolution=spacing, potential=problem.potential, boundary=peer.boundary.reflecting,
        )  # fmt: skip
        return solver.propagate(lambda x: initial(problem, x), t, dense=dense) / spacing

    return solve


def pypde(problem, cells, steps):
    """Central differences, Runge-Kutta; walls where the density vanishes."""
    import pde

    grid = pde.CartesianGrid([[-problem.half_width, problem.half_width]], [cells])
    start = pde.ScalarField(grid, initial(problem, grid.axes_coords[0]))
    drift = {"ornsteinUhlenbeck": "(-x)", "doubleWell": "(x - x**3)"}[sys.argv[2]]
    equation = pde.PDE(
        {"p": f"{problem.diffusion}*laplace(p) - d_dx({drift}*p)"}, bc={"value": 0}
    )

    def solve(t):
        return equation.solve(
            start, t_range=t, solver="runge-kutta", dt=problem.times[-1] / steps, tracker=None
        ).data

    return solve


def fipy(problem, cells, steps):
    """Exponential fluxes, backward Euler."""
    from fipy import (
        CellVariable, DiffusionTerm, ExponentialConvectionTerm, FaceVariable, Grid1D,
        LinearLUSolver, TransientTerm,
    )  # fmt: skip

    spacing, last = 2 * problem.half_width / cells, problem.times[-1]

    def solve(t):
        mesh = Grid1D(nx=cells, dx=spacing) + [[-problem.half_width]]
        density = CellVariable(mesh=mesh, value=initial(problem, mesh.cellCenters[0].value))
        drift = FaceVariable(mesh=mesh, rank=1, value=problem.drift(mesh.faceCenters.value))
        equation = TransientTerm() + ExponentialConvectionTerm(coeff=drift) == DiffusionTerm(
            coeff=problem.diffusion
        )
        solver = LinearLUSolver(tolerance=1e-14)
        parts = max(1, round(steps * t / last))
        for _ in range(parts):
            equation.solve(var=density, dt=t / parts, solver=solver)
        return density.value.copy()

    return solve


def floor(problem, cells, levels):
    """What a compiled program needs."""
    library = ctypes.CDLL(os.environ["FLOOR"])
    library.solve.argtypes = [ctypes.c_int] * 3 + [ctypes.c_double, ctypes.c_void_p]
    number = list(PROBLEMS.values()).index(problem)
    values = np.empty(cells)
    address = values.ctypes.data

    def solve(t):
        library.solve(number, cells, levels, t, address)
        return values

    return solve


TOOLS = {"floor": floor, "kramers": kramers, "fplanck": fplanck, "pypde": pypde, "fipy": fipy}

if __name__ == "__main__":
    problem = PROBLEMS[sys.argv[2]]
    solve = TOOLS[sys.argv[1]](problem, int(sys.argv[3]), int(sys.argv[4]))
    largest = max(float(error(problem, np.asarray(solve(t)), t)) for t in problem.times)
    repetitions = int(sys.argv[5]) if len(sys.argv) > 5 else 3
    serve(lambda: solve(problem.times[-1]), repetitions, error=largest)
