"""Executes every notebook of this folder in its own place; exits with 1 when one fails.

    python run_notebooks.py             checks that all run
    python run_notebooks.py FIGURES     also writes their figures into a folder, as NAME-NUMBER.png
"""

import base64
import pathlib
import sys
import time

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

here = pathlib.Path(__file__).parent
folder = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else None
failures = 0
for path in sorted(here.glob("*.ipynb")):
    start = time.monotonic()
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    try:
        NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(here)}}).execute()
    except CellExecutionError as error:
        failures += 1
        print(f"{path.name}: {error}", file=sys.stderr)
        continue
    pictures = [
        output.data["image/png"]
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if "image/png" in output.get("data", {})
    ]
    print(f"{path.name}: {time.monotonic() - start:.1f} s, {len(pictures)} figures")
    if folder:
        folder.mkdir(parents=True, exist_ok=True)
        for number, picture in enumerate(pictures, 1):
            (folder / f"{path.stem}-{number}.png").write_bytes(base64.b64decode(picture))
sys.exit(failures > 0)
