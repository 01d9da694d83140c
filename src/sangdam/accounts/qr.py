"""A text as a QR code, to be photographed off the screen."""

from __future__ import annotations

import io

import segno


def qr_svg(text: str) -> str:
    """A whole SVG document, black on white."""
    drawn = io.BytesIO()
    segno.make(text, micro=False).save(drawn, kind="svg", scale=4, border=4, light="white")
    return drawn.getvalue().decode()
