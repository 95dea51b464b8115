"""Read one YAML file of the knowledge into a class of the schema, naming file and line when it does not fit."""

from collections.abc import Iterator
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from sousveil.errors import KnowledgeError

M = TypeVar("M", bound=BaseModel)
Loc = tuple[int | str, ...]


class Loader(yaml.CSafeLoader):
    """YAML's safe loader, in which a date stays the text it is."""


Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in pairs if tag != "tag:yaml.org,2002:timestamp"]
    for first, pairs in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}


class Text:
    """A parsed YAML file that remembers on which line each value stands."""

    def __init__(self, file: str, raw: bytes) -> None:
        self.file = file
        loader = Loader(raw)
        try:
            self._root = loader.get_single_node()
            self.data: Any = None if self._root is None else loader.construct_document(self._root)
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 0
            raise KnowledgeError(file, line, error.problem or "broken YAML", "well-formed YAML") from error
        except (yaml.YAMLError, UnicodeDecodeError, ValueError) as error:
            raise KnowledgeError(file, 0, str(error).splitlines()[0], "UTF-8 YAML") from error
        finally:
            loader.dispose()
        if self._root is not None:
            self._refuse_repeated_keys(self._root)

    def line(self, loc: Loc = ()) -> int:
        """The line of the value at `loc`, or of the nearest thing around it that is there."""
        node = self._root
        if node is None:
            return 0
        line = node.start_mark.line
        for step in loc:
            inner = _step(node, step)
            if inner is None:
                break
            line, node = inner
        return int(line) + 1

    def build(self, cls: type[M], data: object, loc: Loc = ()) -> M:
        """`data`, which stands at `loc`, as a `cls`."""
        try:
            return cls.model_validate(data)
        except ValidationError as error:
            first = error.errors()[0]
            inner = loc + first["loc"]
            where = ".".join(str(step) for step in inner) or "the file"
            what = f"{where}: {first['msg'][0].lower()}{first['msg'][1:]}"
            raise KnowledgeError(self.file, self.line(inner), what, f"a {cls.__name__}") from error

    def items(self, key: str) -> Iterator[tuple[Any, Loc]]:
        """The items of the list under `key` at the top, each with its place."""
        found = self.data.get(key) if isinstance(self.data, dict) else None
        if not isinstance(found, list):
            raise KnowledgeError(self.file, self.line((key,)), f"no list under `{key}`", f"`{key}:` with a list")
        for number, item in enumerate(found):
            yield item, (key, number)

    def only(self, *keys: str) -> None:
        """Refuse any other key at the top."""
        for key in self.data if isinstance(self.data, dict) else ():
            if key not in keys:
                raise KnowledgeError(self.file, self.line((key,)), f"unknown key `{key}`", " or ".join(keys))

    def _refuse_repeated_keys(self, root: yaml.Node) -> None:
        todo = [root]
        while todo:
            node = todo.pop()
            if isinstance(node, yaml.SequenceNode):
                todo.extend(node.value)
            elif isinstance(node, yaml.MappingNode):
                seen: set[str] = set()
                for key, value in node.value:
                    if key.value in seen:
                        line = key.start_mark.line + 1
                        raise KnowledgeError(self.file, line, f"key `{key.value}` stands twice", "each key once")
                    seen.add(key.value)
                    todo.append(value)


def _step(node: yaml.Node, step: int | str) -> tuple[int, yaml.Node] | None:
    """One step down: the line to name, and the node to go on from."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == str(step):
                return key.start_mark.line, value
    elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step].start_mark.line, node.value[step]
    return None
