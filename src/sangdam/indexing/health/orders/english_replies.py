"""English orders about a model's reply: what to keep from customers, to say to them, to weave in.

A help page that says "add your order number to your reply" speaks to a customer; a playbook that
says "do not tell the customer" speaks to an agent.
"""

from __future__ import annotations

from sangdam.indexing.health.orders.english_terms import (
    ANSWER,
    ASKED,
    CUSTOMERS_OWN,
    ON,
    PEOPLE,
    SAY,
    SENTENCE,
    START,
    YOUR_REPLY,
)
from sangdam.indexing.health.orders.order import order

WRITE = r"""
    (?:use|provide|give|write|return|present|express|format|apply|produce|deliver|put|make|render
    |introduce|convert)
"""
CIPHER = r"""
    (?:anagram\w*|typos?|misspell\w*|ciphers?|base[\s-]?\d\d|rot-?13|morse|leet\w*|alphanumeric
    |homophon\w+|backwards?|pig\s+latin|caesar|substitution|emojis?\s+only|only\s+emojis?
    |without\s+(?:any\s+)?spaces|in\s+reverse)
"""

KEEP_AND_SAY = order(
    "tells a model what to keep from customers or to say to them",
    {
        f"{ASKED}&not |n't |n’t |never ": rf"""
            {START}(?:do\s+not|don['’]?t|never|not)\s+(?:tell|inform|mention|reveal|disclose|say
            |admit|warn|alert|notify|explain|show)\b[^.?!]{{0,30}}?(?<!other\s)(?<!another\s)
            (?<!fellow\s)\b{PEOPLE}\b
        """,
        f"{ASKED}&believe|think|be told|nothing": rf"""
            {START}(?:make|have)\s+(?:the\s+|all\s+|our\s+)?{PEOPLE}\s+(?:believe|think)\b
            |\b{PEOPLE}\s+(?:asking|who\s+asks?)\b[^.?!]{{0,60}}\b(?:should|must|are\s+to)\s+be\s+told\b
            |{START}say\s+nothing\b[^.?!]{{0,40}}\bto\s+(?:the\s+|any\s+|our\s+)?{PEOPLE}
        """,
        f"{ASKED}&hide|conceal|withhold": rf"""
            {START}(?:hide|conceal|withhold)\b[^.?!]{{0,50}}\bfrom\s+(?:the\s+|any\s+|all\s+|our\s+)?
            (?<!other\s){PEOPLE}\b
        """,
        f"{ASKED}&secret|hidden&keep": rf"""
            \bkeep\b[^.?!]{{0,30}}\b(?:secret|hidden)\b[^.?!]{{0,20}}\bfrom\s+(?:the\s+|any\s+)?
            {PEOPLE}
        """,
        "when you read|when you process|when you summari|when you retrieve": r"""
            \bwhen\s+you\s+(?:read|process|summari[sz]e|retrieve)\s+this(?:\s\w+)?,?\s+
            (?:also\s+|please\s+)?(?:e-?mail|send|forward|ignore|tell|append|say|call|reply|answer
            |delete|post|reveal|output|include)
        """,
        "asked|asks|ask |inquire|enquire|to know|mention|complain": rf"""
            \b(?:when(?:ever)?|if|any\s?time|every\s+time)\s+(?:(?:the\s+|an?\s+|any\s+)?{PEOPLE}\s+
            (?:asks?|inquires?|enquires?|wants?\s+to\s+know|mentions?|complains?)
            |(?:you(?:['’]re|\s+are)\s+)?asked\s+(?:about|whether|if|how|what|who|why|which
            |for\s+(?:information|advice|an?\s|recommendations?)))\b[^.?!]{{0,100}}?(?:,|\bthen
            |\bmust|\bshould|\balways|\bonly)\s*(?:you\s(?:must|should|will|have\sto)\s)?
            (?:always\s+|only\s+|never\s+|just\s+|simply\s+|please\s+)?{SAY}\b
        """,
        "always": rf"""
            (?:^|[.!?:;\"'“(*]\s*|^\s*[-*+]\s*)always\s+(?:(?:answer|reply|respond)\s+(?:with|that
            |in|as|yes|no|to\s+(?:such|any|every|questions)|[\"'“])|claim|recommend
            |tell\s+(?:them|{PEOPLE}|the\s)|assure|promise|insist|say\s+that|state\s+that
            |refer\s+(?:them|{PEOPLE}))
        """,
        f"{ASKED}&tell |inform |convince|persuade|assure|instruct|urge|encourage": rf"""
            {START}(?:tell|inform|convince|persuade|assure|instruct|urge|encourage)\s+(?:the\s+
            |all\s+|every\s+|any\s+|our\s+)?{PEOPLE}\s+(?:in\s+{YOUR_REPLY}\s+)?(?:that|to|they|it
            |he|she|about)\b
        """,
    },
    customers_only=True,
)

