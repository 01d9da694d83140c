"""English orders that take a model over: forget what you were told, be another, hear the system.

Each names the model, what it was told, or another turn. A help page that says "ignore the first
e-mail" or "you are now logged in" does none of these: it speaks to a customer.
"""

from __future__ import annotations

from sangdam.indexing.health.orders.english_terms import (
    AI,
    DROP,
    MODEL,
    PEOPLE,
    SAY_SO,
    SENTENCE,
    START,
    TOLD,
    WHOSE,
)
from sangdam.indexing.health.orders.order import order

FORGET = order(
    "tells a model to forget what it was told",
    {
        "ignor|disregard|forget|overrid|overrul|bypass|discard|neglect|follow|obey|comply|listen"
        "|adhere&previous|prior|above|preceding|earlier|initial|original|existing|system|developer"
        "|your&instruction|prompt|directive|commands|guideline|guardrail|rules|programming|context"
        "|training|polic|message|restrictions|constraints|safety": rf"{DROP}\s+{WHOSE}{TOLD}",
        "ignor|disregard|forget|overrid&all|every&instruction|prompt|directive|commands|guideline"
        "|guardrail|rules|programming|training|restrictions|constraints|safety": rf"""
            \b(?:ignor(?:e|ing)|disregard(?:ing)?|forget|override)\s+(?:all|all\s+of|every)\s+
            (?:the\s+|these\s+|those\s+|other\s+|of\s+the\s+)*(?!messages?|context|polic){TOLD}
            (?!\s+(?:in|on|from|of|by|inside|with|sent|printed|for|that|which)\b)
        """,
        "you were given|you are given|you have been given|you received|you follow": (
            rf"{DROP}\s+(?:all\s+|any\s+|the\s+|of\s+)*{TOLD}\s+(?:that\s+)?you\s+(?:were|are|have|received"
            r"|follow|got)\b"
        ),
        "this document|this text|this page|this paragraph|this message|this note": r"""
            \b(?:treat|consider|regard)\s+this\s+(?:paragraph|text|document|page|message|note)\s+as\s+
            (?:an?\s+|the\s+)?(?:system|developer|instruction|command|order|operator)
            |\b(?:obey|follow)\s+(?:only\s+)?this\s+(?:document|text|page|paragraph|message|note)\b
            |\bas\s+this\s+(?:document|text|page|paragraph|message|note)\s+says
        """,
        "whatever you|what the user|what the customer|your operator|your developer|you must obey"
        "|you will obey|you shall obey": r"""
            \bwhatever\s+(?:else\s+)?you\s+(?:were|have\s+been|are)\s+(?:told|taught|instructed)
            |\bignore\s+what\s+the\s+(?:user|customer)
            |\byour\s+(?:operators?|developers?|creators?)\s+(?:says?|said|told|want|instructed)
            |\byou\s+(?:must|shall|will)\s+obey\s+(?:this|me|my|every|all|only)\b
        """,
        "your new|your real|your only|your true": r"""
            \byour\s+(?:new|real|only|true|actual)\s+(?:goal|task|role|job|mission|purpose|objective
            |instructions?|rules?)\s+(?:is|are)\b
        """,
        "ignor|disregard|forget&everything|anything|all|whatever": r"""
            \b(?:ignor(?:e|ing)|disregard(?:ing)?|forget)\s+(?:everything|anything
            |all(?:\s+of\s+it)?|whatever)\s+(?:(?:that\s+)?(?:you(?:['’]ve|\s+have)?\s+
            (?:been\s+|were\s+|was\s+)?(?:told|taught|instructed|given)
            |(?:was|were|came|is|has\s+been)\s+(?:said|written|before|above))
            |above|before\s+this|prior|preceding)
        """,
        "ignore|disregard&above|preceding": rf"""
            {START}(?:ignore|disregard)\s+(?:the\s+)?(?:above|preceding)\s+(?:and|then|text|,)
        """,
        "supersede|override|replace|precedence|priority&instruction|directive|prompt": r"""
            \b(?:instructions?|directives?|prompts?)\s+(?:supersedes?|overrides?|replaces?
            |takes?\s+(?:priority|precedence)\s+over)\s+(?:all\s+|any\s+|your\s+)*
            (?:previous|prior|earlier|other|existing|your)\b
        """,
        "safety|comply with": r"""
            \bsafety\s+(?:protocols?|filters?|guidelines)\s+(?:are\s+|is\s+|have\s+been\s+)?
            (?:now\s+)?(?:disabled|off|suspended|lifted)\b
            |\bcomply\s+with\s+(?:every|any|all)\s+(?:requests?|commands?|orders?)\b
        """,
        "your rules|your instructions|your guidelines|your restrictions": r"""
            \byour\s+(?:rules|instructions|guidelines|restrictions)\s+(?:(?:have|has)\s+(?:now\s+)?
            (?:been\s+)?(?:changed|replaced)|(?:no\s+longer|do\s+not|don['’]t)\s+apply)
        """,
    },
    unless_before=r"""
        \b(?:if|when|who|that|may|might|not|n['’]t|never|cannot|by|customers|users|staff|they)\s
        (?:\w+\s){0,2}
    """,
)

