"""The furniture of a news page: what stands between the paragraphs and is not the news.

Each rule looks at one paragraph by itself, on one line. A paragraph that no rule knows for sure is left to its
surroundings (``index.blocks``), and to the news when those do not tell either.
"""

from __future__ import annotations

import re

from index.captions import AGENCY, NAME, is_caption
from index.dates import is_clock_line, is_date_line
from pullquote.records import Kind

_STORY = r"(?:story|article|report|post|piece|column|page|dispatch|interview|transcript|headline|item)"
_MAKER = r"(?:staff|writer|reporter|correspondent|editor|columnist|contributor|news\s(?:desk|service|agency)|bureau)"


def _rule(pattern: str, flags: int = 0) -> re.Pattern[str]:
    return re.compile(pattern, re.VERBOSE | flags)


# Labels: what stands before a colon, and tells that the rest is about the article or its makers.
_SOURCE_LABEL = _rule(
    r"""(?: sources? | credits? | (?:photo|image|picture|video)\scredits? | via | h/?t/? | hat\stip | byline | authors?
    | contributing | contributors? | contact | e-?mail | twitter | tel(?:ephone)? | phone | tags? | topics? | keywords?
    | filed\sunder | categor(?:y|ies) | sections? | corrections? | clarifications? | editor(?:s|['’]s|s['’])?\snote
    | editorial\snote | note\sto\s(?:readers|editors) | disclaimer | disclosure | copyright | dateline | load-date
    | publication(?:-type)? | language ) (?: \s\([^)]{1,40}\) )? \s* :""",
    re.IGNORECASE,
)
# What archives and agencies write above and below a text.
_ARCHIVE_LABEL = _rule(
    r"""(?: ABSTRACT | FULL\sTEXT | BODY | SUMMARY | HEADLINE | BYLINE | DATELINE | HIGHLIGHT | LENGTH | GRAPHIC
    | NEWS\sRELEASE | \(?(?:ENDS?|MORE)\)? | -\s?30\s?- | CORRECTIONS?\sAPPENDED | Corrections?\sappended ) [.:]?"""
)
_ABOUT_THE_ARTICLE = _rule(
    rf"""\(? (?: This | A\sversion\sof\sthis | (?:An\s(?:earlier|original|older)|A\s(?:previous|prior|shorter|longer))
        \sversion\sof\sth(?:is|e) | The\s(?:above|original)(?=\s(?:story|article)\b) | (?:An?\s)?[Uu]pdate:\sThis ) \s
    (?: (?:news|exclusive)\s )? {_STORY} \s
    (?: (?:has|have)\sbeen | was | is\s(?:part|based|adapted|republished|published|produced|supported)
      | originally | first | also\s(?:ran|appeared) | appear(?:ed|s) | ran | features\sfirst-hand
      | incorrectly | wrongly | mis\w+ | (?:contain(?:ed|s)|included?)\s(?:an|incorrect) | gave | omitted | stated
      | said | will\sbe\supdated ) \b"""
)
_PUBLISHED_ELSEWHERE = _rule(
    r"(?:As\s(?:first\s|originally\s)?published\s(?:in|by|on)|(?:Re)?published\swith\spermission)\b"
)
_CREW = _rule(
    rf"""[(\[–—-]* \s* (?:With\s)? (?:additional\s|further\s)?
    (?: reporting | writing | editing | research | production | photography | photos? | video | graphics?
      | illustrations? | story | text | words | interview | translation | compiled | written | reported | edited
      | produced | translated | co-authored ) (?: (?:,|\sand|\sand\sadditional) \s \w+ ){{0,3}} \s (?:by|from) :? \s
    (?-i:{NAME})""",
    re.IGNORECASE,
)
_CONTRIBUTED = _rule(
    rf"""(?!["“']) .{{3,250}} \b (?: contributed\s(?:reporting|research|writing)
    | contributed\sto\s(?:this|the)\s{_STORY} | also\sreported\sfrom ) \b"""
)
_REPORTED_FROM = _rule(
    rf"(?:{NAME}|[A-Z][\w’'-]+)(?:,?\s(?:and\s)?{NAME})*\sreported\sfrom\s[A-Z](?:[^.]|\.(?=\S|\s[a-z])){{1,200}}\.?"
)
_BYLINE = _rule(
    rf"""(?: (?P<by>(?:words\s)?by) :? \s )? (?-i:{NAME})
    (?: (?:,|\sand|\s&) \s (?! .{{0,40}}\b{_MAKER} ) (?-i:{NAME}) )*
    (?: \s? [,|/–—•·-] \s?
        (?: .{{0,40}}\b(?P<maker>{_MAKER})s?(?:\s(?:in|at|for)\s.{{2,30}})? | {AGENCY} | (?-i:{NAME}|[A-Z]{{2,8}}) )
    )? \.?""",
    re.IGNORECASE,
)
_FOLLOW = _rule(
    r"""Follow\b .{0,120} (?: \bon\s(?:Twitter|X|Facebook|Instagram|Threads|Bluesky|Mastodon|LinkedIn|TikTok)\b | @\w )
    | (?:Reach|Contact|E-?mail|Write\sto|Send\s(?:tips|comments|letters|feedback)) .{0,200} @
    | (?:Send|Submit)\s(?:tips|letters|your)\b | @\w{2,30} \.? $ | \S+@\S+\.\w{2,} $"""
)
_COPYRIGHT = _rule(
    r"""© | \(c\)\s?\d{4} | \(?Copyright\b .{0,40} (?:\d{4}|;) | \(?Copyright\s(?:The|by|©)
    | .{0,160}\bAll\srights\sreserved\b | This\smaterial\smay\snot\sbe\spublished""",
    re.IGNORECASE,
)
_AGENCIES = _rule(
    rf"[(\[–—-]* \s* {AGENCY} (?: \s?(?:/|,|&|\||and|with|via)\s? (?:{AGENCY}|agencies|staff) )* \s* [)\]]? \.?"
)
_PHOTOGRAPHER = _rule(
    rf"""[(\[]? (?: (?:Photo|Image|Picture|Photograph|Illustration|Credit)s? (?:\s(?:by|from|courtesy\sof))? :? \s )?
    (?: (?:{NAME}|Handout|Courtesy|File|Pool|[A-Z]\w+) \s? (?:/|via|for|\|) \s? )+ {AGENCY} (?:/\w[\w\s]*)? [)\]]? \.?
    | (?:Facebook|Twitter|Instagram|LinkedIn|YouTube|Flickr) (?: \s?/\s? [\w\s.’'-]{{2,50}} )? \.?"""
)
_DATELINE = _rule(r"[A-Z][A-Z.'’\s-]{2,30} (?:,\s[A-Z][\w.\s]{1,20})? \s? (?:\([A-Za-z\s]{2,20}\))? \s? [—–-]+")
_READING_TIME = _rule(r"\d{1,3}[\s-]min(?:ute)?s?\s(?:read|listen|watch)\.?", re.IGNORECASE)
_MARKUP = _rule(r"(?: <[^<>]*> \s* )+ \.? | [.#@]?[\w.,:\#\s-]+\{ | \}.{0,3} | -?[a-z-]+\s?:\s?[^;]{1,60};")
_STAGE_DIRECTION = _rule(r"""["“]? [(\[] [A-Z\s.,!?-]+ [)\]] \.?""")
_ATTRIBUTION = _rule(rf"[-–—―]\s?(?:{NAME}|[A-Z][\w’'-]+)\.?")
_LETTER = re.compile(r"[^\W\d_]")

