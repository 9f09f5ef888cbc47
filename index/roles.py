"""What a person is, as the words beside the name say: "interior ministry spokesperson X", "X, a surgeon,".

Offsets are code points into the text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pullquote.records import Span

ROLES = frozenset(
    """actor actress administrator admiral adviser advisor aide alderman ambassador analyst anchor apprentice
    arbiter archbishop architect archivist assemblyman assessor assistant associate astronomer attorney
    auctioneer auditor aunt author bailiff banker bartender biker bishop boss boxer broker brother builder
    butcher cadet campaigner candidate captain captive cardinal carpenter cashier ceo cfo chair chairman
    chairperson chairwoman champion chancellor chaplain chef chief chieftain claimant clansman cleric clerk
    climber co-founder coach colonel comedian commandant commander commando commentator commissioner conductor
    congressman congresswoman constable consultant contractor coordinator coroner correspondent councillor
    councilman councilwoman counsel counsellor courier cousin critic curator daughter deacon dealer dean
    defendant defender delegate deputy designer detainee detective diplomat director diver doctor driver duchess
    duke editor elder emir employee engineer entrepreneur envoy executive expert farmer father fellow fighter
    firefighter fisher forecaster founder friend front-runner frontrunner gendarme general goalkeeper golfer
    governor graduate grocer guard guide gymnast head herder hiker historian host hostage husband imam inspector
    insurgent intern investigator investor jockey judge juror justice king landlady landlord lawmaker lawyer
    leader lecturer legislator lieutenant lifeguard magnate major manager marshal matron mayor mediator member
    merchant meteorologist midfielder militant miner minister mogul monk mother navigator negotiator neighbor
    neighbour nominee nun nurse observer officer official ombudsman operative operator organiser organizer owner
    painter paramedic partner passenger pastor patient pensioner pilot plaintiff planner player plumber pollster
    pope porter preacher premier presenter president priest prince princess principal prisoner producer professor
    prosecutor provost publisher pundit pupil queen rabbi racer ranger rebel recruit rector referee refugee
    regulator reporter representative rescuer researcher resident rider runner sailor scholar secretary senator
    sergeant sheikh shepherd sheriff singer sister skater skier skipper soldier solicitor son speaker spokesman
    spokesperson spokeswoman staffer star striker student sultan superintendent supervisor supporter surgeon
    surveyor survivor swimmer teacher technician tenant trader trainer treasurer trooper trustee tycoon umpire
    uncle undersecretary veteran vicar vice-president victim volunteer waiter warden warlord welder widow wife
    winner witness woman worker writer""".split()
)
TITLES = frozenset(
    """mr mrs ms miss dr prof sir dame lord lady sen rep representative gen col capt lt sgt maj gov rev reverend adm
    qari mullah ayatollah father brother sister""".split()
)
KEPT = frozenset("mullah maulvi mawlawi qari sheikh ayatollah imam pope king queen prince princess".split())
QUALIFYING = frozenset(
    """former ex then acting interim late slain outgoing incoming retired top senior elected appointed disgraced ousted
    deposed jailed longtime long-time veteran rival fellow""".split()
)
STOPPING = frozenset(
    """the a an to for with from by on in near at about against under and or but as that which who whom said says told
    after before when while is was are were be been has have had will would could should may might must not it he
    she they we i you his her their its our my your this these those than then also according killed met if because
    since until like per via into over out up down off of between among during including meanwhile yet so monday
    tuesday wednesday thursday friday saturday sunday where what how only even both""".split()
)
_TELLING = frozenset(
    "said says told added asked denied accused announced warned tells adds wrote writes called".split()
)
_NO_ROLE_BEGINS = frozenset("who which whose and but or said says he she as where".split())
_CIVIL = frozenset("mr mrs ms miss dr sir dame madam".split())  # no roles
_NO_ROLES = frozenset(
    "exist twist wrist assist consist persist resist insist enlist christ checklist shortlist".split()
)
_ROLE_BY_ENDING = re.compile(
    r"[a-z]{2}ist$|grapher$|[^r]tician$|[sr]ician$|(?:harbour|harbor|station|post|head)master$|keeper$|holder$|"
    r"(?:sales|fire|crafts|states|sports|business|police|fisher|clergy|camera|dairy|ferry|boat|cattle|herds|lines|crew|air|"
    r"service|trades|watch|post|weather|council|committee|assembly|congress)(?:wo)?man$"
)
ABBREVIATED = r"(?:(?:Mr|Mrs|Ms|Dr|Gov|Sen|Rep|Gen|Col|Lt|Sgt|Capt|Maj|Prof|Rev|Adm|St)\.|(?:[A-Z]\.)+)"
_LEADING_ARTICLE = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)
_EDGE = " \t\r\n,;:–—-“”\"'()"
_WORD = re.compile(r"[^\W\d_](?:[\w’'-]*\w)?")
_END_OF_HEAD = re.compile(r"\s(?:of|for|in|at|on|from|near|with|by|to|who|that|under|against|across|during)\s")
_SHORTENED = r"(?:(?<=\b[A-Z])|(?<=\b(?:Gov|Sen|Rep|Gen))|(?<=\b(?:Dr|St|Lt)))"  # what a period behind does not end
_AGE_OR_PARTY = r"(?:,\s\d{1,3}|\s\([^()\n]{1,40}\))?"
_SAID_BEHIND = re.compile(
    rf"{_AGE_OR_PARTY},\s(?P<role>(?:[^,.;:!?“”\"()\n]|{_SHORTENED}\.(?=[A-Z]|\s)|(?<=\d),(?=\d)){{3,110}}?)"
    rf"(?=[,;:)]|(?!{_SHORTENED})\.|\s+(?:said|says|told|who|which|whose)\b|\n|$)"
)
_CALLS_HIMSELF = re.compile(
    r",?\swho\s(?:(?:identified|described|introduced|presented)\s(?:himself|herself|themselves)\sas|gave\s\w+\s\w+\sas|"
    r"is|works\sas|serves\sas)\s(?P<role>[^,.;:!?“”\"()\n]{3,80}?)(?=[,.;:)]|\n|$)"
)
_SAID_IN_FRONT = re.compile(
    r"(?:^|[^\w’'-])(?P<role>(?:[Tt]he|[Aa]n?|[Ii]ts|[Tt]heir|[Hh]is|[Hh]er|[A-Z][\w-]+(?:\s[A-Z][\w-]+)*[’']s?)\s+"
    rf"[^,.;:!?“”\"()\n]{{3,90}}),\s+(?:(?:[A-Z]\w+|{ABBREVIATED})\s+){{0,2}}$"
)
_FIRST_OF_APPOSITION = re.compile(r"^(?:the|an?|its|their|his|her)\s+", re.IGNORECASE)
_WORDS_IN_FRONT = re.compile(r"(?:[\w’'&.-]+,?\s){1,9}$")
_ENDS_BEFORE_ROLE = re.compile(r"(?:,|ed|(?<!\b[A-Z])(?<!\b(?:Gov|Sen|Rep|Gen|Col|Sgt|Maj))(?<!\bLt)(?<!Capt)\.)$")


def head(phrase: str) -> list[str]:
    """The words of a phrase up to its first preposition, in lower case; the last is what it is about."""
    return [word.casefold() for word in _WORD.findall(_END_OF_HEAD.split(f" {phrase} ")[0])]


def is_role(word: str) -> bool:
    """Whether somebody is a ``word``: a minister, a geologist."""
    return word in ROLES or (_ROLE_BY_ENDING.search(word) is not None and word not in _NO_ROLES)


def role_around(text: str, name: Span) -> str | None:
    """What a person is, said right in front of the name ("interior ministry spokesperson X") or behind it ("X, a y,").

    None where neither stands there.
    """
    return role_behind(text, name[1]) or role_apposed(text, name[0]) or _role_in_front(text, name[0])


def role_behind(text: str, end: int) -> str | None:
    """The role in "X, a surgeon," where the name ends at ``end``."""
    for pattern in (_SAID_BEHIND, _CALLS_HIMSELF):
        match = pattern.match(text, end)
        phrase = " ".join(match["role"].split()) if match else ""
        if _is_role_phrase(phrase):
            return _LEADING_ARTICLE.sub("", phrase)
    return None


def _is_role_phrase(phrase: str) -> bool:
    words = head(phrase)
    if (
        not words
        or words[0] in _NO_ROLE_BEGINS
        or (words[0] in STOPPING and not _FIRST_OF_APPOSITION.match(phrase))
        or " that " in phrase
    ):
        return False
    return is_role(words[-1])


def role_apposed(text: str, start: int) -> str | None:
    """The role in "the leader of the union, X," where the name starts at ``start``."""
    before = _SAID_IN_FRONT.search(text[max(0, start - 130) : start])
    if not before:
        return None
    *others, phrase = _FIRST_OF_APPOSITION.sub("", " ".join(before["role"].split())).split(" and ", 1)
    phrase = " and ".join([*others, phrase]) if others and is_role(" ".join(head(others[0])[-1:])) else phrase
    said = any(word in _TELLING for word in _WORD.findall(phrase.casefold()))
    return phrase if not said and _is_role_phrase(phrase) else None


def _may_tell_role(word: str, kept: list[str]) -> bool:
    """Whether a word in front of those ``kept`` belongs to the role: not "beat" in "beat Secretary X"."""
    plain = word.strip(".,").casefold()
    if plain in QUALIFYING or plain in _TELLING:
        return plain in QUALIFYING
    if plain in "-–—" or (plain in STOPPING and not word.isupper()) or _ENDS_BEFORE_ROLE.search(word):
        return False
    verb = word[0].islower() and bool(kept) and (kept[0] in QUALIFYING or kept[0][0].isupper())
    return not verb or is_role(plain)


def _role_in_front(text: str, start: int) -> str | None:
    before = _WORDS_IN_FRONT.search(text[max(0, start - 120) : start].rsplit("\n", 1)[-1])
    words = before[0].split() if before else []
    kept: list[str] = []
    for word, further in zip(reversed(words), [*reversed(words[:-1]), ""], strict=False):
        if not _may_tell_role(word, kept) and not (word == "and" and kept and is_role(further)):
            break
        kept.insert(0, word)
    while kept and kept[0].casefold() in _CIVIL:
        kept.pop(0)
    called = [place for place, word in enumerate(kept) if word[0].islower() and is_role(word)]
    if called and all(word[0].isupper() for word in kept[called[-1] + 1 :]):
        kept = kept[: called[-1] + 1]  # "Pentagon spokesman Navy Capt. X"
    plain = kept[-1].strip(".,").casefold() if kept else ""
    return " ".join(kept).strip(_EDGE) if plain not in _CIVIL and (is_role(plain) or plain in TITLES) else None
