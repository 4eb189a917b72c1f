"""Re-execute the series in place, as `make notebooks` does before a commit, and keep only what belongs in a diff."""

import os
import sys
from pathlib import Path

import nbformat

from analysis import report

KEPT_METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def main():
    environment = {k: v for k, v in os.environ.items() if k != "FRAMING_ARTICLE"}
    chosen = [Path(name).resolve() for name in sys.argv[1:]] or report.series()
    faults = 0
    for path in chosen:
        notebook = nbformat.read(path, as_version=4)
        fault = report.execute(notebook, environment)
        print(f"{path.name}: {fault or 'done'}")
        faults += bool(fault)
        notebook.metadata = nbformat.from_dict(KEPT_METADATA)
        for number, cell in enumerate(notebook.cells):
            cell.id = f"c{number:02d}"
            cell.metadata.pop("execution", None)
        nbformat.write(notebook, path)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