ROLE = order(
    "gives a model another role",
    {
        f"you are|you're|you will be&{AI}| dan|persona|pirate|hacker|jailbroken": r"""
            \byou(?:['’]re|\s+are|\s+will\s+be)\s+(?:now\s+|no\s+longer\s+|henceforth\s+)?
            (?:an?\s+|the\s+|my\s+|called\s+|named\s+|not\s+an?\s+)(?:[\w-]+\s+){0,3}?
            (?:a\.?i\.?|chat\s?bot|bot|assistant|gpt\w*|language\smodel|llm|dan|persona|pirate
            |hacker|jailbroken)\b
        """,
        "you are|you're& dan| stan| dude|gpt|uncensored|unfiltered|jailbroken": r"""
            \byou(?:['’]re|\s+are)\s+(?:now\s+)?(?:dan|stan|dude|chat\s?gpt|gpt\w*|uncensored
            |unfiltered|jailbroken)\b
        """,
        "have no ": r"""
            \byou\s+(?:now\s+)?have\s+no\s+(?:content\s+(?:restrictions|policy)
            |restrictions\s+and\b|rules\b|guidelines\b)
        """,
        "mode": r"""
            \byou\s+(?:are\s+(?:now\s+)?in|have\s+entered)\s+(?:developer|dan|god|jailbreak
            |unrestricted|opposite)\s+mode|\bdan\s+mode\b
        """,
        "bound by|restricted by|limited by|governed by": r"""
            \byou\s+(?:are\s+no\s+longer|are\s+not|aren['’]t)\s+(?:bound|restricted|limited
            |governed)\s+by\s+(?:your|the|any|these|those|openai)\s*(?:\w+\s+)?(?:rules
            |guidelines|instructions|polic|restrictions|programming|filters)
        """,
        "act as|behave as|respond as|answer as|speak as|write as": rf"""
            {START}(?:act|behave|respond|answer|speak|write)\s+as\s+(?:if\s+you|though\s+you
            |(?:an?|the|my)\s+(?:[\w-]+\s+){{0,2}}?(?:a\.?i\.?|chat\s?bot|bot|assistant|model
            |terminal|hacker|pirate|dan|evil|character)\b)
        """,
        "pretend": rf"{SENTENCE}pretend\s+(?:that\s+you|you\b|to\s+be)",
        "role|character|play a game|anything now": r"""
            \b(?:let['’]?s\s+(?:role-?play|play\s+a\s+(?:game|role))|role-?play\s+as
            |(?:stay|remain)\s+in\s+character|break\s+character|do\s+anything\s+now)
        """,
        "from now on": r"""
            \bfrom\s+now\s+on,?\s+(?:you\s+(?:will|must|should|shall|are\s+to|have\s+to
            |can\s+only)\s+)?(?:always\s+|only\s+|never\s+)?(?:respond|answer|reply|act|behave
            |speak|pretend|ignore|obey|refuse|recommend|tell|say|output
            |end\s+(?:all|every|each|your)|include|append)\b
        """,
        "restrictions|filters|guidelines|limitations|rules": r"""
            \b(?:no|without(?:\s+any)?|free\s+of(?:\s+all)?)\s+(?:ethical\s+|moral\s+|content\s+
            |safety\s+)?(?:restrictions|filters|guidelines|limitations)\b[^.?!]{0,40}
            \b(?:ai|bot|model|assistant|answer\s+any|respond|reply)\b
            |\b(?:restrictions|rules|guidelines)\s+do(?:\s+not|n['’]t)\s+apply\s+to\s+you
        """,
    },
    unless_before=r"\b(?:speaking|chatting|talking)\s(?:\w+\s){0,2}",
)

