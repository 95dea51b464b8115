"""sousveil rules"""

from pathlib import Path
from typing import Annotated

import typer

from sousveil.cli.exits import Exit

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="""\b
sousveil rules list                   every rule with its sentence
sousveil rules lint                   check all knowledge and run each rule on its example apps
sousveil rules new weak/my_rule my/   start a rule file

The rules and catalogues that findings are made from.
""",
)

Folder = Annotated[Path | None, typer.Option("--knowledge", help="Folder to use instead of our own.")]


@app.command("list")
def list_rules(knowledge: Folder = None) -> None:
    """\b
    sousveil rules list

    Every rule: its name and what it says.
    """
    from sousveil.knowledge.load import load

    for rule in load(knowledge).rules.values():
        typer.echo(f"{rule.rule:32} The app {rule.does}.")


@app.command("lint")
def lint(
    apps: Annotated[
        Path, typer.Option(help="Folder of the example apps; those about flows are in flows beside it.")
    ] = Path("tests/apps"),
    knowledge: Folder = None,
) -> None:
    """\b
    sousveil rules lint
    sousveil rules lint --knowledge my/ --apps my/apps

    Check every entry (source, categories, names, regular expressions) and run each rule on its example apps: it
    must fire on one and stay silent on the other.
    """
    from sousveil.examples import lint_all

    problems = lint_all(knowledge, apps)
    for problem in problems:
        typer.echo(str(problem))
    typer.echo(f"{len(problems)} problem{'s' if len(problems) != 1 else ''}", err=True)
    raise typer.Exit(Exit.KNOWLEDGE if problems else Exit.OK)


@app.command("new")
def new(
    rule: Annotated[str, typer.Argument(help="QUESTION/name")],
    folder: Annotated[Path, typer.Argument(help="Knowledge folder to write it to.")],
) -> None:
    """\b
    sousveil rules new weak/my_rule my-knowledge/

    Write a rule file with every field explained. An existing file is never overwritten.
    """
    from sousveil.knowledge.template import write_new

    typer.echo(f"Wrote {write_new(rule, folder)}. Fill it in, then run: sousveil rules lint --knowledge {folder}")
