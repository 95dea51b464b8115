"""Exit codes, one meaning each."""

from enum import IntEnum

from sousveil.errors import AuditFailed, KnowledgeError, SousveilError


class Exit(IntEnum):
    OK = 0
    BAR_MET = 1
    USAGE = 2
    PART_UNREAD = 3
    UNREADABLE = 4
    KNOWLEDGE = 5
    VERIFICATION = 6
    DEFECT = 70

    @classmethod
    def of(cls, error: SousveilError) -> "Exit":
        if isinstance(error, KnowledgeError):
            return cls.KNOWLEDGE
        if isinstance(error, AuditFailed):
            return cls.DEFECT
        return cls.UNREADABLE
