"""Whom the words in front of "said" mean."""

from __future__ import annotations

import re

import pytest

from index.names import Cast
from index.recogniser import BODY, PERSON, Mention
from index.speakers import Speaker, Speakers

PEOPLE = re.compile(r"(?:Ada|Bo|Timo|Yusa) [A-Z]\w+|\b(?:Quay|Lind|Feraud|Lemmin)\b")
BODIES = re.compile(r"Harbour Office|Port Quillon|Reed Movement|Daily Tide")


def speakers(text: str) -> list[Speaker]:
    """Who is meant by each of the words in <angle brackets>, which are sources; what is said is in {braces}."""
    plain = re.sub(r"[<>{}]", "", text)
    mentions = [Mention(match.span(), PERSON) for match in PEOPLE.finditer(plain)]
    mentions += [Mention(match.span(), BODY) for match in BODIES.finditer(plain)]
    tells = Speakers(plain, Cast(plain, sorted(mentions, key=lambda each: each.span)))
    spans = {"<": [(0, 0)][:0], "{": [(0, 0)][:0]}
    taken, opened = 0, {"<": 0, "{": 0}
    for place, sign in enumerate(text):
        if sign in "<{":
            opened[sign] = place - taken
        elif sign in ">}":
            opening = "<" if sign == ">" else "{"
            spans[opening].append((opened[opening], place - taken))
        taken += sign in "<>{}"
    contents = spans["{"] or [(len(plain), len(plain))] * len(spans["<"])
    return [tells.of(source, content) for source, content in zip(spans["<"], contents, strict=True)]


@pytest.mark.parametrize(
    ("text", "name", "role"),
    [
        ("<Harbour spokesperson Ada Quay> said so.", "Ada Quay", "Harbour spokesperson"),
        ("<Ada Quay, a harbour spokesperson,> said so.", "Ada Quay", "harbour spokesperson"),
        ("said <Ada Quay, mayor of Port Quillon>.", "Ada Quay", "mayor of Port Quillon"),
        ("<The commissioner, Bo Lind,> said so.", "Bo Lind", "commissioner"),
        ("But <the leader of the union, Captain Bo Lind,> said so.", "Bo Lind", "leader of the union"),
        ("<Timo Feraud, 51,> said so.", "Timo Feraud", None),
        ("<Ada Quay, who fled,> said so.", "Ada Quay", None),
        ("<An aide to Ada Quay> said so.", "An aide to Ada Quay", None),
        ("<Ada Quay’s lawyer> said so.", "Ada Quay’s lawyer", None),
        ("<Ada Quay and Bo Lind> said so.", "Ada Quay and Bo Lind", None),
        ("<Ada Quay and others> said so.", "Ada Quay and others", None),
        ("<Residents of Port Quillon, which flooded on Monday,> said so.", "Residents of Port Quillon", None),
        ("but <a senior official> said so.", "a senior official", None),
        ("<An aide to Ostrian President Ada Quay> said so.", "An aide to Ostrian President Ada Quay", None),
        ("<The Ostrian government> said so.", "The Ostrian government", None),
        ("<mountain police> said so.", "mountain police", None),
        ("<Ada Quay supporters> said so.", "Ada Quay supporters", None),
        ("<Everyone but Ada Quay> said so.", "Everyone but Ada Quay", None),
        (
            "<The three scholars - Ada Quay, Bo Lind and Yusa Lemmin -> said so.",
            "The three scholars - Ada Quay, Bo Lind and Yusa Lemmin",
            None,
        ),
        ("<lobbyist and party strategist Bo Lind> said so.", "Bo Lind", "lobbyist and party strategist"),
        ("<Ada Quay’s lawyer Bo Lind> said so.", "Bo Lind", "Ada Quay’s lawyer"),
        ("<Ada Quay, who identified herself as a rebel commander,> said so.", "Ada Quay", "rebel commander"),
        ("<the younger Mr Quay> said so. Ada Quay left.", "the younger Mr Quay", None),
        ("<the rights group Open Door> said in a report so.", "Open Door", "rights group"),
        ("<The tram operator, Wayline,> said so.", "Wayline", "tram operator"),
        ("<a Foreign Ministry> statement saying so.", "a Foreign Ministry statement", None),
        ("<a statement by the Foreign Ministry> said so.", "a statement by the Foreign Ministry", None),
        ("<Brass Tunes host Ivo Strand> said so.", "Ivo Strand", "Brass Tunes host"),
        ("<Their employer, Reed Minerals,> said so.", "Reed Minerals", "employer"),
        ("<the northern delegate, Ivo Strand,> said so.", "Ivo Strand", "northern delegate"),
        ("<The weekly Lantern> said so.", "Lantern", "weekly"),
        ("<camp elder Ada Quay> said so.", "Ada Quay", "camp elder"),
        ("<the elder Quay> said so. Ada Quay left.", "the elder Quay", None),
    ],
)
def test_a_source_is_who_a_reader_would_say_it_is(text: str, name: str, role: str | None) -> None:
    (speaker,) = speakers(text)
    assert (speaker.name, speaker.role) == (name, role)


