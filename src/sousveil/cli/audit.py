"""sousveil audit"""

from pathlib import Path
from typing import Annotated

import typer

from sousveil.cli.exits import Exit


def audit(
    samples: Annotated[list[Path], typer.Argument(help="APK, split set, AAB, dex, or a folder of splits.")],
    out: Annotated[Path, typer.Option("-o", "--out", help="Folder for the results.")],
    json: Annotated[bool, typer.Option("--json", help="Print report.json instead of the summary.")] = False,
    fail_on: Annotated[
        list[str] | None,
        typer.Option(help="QUESTION, QUESTION/RULE or either with :REACH; exit 1 when such a finding is there."),
    ] = None,
    jobs: Annotated[int, typer.Option("-j", "--jobs", min=1, help="Samples audited side by side.")] = 2,
    knowledge: Annotated[
        Path | None, typer.Option(help="Folder of catalogues and rules to use instead of our own.")
    ] = None,
    max_seconds: Annotated[int, typer.Option(min=1, help="Time for each sample.")] = 600,
    max_memory: Annotated[int, typer.Option(min=256, help="Memory for each sample, in MiB.")] = 6144,
    max_output: Annotated[int, typer.Option(min=1, help="Largest file written, in MiB.")] = 1024,
    max_depth: Annotated[int, typer.Option(min=0, help="Nesting of packages inside packages.")] = 4,
    show_people: Annotated[
        bool, typer.Option("--show-people", help="Leave third parties' data in the sample unmasked.")
    ] = False,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="No progress.")] = False,
) -> None:
    """\b
    sousveil audit app.apk -o audit/
    sousveil audit base.apk.apks -o audit/ --json | jq .findings[].says
    sousveil audit samples/*.apk -o audits/ --jobs 2
    sousveil audit app.apk -o audit/ --fail-on weak:live

    Audit samples: write report.json, report.html and facts/*.parquet, and print a summary.
    Several samples get a folder each below the one named.

    \b
    Exit: 0 audited · 1 a --fail-on bar was met · 2 usage · 3 audited, part of it unread
          4 nothing could be read · 5 knowledge invalid · 70 a defect of ours
    """
    from sousveil.audits import audit_many
    from sousveil.cli.show import Bar, show_outcome, terminal_width, worst
    from sousveil.model.limits import Limits

    limits = Limits(seconds=max_seconds, memory=max_memory << 20, output=max_output << 20, max_depth=max_depth)
    bars = [Bar.parse(text) for text in fail_on or []]
    with_progress = show_progress(quiet)
    exits = []
    for outcome in audit_many(
        samples,
        out,
        limits,
        knowledge,
        jobs=jobs,
        width=terminal_width(),
        progress=with_progress,
        show_people=show_people,
    ):
        exits.append(show_outcome(outcome, bars, as_json=json))
    raise typer.Exit(worst(exits, default=Exit.OK))


def show_progress(quiet: bool):  # type: ignore[no-untyped-def]
    """A line for each stage on stderr, on a terminal only."""
    import sys

    from sousveil.model.text import visible

    if quiet or not sys.stderr.isatty():
        return lambda _sample, _stage: None
    return lambda sample, stage: typer.echo(visible(f"{sample.name}: {stage}"), err=True)
