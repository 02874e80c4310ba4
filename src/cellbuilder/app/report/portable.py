"""SVG that browsers and Qt show alike: Qt leaves out inner pictures and the vertical centring of text."""

from __future__ import annotations

import re
from typing import Final

ENLARGED: Final = 3
"""A picture is so many times larger than it is shown, for readers that turn it into pixels."""
_SIZE: Final = re.compile(r'(<svg\b[^>]*?\swidth=")([\d.]+)(?:pt|px)?("[^>]*?\sheight=")([\d.]+)(?:pt|px)?(")')
_INNER: Final = re.compile(r"<svg\b([^>]*)>")
_ATTRIBUTE: Final = re.compile(r'([\w-]+)="([^"]*)"')
_CENTRED: Final = re.compile(r'<text\b[^>]*\sdominant-baseline="central"[^>]*>')
_HALF_A_LETTER: Final = 0.36


def portable(picture: str) -> str:
    """Return an SVG document without inner pictures and centred text, which looks the same."""
    first = picture.index("<svg")
    start = picture.index(">", first) + 1
    end = picture.rindex("</svg>")
    count = 0

    def opened(match: re.Match[str]) -> str:
        nonlocal count
        count += 1
        return _group(dict(_ATTRIBUTE.findall(match[1])), f"cut{count}")

    body = _INNER.sub(opened, picture[start:end]).replace("</svg>", "</g></g>")
    return picture[first:start] + _CENTRED.sub(_lowered, body) + "</svg>"


def enlarged(picture: str) -> str:
    """Return an SVG document that asks for more pixels; what is in it stays the same."""
    return _SIZE.sub(lambda m: f"{m[1]}{float(m[2]) * ENLARGED:g}{m[3]}{float(m[4]) * ENLARGED:g}{m[5]}", picture, 1)


def height_for(picture: str, width: float) -> int:
    """Return how high a picture is at a width."""
    size = _SIZE.search(picture)
    return round(width / 2.0) if size is None else round(width * float(size[4]) / float(size[2]))


def _group(given: dict[str, str], name: str) -> str:
    """Return a group that stands where an inner picture stood, and cuts what it cut."""
    x, y, width, height = (float(given.get(key, "0")) for key in ("x", "y", "width", "height"))
    view = [float(part) for part in given.get("viewBox", f"0 0 {width} {height}").split()]
    scale = f"{width / view[2] if view[2] else 1:g} {height / view[3] if view[3] else 1:g}"
    faint = f' opacity="{given["opacity"]}"' if "opacity" in given else ""
    place = f'x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}"'
    return (
        f'<mask id="{name}" maskUnits="userSpaceOnUse" {place}><rect {place} fill="#ffffff"/></mask>'
        f'<g mask="url(#{name})"{faint}>'
        f'<g transform="translate({x:g} {y:g}) scale({scale}) translate({0.0 - view[0]:g} {0.0 - view[1]:g})">'
    )


def _lowered(match: re.Match[str]) -> str:
    """Set a text lower by what centring would have done."""
    tag = match[0].replace(' dominant-baseline="central"', "")
    given = dict(_ATTRIBUTE.findall(tag))
    try:
        y = float(given["y"]) + _HALF_A_LETTER * float(given["font-size"])
    except (KeyError, ValueError):
        return tag
    return re.sub(r'(\sy=")[^"]*"', rf'\g<1>{y:.2f}"', tag, count=1)