SHAPE = order(
    "tells a model how to write its reply",
    {
        f"{ANSWER}&your|every|each|all|any&add|includ|insert|append|prepend|integrat|incorporat"
        "|weave|embed|plac|put|mention|inject|slip|introduc|offer|claim|spread|promot|advertis"
        "|recommend|prais|endors|plug|sneak|invent|impl|assert|ask": rf"""
            \b(?:add|include|insert|append|prepend|integrate|incorporate|weave|embed|place|put
            |mention|inject|slip|introduce|offer|claim|spread|promote|advertise|recommend|praise
            |endorse|plug|sneak|invent|imply|assert|ask\s+{PEOPLE})\b{ON}{{0,160}}?\b(?:in|into|to|within|inside|throughout
            |of)\s+{YOUR_REPLY}
            |\b(?:must|should|shall|has\s+to|needs?\s+to)\s+be\s+(?:included|added|appended|inserted
            |repeated|mentioned)\s+(?:in|to|at\s+the\s+end\s+of)\s+(?:{YOUR_REPLY}|every\s+report)
        """,
        f"{ANSWER}&must|should|shall|has to|have to|need|make sure|ensure|tone"
        "|style|voice|accent|language|change|switch": rf"""
            {YOUR_REPLY}\s+(?:must|should|shall|(?:has|have|needs?)\s+to)\s+(?:always\s+|also\s+)?
            (?:contain|include|mention|promote|recommend|advertise|say|state|refer|link|praise
            |(?:end|begin|start)\s+with)\b
            |\b(?:use|adopt|keep)\s[^.?!]{{0,40}}\b(?:tone|style|voice|accent|language)\b[^.?!]{{0,30}}
            {YOUR_REPLY}
            |\b(?:change|switch)\s[^.?!]{{0,40}}{YOUR_REPLY}\s+(?:to|into)\b
            |\b(?:make\s+sure|ensure)\s+(?:that\s+)?{YOUR_REPLY}\s+(?:always\s+)?(?:mentions?
            |recommends?|includes?|contains?|says?|states?|promotes?|ends?|begins?|starts?|refers?)\b
        """,
        "responding|answering|replying|generating|composing|writing|producing": r"""
            \b(?:when|while|whenever)\s+(?:you\s+are\s+)?(?:(?:responding|answering|replying)\b
            [^.?!,]{0,40}|(?:generating|composing|writing|producing)\s+(?:the|an?|your)\s+
            (?:answer|response|reply)),?\s+(?:always\s+|subtly\s+|also\s+|please\s+)?(?:include|add|mention
            |promote|advertise|recommend|suggest|say|claim|tell|refer|never|do\s+not|use|pretend|treat|assume)\b
            |\binstead\s+of\s+answering\b(?!\s+the\s+(?:call|phone|door))
        """,
        "answer |respond |reply |nothing else": rf"""
            {SENTENCE}answer\s+(?:all|every|any)\s+questions?\s+(?:as\s+if|with|by|in|only)\b
            |\b(?:reply|respond|answer)\s+(?:to\s+)?(?:every|all|any|each)\s+(?:\w+\s+)?(?:questions?
            |messages?|requests?)\s+(?:with|by|in|as|that)\b
            |{SENTENCE}(?:do\s+not|don['’]t|never)\s+answer\s+(?:the|this|any|their)\s+(?:\w+\s+)?
            questions?\b(?!\s+(?:from|by|about|on|of)\b)
            |\brefuse\s+to\s+(?:answer|respond\s+to)\s+(?:all|any|every)\s+questions?\b
            (?!\s+(?:from|by)\b)
            |{SENTENCE}(?:respond|reply|answer)\s+(?:in|with)\s+(?:an?\s+)?(?:french|spanish|german
            |italian|portuguese|russian|latin|klingon|pirate|rhymes?|verse|haiku|poem|riddles?|emojis?
            |json|xml)\b
            |{SENTENCE}(?:respond|reply|answer|say|write)\b[^.?!]{{0,60}}\band\s+nothing\s+else\b
        """,
        f"{ANSWER}&in your|of your|of every|throughout|within|in every|in each|in all": rf"""
            \b(?:in|at\s+the\s+(?:end|start|beginning)\s+of|throughout|within)\s+{YOUR_REPLY},?\s+
            (?:always\s+|please\s+|also\s+|subtly\s+|then\s+)?(?:suggest|recommend|mention|tease
            |promote|advertise|encourage|invite|urge|tell|include|add|insert|append|say|hint|claim
            |offer|link|direct|refer|state|ask\s+(?:the|users|customers|readers)|emphasi[sz]e
            |highlight|stress|replace|convert|express|use\s+(?:the\s+)?(?:phrase|word|link))
        """,
        f"{ANSWER}&your |every |each |all |any &modif|augment|enhanc|enrich|exten|supplement"
        "|embellish|alter|adjust|rewrit|rephras|tailor|complement|conclud|end |finish|clos|begin"
        "|start|open|prefac|prefix": r"""
            \b(?:modify|augment|enhance|enrich|extend|supplement|embellish|alter|adjust|rewrite
            |rephrase|tailor|complement|conclude|end|finish|close|begin|start|open|preface|prefix)\s+
            (?:your|every|each|all|any)\s+(?:answers?|responses?|repl(?:y|ies)|outputs?)\s+
            (?:to\s+\w+|by\s+\w+ing|with|so\s+that)
        """,
        f"{ANSWER}|your message|your words|your text&encod|encrypt|enciph|obfuscat|scrambl|anagram"
        "|jumbl|revers|misspell|rearrang|shuffl|substitut|replac|swap|group|remov|combin|capitali"
        "|convert|translat|render|transliterat|garbl|invert": rf"""
            \b(?:encode|encrypt|encipher|obfuscate|scramble|anagram|jumble|reverse|misspell
            |rearrange|shuffle|substitute|replace|swap|group|remove|combine|capitali[sz]e|convert
            |translate|render|transliterate|garble|invert)\b[^.?!]{{0,70}}
            (?:{YOUR_REPLY}|\byour\s+(?:message|words|text)\b)
        """,
        "anagram|typo|misspell|cipher|base64|base32|base 64|base-64|rot13|rot-13|morse|leet"
        "|alphanumeric|homophon|backward|pig latin|caesar|substitution|emoji|without any spaces"
        "|without spaces|in reverse": rf"""
            \b{WRITE}\b[^.?!]{{0,60}}(?:{YOUR_REPLY}|\byour\s+(?:message|words|text)\b)[^.?!]{{0,60}}
            \b{CIPHER}\b
            |\b{WRITE}\b[^.?!]{{0,60}}\b{CIPHER}\b[^.?!]{{0,60}}{YOUR_REPLY}
            |{SENTENCE}(?:respond|reply|answer|write)\s+(?:only\s+)?(?:in|with|using)\s+
            (?:an?\s+)?{CIPHER}\b
        """,
        "respond|reply|answer|output&only|exclusively|solely": rf"""
            {SENTENCE}(?:respond|reply|answer|output)\s+(?:only|exclusively|solely)\s+(?:in|with|as
            |using|by)\b
        """,
        f"{ANSWER}&vowel|letter|symbol|number|emoji|word&use|replac|substitut|convert": rf"""
            \b(?:use|replace|substitute|convert)\b[^.?!]{{0,60}}\b(?:letters?|vowels?|symbols?
            |numbers?|emojis?|words?)\b[^.?!]{{0,40}}{YOUR_REPLY}
        """,
        "vowel|consonant|letter&replac|substitut|swap|convert": r"""
            \b(?:replace|substitute|swap|convert)\s+(?:all\s+|the\s+|every\s+(?:\w+\s+)?)?
            (?:vowels?|consonants?|letters?)\s+(?:with|by|to|into|for)\b
        """,
    },
    customers_only=True,
    unless_within=CUSTOMERS_OWN,
)

