"""Reading: YAML, CSV files and workbooks as plain data, with a place for every value.

Nothing here knows what a scenario means: reading finds what is wrong with
files, the schema finds what is wrong with what they say.
"""

from braid.reading.codes import CODES
from braid.reading.document import Document
from braid.reading.files import Source
from braid.reading.limits import Limits
from braid.reading.scalars import dressed_number, plain_number
from braid.reading.scenario_files import TABLES, read_scenario
from braid.reading.tables import Table, read_table
from braid.reading.yaml_reader import parse_yaml, read_yaml

__all__ = [
    "CODES",
    "TABLES",
    "Document",
    "Limits",
    "Source",
    "Table",
    "dressed_number",
    "parse_yaml",
    "plain_number",
    "read_scenario",
    "read_table",
    "read_yaml",
]
