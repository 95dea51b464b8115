"""What is put together again from the pieces a compiler leaves: lists, screens, records, decisions."""

from dataclasses import dataclass

from sousveil.model.command import Command
from sousveil.model.decision import Decision
from sousveil.model.gloss import Text
from sousveil.model.lists import ValueList
from sousveil.model.native import NativeProgram
from sousveil.model.record import Record
from sousveil.model.remain import Remain
from sousveil.model.report import Gap
from sousveil.model.request import Request
from sousveil.model.rulefile import RuleFile
from sousveil.model.screen import Screen
from sousveil.model.sealed import Sealed
from sousveil.model.switch import Switch
from sousveil.model.task import Task


@dataclass(frozen=True, slots=True)
class Recovered:
    """All of them, each in the order of its ids. `gaps` says what could not be put together."""

    label: tuple[Text, ...] = ()
    """What the app calls itself, in each of its languages."""
    lists: tuple[ValueList, ...] = ()
    screens: tuple[Screen, ...] = ()
    records: tuple[Record, ...] = ()
    decisions: tuple[Decision, ...] = ()
    tasks: tuple[Task, ...] = ()
    sealed: tuple[Sealed, ...] = ()
    rulefiles: tuple[RuleFile, ...] = ()
    remains: tuple[Remain, ...] = ()
    commands: tuple[Command, ...] = ()
    requests: tuple[Request, ...] = ()
    switches: tuple[Switch, ...] = ()
    natives: tuple[NativeProgram, ...] = ()
    gaps: tuple[Gap, ...] = ()