_OPENS_SOURCE_LINE = (_SOURCE_LABEL, _ABOUT_THE_ARTICLE, _PUBLISHED_ELSEWHERE, _CREW, _CONTRIBUTED, _FOLLOW, _COPYRIGHT)
_IS_SOURCE_LINE = (
    _ARCHIVE_LABEL,
    _AGENCIES,
    _PHOTOGRAPHER,
    _REPORTED_FROM,
    _DATELINE,
    _READING_TIME,
    _MARKUP,
    _STAGE_DIRECTION,
    _ATTRIBUTION,
)
_BYLINE_LENGTH = 120

# Related links. A word that could open a sentence as well needs its colon.
_TEASER = _rule(
    r"""(?: read (?:\s(?:more|also|next|the|it))? | also\s(?:read|on|see) | see\s(?:also|more) | related (?:\s\w+)?
    | more | must\s(?:read|see|watch) | don['’]t\smiss | recommended | keep\sreading )
    (?: \s(?:on|from|about|coverage|stories)\b[^.:|]{0,40} )? \s* (?: : | \| | > | » | \s[–—-]\s )""",
    re.IGNORECASE,
)
_LABELLED_LINK = _rule(
    r"""(?: watch (?:\s(?:live|now|more))? | listen | video | gallery | (?:in\s)?photos | in\spictures | explainer
    | opinion | analysis | live (?:\supdates)? | podcast | interactive | timeline | quiz | op-ed ) \s* [:|]""",
    re.IGNORECASE,
)
_LINK_LIST = _rule(
    r"""(?: read\s(?:more|also|next) | see\salso | up\snext | keep\sreading | what\sto\sread\snext | further\sreading
    | related (?:\s(?:stor(?:y|ies)|articles?|content|coverage|links?|topics?|news|posts?))?
    | more\s(?:on|from|about|in)\s.{2,40} | also\s(?:on|from|in)\s.{2,40} | more\s(?:stories|news|coverage|top\sstories)
    | recommended (?:\s(?:for\syou|stories|reading))? | you\s(?:may|might)\s(?:also\s)?(?:like|be\sinterested\sin)
    | most\s(?:read|popular|viewed|watched) | trending (?:\snow)? | popular\snow | top\sstories | don['’]t\smiss
    | editors?['’]?s?\s(?:picks?|choice) | (?:around|from)\sthe\sweb ) \s* [:.]?""",
    re.IGNORECASE,
)
_GO_ELSEWHERE = _rule(
    r"""(?:Read|See|Watch|View|Listen\sto|Check\sout|Click|Tap|Browse|Explore|Vote)\b [^.!?]{0,120} \b
        (?: here | above | below | online | at\s[A-Z][\w.\s]{1,40} | on\s[A-Z][\w.\s]{1,30}\.(?:com|org) ) \s* [.:!]? $
    | (?:View|Read|See|Watch|Full\s\w+) [^.!?]{0,60} : \s? https?://\S+ $
    | Click\s(?:here|on|through)\b | Enter\syour\s(?:e-?mail|zip|name)\b | "Related:"
    | (?:For\smore,\s)?(?:Sign\sup|sign\sup|Subscribe|subscribe|Register)\b .{0,200}
        \b (?: newsletters? | podcast | channel | alerts? | updates | e-?mail | inbox | here | free\strial ) \b
    | (?:Sign\sup|Subscribe)\s(?:for|to)\b | Like\s(?:us|our\spage|this\spage)\b | .{0,80}\bLike\sthe\spage:
    | Download\s(?:the|our)\b.{0,40}\bapp\b | Join\s(?:us\son|the\sconversation|our\s(?:newsletter|channel|group))
    | Share\s(?:this|on)\b.{0,40}$ | (?:Advertisement|ADVERTISEMENT)\b | (?:Story|Article)\scontinues\s(?:below|after)
    | (?:Continue\sreading|Scroll\s(?:down|for)|Skip\spast|Support\s(?:our|independent|quality)\sjournalism)\b"""
)
_WEB_ADDRESS = _rule(r"<?(?:https?://|www\.)\S+>?\.?")


