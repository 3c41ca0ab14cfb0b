#!/usr/bin/env bash
# Makes every data set of this folder anew but those in studies/ and tishby/, which take hours and are kept as they were.
#
# usage: notebooks-data/make.sh [FOKKER [RUN]]
#   FOKKER  the executable, by default .build/release/fokker
#   RUN     where the run of the published experiment is or goes (170 MB), by default a temporary directory
#
# It needs Python with the packages of requirements.txt, and a few minutes.
set -euo pipefail
cd "$(dirname "$0")"
fokker=$(realpath "${1:-../.build/release/fokker}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
run=${2:-$work/published}
mkdir -p published reference own

# The published experiment: 50 networks, 10 000 epochs. thin.py keeps some epochs and what the notebooks read.
"$fokker" run --preset tishby --output "$run" --quiet >/dev/null
python3 thin.py "$run" published

# R3, an Ornstein-Uhlenbeck process from a point: the density, and an ensemble of particles in four cells of it at a time.
ou=(--drift='-2*(x-1)' --diffusion 0.5 --domain -4:5 --initial 'point(-1)' --times 0.02,0.05,0.1,0.2,0.3,0.5,1,2)
"$fokker" solve "${ou[@]}" --cells 240 --output reference/ornstein-uhlenbeck.nc --force --quiet >/dev/null
"$fokker" simulate "${ou[@]}" --cells 60 --seed 3 --output reference/ornstein-uhlenbeck-ensemble.nc --force --quiet >/dev/null

# R6, the double well: relaxation from one well, the stationary density and the slowest modes.
"$fokker" solve --drift 'x - x^3' --diffusion 0.1 --domain -3:3 --initial 'normal(-1, 0.1)' --times 0:60:16 --cells 120 \
  --stationary --spectrum 6 --output reference/double-well.nc --force --quiet >/dev/null

# R14, the first passage of a drifting particle through a wall at 2.
"$fokker" solve --drift 1 --diffusion 0.5 --domain -10:2 --boundary reflecting,absorbing --initial 'point(0)' --first-passage \
  --times 0:6:13 --cells 120 --output reference/first-passage.nc --force --quiet >/dev/null

# Gradients that PyTorch has logged: from the fit to the comparison.
own=$work/own
"$fokker" fit ../docs/examples/pytorch/gradients.npz --output "$own" --quiet >/dev/null
"$fokker" solve "$own" --set solve.weightCells=100 --quiet >/dev/null
"$fokker" simulate "$own" --set solve.weightCells=100 --quiet >/dev/null
"$fokker" compare "$own" --set solve.weightCells=100 --quiet >/dev/null
cp "$own/coefficients.nc" "$own/comparison.nc" own/
python3 thin.py --own "$own" own

du -sh .