def test_a_surname_is_the_person_who_was_named_in_full() -> None:
    assert [each.name for each in speakers("<Ada Quay> said no. <Quay> said yes. <Mr Quay> left.")] == ["Ada Quay"] * 3


def test_a_surname_is_nobody_in_particular_when_two_bear_it() -> None:
    found = speakers("Ada Quay and Bo Quay came. <Quay> said {no}. <Ms Quay> said {yes}.")
    assert [each.name for each in found] == ["Quay", "Quay"]


def test_a_source_cut_in_the_middle_of_a_name_is_that_person() -> None:
    assert speakers("<paramedic Ada> Quay said {no}.")[0].name == "Ada Quay"


def test_what_is_said_is_no_part_of_its_source() -> None:
    text = "Ada Quay owes money, the auditor, Bo Lind, said."
    tells = Speakers(text, Cast(text, [Mention((0, 8), PERSON), Mention((34, 41), PERSON)]))
    assert tells.of((0, 42), (0, 19)).name == "Bo Lind"


def test_the_role_is_known_wherever_the_article_tells_it() -> None:
    assert speakers("Mayor Ada Quay left. <Quay> said so.")[0].role == "Mayor"


def test_she_is_the_woman_who_spoke_last() -> None:
    assert [each.name for each in speakers("<Ada Quay> said {rain fell}. <She> said {it was warm}.")] == [
        "Ada Quay"
    ] * 2


def test_somebody_who_is_only_spoken_of_is_not_who_he_is() -> None:
    found = speakers("<Timo Feraud> said {Bo Lind took the money}. <He> added {that it was cash}.")
    assert found[1].name == "Timo Feraud"


def test_who_could_be_two_people_stays_a_pronoun() -> None:
    found = speakers("<Timo Feraud> said {no}. Bo Lind came in with a hat. <He> said {yes}.")
    assert (found[1].name, found[1].settled) == ("He", False)


def test_he_is_whom_a_new_paragraph_begins_with() -> None:
    found = speakers(
        "<Timo Feraud> said {no}.\n\nMayor Bo Lind, the father of three, left. <He> told us {it was late}."
    )
    assert found[1].name == "Bo Lind"
    found = speakers("<Timo Feraud> said {no}.\n\nBo Lind left. Feraud stayed. <He> told us {it was late}.")
    assert found[1].name == "Timo Feraud"


def test_he_is_who_is_spoken_of_behind_when_and_where_and_not_its_operator() -> None:
    found = speakers(
        "<Timo Feraud> said {no}. {The car stood}, <its operator> said.\n\nBy Sunday, when all was over, Feraud, the"
        " father of two, rose. <He> added {yes}."
    )
    assert found[2].name == "Timo Feraud"


@pytest.mark.parametrize(
    ("between", "name", "role"),
    [
        ("A commander of the Reed Movement received us by phone.", "A commander of the Reed Movement", None),
        ("A senior police officer told us why. It rained.", "A senior police officer", None),
        ("A farmer who had fled spoke to a reporter.", "A farmer", None),
        ("A commander who goes by the name of Abu Rashid received us.", "Abu Rashid", "A commander"),
        ("A spokeswoman of the Reed Movement met us.", "Timo Feraud", None),
        ("A soldier saluted.", "Timo Feraud", None),
        ("One of the soldiers told us why.", "Timo Feraud", None),
        ("A general election was held.", "Timo Feraud", None),
        ("A witness told Feraud about it.", "Timo Feraud", None),
        ("A judge, Mrs Ada Quay, received Feraud.", "Timo Feraud", None),
        ("“A farmer received us.”", "Timo Feraud", None),
        ("A farmer received us.\n\n", "Timo Feraud", None),
    ],
)
def test_he_is_who_came_in_to_speak_without_a_name(between: str, name: str, role: str | None) -> None:
    found = speakers(f"<Timo Feraud> said {{no}}.\n\n{between} <He> said {{yes}}.")
    assert (found[1].name, found[1].role) == (name, role)


