"""The specifications of all fact tables that Python fills. Those that Rust fills are `core.table_specs()`."""

from sousveil.model.parts import GAPS, ODDITIES, PARTS
from sousveil.model.tables import TableSpec
from sousveil.read import manifest_tables
from sousveil.read.layouts import WIDGETS
from sousveil.read.net_config import NET_CONFIG
from sousveil.read.signer import SIGNERS, SIGNING_BLOCKS
from sousveil.read.texts import TEXTS

PYTHON_TABLES: tuple[TableSpec, ...] = (
    PARTS,
    ODDITIES,
    GAPS,
    *manifest_tables.SPECS,
    WIDGETS,
    NET_CONFIG,
    SIGNERS,
    SIGNING_BLOCKS,
    TEXTS,
)
