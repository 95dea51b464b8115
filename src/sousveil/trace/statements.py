"""The statements beside the models of methods, run on the flow engine."""

from sousveil import core
from sousveil.knowledge.known import Knowledge
from sousveil.knowledge.lint_models import Ran
from sousveil.trace import framework
from sousveil.trace.flow import OPAQUE, model_rows


def run(knowledge: Knowledge, silent: bool = False) -> dict[str, Ran]:
    """What the test of each model shows, by id. With `silent`, the model under test does nothing."""
    tests = [(model.id, model.test) for model in knowledge.models.values() if model.test is not None]
    found = core.run_statements(framework.table(), model_rows(knowledge), tests, list(OPAQUE), silent)
    return {id_: Ran(*one) for (id_, _), one in zip(tests, found, strict=True)}