def test_nobody_comes_in_where_somebody_spoke_before_in_the_paragraph_or_in_what_is_said() -> None:
    assert speakers("<Timo Feraud> said {no}. A farmer received us. <He> said {yes}.")[1].name == "Timo Feraud"
    assert speakers("<Timo Feraud> said {no}.\n\n{A farmer received us}, <he> said.")[1].name == "Timo Feraud"


@pytest.mark.parametrize(
    ("source", "name", "role"),
    [
        ("a commander, who goes by the name of Abu Rashid,", "Abu Rashid", "a commander"),
        ("its chief, known as Karo,", "Karo", "its chief"),
        ("a farmer, who uses Ostrian flour,", "a farmer", None),
        ("a resident of the district known as Little Kabul", "a resident of the district known as Little Kabul", None),
        ("a lawyer for a man known as Karo", "a lawyer for a man known as Karo", None),
    ],
)
def test_somebody_has_the_name_that_they_go_by(source: str, name: str, role: str | None) -> None:
    (found,) = speakers(f"<{source}> said so.")
    assert (found.name, found.role) == (name, role)


def test_of_two_people_at_the_end_of_a_source_the_last_one_speaks() -> None:
    text = "<The order came from the governor, Ada Quay, police captain Bo Lind> told us."
    plain = re.sub("[<>]", "", text)
    tells = Speakers(plain, Cast(plain, [Mention((34, 42), PERSON), Mention((59, 66), PERSON)]))
    assert tells.of((19, 66), (0, 42)).name == "Bo Lind"


def test_a_spokesman_is_not_she() -> None:
    found = speakers("<The spokesman, Bo Lind,> said {no}. Then Ada Quay rose. <She> said {yes}.")
    assert found[1].name == "Ada Quay"


def test_a_name_inside_what_is_said_is_not_who_says_it() -> None:
    text = "Ada Quay told a story. Bo Lind was taken from his flat, he said."
    tells = Speakers(text, Cast(text, [Mention((0, 8), PERSON), Mention((23, 30), PERSON)]))
    assert tells.of((55, 57), (23, 54)).name != "Bo Lind"


def test_who_is_the_person_named_in_front_and_nobody_else() -> None:
    assert speakers("He called Ada Quay, <who> said {no}.")[0].name == "Ada Quay"
    assert not speakers("Ada Quay met nurses <who> said {no}.")[0].settled


def test_they_are_several_people_who_spoke_last() -> None:
    found = speakers("<Two residents> said {it burned}. <They> added {that it rained}.")
    assert found[1].name == "Two residents"
    assert not speakers("<Ada Quay> said {it burned}. <They> added {that it rained}.")[1].settled


def test_the_president_is_the_only_one_of_whom_the_article_tells() -> None:
    assert speakers("President Ada Quay flew home. <The president> said {no}.")[0].name == "Ada Quay"
    both = "President Ada Quay met President Bo Lind. <The president> said {no}."
    assert speakers(both)[0].name == "The president"
    assert speakers("Deputy governor Ada Quay left. <The governor> said {no}.")[0].name == "The governor"


def test_it_is_the_body_that_spoke_last() -> None:
    found = speakers("<The Harbour Office> said {ferries sail}. <It> said {tickets cost more}.")
    assert found[1].name == found[0].name
    found = speakers("<Ada Quay> said {ferries sail}. <It> said {tickets cost more}.")
    assert found[1].name == "It"


def test_the_agency_is_the_one_that_was_heard() -> None:
    found = speakers("<Daily Tide newspaper> said {no}. <The newspaper> said {yes}. <The ministry> said {perhaps}.")
    assert [each.name for each in found] == ["Daily Tide newspaper", "Daily Tide newspaper", "The ministry"]
