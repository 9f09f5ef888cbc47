"""How the caption of a picture looks, as far as a line by itself can tell."""

from __future__ import annotations

import re

NAME = r"(?>[A-Z][\w’'-]*\.?(?:\s(?:[A-Z][\w’'-]*\.?|de|da|del|der|van|von|bin|al|el|la|le|ten|and|&)){1,6})"
"""A name of two words or more. Atomic: a page of capitals must not be tried in every way."""

AGENCY = (
    r"(?:(?:The\s)?(?:Associated\sPress|ASSOCIATED\sPRESS)|REUTERS|AP(?:\sPhoto)?|AFP|Agence\sFrance-Presse|(?:Thomson\s)?Reuters|EPA(?:-EFE)?|EFE"
    r"|UPI|DPA|dpa|ANSA|Xinhua|Kyodo|TASS|Anadolu(?:\sAgency)?|AA|ANI|PTI|PA(?:\s(?:Media|Wire|Images))?"
    r"|Press\sAssociation|Bloomberg|Getty(?:\sImages)?|iStock|Shutterstock|Alamy|Magnum|Flickr|Wikimedia\sCommons"
    r"|TRT\s?World|Al\sJazeera|Agencies)"
)
"""Who pictures and reports are bought from."""

_PICTURE = r"(?:photos?|photographs?|images?|pictures?|frame\sgrab|video\sgrab|screen\sgrab|handout)"
_DAY = r"(?:[A-Z][a-z]+\.?\s(?:\d{1,2},\s?)?\d{4}|[A-Z][a-z]+\.?\s\d{1,2},|\d{4})"


def _rule(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.VERBOSE | re.DOTALL)


_LABEL = _rule(
    r"""FILE (?:\s(?:PHOTO|IMAGE|PICTURE))? \s* [:–—-] | (?:PHOTO|IMAGE|CAPTION) \s* :
    | (?:File\s)? (?:Photo|Image|Picture|Photograph|Caption|Pictured|Above|Illustration|Infographic|Screenshot)
        (?: \s(?:caption|by|above|below|left|right) )? \s* [:;]
    | File\s(?:photo|image|picture|photograph|footage)\sof\b | \((?:Image|Photo|Picture|File\sphoto)[:\s]"""
)
_IN_THIS_PHOTO = _rule(
    rf""".{{0,200}} \b [Ii]n\s(?:this|an?|these)\s
    (?: (?:undated|handout|file|aerial|satellite|combination|combo|courtroom|still|frame|video|{_DAY}) ,? \s )+
    (?: \w+\s ){{0,2}}? {_PICTURE}\b
    | .{{0,200}} \b [Ii]n\sthis\s{_PICTURE}\s
        (?:taken|provided|released|obtained|from|made\savailable|posted|supplied)\b"""
)
_POINTING = _rule(
    r"""[^"“”]{1,200} \( (?: (?:\w+\s)? (?:left|right) | (?:far|second|third|fourth)\sfrom\s(?:the\s)?(?:left|right)
    | cent(?:er|re) | top | bottom | pictured | L-R
    | left\sto\sright | in\s(?:red|blue|green|white|black|yellow) ) \)"""
)
_FROM_FILE = _rule(r".{3,200} [,;]\s(?:from|on)\sfile (?: ,?\s\d{4} )? \.?")
# The end of the line: (A. Name / Agency), (Agency), [Name/Agency], Name/Agency, "Image: Name", "Photo by Name".
_IN_BRACKETS = _rule(
    rf""".* (?: \( [^()]{{0,80}} (?: /\s?{AGENCY} | {AGENCY}\s?/[^()]{{2,60}} | (?:via|for)\s{AGENCY} ) [^()]{{0,30}} \)
    | \( (?: {AGENCY} (?:\s(?:file|archive)(?:\sphoto)?)? | (?:File|Handout|Courtesy|Photo)\b[^()]{{0,60}} ) \)
    | \[ [^\[\]]{{0,60}} (?: /\s?{AGENCY} | {AGENCY}\s?/[^\[\]]{{2,60}} ) [^\[\]]{{0,20}} \]
    | \[ (?:File|Courtesy|Screengrab|Screenshot|Handout)\b[^\[\]]{{0,60}} \] ) \s* \.?"""
)
_IN_THE_OPEN = _rule(
    rf""".* (?: [\s.|–—-] (?:{NAME}|Handout|Pool) \s?(?:/|\|\s?|\svia\s|\sfor\s) {AGENCY} (?:/{AGENCY}|\sfile)?
    | \bAP\sPhoto/{NAME}
    | [.!?”"’)\s] \s? \(? (?:[Ii]mage|[Pp]hoto|Picture|Photograph|Photography|Illustration|Credit) (?:\scredit)? s? \s?
        (?: [:;]\s?[^:]{{2,80}} | (?:by|courtesy\sof|courtesy)\s{NAME} ) \)? ) \s* \.?"""
)
_LENGTH, _POINTING_LENGTH = 600, 250


def is_caption(line: str) -> bool:
    """Whether the line tells what a picture shows: it is labelled so, says so, or ends in the picture's credit."""
    if len(line) > _LENGTH:
        return False
    if _LABEL.match(line) or _IN_THIS_PHOTO.match(line):
        return True
    if len(line) <= _POINTING_LENGTH and _POINTING.match(line):
        return True
    return any(rule.fullmatch(line) for rule in (_FROM_FILE, _IN_BRACKETS, _IN_THE_OPEN))
