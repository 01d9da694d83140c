"""English words by what they do in a claim, as data.

Synonyms are only words that can be exchanged in any customer's sentence without changing what
is promised: `ship` and `arrive`, say, do not belong together.
"""

from __future__ import annotations

import re

from sangdam.guardrails.lexicon import first_of_line, words

NEGATIONS = words("not non no never cannot none neither nor without unable impossible")
INTERJECTIONS = words("no yes sorry hello hi")
ONLYS = words("only solely exclusively")
EXCEPTS = words("except excluding excludes exclude excluded")
IFS = words("if when whenever once while provided because")
AFTERS = words("after afterwards")
BEFORES = words("before until till")
EVENS = words("even")
MUSTS = words("must need needs required requires require shall")
CANS = words("can may could might cannot")
OPENERS = words("for in on at from to with")
DURINGS = words("within during")

AUXILIARIES = words(
    """
    is are was were be been am can could may might must shall should will would has have had
    do does did cannot
    """
)
VERBS = words(
    """
    receive receives get gets arrive arrives ship ships take takes expire expires cost costs
    need needs require requires earn earns cover covers start starts begin begins apply
    applies include includes use uses pay pays send sends collect collects contact goes go
    comes come gives give refunds returns exchanges delivers deliver lasts last charges
    accepts accept offers offer depends depend means equals equal contains show shows stays
    stay ends end keep keeps works work handle handles answer answers vanish vanishes
    becomes become remains remain says asks ask provides provide supports support opens
    closes sells sell adds add speaks holds
    """
)
"""Finite forms that end a subject where no auxiliary does."""

ACTIONS = words(
    """
    put wash clean dry run turn switch plug fill empty heat cook boil store buy sell order choose
    pick find look see check ask tell say write read call talk speak know think want like wait
    stay leave come go move travel visit bring carry hold keep save lose break fix repair replace
    fit install set reset try test help happen become let allow change edit update add remove
    delete cancel return refund exchange swap send ship deliver track receive collect drop charge
    cost apply register join sign log enter use wear eat drink sleep park swim drive fly ride
    borrow lend rent extend renew expire begin end stop continue wrong right long much many often
    old new good bad big small broken different other same last first free cheap exactly really
    """
)
"""What customers do or ask to be done, and how: in a question they are not what it is about."""

LIGHT = AUXILIARIES | words(
    """
    a an the this that these those of to for in on at with from as it its your you yours we
    our us i my me mine they them their there here he she his her and or but so then than
    also just about by hold holds held yourself following available mark marked take takes
    taking took taken into onto who which whose whom what how where why being having
    possible able allowed allow permitted please yes sure thank thanks need needs needed
    require requires required get gets got make makes made let lets know case cases time
    times way ways both either each via per own still already yet too very such since upon
    towards customer customers user users would like simply directly itself themselves if
    amount handled done happens happen follows well
    want wants wanted wish wishes prefer prefers people person anyone applies one ones
    usually normally generally typically under through
    """
)
"""Words that carry no claim of their own."""

