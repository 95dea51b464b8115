"""Tables: texts of CREATE TABLE, generated data access objects, and what is bound to the places of statements."""

from __future__ import annotations

from collections import defaultdict

from sousveil.recover.code import Node, Use
from sousveil.recover.records import sql
from sousveil.recover.records.classes import Classes
from sousveil.recover.records.names import outer, parameters, result, same, simple, split_method, type_word
from sousveil.recover.records.pieces import Board, Mark, Piece, Slot
from sousveil.recover.records.values import Reader, Value

_BIND = frozenset({"bindString", "bindLong", "bindDouble", "bindBlob", "bindNull", "bind"})
_TAKES = frozenset({"getString", "getInt", "getLong", "getDouble", "getFloat", "getShort", "getBlob", "isNull"})
_COLUMN_OF = frozenset({"getColumnIndex", "getColumnIndexOrThrow"})


class Tables:
    """Makes pieces of tables and joins them to classes by the places of statements."""

    def __init__(self, reader: Reader, board: Board, classes: Classes) -> None:
        self._reader, self._board, self._classes = reader, board, classes
        self.ordinals: dict[str, dict[int, Slot]] = defaultdict(dict)
        """Class of a data access object → number of a column → its slot."""

    def collect(self) -> None:
        for use in self._reader.uses:
            if use.kind == "call":
                self._statement(use)
            elif use.kind == "write" and use.values:
                self._property(use)
        self._unused_texts()
        self._name_daos()
        self._entities()

    def _statement(self, use: Use) -> None:
        for node in use.values[:3]:
            if node.kind not in ("text", "static", "call", "any", "new"):
                continue
            if node.kind == "call" and not node.text.endswith("Ljava/lang/String;"):
                continue
            text = self._text(Value(node, use.method))
            if text is None or "CREATE" not in text.upper():
                continue
            mark = Mark(f"Creates a table: {text[:200]}", use.method, use.offset)
            if node.kind == "text" and node.symbol is not None:
                mark = Mark(mark.shows, use.method, use.offset, string=node.symbol)
            self._created(text, mark, self._reader.class_of(use.method))

    def _text(self, value: Value) -> str | None:
        """The text of a statement; what is not known of it stands as a name in brackets that no column has."""
        pieces = self._reader.pieces(value)
        if not any(isinstance(p, str) and "TABLE" in p.upper() for p in pieces):
            return None
        return "".join(p if isinstance(p, str) else " " for p in pieces)

    def _unused_texts(self) -> None:
        """Statements that stand in static fields that no call was seen to take."""
        for _, text in sorted(self._reader.static_texts.items()):
            if "CREATE TABLE" in text.upper():
                for table in sql.created(text):
                    if self._board.table(table.name) is None:
                        self._created(text, Mark(f"The text of a table: {text[:200]}"), "")

    def _created(self, text: str, mark: Mark, owner: str) -> None:
        for table in sql.created(text):
            piece = self._board.piece(("table", table.name.lower()), "table", table.name)
            piece.firm = True
            piece.owner = piece.owner or owner
            piece.names.setdefault(("table", table.name))
            piece.goes.setdefault("kept", mark)
            if mark not in piece.marks:
                piece.marks.append(mark)
            for column in table.columns:
                slot = self.column(piece, column.name)
                slot.type = slot.type or column.type
                slot.key = slot.key or column.key
                slot.mark(mark)
                if column.references:
                    other = self._board.table(column.references)
                    slot.holds_piece = other
                    slot.holds = "" if other is not None else f"table:{column.references.lower()}"

    @staticmethod
    def column(piece: Piece, name: str) -> Slot:
        """The column of that name, whatever its case."""
        for known in piece.slots:
            if known.lower() == name.lower():
                return piece.slots[known]
        return piece.slot(name, "column")

    # generated data access objects

    def _property(self, use: Use) -> None:
        """A static field that is given number, type, name, key and column of a property."""
        made = use.values[0]
        if made.kind != "new" or len(made.children) != 5:
            return
        number, type_, name, key, column = made.children
        if number.kind != "int" or type_.kind != "class" or column.kind not in ("text", "static", "any"):
            return
        column_name = self._reader.text(Value(column, use.method))
        identifier = self._reader.text(Value(name, use.method)) or _lower(use.text)
        if not column_name:
            return
        dao = outer(self._reader.class_of(use.method))
        piece = self._board.piece(("dao", dao), "table", simple(dao).removesuffix("Dao"))
        piece.firm, piece.owner = True, dao
        slot = piece.slot(column_name, "column")
        slot.named("identifier", identifier)
        slot.type = slot.type or type_word(type_.text)
        slot.key = slot.key or (key.kind == "int" and key.number == 1)
        slot.mark(Mark(f"The property {identifier} is the column {column_name}", use.method, use.offset))
        self.ordinals[dao][number.number] = slot

    def _name_daos(self) -> None:
        """A data access object's table is the one its class names or creates."""
        for piece in list(self._board.pieces.values()):
            if piece.key[0] != "dao":
                continue
            table = next((p for p in self._board.of_form("table") if p.key[0] == "table" and
                          outer(p.owner) == piece.owner), None)  # fmt: skip
            piece.goes.setdefault("kept", None)
            if table is None:
                piece.names.setdefault(("table", piece.name))
                continue
            mark = Mark(f"{simple(piece.owner)} reads and writes the table {table.name}", cls=piece.owner)
            self._board.join(piece, table, mark)
            for name, slot in piece.slots.items():
                self._board.link(self.column(table, name), slot, slot.marks[0])

    def _entities(self) -> None:
        """Binds values of entities to columns by number."""
        columns = self._statements()
        for use in self._reader.uses:
            if use.kind != "call" or len(use.values) < 3:
                continue
            _, name, _ = split_method(use.text)
            if name not in _BIND or use.values[1].kind != "int":
                continue
            slot = self._bound(use, use.values[1].number, columns)
            if slot is None:
                continue
            for given in self._read_of(use.values[2], use.method):
                mark = Mark(f"{given.name} is bound to the column {slot.name}", use.method, use.offset)
                self._board.link(slot, given, mark)
                if outer(slot.piece.owner) == outer(self._reader.class_of(use.method)):
                    self._board.join(slot.piece, given.piece, mark)
        self._dao_types()

    def _dao_types(self) -> None:
        """The class that a data access object's own methods take and give: `readEntity`, `bindValues`, `getKey`."""
        code = self._reader.facts.code
        for dao in self.ordinals:
            piece = self._board.pieces["dao", dao]
            for method in code.class_methods(dao) if code is not None else []:
                _, name, proto = split_method(code.method_text(method) if code is not None else "")
                if name not in ("bindValues", "readEntity", "getKey"):
                    continue
                for type_ in (*parameters(proto), result(proto)):
                    entity = self._board.cls(type_)
                    if entity is not None:
                        self._board.join(piece, entity, Mark(f"{simple(dao)} stores {entity.name}", cls=dao))
                        self._same_names(piece, entity)

    def _same_names(self, piece: Piece, entity: Piece) -> None:
        by_name = {same(n): s for n, s in entity.slots.items()}
        for slot in piece.slots.values():
            for _, name in slot.names:
                if same(name) in by_name and slot.marks:
                    self._board.link(slot, by_name[same(name)], slot.marks[0])
                    break

    def _statements(self) -> dict[str, tuple[str, list[str]]]:
        """Class → table and columns of the INSERT that its methods return."""
        found = {}
        for method, returns in sorted(self._reader.returns_of.items()):
            for use in returns:
                if use.values and use.values[0].kind in ("text", "call", "static"):
                    text = self._reader.text(Value(use.values[0], method))
                    insert = sql.inserted(text) if text else None
                    if insert is not None:
                        found[self._reader.class_of(method)] = insert
        return found

    def _bound(self, use: Use, number: int, columns: dict[str, tuple[str, list[str]]]) -> Slot | None:
        cls = self._reader.class_of(use.method)
        insert = columns.get(cls)
        if insert is None:
            dao = self.ordinals.get(outer(cls))
            return dao.get(number - 1) if dao is not None else self._compiled(use, number)
        return self._insert_column(insert, number, use)

    def _compiled(self, use: Use, number: int) -> Slot | None:
        """A statement compiled in the same method."""
        for node in _few(use.values[0]):
            if node.kind == "call" and node.name == "compileStatement" and node.arguments:
                text = self._reader.text(Value(node.arguments[0], use.method))
                insert = sql.inserted(text) if text else None
                if insert is not None:
                    return self._insert_column(insert, number, use)
        return None

    def _insert_column(self, insert: tuple[str, list[str]], number: int, use: Use) -> Slot | None:
        table, names = insert
        if not 0 < number <= len(names):
            return None
        piece = self._board.piece(("table", table.lower()), "table", table)
        piece.names.setdefault(("table", table))
        piece.firm = True
        piece.goes.setdefault("kept", None)
        piece.owner = piece.owner or self._reader.class_of(use.method)
        slot = self.column(piece, names[number - 1])
        slot.mark(Mark(f"A value for the column {slot.name}", use.method, use.offset))
        return slot

    def _read_of(self, node: Node, method: int) -> list[Slot]:
        """Slots that a bound value is read of: below conversions."""
        for inner in _few(node):
            slot = self._classes.slot_of(inner)
            if slot is not None:
                return [slot]
        return []

    # reading rows

    def row_slot(self, value: Value) -> Slot | None:
        """The column that a call on a cursor takes its value of."""
        node = value.node
        if node.kind != "call" or node.name not in _TAKES or not node.arguments or node.receiver is None:
            return None
        if "Cursor;->" not in node.text and "Statement;->" not in node.text:
            return None
        at = node.arguments[0]
        if at.kind == "call" and at.name in _COLUMN_OF and at.arguments:
            name = self._reader.text(value.at(at.arguments[-1]))
            return self._cursor_slot(value, name) if name else None
        if at.kind == "int":
            return self._numbered(value, at.number)
        return None

    def _cursor(self, value: Value) -> tuple[Piece, list[str] | None] | None:
        """The table a cursor runs over and the columns asked for."""
        node = value.node.receiver
        for _ in range(4):
            if node is None or node.kind != "any" or not node.children:
                break
            node = node.children[0]
        if node is None or node.kind != "call":
            return None
        owner, name, _ = split_method(node.text)
        mark = self._reader.marks.one(owner, name, "query")
        if mark is None or mark.key is None or len(node.arguments) <= mark.key:
            return None
        text = self._reader.text(value.at(node.arguments[mark.key]))
        if not text:
            return None
        if mark.value is None:
            told = sql.selected(text)
            table = self._board.table(told[0]) if told is not None else None
            return (table, told[1]) if told is not None and table is not None else None
        table = self._board.table(text)
        asked = [self._reader.text(value.at(n)) for n in self._reader.elements(value.at(node.arguments[mark.value]))]
        return (table, [a for a in asked if a] or None) if table is not None else None

    def _cursor_slot(self, value: Value, name: str) -> Slot | None:
        found = self._cursor(value)
        if found is not None:
            return self.column(found[0], name)
        piece = self._board.piece(("cursor", value.method), "values", simple(self._reader.class_of(value.method)))
        piece.owner = self._reader.class_of(value.method)
        piece.methods.setdefault(value.method)
        piece.goes.setdefault("kept", None)
        slot = self.column(piece, name)
        slot.mark(Mark(f"Reads the column {name}", value.method, value.node.offset))
        return slot

    def _numbered(self, value: Value, number: int) -> Slot | None:
        found = self._cursor(value)
        if found is None:
            return None
        table, asked = found
        names = asked if asked is not None else list(table.slots)
        return self.column(table, names[number]) if 0 <= number < len(names) else None


def _few(node: Node) -> list[Node]:
    found = []
    for inner in node.walk():
        found.append(inner)
        if len(found) > 30:
            break
    return found


def _lower(text: str) -> str:
    name = text.partition("->")[2].partition(":")[0]
    return name[:1].lower() + name[1:]
