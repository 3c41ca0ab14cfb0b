#!/usr/bin/env bash
# Executes every notebook in a fresh virtual environment with the versions of requirements.txt; fails when one does.
#
# usage: notebooks-data/check.sh [FIGURES]    FIGURES: a folder for the figures as PNG
set -euo pipefail
cd "$(dirname "$0")"
environment=$(mktemp -d)
trap 'rm -rf "$environment"' EXIT
python3 -m venv "$environment"
"$environment/bin/pip" install --quiet --no-compile --disable-pip-version-check --requirement requirements.txt
"$environment/bin/python" run_notebooks.py "$@"
