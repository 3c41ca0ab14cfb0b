"""Information of one snapshot as other tools compute it: layers are arrays [pattern][unit]."""

import numba
import numpy as np
import scipy.spatial
import scipy.special

LN2 = np.log(2)


def entropy_of_counts(counts):
    p = counts / counts.sum()
    return -(p * np.log2(p)).sum()


def unique_void_rows(layers, labels, edges=np.linspace(-1, 1, 30)):
    """The steps of published codes: digitise, see rows as void elements, numpy.unique."""
    result = []
    for layer in layers:
        digits = edges[np.digitize(layer.reshape(-1), edges) - 1].reshape(len(layer), -1)
        rows = np.ascontiguousarray(digits).view(
            np.dtype((np.void, digits.dtype.itemsize * digits.shape[1]))
        )
        _, _, symbols, counts = np.unique(
            rows, return_index=True, return_inverse=True, return_counts=True
        )
        symbols = symbols.ravel()
        whole = entropy_of_counts(counts)
        conditional = 0.0
        for label in np.unique(labels):
            chosen = symbols[labels == label]
            part = np.bincount(chosen)
            conditional += len(chosen) / len(labels) * entropy_of_counts(part[part > 0])
        result.append((whole, whole - conditional))
    return result


@numba.njit(cache=True)
def hashed(layer, labels, bins, logs, keys, slots, counts):
    """Bins packed into a key, keys counted in an open-addressing table; layer [unit][pattern]."""
    units, patterns = layer.shape
    scale = np.float32(bins / 2.0)
    keys[:] = 0
    for j in range(units):
        for i in range(patterns):
            b = np.int32((layer[j, i] + np.float32(1)) * scale)
            b = min(max(b, np.int32(0)), np.int32(bins - 1))
            keys[i] = keys[i] * np.uint64(32) + np.uint64(b)
    shift = np.uint64(64 - 13)
    mask = np.int64(8191)
    slots[:] = -1
    counts[:] = 0
    for i in range(patterns):
        key = keys[i]
        place = np.int64((key * np.uint64(0x9E3779B97F4A7C15)) >> shift)
        while slots[place] >= 0 and keys[slots[place]] != key:
            place = (place + 1) & mask
        if slots[place] < 0:
            slots[place] = i
        counts[slots[place]] += 1 + (np.int64(labels[i]) << 32)
    whole, joint, one = 0.0, 0.0, 0
    for i in range(patterns):
        b = counts[i] >> 32
        a = (counts[i] & 0xFFFFFFFF) - b
        one += b
        whole += logs[a + b]
        joint += logs[a] + logs[b]
    n = float(patterns)
    h = np.log2(n) - whole / n
    given = (logs[one] + logs[patterns - one]) / n - joint / n
    return h, h - given


def numba_hash(layers, labels):
    """For layers [unit][pattern] of 4096 patterns."""
    n = len(labels)
    keys, slots, counts = np.empty(n, np.uint64), np.empty(8192, np.int32), np.empty(n, np.int64)
    return [hashed(layer, labels, 30, LOGS, keys, slots, counts) for layer in layers]


LOGS = np.concatenate([[0.0], np.arange(1, 4097) * np.log2(np.arange(1, 4097))])


@numba.njit(cache=True, fastmath=True)
def kernel_sums(points, labels, scale, wide, narrow):
    """Sums of exp(-d^2/8v) and exp(-d^2/2v) per class; points [unit][pattern].

    The exponential is a polynomial, which the compiler turns into vectors; numpy's would not be.
    """
    units, patterns = points.shape
    row = np.empty(patterns, np.float32)
    kernel = np.empty(patterns, np.float32)
    bits = kernel.view(np.int32)
    one = np.float32(1)
    for i in range(patterns):
        row[:] = 0
        for unit in range(units):
            x = points[unit, i]
            for j in range(patterns):
                d = points[unit, j] - x
                row[j] += d * d
        for j in range(patterns):
            x = max(-row[j] * scale, np.float32(-100))
            whole = np.rint(x)
            f = x - whole
            p = np.float32(0.001339086336)
            p = p * f + np.float32(0.009676031918)
            p = p * f + np.float32(0.05550357114)
            p = p * f + np.float32(0.2402210749)
            p = p * f + np.float32(0.693147188)
            kernel[j] = p * f + one
            bits[j] += np.int32(whole) << 23
        a0 = a1 = b0 = b1 = np.float32(0)
        for j in range(patterns):
            e = kernel[j]
            g = e * e
            g = g * g
            y = labels[j]
            a1 += y * e
            a0 += e
            b1 += y * g
            b0 += g
        wide[0, i], wide[1, i] = a0 - a1, a1
        narrow[0, i], narrow[1, i] = b0 - b1, b1


def kolchinsky_tracey(layers, labels, variance=0.1):
    """Lower and upper bound of I(X;T), float32."""
    result = []
    n = len(labels)
    for layer in layers:
        points = np.ascontiguousarray(layer.T.astype(np.float32))
        wide, narrow = np.empty((2, 2, n), np.float32)
        kernel_sums(
            points, labels.astype(np.float32), np.float32(np.log2(np.e) / (8 * variance)), wide, narrow
        )
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


def npeet(layer, inputs, k=3):
    """Kraskov's estimator of I(X;T) in nats by npeet-plus, without I(T;Y)."""
    import npeet_plus

    return (npeet_plus.mi(inputs, layer, k=k),)
