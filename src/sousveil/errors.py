"""What can go wrong, as one tree of exceptions.

SousveilError
├── InputError          the sample or the folder named cannot be used; says what to do next
│   ├── NotASample      the bytes are nothing sousveil reads
│   └── LimitExceeded   a limit on time, memory or size was reached before anything could be said
├── KnowledgeError      a file of the knowledge is wrong; names the file and the line
└── AuditFailed         a defect of ours; carries the trace to attach to a report
"""


class SousveilError(Exception):
    """The root: everything sousveil raises on purpose."""


class InputError(SousveilError):
    """Something the user named cannot be used. `next_step` says what to try."""

    def __init__(self, why: str, next_step: str = "") -> None:
        self.why, self.next_step = why, next_step
        super().__init__(f"{why} {next_step}".strip())


class NotASample(InputError):
    """The path holds nothing that can be audited."""


class LimitExceeded(InputError):
    """A limit was reached before anything could be said about the sample."""


class KnowledgeError(SousveilError):
    """A file of the knowledge does not say what it should.

    `file` is the path inside the knowledge folder, `line` counts from 1 (0: the file as a whole), `what` is what
    stands there and `expected` what should.
    """

    def __init__(self, file: str, line: int, what: str, expected: str) -> None:
        self.file, self.line, self.what, self.expected = file, line, what, expected
        super().__init__(f"{file}:{line}: {what}; expected {expected}")


class AuditFailed(SousveilError):
    """The worker ended by a defect of ours."""

    def __init__(self, what: str, trace: str = "") -> None:
        self.trace = trace
        super().__init__(f"{what}. This is a defect of ours; please report it with the sample's SHA-256.")
