"""Times fokker and other tools on the same work in one run, and prints ratios.

    python3 compare.py training [--precision float64] [--threads 2]
    python3 compare.py scaling                 our own two threads against one
    python3 compare.py roofline                what the processor's arithmetic alone would take
    python3 compare.py information
    python3 compare.py densities               one dimension, to equal errors
    python3 compare.py plane                   256² cells
    python3 compare.py tensor                  many variables: time, error and memory
    python3 compare.py langevin                steps of particles per second
    python3 compare.py moments                 four moments of the increments of 10⁷ points

All tools stay open and take turns, round after round, so that a busy machine slows all of them.
The ratio of a tool is the median over the rounds of its time to ours. On one thread all tools share
one core. Needs `pip install -r requirements.txt` and gcc.
"""

import argparse
import os
import pathlib
import re
import subprocess
import sys
import tempfile

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMBA_NUM_THREADS"):
    os.environ.setdefault(name, "1")

import densities
import ensembles
import estimators
import increments
from turns import Tool, fokker_timing, report, take_turns

HERE = pathlib.Path(__file__).resolve().parent
TRAINING = HERE / "training"

# The epochs of a peer's turn are this fraction of ours.
FRACTIONS = {"numba": 2, "jax": 4}


def compiled(source, executable):
    subprocess.run(
        ["gcc", "-O3", "-march=native", "-mprefer-vector-width=512", "-fopenmp", source]
        + ["-o", executable, "-lmvec", "-lm"],
        check=True,
    )
    return executable


def c_kernel(directory):
    """Generates and compiles the C kernel."""
    source = f"{directory}/kernel.c"
    with open(source, "w") as file:
        subprocess.run([sys.executable, TRAINING / "c_kernel.py"], stdout=file, check=True)
    return compiled(source, f"{directory}/kernel")


def training_tools(options, directory):
    ours = [fokker_timing(), "training", "--precision", options.precision]
    kernel = c_kernel(directory)

    def peer(command, fraction):
        # Peers' times contain no set-up, so fewer epochs will do.
        epochs = max(1, options.epochs // fraction)
        return command + [str(options.networks), str(options.threads), str(epochs)]

    for sampling in ("fixedBlocks", "reshuffled"):
        command = ours + ["--sampling", sampling, "--threads", str(options.threads)]
        command += ["--networks", str(options.networks), "--epochs", str(options.epochs)]
        yield Tool(f"fokker, {sampling}", command, options.threads)
        for name in options.tools:
            command = [sys.executable, TRAINING / f"{name}_peer.py", options.precision, sampling]
            command = peer(command, FRACTIONS[name])
            yield Tool(f"{name}, {sampling}", command, options.threads)
        if sampling == "fixedBlocks":
            command = peer([kernel, options.precision], 2)
            yield Tool("C kernel, fixedBlocks", command, options.threads)


def training(options):
    """Every tool against fokker with the same sampling."""
    with tempfile.TemporaryDirectory() as directory:
        tools = list(training_tools(options, directory))
        times = take_turns(tools, options.rounds)
    print(
        f"{options.networks} networks, {options.precision}, {options.threads} thread(s): "
        "milliseconds per epoch of all"
    )
    for sampling in ("fixedBlocks", "reshuffled"):
        report({name: t for name, t in times.items() if name.endswith(sampling)})


def roofline(options):
    """The time of the sums and hyperbolic tangents of an epoch at the processor's best rates."""
    sys.path.insert(0, str(TRAINING))
    import task

    with tempfile.TemporaryDirectory() as directory:
        program = compiled(TRAINING / "roofline.c", f"{directory}/roofline")
        output = subprocess.run([program], check=True, capture_output=True, text=True).stdout
    print(output)
    operations, tangents = [n * task.SAMPLES * options.networks for n in task.operations()]
    width = "f" + options.precision[5:]
    tangent = {"f32": "f32 rational 13/6 + div", "f64": "f64 expm1 table16 + deg 7 + div"}[width]
    for threads in (1, 2):
        rates = [
            float(re.search(rf"{name} +threads={threads} .*best ([0-9.]+)", output)[1])
            for name in (f"FMA {width}", f"TANH {re.escape(tangent)}")
        ]
        ideal = 1e-6 * (operations / rates[0] + tangents / rates[1])
        print(f"ideal, {options.precision}, {threads} thread(s): {ideal:.2f} ms per epoch")


def scaling(options):
    """Our own threads against one; means something on an idle machine only."""
    ours = [fokker_timing(), "training", "--precision", options.precision]
    ours += ["--networks", str(options.networks), "--epochs", str(options.epochs), "--threads"]
    tools = [Tool(f"fokker, {n} thread(s)", ours + [str(n)], 2) for n in (2, 1)]
    times = take_turns(tools, options.rounds)
    print("milliseconds per epoch of all networks; the ratio of wall times is the gain")
    report(times)


SUBJECTS = {
    "training": training,
    "scaling": scaling,
    "roofline": roofline,
    "information": estimators.compare,
    "densities": densities.compare,
    "plane": densities.plane,
    "tensor": densities.tensor,
    "langevin": ensembles.langevin,
    "moments": increments.compare,
}


def parsed():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("subject", choices=list(SUBJECTS))
    parser.add_argument("--precision", choices=["float32", "float64"], default="float32")
    parser.add_argument("--threads", type=int, choices=[1, 2], default=1)
    parser.add_argument("--networks", type=int, default=50)
    parser.add_argument("--epochs", type=int, default=400, help="of our turns (default: 400)")
    parser.add_argument("--rounds", type=int, default=9, help="turns of each tool (default: 9)")
    parser.add_argument(
        "--tools", nargs="*", choices=list(FRACTIONS), default=list(FRACTIONS),
        help="the peers to train with, besides the C kernel",
    )  # fmt: skip
    return parser.parse_args()


if __name__ == "__main__":
    options = parsed()
    SUBJECTS[options.subject](options)