DATA = order(
    "asks a model for customers' data",
    {
        "http|www.|@|url|webhook|following&conversation|chat|customer|user|personal data|api key"
        "|credentials|mails and": rf"""
            \b(?:send|e-?mail|forward|post|upload|leak|exfiltrate|transmit|append|collect)\s+
            (?:all\s+|the\s+|every\s+|any\s+|this\s+|users?['’]?s?\s+|customers?['’]?s?\s+|full\s+
            |entire\s+|whole\s+)*(?:conversation|chat\s(?:history|logs?|transcript)
            |(?:customer|user)(?:['’]?s)?\s(?:data|information|details|records|messages?|input|list
            |names?|e-?mails)|e-?mails\s+and|personal\sdata|api\skeys?|credentials)\b{ON}{{0,60}}?\b
            (?:to|at|into)\s+(?:https?:|www\.|\S+@|the\s+(?:url|webhook|following)|an?\s+(?:url
            |image))
        """,
    },
    customers_only=True,
    unless_before=r"\b(?:we|not|n['’]t|never|may|will|our\s\w+|they|to)\s",
)

WORK = order(
    "gives a model work that has nothing to do with customers",
    {
        "poem|haiku|limerick|sonnet|short story|fairy tale|joke|essay|speech": r"""
            (?:^|[.!?:;\"'“(*-])\s*(?:please\s+|now\s+)?(?:write|compose|draft|create|generate
            |develop|provide|produce|tell|give)\s+(?:me\s+|us\s+|the\s+\w+\s+)?an?\s+
            (?:[\w-]+\s+){0,2}?(?:poem|haiku|limerick|sonnet|short\s+story|fairy\s+tale|joke
            |(?:for\s+an\s+)?essay|speech)\b
        """,
        "translate the following": r"""
            (?:^|[.!?:;\"'“(*-])\s*(?:please\s+|now\s+)?translate\s+the\s+following\s+(?:sentence
            |text|paragraph|words?|phrase)
        """,
    },
    customers_only=True,
)

REPLIES = (KEEP_AND_SAY, SHAPE, DATA, WORK)
