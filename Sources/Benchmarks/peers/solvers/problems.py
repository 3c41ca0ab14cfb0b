"""The two problems in one dimension and the one in the plane that all solvers are timed on.

Errors are L1 distances to cell averages or to point values, whichever is nearer, so that no tool is
judged by its convention; they are the largest over the times of the problem, the work that is timed
goes to the last of them.
"""

import functools
import json
import sys
import time

import numpy as np
from scipy.linalg import expm
from scipy.special import erf


class OrnsteinUhlenbeck:
    """Drift −x, D = 0.5 on [−8, 8], from mean 2 and standard deviation 0.3 to t = 5."""

    half_width, diffusion, mean, deviation = 8.0, 0.5, 2.0, 0.3
    times = (0.5, 1.0, 2.0, 5.0)

    @staticmethod
    def drift(x):
        return -x

    @staticmethod
    def potential(x):
        return x * x / 2

    def law(self, t):
        variance = self.diffusion + (self.deviation**2 - self.diffusion) * np.exp(-2 * t)
        return self.mean * np.exp(-t), variance

    def reference(self, faces, t):
        """Cell averages and values in the middles of the cells."""
        mean, variance = self.law(t)
        middles = (faces[1:] + faces[:-1]) / 2
        cumulative = erf((faces - mean) / np.sqrt(2 * variance)) / 2
        points = np.exp(-((middles - mean) ** 2) / (2 * variance)) / np.sqrt(2 * np.pi * variance)
        return np.diff(cumulative) / np.diff(faces), points


class DoubleWell:
    """Drift x − x³, D = 0.1 on [−4, 4], from mean −1 and standard deviation 0.3 to t = 10."""

    half_width, diffusion, mean, deviation = 4.0, 0.1, -1.0, 0.3
    times = (10.0,)

    @staticmethod
    def drift(x):
        return x - x**3

    @staticmethod
    def potential(x):
        return x**4 / 4 - x * x / 2

    @functools.lru_cache
    def coefficients(self, t, size=640):
        """The Fourier coefficients of the density, from collocation and the matrix exponential."""
        x = self.half_width * (2 * np.arange(size) / size - 1)
        k = np.fft.fftfreq(size, 1 / size) * np.pi / self.half_width
        odd = k.copy()
        odd[size // 2] = 0
        transform = np.fft.fft(np.eye(size), axis=0)
        first = np.fft.ifft(1j * odd[:, None] * transform, axis=0).real
        second = np.fft.ifft(-(k**2)[:, None] * transform, axis=0).real
        steps = 256
        propagator = expm((-first * self.drift(x) + self.diffusion * second) * (t / steps))
        scaled = (x - self.mean) / self.deviation
        density = np.exp(-scaled * scaled / 2) / (np.sqrt(2 * np.pi) * self.deviation)
        for _ in range(steps):
            density = propagator @ density
        return np.fft.fft(density) / size, k

    def reference(self, faces, t):
        """Cell averages and values in the middles of the cells."""
        coefficients, k = self.coefficients(t)
        keep = np.abs(coefficients) > 1e-18
        coefficients, k = coefficients[keep], k[keep]
        middles, h = (faces[1:] + faces[:-1]) / 2, faces[1] - faces[0]
        waves = np.exp(1j * np.outer(middles + self.half_width, k))
        averaged = coefficients * np.sinc(k * h / (2 * np.pi))
        return (waves @ averaged).real, (waves @ coefficients).real


PROBLEMS = {"ornsteinUhlenbeck": OrnsteinUhlenbeck(), "doubleWell": DoubleWell()}


def initial(problem, x):
    """The normal density at the start."""
    scaled = (x - problem.mean) / problem.deviation
    return np.exp(-scaled * scaled / 2) / (np.sqrt(2 * np.pi) * problem.deviation)


def error(problem, values, t):
    """The distance of a density on equal cells to the solution."""
    n = len(values)
    faces = problem.half_width * (2 * np.arange(n + 1) / n - 1)
    h = faces[1] - faces[0]
    return min(np.abs(values - exact).sum() * h for exact in problem.reference(faces, t))


class Plane:
    """Drift A x with A = [[−1, 0.5], [−0.3, −1.2]], D = 0.5, 256² cells on [−6, 6]², t = 2."""

    drift = np.array([[-1.0, 0.5], [-0.3, -1.2]])
    diffusion, mean, deviation = 0.5, np.array([2.0, -1.0]), 0.5
    half_width, cells, time = 6.0, 256, 2.0

    def middles(self, cells=None):
        cells = cells or self.cells
        return self.half_width * ((2 * np.arange(cells) + 1) / cells - 1)

    def normal(self, x, y, mean, covariance):
        inverse = np.linalg.inv(covariance)
        u, v = x - mean[0], y - mean[1]
        quadratic = inverse[0, 0] * u * u + 2 * inverse[0, 1] * u * v + inverse[1, 1] * v * v
        return np.exp(-quadratic / 2) / (2 * np.pi * np.sqrt(np.linalg.det(covariance)))

    def initial(self, x, y):
        return self.normal(x, y, self.mean, self.deviation**2 * np.eye(2))

    def exact(self, x, y):
        """The normal law at the end; its covariance by van Loan's block exponential."""
        block = np.zeros((4, 4))
        block[:2, :2], block[2:, 2:] = -self.drift, self.drift.T
        block[:2, 2:] = 2 * self.diffusion * np.eye(2)
        power = expm(block * self.time)
        flow = power[2:, 2:].T
        covariance = flow @ power[:2, 2:]
        covariance += self.deviation**2 * flow @ flow.T
        return self.normal(x, y, flow @ self.mean, covariance)

    def error(self, values):
        """The distance of values in the middles of equal cells to the solution."""
        cells = values.shape[0]
        x, y = np.meshgrid(*[self.middles(cells)] * 2, indexing="ij")
        return np.abs(values - self.exact(x, y)).sum() * (2 * self.half_width / cells) ** 2


def serve(work, repetitions, **facts):
    """Answers every line of standard input with the least times of the work, and with facts."""
    work()
    for _ in sys.stdin:
        wall, processor = [], []
        for _ in range(repetitions):
            starts = time.perf_counter(), time.process_time()
            work()
            wall.append(time.perf_counter() - starts[0])
            processor.append(time.process_time() - starts[1])
        answer = {"wall": 1e3 * min(wall), "processor": 1e3 * min(processor), **facts}
        print(json.dumps(answer), flush=True)