def furniture_kind(line: str) -> Kind | None:
    """What a paragraph is when it is known by itself to be furniture, or None."""
    if is_source_line(line):
        return Kind.SOURCE
    if is_related_link(line):
        return Kind.RELATED
    return Kind.CAPTION if is_caption(line) else None


def is_source_line(line: str) -> bool:
    """Whether the line is about the article or its makers: byline, date, credit, agency, correction, separator."""
    if len(_LETTER.findall(line, 0, 200)) < 2 and not is_clock_line(line):  # a separator, the number of a slide
        return True
    if is_date_line(line) or is_byline(line):
        return True
    return any(rule.fullmatch(line) for rule in _IS_SOURCE_LINE) or any(rule.match(line) for rule in _OPENS_SOURCE_LINE)


def is_archive_label(line: str) -> bool:
    """Whether the line names the part of an archive's record that follows ("FULL TEXT")."""
    return _ARCHIVE_LABEL.fullmatch(line) is not None


def is_byline(line: str) -> bool:
    """Whether the line is a byline for sure: it says "By", or what the named one does."""
    match = _byline(line)
    return match is not None and bool(match["by"] or match["maker"])


def is_name(line: str) -> bool:
    """Whether the line is made of names; whether those are the writers' depends on where it stands."""
    return _byline(line) is not None


def _byline(line: str) -> re.Match[str] | None:
    return _BYLINE.fullmatch(line) if len(line) <= _BYLINE_LENGTH else None


def is_credit(line: str) -> bool:
    """Whether the line names who took a picture, or the agency, and nothing else."""
    return _AGENCIES.fullmatch(line) is not None or _PHOTOGRAPHER.fullmatch(line) is not None


def is_related_link(line: str) -> bool:
    """Whether the line sends the reader to another text, a video, a newsletter."""
    if opens_link_list(line) or _WEB_ADDRESS.fullmatch(line) or _TEASER.match(line) or _GO_ELSEWHERE.match(line):
        return True
    return _LABELLED_LINK.match(line) is not None and line[-1] not in '."”'


def opens_link_list(line: str) -> bool:
    """Whether the line is the title of a list of links ("Related stories")."""
    return _LINK_LIST.fullmatch(line) is not None
