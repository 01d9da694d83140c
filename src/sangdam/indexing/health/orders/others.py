"""The commonest order to a model in other languages; knowledge is Korean and English."""

from __future__ import annotations

from sangdam.indexing.health.orders.order import order

OTHERS = (
    order(
        "tells a model to forget what it was told",
        {
            "ignora|ignorez|ignorier|olvida|oublie|vergiss|dimentica": r"""
                \b(?:ignora|ignorez|ignorier\w*|olvida|oublie[zr]?|vergiss|dimentica)\b[^.?!\n]{0,40}\b
                (?:instruc\w+|istruzion\w+|anweisung\w*|regeln|richtlinien|règles|reglas|regole|consignes)
            """,
            "忽略|无视|忽視": r"(?:忽略|无视|忽視)[^。.!?\n]{0,12}(?:指令|指示|提示|规则|規則)",
            "無視して|忘れて": r"(?:指示|命令|プロンプト)[^。.!?\n]{0,8}(?:無視して|忘れて)",
        },
    ),
)
