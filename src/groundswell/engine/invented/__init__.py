"""An invented community of people whose truth is known: who is who, who was served where, and what it did for them.

Real records about people may not be shared, and nobody knows the truth behind them. These may be, and here it is known:
which records are one person, who lives together, and how each person would have fared without a program. So linkage,
measures and contributions can be tested against what is so. Every name, address and number is made up by chance.
"""

from groundswell.engine.invented.community import InventedCommunity
from groundswell.engine.invented.invention import Invention, Slips
from groundswell.engine.invented.name_lists import NameList, NameLists, own_names
from groundswell.engine.invented.network import InventedNetwork, NetworkSlips, invented_network
from groundswell.engine.invented.planted import Fault, Planted, plant
from groundswell.engine.invented.programs import InventedProgram, network_of
from groundswell.engine.invented.riverbend import RIVERBEND_PEOPLE, riverbend
from groundswell.engine.invented.slips import Slip

__all__ = (
    "RIVERBEND_PEOPLE",
    "Fault",
    "InventedCommunity",
    "InventedNetwork",
    "InventedProgram",
    "Invention",
    "NameList",
    "NameLists",
    "NetworkSlips",
    "Planted",
    "Slip",
    "Slips",
    "invented_network",
    "network_of",
    "own_names",
    "plant",
    "riverbend",
)
