"""What can go wrong, as one tree of exceptions.

SousveilError
└── KnowledgeError    a file of the knowledge is wrong; names the file and the line
"""


class SousveilError(Exception):
    """The root: everything sousveil raises on purpose."""


class KnowledgeError(SousveilError):
    """A file of the knowledge does not say what it should.

    `file` is the path inside the knowledge folder, `line` counts from 1 (0: the file as a whole), `what` is what
    stands there and `expected` what should.
    """

    def __init__(self, file: str, line: int, what: str, expected: str) -> None:
        self.file, self.line, self.what, self.expected = file, line, what, expected
        super().__init__(f"{file}:{line}: {what}; expected {expected}")
