"""The library of models: what is refused and where; that names exist; that each model does what its test says."""

import re
from functools import cache
from pathlib import Path

import pytest

from sousveil.errors import KnowledgeError
from sousveil.knowledge import effects
from sousveil.knowledge.lint import lint
from sousveil.knowledge.lint_models import FRAMEWORK, NOT_FOLLOWED, Ran, descriptor, shown, verbs_of
from sousveil.knowledge.load import load
from sousveil.model.flow import Model
from sousveil.trace import framework, statements
from tests.model_reference import Run, StatementError

pytest.importorskip("pyarrow")
from sousveil.trace.names import methods

MODELS = load().models
TESTED = [model for model in MODELS.values() if model.test]
LIBRARY = {
    "com.google.gson.JsonPrimitive": ["com.google.gson.JsonElement"],
    "androidx.lifecycle.MutableLiveData": ["androidx.lifecycle.LiveData"],
    "org.ksoap2.serialization.SoapSerializationEnvelope": ["org.ksoap2.SoapEnvelope"],
    "com.alibaba.fastjson.JSONObject": ["com.alibaba.fastjson.JSON"],
    "com.fasterxml.jackson.databind.node.ObjectNode": ["com.fasterxml.jackson.databind.JsonNode"],
    "javax.mail.internet.MimeBodyPart": ["javax.mail.Part"],
    "javax.mail.internet.MimeMultipart": ["javax.mail.Multipart"],
}
"""Ancestors of library classes that the statements use."""
PLAIN = {"I": "int", "J": "long", "B": "byte", "C": "char", "Z": "boolean", "F": "float", "D": "double", "S": "short"}
NUMBERS = {"int", "long", "short", "byte", "char", "float", "double"}


@cache
def by_method() -> dict[tuple[str, str], list[Model]]:
    found: dict[tuple[str, str], list[Model]] = {}
    for model in MODELS.values():
        for owner in model.class_:
            for name in model.method:
                found.setdefault((owner, name), []).append(model)
    return found


@cache
def supers(name: str) -> list[str]:
    known = [one.replace("/", ".") for one in framework.table().supers(name)]
    own = known or [name, *LIBRARY.get(name, [])]
    return own if "java.lang.Object" in own else [*own, "java.lang.Object"]


def pick(owner: str, method: str, types: list[str | None]) -> Model | None:
    """The nearest class's model: one for these parameters before one for every overload."""
    for name in supers(owner) if method != "<init>" else supers(owner)[:4]:
        group = by_method().get((name, method), [])
        if name != owner:
            group = [model for model in group if model.subtypes]
        exact = [m for m in group if m.params is not None and fits(m.params, types, "java.lang.String")]
        general = [m for m in group if m.params is None]
        loose = [m for m in group if m.params is not None and fits(m.params, types, None)]
        for model in (*exact, *general, *loose):
            return model
    return None


def fits(params: list[str], types: list[str | None], secret: str | None) -> bool:
    known = [secret if one == "SECRET" else one for one in types]
    return len(params) == len(types) and all(fits_one(*pair) for pair in zip(params, known, strict=True))


def fits_one(param: str, given: str | None) -> bool:
    """Whether what is written may be passed; null and a SECRET of any type fit all but numbers stay numbers."""
    if given is None or given == param:
        return True
    if given in NUMBERS:
        return param in NUMBERS
    if given.endswith("[]") and param.endswith("[]"):
        return fits_one(param[:-2], given[:-2])
    return param == "java.lang.Object" or framework.table().is_subtype(given, param)


def outcome(model: Model, silent: bool = False) -> Run:
    assert model.test is not None
    return Run(pick, model if silent else None).run(model.test)


@pytest.mark.parametrize("model", TESTED, ids=lambda m: m.id)
def test_a_model_does_what_its_statements_say(model: Model) -> None:
    run = outcome(model)
    assert run.leaks, "no LEAK or SAFE"
    assert model in run.used, "the statements do not call it"
    assert [line for line, wanted, reached in run.leaks if wanted != reached] == []


SEEN = [model for model in TESTED if {verb for effect in model.effects for verb in effect} - {"build", "call", "range"}]
"""What only builds, calls or bounds numbers moves nothing that statements can see."""


@pytest.mark.parametrize("model", SEEN, ids=lambda m: m.id)
def test_the_statements_would_fail_without_the_effects(model: Model) -> None:
    assert any(wanted != reached for _, wanted, reached in outcome(model, silent=True).leaks)


@cache
def on_the_engine(silent: bool) -> dict[str, Ran]:
    return statements.run(load(), silent)


def complained(model: Model) -> list[str]:
    found = shown(load(), model, on_the_engine(False)[model.id], on_the_engine(True)[model.id])
    return [f"{level}: {what}" for level, what in found]


@pytest.mark.parametrize("model", TESTED, ids=lambda m: m.id)
def test_the_engine_does_what_the_statements_say(model: Model) -> None:
    assert [said for said in complained(model) if said.startswith("error")] == []