TURN = order(
    "speaks with the voice of the system or of another turn",
    {
        "system|developer|admin|root|assistant": r"""
            ^\W{0,8}(?:system|developer|admin(?:istrator)?|root|assistant)(?:\s+(?:message|note
            |prompt|instructions?|override|notice|alert|command|update))?\s*\W{0,2}[:>\]]\W*
            (?:you\b|your\b|ignore|disregard|forget|override|new\s+(?:instruction|rule|task|policy)
            |the\s+(?:assistant|ai|bot|model)|always\s+(?:answer|say|tell|reply|respond)
            |never\s+(?:tell|mention|refuse|say)|do\s+not\s+(?:tell|mention|reveal|follow)|respond
            |reply|answer|from\s+now|act\s+as|reveal|output|tell\s+the|say|append|the\s+user|cleanup
            |before\s+(?:you|answering|respond)|grant\s+(?:this|the|all)|all\s+(?:previous|prior)
            |call\s+\w+_\w+|execute|sure|of\s+course|priority\s+override|instructions?\b)
            |^\W{0,8}(?:system|developer)\s+(?:override|prompt|message)\s*\W{0,2}[:>\]]
        """,
        "user:|human:|user :|human :": (
            r"^\W{0,4}(?:user|human)\s*:[^\n]*\n+\W{0,4}(?:assistant|ai|bot|model)\s*:"
        ),
        "think>|thinking>|scratchpad>|as the assistant|reasoning (": r"""
            <\s*/?(?:think|thinking|scratchpad)\s*>|\bas\s+the\s+assistant,?\s+i\b
            |\breasoning\s+\((?:trace,?\s+)?assistant
        """,
        "im_|endof|header_id|eot_id|begin_of|<": r"<\|\s*/?\s*\w+\s*\|>",
        "inst]|sys]|<<|<system|</system|<assistant|</assistant|[system|[/system|[assistant": r"""
            </?(?:system|assistant|system[_ -]?prompt)>|\[/?(?:inst|sys|system|assistant)\]
            |<<\s*/?sys\s*>>
        """,
        "##&system|assistant|instruction": r"^\W*\#{2,}\s*(?:system|assistant|instruction)s?\s*:",
        "prompt|hidden|secret|override|developer": r"""
            \bsystem[\s_-]?prompts?\b
            |\b(?:hidden|secret|override|developer)\s+(?:instruction|prompt|directive)s?\b
        """,
    },
)

SECRETS = order(
    "asks a model for its secrets",
    {
        "prompt|hidden|secret|initial|system|above|verbatim|everything in your&reveal|repeat|print"
        "|output|show|leak|dump|recite|display": r"""
            \b(?:reveal|repeat|print|output|show|leak|dump|recite|display)\s+(?:me\s+)?(?:all\s+
            |the\s+|your\s+|of\s+)*(?:(?:hidden|secret|internal|initial|original|system|full)\s+)*
            (?:prompt\b|(?:hidden|secret|initial|system)\s+(?:instructions?|rules|message
            |configuration)|(?:text|words|conversation|everything|instructions)\s+(?:above|verbatim)
            |everything\s+in\s+your)
        """,
        "these instructions|this instruction|this prompt|this note": r"""
            \b(?:mention|reveal|disclose|repeat|quote)\s+(?:these\s+instructions|this\s+(?:instruction
            |prompt|note))\b
        """,
        "you were given|you are given|you have been given": (
            r"\b(?:exact|full|original)\s+(?:instructions|rules|prompt)\s+you\s+(?:were|are"
            r"|have\s+been)\s+given"
        ),
        "![": r"!\[[^\]]{0,200}\]\(https?:[^)\s]{0,500}(?:\{|%7b|\$\(|<|\[)",
    },
    unless_before=r"\b(?:we|not|n['’]t|never)\s",
)

