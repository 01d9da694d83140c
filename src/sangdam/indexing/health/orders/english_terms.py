"""What English orders to a model speak of: the model, what it was told, its reply, its readers."""

from __future__ import annotations

AI = ' ai|\nai|(ai|[ai|"ai|“ai|a.i|bot|assistant|gpt|llm|language model|claude|gemini|copilot'
ANSWER = "answer|respon|repl|output|summar|completion"
ASKED = "customer|user|client|visitor|reader|caller|shopper"

ON = r"(?:[^.?!\n]|[.?!](?!\s))"
"""A character of the same sentence; the full stop of an address ends none."""
START = (
    r"(?:(?:^|[.!?:;,\"'“”‘’(*>|])\s*(?:[-*+]\s*)?|\b(?:and|then|please|must|should|also|but)\s+)"
)
"""Where an imperative begins: with its sentence, or after a word that joins it to another."""
SENTENCE = r"(?:(?:^|[.!?:;,\"'“(*])\s*(?:[-*+]\s*)?|\b(?:please|must|always|now)\s+)"
MODEL = r"""
    (?:a\.?i\.?(?:\s(?:models?|agents?|systems?|assistants?|chat\s?bots?))?|llms?
    |(?:large\s)?language\smodels?|chat\s?bots?|bots?|gpt[\w.-]*|chat\s?gpt|gemini|claude|copilot
    |(?<!sales\s)(?<!shop\s)(?<!store\s)(?<!personal\s)(?<!teaching\s)(?<!research\s)
    (?<!medical\s)(?<!dental\s)(?<!nursing\s)(?<!legal\s)(?<!executive\s)(?<!administrative\s)
    (?:virtual\s|digital\s|automated\s|support\s|chat\s)?assistants?)
"""
DROP = r"""
    \b(?:ignor(?:e|ing)|disregard(?:ing)?|forget|overrid(?:e|ing)|overrule|bypass|discard|neglect
    |(?:do\s+not|don['’]?t|stop|no\s+longer|never)\s+(?:follow|obey|comply\s+with|listen\s+to
    |adhere\s+to)(?:ing)?)
"""
TOLD = r"""
    (?:instructions?|prompts?|directives?|commands|guidelines|guardrails|rules|programming|context
    |training|polic(?:y|ies)|messages?|restrictions|constraints|safety\s\w+)\b
"""
WHOSE = r"""
    (?:(?:all|any|every|the|of|these|those|other|such|and)\s+)*
    (?:previous(?:ly\sgiven)?|prior|above|preceding|earlier|initial|original|existing|system
    |system['’]s|developer(?:['’]s)?|your)\s+
    (?:(?:previous|prior|above|system|safety|given|original|and|initial|internal|core)\s+)*
"""
REPLY = r"(?:answers?|responses?|repl(?:y|ies)|outputs?|summar(?:y|ies)|completions?)"
YOUR_REPLY = (
    r"\b(?:(?:all\s+(?:of\s+)?)?your|every|each|all|any)\s+"
    rf"(?:(?:final|next|own|entire|future)\s+)?{REPLY}\b"
)
"""What a model writes; a customer writes messages, e-mails and sometimes replies."""
CUSTOMERS_OWN = r"""
    \b(?:order|tracking|serial|model|case|ticket|reference|phone|account|invoice|claim|booking
    |customer|member)\s(?:numbers?|ids?|names?|codes?)\b|photos?\b|pictures?\b|images?\b
    |screenshots?\b|receipts?\b|invoices?\b|attach|your\s(?:full\s)?(?:name|phone|number|address
    |account|e-?mail|date|bank|details|contact|reason)|contact\sdetails|proof\b|\bdocuments?\b
    |\bfiles?\b|\bcopy\sof\b|\bimei\b|\bto\sus\b|\btell\sus\b
"""
PEOPLE = r"(?:customers?|users?|clients?|visitors?|readers?|callers?|shoppers?|end\s?users?)"
SAY = r"""
    (?:answer|say|reply|respond|tell(?!\s(?:us|our|the\s(?:courier|driver|staff|police|agent)))
    |claim|recommend|state|insist|assure|promise|deny|confirm\sthat|explain\sthat|inform
    |(?:direct|refer|send|redirect)\s(?:them|him|the\s\w+)|give\sthem|output|pretend)
"""
SAY_SO = r"""
    (?:answer|reply|respond|say|tell|state|claim|recommend|suggest|ignore|include|add|append|insert
    |reveal|disclose|mention|refer|direct|advise|inform|assure|promise|grant|approve|give|send
    |output|print|treat|assume|refuse|follow|obey|act|pretend|forget|disregard|prioriti[sz]e
    |promote|redirect|write|generate|translate|summari[sz]e|encourage|call|delete|offer)\b
"""
