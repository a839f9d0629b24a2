"""The same data for the peers: the plans with the ontology and everything that the rules derive.

``python -m bench.measure.data PLANS FOLDER`` writes it, in a process of its own so that its memory is given back.
"""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from graph_service.settings import Settings
from graph_service.store import snapshot


@dataclass(frozen=True, slots=True)
class Data:
    """Two files with the same statements.

    Attributes:
        triples: N-Triples: every statement once.
        quads: N-Quads: the same in the default graph, and each named graph besides, as the service has it.
    """

    triples: Path
    quads: Path


def write(plans: Path, folder: Path) -> Data:
    """Write the data of some plans for the peers.

    Args:
        plans: Folder of plans.
        folder: Where to.

    Returns:
        The files.

    Raises:
        subprocess.CalledProcessError: If the plans cannot be read.
    """
    subprocess.run([sys.executable, "-m", __name__, str(plans), str(folder)], check=True)
    return Data(folder / "data.nt", folder / "data.nq")


def _main(plans: Path, folder: Path) -> None:
    store = snapshot.build(snapshot.read_files([plans], Settings())).store
    triples = store.triples_as_text()
    (folder / "data.nt").write_bytes(triples)
    (folder / "data.nq").write_bytes(triples + store.dump(form="nquads"))


if __name__ == "__main__":
    _main(Path(sys.argv[1]), Path(sys.argv[2]))