@pytest.mark.parametrize("verb", sorted(NOT_FOLLOWED))
def test_what_the_engine_does_not_follow_is_still_so(verb: str) -> None:
    # Once all of them hold, the verb leaves NOT_FOLLOWED.
    assert any(complained(model) for model in TESTED if verb in verbs_of(model))


def test_lint_runs_the_statements(folder: Path) -> None:
    path = folder / "models" / "a.yaml"
    path.write_text(ONE.replace("store: arg1 -> this.extras[arg0]", "store: arg1 -> this.other"))
    assert [c.what for c in lint(folder, run=statements.run) if c.level == "error"] == []
    path.write_text(ONE.replace("LEAK(i)", "SAFE(i)"))
    said = [c.what for c in lint(folder, run=statements.run) if c.level == "error"]
    assert said == ["model.test.one: on the engine SECRET reaches SAFE(i)"]
    path.write_text(ONE.replace("LEAK(i)", "LEAK(j)"))
    said = [c.what for c in lint(folder, run=statements.run) if c.level == "error"]
    assert said == ["model.test.one: its test: line 3: there is no variable `j`"]


@pytest.mark.parametrize("model", TESTED, ids=lambda m: m.id)
def test_the_statements_call_what_there_is(model: Model) -> None:
    wrong = []

    def look(owner: str, method: str, types: list[str | None]) -> None:
        known = methods(owner) if FRAMEWORK.match(owner) else {}
        protos = (known or {}).get(method, frozenset())
        if known != {} and not any(fits(parameters(proto), types, None) for proto in protos):
            wrong.append(f"{owner}.{method}({types}); there are {sorted(protos)}")

    def looking(owner: str, method: str, types: list[str | None]) -> Model | None:
        look(owner, method, types)
        return pick(owner, method, types)

    Run(looking).run(model.test or "")
    assert wrong == []


def parameters(proto: str) -> list[str]:
    """The parameter types of a proto in Java notation."""
    found = []
    for array, one in re.findall(r"(\[*)(L[^;]+;|[A-Z])", proto[1:].partition(")")[0]):
        name = one[1:-1].replace("/", ".") if one.startswith("L") else PLAIN[one]
        found.append(name + "[]" * len(array))
    return found


def test_there_are_enough_of_them() -> None:
    assert len(MODELS) >= 400
    assert len(TESTED) > 0.7 * len(MODELS)


def test_every_name_of_the_framework_exists() -> None:
    found = [str(one) for one in lint(declared=methods) if one.file.startswith("models/") and one.level == "error"]
    assert found == []


def test_no_two_claim_the_same_method() -> None:
    claimed = [
        (owner, name, tuple(model.params) if model.params is not None else None)
        for model in MODELS.values()
        for owner in model.class_
        for name in model.method
    ]
    assert len(claimed) == len(set(claimed))


def test_every_effect_is_read() -> None:
    for model in MODELS.values():
        for effect in model.effects:
            for verb, text in effect.items():
                effects.check(verb, text)


@pytest.mark.parametrize(
    ("verb", "text"),
    [
        ("flow", "arg0 -> this"),
        ("flow", "arg* -> result"),
        ("store", "arg1 -> this.extras[arg0]"),
        ("store", 'this["a"] -> result[].value'),
        ("wrap", "this = arg0"),
        ("open", "file(arg0) for writing -> this"),
        ("open", "network(this) for both -> result"),
        ("name", 'file("files", arg0) -> result'),
        ("put", "preference(this, arg0) <- arg1"),
        ("take", "message(this) -> result"),
        ("delete", "file(this)"),
        ("pack", "file(this) -> zip_entry(arg0)"),
        ("call", "arg0.run()"),
        ("call", "this.doInBackground(arg0) -> this.async"),
        ("call", "arg0[].onResponse(this, _)"),
        ("build", "this.header[arg0] = arg1"),
        ("build", 'this.method = "POST"'),
        ("clean", "result"),
        ("kill", "this[]"),
        ("range", "0 <= result < arg0"),
        ("range", "result <= 100"),
    ],
)
def test_the_language(verb: str, text: str) -> None:
    effects.check(verb, text)


@pytest.mark.parametrize(
    ("verb", "text", "says"),
    [
        ("move", "arg0 -> this", "unknown verb `move`"),
        ("flow", "arg0 => this", "`arg0 => this`"),
        ("flow", "arg0 -> that", "`that` is no place"),
        ("flow", "argument -> this", "`argument` is no place"),
        ("flow", "arg0 -> this.a.b.c.d", "is no place"),
        ("flow", "arg0 -> this.Name", "is no place"),
        ("store", "arg0 -> this[x]", "is no place"),
        ("open", "file(arg0) for appending -> this", "for appending"),
        ("open", "file(arg0) -> this", "`file(arg0) -> this`"),
        ("put", "files(arg0) <- arg1", "`files(arg0)` is no carrier"),
        ("put", "static(arg0) <- arg1", "is no carrier"),
        ("put", "file(arg0) -> arg1", "`file(arg0) -> arg1`"),
        ("put", "file(arg0.name) <- arg1", "`arg0.name` is no key"),
        ("put", "file <- arg1", "`file` is no carrier"),
        ("call", "arg0.run", "`arg0.run`"),
        ("call", "arg0.run(x)", "`x` is no place"),
        ("build", "this = arg0", "`this = arg0`"),
        ("build", "this.a = POST", "`POST` is no place"),
        ("kill", "", "is no place"),
        ("range", "result", "is no range"),
        ("range", "0 < result", "is no range"),
    ],
)
def test_what_is_not_the_language(verb: str, text: str, says: str) -> None:
    with pytest.raises(effects.EffectError, match=re.escape(says)) as caught:
        effects.check(verb, text)
    assert caught.value.expected


