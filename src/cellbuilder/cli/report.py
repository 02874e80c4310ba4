"""The command ``report``: everything about a design in one HTML file."""

from __future__ import annotations

import argparse
import hashlib
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import cellbuilder
from cellbuilder.app.workspace import Workspace
from cellbuilder.cli.files import stands
from cellbuilder.cli.text import clean
from cellbuilder.io import codec, strict_json

ENDINGS = (".html", ".htm")


def arguments(command: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    command.add_argument("file", metavar="FILE", help="a design file")
    command.add_argument("-o", "--output", metavar="FILE", required=True, help="the HTML file to write")
    command.add_argument("--force", action="store_true", help="replace the file if it exists")
    command.add_argument("--date", metavar="YYYY-MM-DD", type=_day, help="the date to print (today)")


def run(arguments: argparse.Namespace) -> int:
    """Write the report of a design."""
    from cellbuilder.app import report

    path, target = Path(arguments.file), Path(arguments.output)
    if target.suffix.lower() not in ENDINGS:
        print(f"{target}: a report is an HTML file; give it a name that ends in .html", file=sys.stderr)
        return 2
    if stands(arguments):
        return 2
    content = strict_json.read_bytes(path)
    design = codec.loads(content, str(path))
    workspace = Workspace(cellbuilder.library())
    document = report.html(
        design,
        workspace.evaluate(design),
        workspace,
        made_on=arguments.date or datetime.now(tz=UTC).astimezone().date(),
        file_name=path.name,
        file_digest=hashlib.sha256(content).hexdigest(),
    )
    report.write(document, target)
    print(clean(f"{target}: {design.name}"))
    return 0


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"'{text}' is no date such as 2026-03-31") from None
