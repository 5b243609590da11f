"""The commands, registered; nothing here imports SymPy."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from chainrule.cli import check, drill, explain, graph, problems, rules

HELP = """Derivatives explained the way a patient teacher writes them on the board, every line checked.

Start with:  chainrule explain "sin(x^2+1)^3"
"""


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        print(f"chainrule {version('chainrule')}")
        raise typer.Exit


def start(version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")] = False) -> None:
    """What is common to all commands."""


def command() -> Any:
    """The command line as a click command."""
    app = typer.Typer(help=HELP, no_args_is_help=True, pretty_exceptions_enable=False, rich_markup_mode=None)
    app.callback()(start)
    free = {"ignore_unknown_options": True, "allow_interspersed_args": True}
    app.command("explain", context_settings=free)(explain.explain)
    app.command("graph", context_settings=free)(graph.graph)
    app.command("check", context_settings=free)(check.check)
    app.command("rules")(rules.rules)
    app.command("drill")(drill.drill)
    app.add_typer(problems.group(), name="problems")
    return typer.main.get_command(app)