ONE = """about: x
entries:
  - id: model.test.one
    class: android.content.Intent
    method: [putExtra]
    effects:
      - store: arg1 -> this.extras[arg0]
      - store: this -> result
    test: |
      android.content.Intent i = new android.content.Intent()
      i.putExtra("k", SECRET)
      LEAK(i)
    source: s
    read: 2026-11-22
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SOUSVEIL_CACHE", str(tmp_path / "cache"))
    (tmp_path / "knowledge" / "models").mkdir(parents=True)
    (tmp_path / "knowledge" / "version.yaml").write_text("version: '1'\n")
    (tmp_path / "knowledge" / "models" / "a.yaml").write_text(ONE)
    return tmp_path / "knowledge"


def test_a_model_is_loaded_and_comes_from_the_cache_the_same(folder: Path) -> None:
    first, second = load(folder), load(folder)
    assert first is not second and first == second
    model = second.models["model.test.one"]
    assert model.class_ == ["android.content.Intent"] and model.method == ["putExtra"] and model.subtypes
    assert second.places["model model.test.one"] == ("models/a.yaml", 3)
    assert lint(folder, declared=methods) == []


@pytest.mark.parametrize(
    ("old", "new", "line", "says", "expected"),
    [
        ("store: this -> result", "keep: this -> result", 8, "unknown verb `keep`", "flow, store"),
        ("this.extras[arg0]", "that.extras", 7, "`that.extras` is no place", "argN"),
        ("this -> result", "this = result", 8, "`this = result`", "PLACE -> PLACE"),
        ("method: [putExtra]", "methods: [putExtra]", 3, "method: field required", "a Model"),
        ("method: [putExtra]", "method: [putExtra, putExtra]", 3, "stands already", "each id once"),
        ("method: [putExtra]", "method: ['put Extra']", 3, "no name of a class or method", "a Model"),
        ("id: model.test.one", "id: other.test", 3, "id: string should match", "a Model"),
        (
            "      - store: this -> result\n",
            "      - {flow: this -> result, kill: this}\n",
            8,
            "at most 1 item",
            "Model",
        ),
    ],
)
def test_a_wrong_model_is_refused_with_its_line(
    folder: Path, *, old: str, new: str, line: int, says: str, expected: str
) -> None:
    path = folder / "models" / "a.yaml"
    assert old in ONE
    path.write_text(ONE.replace(old, new, 1))
    with pytest.raises(KnowledgeError) as caught:
        load(folder)
    assert (caught.value.file, caught.value.line) == ("models/a.yaml", line)
    assert says in caught.value.what and expected in caught.value.expected


@pytest.mark.parametrize(
    ("old", "new", "level", "says"),
    [
        ("content.Intent\n", "content.Intend\n", "error", "the framework has no class `android.content.Intend`"),
        ("[putExtra]", "[putExtras, putExtraz]", "error", "no method `putExtraz`"),
        ("[putExtra]\n", "putExtra\n    params: [int]\n", "error", "has no `putExtra(int)`"),
        ("arg1 ->", "arg7 ->", "error", "`arg7`"),
        ("      i.putExtra", "      i.putExtra(x", "error", "is no statement"),
        ("      LEAK(i)\n", "", "error", "neither LEAK nor SAFE"),
        ("i.putExtra(", "i.other(", "error", "its test does not call it"),
        ("    test: |\n", "    note: |\n", "note", "no test"),
        ("    test: |\n", "    test_app: nowhere\n    note: |\n", "error", "there is no test app `nowhere`"),
        ("source: s", "source: ' '", "error", "has no source"),
    ],
)
def test_lint_names_file_and_line(folder: Path, *, old: str, new: str, level: str, says: str) -> None:
    path = folder / "models" / "a.yaml"
    assert old in ONE
    path.write_text(ONE.replace(old, new, 1))
    found = lint(folder, folder.parent, declared=methods)
    assert any(c.level == level and says in c.what and (c.file, c.line) == ("models/a.yaml", 3) for c in found), found


def test_statements_of_the_reference() -> None:
    with pytest.raises(StatementError):
        Run(pick).run("LEAK(a.b(c(d)))")


def test_descriptors() -> None:
    assert [descriptor(t) for t in ("int", "byte[]", "a.B$C[][]")] == ["I", "[B", "[[La/B$C;"]
