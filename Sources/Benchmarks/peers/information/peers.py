"""Information of one snapshot as other tools compute it: layers are arrays [pattern][unit]."""

import numba
import numpy as np
import scipy.spatial
import scipy.special

LN2 = np.log(2)


def bin_numbers(layer, bins=30):
    """Equal bins over -1 ... 1, values outside in the end bins."""
    return np.clip(np.floor((layer + 1.0) * (bins / 2)), 0, bins - 1).astype(np.int64)


def entropy_of_counts(counts):
    p = counts / counts.sum()
    return -(p * np.log2(p)).sum()


def unique_void_rows(layers, labels):
    """numpy.unique over rows seen as one void element, as published codes do."""
    result = []
    for layer in layers:
        digits = np.ascontiguousarray(bin_numbers(layer))
        rows = digits.view(np.dtype((np.void, digits.dtype.itemsize * digits.shape[1]))).ravel()
        _, symbols, counts = np.unique(rows, return_inverse=True, return_counts=True)
        whole = entropy_of_counts(counts)
        conditional = 0.0
        for label in np.unique(labels):
            chosen = symbols[labels == label]
            part = np.bincount(chosen)
            conditional += len(chosen) / len(labels) * entropy_of_counts(part[part > 0])
        result.append((whole, whole - conditional))
    return result


@numba.njit(cache=True)
def hashed(layer, labels, bins, logs):
    """Bins packed into a key, keys counted in an open-addressing table."""
    patterns, units = layer.shape
    size = 1
    while size < 4 * patterns:
        size *= 2
    mask = size - 1
    slots = np.full(size, np.uint64(0xFFFFFFFFFFFFFFFF))
    counts = np.zeros((size, 2), np.int32)
    scale = bins / 2.0
    for i in range(patterns):
        key = np.uint64(0)
        for j in range(units):
            b = int((layer[i, j] + 1.0) * scale)
            b = min(max(b, 0), bins - 1)
            key = key * np.uint64(32) + np.uint64(b)
        place = np.int64((key * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(32)) & mask
        while slots[place] != key and slots[place] != np.uint64(0xFFFFFFFFFFFFFFFF):
            place = (place + 1) & mask
        slots[place] = key
        counts[place, labels[i]] += 1
    whole, joint, one = 0.0, 0.0, 0
    for place in range(size):
        a, b = counts[place, 0], counts[place, 1]
        one += b
        whole += logs[a + b]
        joint += logs[a] + logs[b]
    n = float(patterns)
    h = np.log2(n) - whole / n
    given = (logs[one] + logs[patterns - one]) / n - joint / n
    return h, h - given


def numba_hash(layers, labels):
    n = len(labels)
    logs = np.concatenate([[0.0], np.arange(1, n + 1) * np.log2(np.arange(1, n + 1))])
    return [hashed(layer, labels, 30, logs) for layer in layers]


@numba.njit(cache=True, fastmath=True)
def kernel_sums(points, labels, scale, wide, narrow):
    """Sums of exp(-d^2/8v) and exp(-d^2/2v) per class; points [unit][pattern]."""
    units, patterns = points.shape
    row = np.empty(patterns, np.float32)
    for i in range(patterns):
        for j in range(patterns):
            row[j] = np.float32(0)
        for unit in range(units):
            x = points[unit, i]
            for j in range(patterns):
                d = points[unit, j] - x
                row[j] += d * d
        a0 = a1 = b0 = b1 = np.float32(0)
        for j in range(patterns):
            e = np.exp(-row[j] * scale)
            f = e * e
            f = f * f
            y = np.float32(labels[j])
            a1 += y * e
            a0 += e
            b1 += y * f
            b0 += f
        wide[0, i], wide[1, i] = a0 - a1, a1
        narrow[0, i], narrow[1, i] = b0 - b1, b1


def kolchinsky_tracey(layers, labels, variance=0.1):
    """Lower and upper bound of I(X;T), float32."""
    result = []
    n = len(labels)
    for layer in layers:
        points = np.ascontiguousarray(layer.T.astype(np.float32))
        wide, narrow = np.empty((2, 2, n), np.float32)
        kernel_sums(points, labels, np.float32(1 / (8 * variance)), wide, narrow)
        bounds = []
        for sums in (wide, narrow):
            whole = -np.log2(sums.sum(0) / n).mean()
            parts = sum(
                -np.log2(sums[y][labels == y] / (labels == y).sum()).sum() / n for y in (0, 1)
            )
            bounds.append((whole, whole - parts))
        result.append(bounds[0] + bounds[1])
    return result


def scipy_ksg(layer, inputs, labels, k=3):
    """Kraskov's first estimator of I(X;T) and Ross's of I(T;Y) by scipy's k-d trees."""
    n = len(labels)
    rng = np.random.default_rng(0)
    # The trees' usual remedy for ties.
    t = layer + 1e-10 * rng.standard_normal(layer.shape)
    x = inputs + 1e-10 * rng.standard_normal(inputs.shape)
    psi = scipy.special.digamma
    joint = scipy.spatial.cKDTree(np.hstack([x, t]))
    radius = joint.query(joint.data, k + 1, p=np.inf)[0][:, k]
    tree_t, tree_x = scipy.spatial.cKDTree(t), scipy.spatial.cKDTree(x)

    def count(tree, points, radii):
        return tree.query_ball_point(
            points, np.nextafter(radii, 0), p=np.inf, return_length=True
        )

    about_input = psi(n) + psi(k) - np.mean(
        psi(count(tree_x, x, radius)) + psi(count(tree_t, t, radius))
    )
    return about_input / LN2, ross(t, labels, tree_t, count, k)


def ross(t, labels, tree, count, k):
    n = len(labels)
    psi = scipy.special.digamma
    terms = np.empty(n)
    for label in np.unique(labels):
        members = labels == label
        own = scipy.spatial.cKDTree(t[members])
        radius = own.query(t[members], k + 1, p=np.inf)[0][:, k]
        terms[members] = psi(k) - psi(members.sum()) - psi(count(tree, t[members], radius))
    return (psi(n) + terms.mean()) / LN2
