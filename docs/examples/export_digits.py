"""Writes scikit-learn's digits (1797 images of 8 x 8 pixels from 0 to 16) as CSV, NPZ and IDX files.

    python3 export_digits.py DIRECTORY [COUNT]

makes digits.csv, digits.npz, digits-images-idx3-ubyte and digits-labels-idx1-ubyte of the first
COUNT images, all by default. The files in docs/examples/digits were made with COUNT = 200.
Needs numpy and scikit-learn; nothing is downloaded.
"""

import pathlib
import struct
import sys

import numpy
from sklearn.datasets import load_digits


def write_idx(path, array):
    """An IDX file of unsigned bytes: 0, 0, the type 8, the number of axes, their lengths, the data."""
    header = struct.pack(f">4B{array.ndim}I", 0, 0, 8, array.ndim, *array.shape)
    path.write_bytes(header + array.tobytes())


directory = pathlib.Path(sys.argv[1])
count = int(sys.argv[2]) if len(sys.argv) > 2 else None
directory.mkdir(exist_ok=True)
digits = load_digits()
images = digits.images[:count].astype(numpy.uint8)
labels = digits.target[:count].astype(numpy.uint8)

names = [f"x{row}_{column}" for row in range(8) for column in range(8)]
lines = [",".join(names + ["label"])]
for image, label in zip(images, labels):
    lines.append(",".join(str(value) for value in [*image.flat, label]))
(directory / "digits.csv").write_text("\n".join(lines) + "\n")
numpy.savez_compressed(directory / "digits.npz", inputs=images, labels=labels)
write_idx(directory / "digits-images-idx3-ubyte", images)
write_idx(directory / "digits-labels-idx1-ubyte", labels)
