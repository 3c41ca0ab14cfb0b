"""Keeps of a run what the notebooks read: some epochs, in single precision, compressed.

    python3 thin.py RUN FOLDER          the published experiment
    python3 thin.py --own RUN FOLDER    the densities of a run from imported gradients
"""

import sys

import numpy as np
import xarray as xr


def spaced(count, number):
    """Places of about `number` of `count` epochs, as they are recorded, both ends among them."""
    return np.unique(np.round(np.linspace(0, count - 1, number)).astype(int))


def write(dataset, path):
    """Writes single precision with deflate; coordinates stay as they are."""
    small = dataset.copy()
    for name, variable in small.data_vars.items():
        if variable.dtype == np.float64:
            small[name] = variable.astype(np.float32)
    encoding = {name: {"zlib": True, "complevel": 9} for name in small.data_vars if small[name].ndim}
    small.to_netcdf(path, encoding=encoding)


def with_histograms(density, weights, layers):
    """Adds the counts of measured weights, biases left out as in the fit, in the cells of the densities."""
    low, high = density.attrs["weight_bounds"]
    edges = np.linspace(low, high, density.sizes["weight"] + 1)
    counts = [
        [np.histogram(weights.isel(epoch=e, parameter=layers == k), edges)[0] for e in range(weights.sizes["epoch"])]
        for k in density.layer.values
    ]
    density["measured_count"] = (
        ("layer", "epoch", "weight"), np.array(counts, dtype=np.int32),
        {"long_name": "measured weights of all networks in a cell", "units": "1"},
    )  # fmt: skip
    return density


def densities(run, epochs, factor):
    """Predicted densities, and those of particles, on cells joined `factor` at a time."""
    solved = xr.open_dataset(f"{run}/density.nc")
    drawn = xr.open_dataset(f"{run}/ensemble.nc")
    places = [int(np.abs(solved.epoch.values - e).argmin()) for e in epochs]
    kept = solved[["density"]].isel(epoch=places)
    joined = kept.coarsen(weight=factor).mean()
    ensemble = drawn[["density"]].isel(epoch=places, solver=0, drop=True).coarsen(weight=factor).mean()
    joined["ensemble_density"] = ensemble.density.assign_attrs(
        long_name="probability density of the Langevin ensemble", units=kept.density.units
    )
    joined["density"].attrs = kept.density.attrs
    joined.attrs = solved.attrs | {"thinned_by": f"notebooks-data/thin.py, {factor} cells of the weight joined"}
    training = xr.open_dataset(f"{run}/training.nc")
    if "weight" in training:
        moments = [int(np.abs(training.epoch.values - e).argmin()) for e in joined.epoch.values]
        is_weight = training.parameter_is_bias == 0
        weights = training.weight.isel(epoch=moments, parameter=is_weight)
        joined = with_histograms(joined, weights, training.parameter_layer.values[is_weight])
    return joined


def published(run, folder):
    information = xr.open_dataset(f"{run}/information.nc").isel(estimator=0)
    places = spaced(information.sizes["epoch"], 100)
    write(information[["information_input", "information_label"]].isel(epoch=places), f"{folder}/information.nc")

    phases = xr.open_dataset(f"{run}/gradients.nc")
    training = xr.open_dataset(f"{run}/training.nc")
    places = spaced(phases.sizes["epoch"], 100)
    names = [f"{n}{end}" for n in ("normalized_gradient_mean", "normalized_gradient_noise", "snr")
             for end in ("", "_lower", "_upper")]  # fmt: skip
    names += [f"transition_epoch{end}" for end in ("", "_lower", "_upper")]
    gradients = phases[names].isel(epoch=places)
    gradients["network_snr"] = training.signal_to_noise_ratio.isel(epoch=places)
    write(gradients, f"{folder}/gradients.nc")

    coefficients = xr.open_dataset(f"{run}/coefficients.nc")
    write(coefficients.isel(epoch=spaced(coefficients.sizes["epoch"], 50)), f"{folder}/coefficients.nc")

    comparison = xr.open_dataset(f"{run}/comparison.nc")
    names = [n for n in comparison.data_vars if not n.startswith("forecast") and n not in ("l1",)]
    places = {d: spaced(comparison.sizes[d], 80) for d in ("epoch", "information_epoch")}
    write(comparison[names].isel(places), f"{folder}/comparison.nc")

    chosen = densities(run, [0, 30, 100, 300, 1000, 3000, 10000], 2)
    write(chosen.isel(solver=0, drop=True), f"{folder}/densities.nc")


def own(run, folder):
    chosen = densities(run, [0, 100, 1000, 3000], 1)
    write(chosen.isel(solver=0, drop=True), f"{folder}/densities.nc")


if __name__ == "__main__":
    if sys.argv[1] == "--own":
        own(*sys.argv[2:])
    else:
        published(*sys.argv[1:])
