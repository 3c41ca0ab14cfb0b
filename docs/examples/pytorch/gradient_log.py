"""Trains networks with PyTorch and logs what `fokker fit` needs.

    pip install numpy torch
    python gradient_log.py gradients.npz
    fokker fit gradients.npz --output pytorch-run && fokker solve pytorch-run
    fokker simulate pytorch-run && fokker compare pytorch-run

Copy `GradientLog` into your own training: it knows nothing of this script's networks or data.
"""

import sys

import numpy as np
import torch
from torch import nn


class GradientLog:
    """Weights, and the mean and standard deviation of their gradients over mini-batches.

    `record` takes the weights as they stand: every batch's gradient is that of the same network.
    `displace`, called one epoch later, adds how far the weights have moved meanwhile; without it the
    drift is fitted to the frozen gradients, which mislead where weights oscillate from step to step.
    """

    names = ["weight", "gradient_mean", "gradient_standard_deviation", "weight_velocity"]

    def __init__(self, model, learning_rate, steps_per_epoch, batch_size, optimizer="sgd"):
        modules = [m for m in model.modules() if isinstance(m, nn.Linear)]
        self.parameters = [p for m in modules for p in (m.weight, m.bias)]
        layers = [i for i, m in enumerate(modules, 1) for _ in (m.weight, m.bias)]
        sizes = [p.numel() for p in self.parameters]
        self.fixed = {
            "parameter_layer": np.repeat(layers, sizes),
            "parameter_is_bias": np.repeat([0, 1] * len(modules), sizes),
            "learning_rate": learning_rate,
            "steps_per_epoch": steps_per_epoch,
            "batch_size": batch_size,
            "optimizer": optimizer,
        }
        self.epochs, self.rows = [], {name: [] for name in self.names}

    @staticmethod
    def flat(tensors):
        return np.concatenate([t.detach().cpu().numpy().ravel() for t in tensors])

    def record(self, epoch, loss, batches):
        """Logs an epoch; `loss(batch)` is the mean loss of the model over a batch."""
        gradients = [
            self.flat(torch.autograd.grad(loss(batch), self.parameters)) for batch in batches
        ]
        self.epochs.append(epoch)
        self.rows["weight"].append(self.flat(self.parameters))
        self.rows["gradient_mean"].append(np.mean(gradients, axis=0))
        self.rows["gradient_standard_deviation"].append(np.std(gradients, axis=0, ddof=1))

    def displace(self):
        """Logs the displacement over the epoch since `record`, per unit of learning time."""
        time = self.fixed["learning_rate"] * self.fixed["steps_per_epoch"]
        moved = self.flat(self.parameters) - self.rows["weight"][-1]
        self.rows["weight_velocity"].append(moved / time)

    @classmethod
    def save(cls, path, logs):
        """Writes the logs of networks of one shape, trained in the same way."""
        first = logs[0]
        arrays = {
            name: np.array([log.rows[name] for log in logs], dtype=np.float32)
            for name in cls.names if first.rows[name]
        }  # fmt: skip
        np.savez_compressed(path, epoch=first.epochs, **arrays, **first.fixed)


def icosahedron_rule():
    """The 4096 subsets of the vertices of an icosahedron, and whether f(x) ≥ 120."""
    golden = (1 + 5**0.5) / 2
    vertices = [(0, a, b * golden) for a in (1, -1) for b in (1, -1)]
    vertices = np.array([np.roll(v, turn) for turn in range(3) for v in vertices])
    cosines = vertices @ vertices.T / (1 + golden**2)
    adjacent, antipodal = np.isclose(cosines, 5**-0.5), np.isclose(cosines, -1)
    subsets = (np.arange(4096)[:, None] >> np.arange(12)) & 1
    size = subsets.sum(1)
    pairs = [np.einsum("pi,ij,pj->p", subsets, kind, subsets) / 2 for kind in (adjacent, antipodal)]
    labels = size**2 + 26 * size - 8 * pairs[0] - 12 * pairs[1] >= 120
    return torch.tensor(subsets, dtype=torch.float32), torch.tensor(labels, dtype=torch.long)


def train(seed, inputs, labels, epochs, logged, learning_rate=0.02, batch_size=256):
    """Trains one network 12-10-7-5-4-3-2 by plain SGD and returns its log."""
    torch.manual_seed(seed)
    widths = [12, 10, 7, 5, 4, 3, 2]
    layers = [m for a, b in zip(widths, widths[1:]) for m in (nn.Linear(a, b), nn.Tanh())]
    model = nn.Sequential(*layers[:-1])
    for module in model:
        if isinstance(module, nn.Linear):
            bound = 2 * module.in_features**-0.5
            nn.init.trunc_normal_(module.weight, std=bound / 2, a=-bound, b=bound)
            nn.init.zeros_(module.bias)
    chosen = torch.randperm(len(inputs))[: int(0.85 * len(inputs))]
    x, y = inputs[chosen], labels[chosen]
    steps = -(-len(x) // batch_size)
    log = GradientLog(model, learning_rate, steps, batch_size)
    optimizer = torch.optim.SGD(model.parameters(), lr=learning_rate)

    def loss(batch):
        return nn.functional.cross_entropy(model(x[batch]), y[batch])

    for epoch in range(epochs + 1):
        recording = epoch in logged
        if recording:
            log.record(epoch, loss, torch.randperm(len(x)).tensor_split(steps))
        for batch in torch.randperm(len(x)).split(batch_size):
            optimizer.zero_grad()
            loss(batch).backward()
            optimizer.step()
        if recording:
            log.displace()
    return log


if __name__ == "__main__":
    torch.set_num_threads(1)
    epochs, networks = 3000, 5
    logged = set(np.unique(np.round(np.geomspace(1, epochs, 24)).astype(int))) | {0}
    data = icosahedron_rule()
    GradientLog.save(sys.argv[1], [train(seed, *data, epochs, logged) for seed in range(networks)])
