"""The command line: one file a command, no logic. Results on stdout, progress and errors on stderr."""

import sys

import typer

from sousveil.cli import audit, explain, export, facts, rules, verify
from sousveil.cli.exits import Exit

app = typer.Typer(
    name="sousveil",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
    help="""\b
sousveil audit app.apk -o audit/      write report.html, report.json and facts/
sousveil explain audit/ F-3           one finding in full, with its evidence
sousveil verify audit/ app.apk        read every piece of evidence again

Says what an app records about people, where it goes, what it can do to a phone and who made it.
Every sentence names the place in the file that carries it. Samples are read, never run.
""",
)
app.command("audit")(audit.audit)
app.command("explain")(explain.explain)
app.command("facts")(facts.facts)
app.command("verify")(verify.verify)
app.add_typer(export.app, name="export")
app.add_typer(rules.app, name="rules")


@app.callback(invoke_without_command=True)
def version(
    ctx: typer.Context, version: bool = typer.Option(False, "--version", help="Print the version and stop.")
) -> None:
    if version:
        from importlib.metadata import version as installed

        typer.echo(f"sousveil {installed('sousveil')}")
        raise typer.Exit
    if ctx.invoked_subcommand is None:
        typer.echo(ctx.get_help())


def main() -> None:
    """Entry point. Errors of ours end with a sentence, never a traceback."""
    from sousveil.errors import SousveilError
    from sousveil.model.text import visible

    try:
        app()
    except SousveilError as error:
        typer.echo(visible(f"sousveil: {error}"), err=True)
        sys.exit(Exit.of(error))
    except BrokenPipeError:
        sys.exit(Exit.OK)
