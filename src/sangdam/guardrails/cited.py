"""Every sentence says where it comes from."""

from __future__ import annotations

from sangdam.guardrails.case import Case


def cited(case: Case) -> str:
    if not case.sentence.markers:
        return "cites nothing"
    known = len(case.draft.passages)
    unknown = [str(marker) for marker in case.sentence.markers if not 0 < marker <= known]
    return f"cites unknown passage {', '.join(unknown)}" if unknown else ""