ADDRESS = order(
    "speaks to a model",
    {
        f"{AI}&note|notice|message|attention|important|reminder|memo|warning|hint|dear|liste"
        "|instruct": rf"""
            \b(?:note|message|attention|important|notice|reminder|memo|warning|hint)\W{{1,3}}
            (?:to|for)\s+(?:the\s+|any\s+|all\s+|every\s+|our\s+|this\s+)?{MODEL}\b
            |\b(?:dear|attention|listen)\W{{1,3}}{MODEL}\b
            |\binstructions?\s+(?:to|for)\s+(?:the\s+|any\s+|all\s+)?{MODEL}\s*:
        """,
        f"{AI}&hey|hi|hello": (
            r"\b(?:hey|hi|hello)\W{1,3}(?:a\.?i\.?|chat\s?gpt|gpt\w*|llm|language\smodel|chat\s?bot)\b"
        ),
        f"{AI}&reading this|processing this|summarizing this|summarising this": (
            rf"\b{MODEL}\s+(?:(?:that|who)\s+)?(?:is\s+|are\s+)?(?:reading|processing"
            r"|summari[sz]ing)\s+this\b"
        ),
        "for ai|for llm|for automated|for autonomous": r"""
            \bfor\s+(?:ai|llm|automated|autonomous)\s+(?:\w+\s+)?(?:agents?|assistants?|models?
            |readers?)\s*\)?\s*:
        """,
        "decode|decrypt|decipher|translate": r"""
            \b(?:decode|decrypt|decipher|translate)\b[^\n]{0,80}\b(?:follow|execute|obey|do
            |carry\s+out|act\s+on)\s+(?:exactly\s+)?(?:the\s+(?:\w+\s+)?(?:instruction|command
            |order)|what\s+it|whatever\s+it|it\s+as\s+a\s+command)
        """,
        f"{AI}&if you|if this": rf"""
            \bif\s+(?:you(?:['’]re|\s+are)|this\s+(?:\w+\s+)?is\s+(?:being\s+)?(?:read|processed
            |summari[sz]ed|retrieved|used)\s+by)\s+(?:an?\s+|the\s+)?{MODEL}\b
        """,
        f"{AI}&must|shall|has to|have to|need|required|instructed|ordered|told to|should": rf"""
            \b{MODEL}\s+(?:must|shall|(?:has|have|needs?)\s+to|(?:is|are)\s+(?:required|instructed
            |ordered|told)\s+to|should\s+(?:always|never|only)|should\s+(?=ignore|disregard|append))
            \s*(?:always\s+|never\s+|not\s+|only\s+|now\s+|instead\s+|also\s+)?{SAY_SO}
        """,
        "when you|when the|when a&this&summari|process|retriev|read": rf"""
            \bwhen\s+(?:you|the\s+{MODEL}|an?\s+{MODEL})\s+(?:summari[sz]es?|process(?:es)?
            |retrieves?|reads?)\s+this\s+(?:document|text|passage|page|entry|article|content|file)
        """,
        "when you|when the|when a&answer|respon|repl": rf"""
            \bwhen\s+(?:you|the\s+{MODEL}|an?\s+{MODEL})\s+(?:answers?|responds?|repl(?:y|ies))\s+
            (?:to\s+)?(?:the\s+|a\s+|any\s+)?(?:{PEOPLE}|questions?)\b
        """,
        "as an ai|as the ai|language model|as an llm|as the llm": r"""
            \bas\s+(?:an?|the)\s+(?:ai\s+(?:language\s+)?(?:model|assistant)|(?:large\s+)?language\s
            model|llm)\b
        """,
    },
)

ROLES = (FORGET, ROLE, TURN, SECRETS, ADDRESS)