PHRASES = tuple(
    (re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE), word)
    for pattern, word in (
        (
            r"free of charge|at no (?:extra |additional )?(?:cost|charge)|without (?:charge|a fee)",
            "free",
        ),
        (r"no (?:extra |additional )?charge|for free|cost-free", "free"),
        (
            r"as long as|so long as|provided that|on condition that|in case|in the event that"
            r"|only if",
            "if",
        ),
        (r"unless", "if not"),
        (r"(?:the )?(?:day|date) (?:of|on which you|that you|you) (?=recei)", ""),
        (
            r"orders?(?= (?:(?:to|for) \w+ )?(?:(?:will|should|usually|normally) )*"
            r"(?:arrives?|(?:be|is|are) delivered))",
            "deliveries",
        ),
        (r"(?:isn't|is not|aren't|are not) in stock", "is outofstock"),
        (r"you (?:have to |must |need to |would )?pay (?=₩|\d)", "is "),
        (r"24 hours a day", "24 hours"),
        (r",? but only", " only"),
        (
            r"(you|members|orders|customers|companies)((?: will| can| also| each|'ll)*) receives?",
            r"\1\2 get",
        ),
        (r"you have (?=\d+ (?:business |working )?days?\b)", "within "),
        (r"the age of (?=\d)", ""),
        (r"(\d+) years? (?:old|of age)", r"\1"),
        (r"(?:includes|comes with|offers)(?= \d)", "with"),
        (r"there (?:is|are) no (?:extra |additional )?(?:fees?|charges?|costs?)(?: for)?", "free"),
        (r"neither ([^.]+?) nor", r"neither \1 or"),
        (r"pick(?:s|ed|ing)? (it|them|(?:your|the) \w+) up", r"collect \1"),
        (r"(?:on|upon) request,?|if you (?:ask|request)(?: us| it| for it)?,?", "if asked,"),
        (r"costs?(?= (?:about |only )?(?:₩|\d))", "is"),
        (r"carr(?:y|ies)(?= (?:a|an|no) (?:\w+ )?(?:fee|charge|cost))", "have"),
        (r"no longer", "not"),
        (r"even (?:if|when|within|after|before|though|during)", "even"),
        (r"(?:have|has|had) to", "must"),
        (r"another|different", "other"),
        (r"can (?:be )?f(?:ind|ound)", "can"),
        (r"aged (?=\d)", ""),
        (r"pick(?:s|ed|ing)? up", "collect"),
        (r"other than|apart from|with the exception of|but not", "except"),
        (r"at once|right away|straight away|instantly", "immediately"),
        (r"(?:send|sent|sending|mail)(?: \w+)? back", "return"),
        (r"(?:e-mail|mail) address", "email"),
        (r"e-mail", "email"),
        (r"log[ -]in|sign[ -]in", "login"),
        (r"round[ -]trip", "roundtrip"),
        (r"such as|for example|for instance|e\.g\.", "like"),
        (r"a photo|a picture|photos|pictures", "photo"),
        (r"sold out|out of stock", "outofstock"),
        (r"(?:make|get|place) (?:use of|hold of)", "use"),
        (r"as soon as", "once"),
    )
)
"""Wordings made one before anything else is read."""

IRREGULAR = {
    past: base
    for base, forms in {
        "send": "sent",
        "discount": "off",
        "us": "used uses using usable use",
        "return": "returnable returning",
        "pay": "paid payment payments pays payable",
        "tak": "took taken",
        "giv": "gave given",
        "buy": "bought",
        "leav": "left",
        "find": "found",
        "tel": "told",
        "mak": "made",
        "keep": "kept",
        "choos": "chose chosen choice",
        "lose": "lost",
        "break": "broke broken",
        "get": "got gotten",
        "receiv": "receipt receipts received",
        "deliver": "delivery deliveries",
        "arriv": "arrival arrivals",
        "delet": "deletion deletions",
        "cancel": "cancellation cancellations",
        "expir": "expiry expiration",
        "inspect": "inspection inspections",
        "collect": "collection collections",
        "regist": "registration registered",
        "ship": "shipment shipments shipping shipped",
        "remov": "removal",
        "renew": "renewal",
        "refund": "refundable",
        "approv": "approval",
        "verif": "verification verified verify",
        "notif": "notification notifications",
        "confirm": "confirmation",
        "appl": "application applied apply applies",
        "repair": "repairs",
        "day": "days",
        "defect": "defective defects faulty fault",
        "cheap": "cheaper",
        "member": "membership members memberships",
        "withdraw": "withdrawn withdrawal withdrawals withdrew",
        "transfer": "transferred transfers transferring",
        "begin": "began begun",
        "go": "went goes gone",
        "hold": "held",
        "open": "opened opening",
        "address": "address addresses",
    }.items()
    for past in forms.split()
}
"""Surface -> base form, where cutting an ending does not lead there."""

GROUPS = """
fee charg cost surcharg
item product good articl merchandis
order purchas
ship dispatch
receiv get obtain
deliver arriv
free complimentari
chang modifi edit updat amend
photo pictur imag
immediat instant
parcel packag box
damag
colour color
begin start
deduct subtract
restor reinstat
collect pickup
vanish lapse
courier carrier
repair fix
money amount
credit
answer repli respons
mail email
remain left
extra additional
request ask
exchang swap
return
find discover notic
whol entir full
partial part
also
check verif
handl process
customer
stay remain
""".strip()
"""Each line one meaning, as stems; the first stands for all."""

SYNONYMS = first_of_line(GROUPS)
