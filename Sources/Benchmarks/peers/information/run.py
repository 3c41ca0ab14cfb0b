"""Times the information of one snapshot here and in other tools, in one run, and prints ratios.

Usage: python run.py [FOKKER_BUILD_DIRECTORY]     (by default ../../../../.build/release)

The snapshot is network 0 of a short run, epoch 400: 4096 patterns, layers 10-7-5-4-3-2. Times are
processor time of the best of several repetitions on one thread.
"""

import os

os.environ.update({name: "1" for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS")})

import json
import pathlib
import subprocess
import sys
import tempfile
import time

import numpy as np

import peers

HERE = pathlib.Path(__file__).resolve().parent
BUILD = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else HERE / "../../../../.build/release")


def best(work, repetitions):
    work()
    times = []
    for _ in range(repetitions):
        start = time.process_time()
        value = work()
        times.append(time.process_time() - start)
    return value, 1e3 * min(times)


def snapshot(directory):
    fokker = str(BUILD.resolve() / "fokker")
    run, file = f"{directory}/run", f"{directory}/activations.npz"
    subprocess.run(
        [fokker, "train", "--preset", "quick", "--networks", "1", "--epochs", "400", "-o", run]
        + ["--quiet"], check=True)
    subprocess.run(
        [fokker, "activations", run, "--epoch", "400", "-o", file, "--quiet"], check=True)
    arrays = np.load(file)
    layers = [arrays[f"layer_{k}"][0, 0] for k in range(1, 7)]
    return layers, arrays["inputs"], np.argmax(arrays["label_probabilities"], 1)


def ours(directory, layers, inputs, labels):
    """Compiles and runs snapshot.swift against the modules of the build."""
    with open(f"{directory}/snapshot.bin", "wb") as file:
        np.array([len(labels), inputs.shape[1]] + [a.shape[1] for a in layers], "<i8").tofile(file)
        labels.astype("<i8").tofile(file)
        np.ascontiguousarray(inputs.T, "<f8").tofile(file)
        for layer in layers:
            np.ascontiguousarray(layer.T, "<f4").tofile(file)
    objects = [
        str(path)
        for module in ("InformationTheory", "RandomStreams", "Grids")
        for path in sorted((BUILD / f"{module}.build").glob("*.o"))
    ]
    numerics = [str(p) for name in ("RealModule", "_NumericsShims")
                for p in sorted((BUILD / f"{name}.build").glob("**/*.o"))]
    executable = f"{directory}/snapshot"
    shims = BUILD.resolve() / "../../checkouts/swift-numerics/Sources/_NumericsShims/include"
    subprocess.run(
        ["swiftc", "-O", "-parse-as-library", "-I", str(BUILD / "Modules"), "-I", str(shims),
         "-Xcc", f"-fmodule-map-file={shims}/module.modulemap",
         str(HERE / "snapshot.swift")] + objects + numerics + ["-o", executable], check=True)
    output = subprocess.run(
        [executable, f"{directory}/snapshot.bin"], check=True, capture_output=True, text=True)
    return json.loads(output.stdout)


def main():
    with tempfile.TemporaryDirectory() as directory:
        layers, inputs, labels = snapshot(directory)
        mine = ours(directory, layers, inputs, labels)
        layers32 = [np.ascontiguousarray(a, np.float32) for a in layers]
        double = [np.ascontiguousarray(a, np.float64) for a in layers32]
        columns = [np.ascontiguousarray(a.T) for a in layers32]
        hashed, hash_time = best(lambda: peers.numba_hash(columns, labels), 300)
        unique, unique_time = best(lambda: peers.unique_void_rows(double, labels), 10)
        bounds, bounds_time = best(lambda: peers.kolchinsky_tracey(layers32, labels), 5)
        tree = [best(lambda a=a: peers.scipy_ksg(a, inputs, labels), 1) for a in double]
    rows = [
        ("binned, numba hash", hash_time, mine["binned_ms"]),
        ("binned, numpy unique on void rows", unique_time, mine["binned_ms"]),
        ("Kolchinsky-Tracey, numba float32", bounds_time, mine["kernel_density_ms"]),
        ("nearest neighbours, scipy trees", sum(t for _, t in tree), mine["nearest_neighbor_ms"]),
    ]
    rows += npeet(double, inputs, mine)
    print(f"{'six layers, 4096 patterns':40} {'peer ms':>10} {'fokker ms':>10} {'ratio':>8}")
    for name, peer, own in rows:
        print(f"{name:40} {peer:10.3f} {own:10.3f} {peer / own:8.1f}")
    print(f"drawn noise, one draw {mine['noisy_ms']:.1f} ms")
    own, published = np.array(mine["binned"]), np.array(mine["published"])
    print(f"largest difference to unique {np.abs(published - np.array(unique)).max():.1e} bit, "
          f"to the hash {np.abs(own - np.array(hashed)).max():.1e} bit")
    own = np.array(mine["kernel_density"])[:, 0::2]
    print(f"largest difference of the bounds of I(X;T) "
          f"{np.abs(own - np.array(bounds)[:, 0::2]).max():.1e} bit")
    labels_difference = [
        abs(a[1] - b[0][1]) for a, b in zip(mine["nearest_neighbor"], tree)
    ]
    print(f"largest difference of the neighbours' I(T;Y) {max(labels_difference):.1e} bit")
    print("nearest neighbours' I(X;T), scipy:", " ".join(f"{v[0][0]:.3f}" for v in tree),
          " fokker:", " ".join(f"{v[0]:.3f}" for v in mine["nearest_neighbor"]))


def npeet(layers, inputs, mine):
    try:
        import npeet_plus as toolbox
    except ImportError:
        print("npeet-plus is not installed; left out", file=sys.stderr)
        return []
    total = sum(best(lambda a=a: toolbox.mi(inputs, a, k=3), 1)[1] for a in layers)
    return [("nearest neighbours, npeet-plus, I(X;T) alone", total, mine["nearest_neighbor_ms"])]


if __name__ == "__main__":
    main()
