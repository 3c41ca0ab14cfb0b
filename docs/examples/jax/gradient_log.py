"""Trains networks with JAX and logs what `fokker fit` needs.

    pip install numpy jax
    python gradient_log.py gradients.npz
    fokker fit gradients.npz --output jax-run && fokker solve jax-run

Parameters are a list of (weights, biases), one pair per layer; all networks are trained at once.
"""

import sys

import jax
import jax.numpy as jnp
import numpy as np

WIDTHS, LEARNING_RATE, BATCH, STEPS = [8, 6, 4, 2], 0.1, 64, 4


def network(parameters, x):
    for weights, biases in parameters[:-1]:
        x = jnp.tanh(x @ weights + biases)
    weights, biases = parameters[-1]
    return x @ weights + biases


def loss(parameters, x, y):
    chosen = jnp.take_along_axis(jax.nn.log_softmax(network(parameters, x)), y[:, None], axis=1)
    return -chosen.mean()


def initial(key):
    keys = jax.random.split(key, len(WIDTHS) - 1)
    return [
        (jax.random.truncated_normal(k, -2, 2, (a, b)) * a**-0.5, jnp.zeros(b))
        for k, a, b in zip(keys, WIDTHS, WIDTHS[1:])
    ]


def flat(tree):
    """All parameters of every network, layer by layer, the weights before the biases."""
    leaves = jax.tree.leaves(tree)
    return np.concatenate([np.asarray(leaf).reshape(len(leaf), -1) for leaf in leaves], axis=1)


@jax.jit
def epoch_of_steps(parameters, x, y, key):
    """One pass over the shuffled patterns by plain SGD."""

    def one(parameters, key):
        batches = jax.random.permutation(key, len(x))[: STEPS * BATCH].reshape(STEPS, BATCH)

        def step(parameters, batch):
            gradient = jax.grad(loss)(parameters, x[batch], y[batch])
            return jax.tree.map(lambda p, g: p - LEARNING_RATE * g, parameters, gradient), None

        return jax.lax.scan(step, parameters, batches)[0]

    return jax.vmap(one)(parameters, key)


@jax.jit
def batch_gradients(parameters, x, y, key):
    """The gradients of all batches of a cut of the patterns, at frozen weights."""
    batches = jax.random.permutation(key, len(x))[: STEPS * BATCH].reshape(STEPS, BATCH)
    one = jax.vmap(jax.grad(loss), (None, 0, 0))
    return jax.vmap(one, (0, None, None))(parameters, x[batches], y[batches])


def main(path, networks=4, epochs=400):
    words = (np.arange(256)[:, None] >> np.arange(8)) & 1
    x, y = jnp.array(2.0 * words - 1), jnp.array((words.sum(1) > 4).astype(int))
    parameters = jax.vmap(initial)(jax.random.split(jax.random.key(0), networks))
    layers = [i for i, pair in enumerate(parameters, 1) for _ in pair]
    sizes = [leaf[0].size for leaf in jax.tree.leaves(parameters)]
    logged = set(np.unique(np.round(np.geomspace(1, epochs, 20)).astype(int))) | {0}
    rows = {"epoch": [], "weight": [], "gradient_mean": [], "gradient_standard_deviation": []}
    rows["weight_velocity"] = []
    for epoch in range(epochs + 1):
        keys = jax.random.split(jax.random.fold_in(jax.random.key(1), epoch), networks + 1)
        before = parameters
        parameters = epoch_of_steps(parameters, x, y, keys[1:])
        if epoch not in logged:
            continue
        gradients = jax.tree.leaves(batch_gradients(before, x, y, keys[0]))
        rows["epoch"].append(epoch)
        rows["weight"].append(flat(before))
        rows["gradient_mean"].append(flat([g.mean(1) for g in gradients]))
        rows["gradient_standard_deviation"].append(flat([g.std(1, ddof=1) for g in gradients]))
        moved = flat(parameters) - flat(before)
        rows["weight_velocity"].append(moved / (LEARNING_RATE * STEPS))
    arrays = {name: np.stack(values, 1) for name, values in rows.items() if name != "epoch"}
    np.savez_compressed(
        path, epoch=rows["epoch"], **arrays, parameter_layer=np.repeat(layers, sizes),
        parameter_is_bias=np.repeat([0, 1] * len(parameters), sizes), optimizer="sgd",
        learning_rate=LEARNING_RATE, steps_per_epoch=STEPS, batch_size=BATCH,
    )  # fmt: skip


if __name__ == "__main__":
    main(sys.argv[1])
