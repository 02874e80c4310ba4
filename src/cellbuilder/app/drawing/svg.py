"""Shapes as SVG: light, self-contained, the same geometry that the window paints."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from cellbuilder.app.colours import SCHEMES, Colours
from cellbuilder.app.drawing import shapes as s
from cellbuilder.app.drawing.cut import laid
from cellbuilder.app.drawing.picture import Look, legend, picture
from cellbuilder.domain.design import Design
from cellbuilder.domain.finding import Evaluation

_BASELINE = 0.36
"""How far below its middle a line of text stands, in parts of its size."""
FONTS = "'DejaVu Sans', Verdana, 'Segoe UI', sans-serif"


def stack_svg(
    design: Design,
    evaluation: Evaluation,
    width: float,
    height: float,
    *,
    true_scale: bool = False,
    colours: Colours = SCHEMES["light"],
    measure: s.Measure | None = None,
) -> str:
    """Return the stack as an SVG picture, always light unless other colours are asked for."""
    font = measure or s.Reckoned()
    look = Look(true_scale=true_scale)
    drawn = picture(design, evaluation, width, height, colours, font, look)
    foot = legend(drawn, s.Box(0, 0, width, height), colours, font)
    return document((*drawn.shapes, *drawn.marks, *foot), width, height)


def document(shapes: Iterable[s.Shape], width: float, height: float) -> str:
    """Return shapes as an SVG document."""
    body = "".join(_all(shapes))
    size = f'width="{_n(width)}" height="{_n(height)}" viewBox="0 0 {_n(width)} {_n(height)}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="{FONTS}">{body}</svg>'


def _n(value: float) -> str:
    text = f"{value:.1f}"
    return text.removesuffix(".0")


def _style(style: s.Style) -> str:
    parts = [f'fill="{style.fill or "none"}"']
    if style.stroke is not None:
        parts.append(f'stroke="{style.stroke}" stroke-width="{_n(style.width)}"')
        if style.dash:
            dash = " ".join(_n(part * style.width) for part in style.dash)
            parts.append(f'stroke-dasharray="{dash}"')
    if style.opacity < 1:
        parts.append(f'opacity="{style.opacity:.2f}"')
    return " ".join(parts)


def _all(shapes: Iterable[s.Shape]) -> Iterator[str]:
    """Write shapes, neighbours of one style in one group."""
    style: str | None = None
    for shape in shapes:
        own = None if isinstance(shape, s.Text | s.Group | s.Tile) else _style(shape.style)
        if own != style:
            if style is not None:
                yield "</g>"
            if own is not None:
                yield f"<g {own}>"
            style = own
        yield from _one(shape)
    if style is not None:
        yield "</g>"


def _one(shape: s.Shape) -> Iterator[str]:
    match shape:
        case s.Rect(box, _, radius):
            corner = f' rx="{_n(radius)}"' if radius else ""
            yield f"<rect{_place(box)}{corner}/>"
        case s.Ellipse(x, y, rx, ry):
            yield f'<ellipse cx="{_n(x)}" cy="{_n(y)}" rx="{_n(rx)}" ry="{_n(ry)}"/>'
        case s.Polygon(points, _, soft):
            yield f'<path d="{_soft(points) if soft else _straight(points)}Z"/>'
        case s.Line(points, _, soft):
            yield f'<path d="{_curve(points) if soft else _straight(points)}"/>'
        case s.Text():
            yield _text(shape)
        case s.Group(inner, opacity):
            yield f'<g opacity="{opacity:.2f}">'
            yield from _all(inner)
            yield "</g>"
        case s.Tile():
            yield from _all(laid(shape))


def _place(box: s.Box) -> str:
    """Return a place as attributes."""
    return f' x="{_n(box.x)}" y="{_n(box.y)}" width="{_n(box.width)}" height="{_n(box.height)}"'


def _straight(points: tuple[s.Point, ...]) -> str:
    return "M" + "L".join(f"{_n(x)} {_n(y)}" for x, y in points)


def _soft(points: tuple[s.Point, ...]) -> str:
    """Return a closed curve that touches the middle of every side."""
    turned = (*points[1:], points[0])
    middles = [((x + u) / 2, (y + v) / 2) for (x, y), (u, v) in zip(points, turned, strict=True)]
    start = middles[-1]
    return f"M{_n(start[0])} {_n(start[1])}" + "".join(
        f"Q{_n(x)} {_n(y)} {_n(u)} {_n(v)}" for (x, y), (u, v) in zip(points, middles, strict=True)
    )


def _curve(points: tuple[s.Point, ...]) -> str:
    (x, y), *rest = points
    return f"M{_n(x)} {_n(y)}C" + " ".join(f"{_n(u)} {_n(v)}" for u, v in rest)


def _text(text: s.Text) -> str:
    turn = f' transform="rotate(-90 {_n(text.x)} {_n(text.y)})"' if text.turned else ""
    marks = f'font-size="{_n(text.size)}" fill="{text.colour}" text-anchor="{text.anchor}"'
    if text.bold:
        marks += ' font-weight="bold"'
    down = text.y + _BASELINE * text.size
    return f'<text x="{_n(text.x)}" y="{_n(down)}" {marks}{turn}>{escape(text.words)}</text>'
