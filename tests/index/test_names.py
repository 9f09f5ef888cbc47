"""Who is named in an article, in what role, and of which sex."""

from __future__ import annotations

import pytest

from index.names import Cast, Member
from index.recogniser import BODY, PERSON, PLACE, Mention, with_people_beside_roles
from index.roles import role_around


def cast(text: str, **kinds: str) -> Cast:
    """The cast of a text in which the recogniser found words (an underscore is a space), each of some kind."""
    mentions: list[Mention] = []
    for name, kind in kinds.items():
        words, start = name.replace("_", " "), 0
        while (start := text.find(words, start)) >= 0:
            mentions.append(Mention((start, start + len(words)), kind))
            start += len(words)
    return Cast(text, sorted(mentions, key=lambda each: each.span))


def named(text: str, found: Cast) -> list[Member]:
    """Whom each of its mentions means."""
    return [member for _, member in found.within((0, len(text)))]


def people(text: str, *mentions: Mention) -> list[str]:
    """The people beside roles, and those whom the recogniser found."""
    return [text[slice(*each.span)] for each in with_people_beside_roles(text, mentions) if each.kind == PERSON]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Dale Orrin, a police spokesperson, said so.", "Dale Orrin"),
        ("Fire chief Norris Bale said so.", "Norris Bale"),
        ("paramedic Halla Imry said so.", "Halla Imry"),
        ("Transport Minister Oskel Brandy said so.", "Oskel Brandy"),
        ("Cyclist Arno Teague won.", "Arno Teague"),
        ("Kharan's defence spokesman, Lothar Brisk, rejected that.", "Lothar Brisk"),
        ("Interior Minister K.C. Ondry said so.", "K.C. Ondry"),
        ("The army's spokesman, Colonel Ditmar Rusk, said so.", "Ditmar Rusk"),
    ],
)
def test_whoever_stands_beside_a_role_is_a_person_whatever_the_recogniser_says(text: str, name: str) -> None:
    assert people(text) == [name]
    start = text.index(name)
    assert people(text, Mention((start, start + len(name)), BODY)) == [name]


@pytest.mark.parametrize("text", ["In Port Calver, a police spokesman said so.", "The Harbour Office said so."])
def test_places_and_bodies_beside_roles_are_no_people(text: str) -> None:
    assert people(text) == []


@pytest.mark.parametrize("name", ["Mullah Dale Orrin", "Qari Yosuf Imry", "Sheikh Dale Imry", "Ayatollah Orrin Bale"])
def test_honorifics_belong_to_the_name(name: str) -> None:
    text = f"We saw {name} there."
    assert people(text) == [name]


def test_a_surname_is_the_person_named_in_full_whatever_the_recogniser_takes_it_for() -> None:
    text = "Sergei Orrin left. Orrin said no. Orrin said yes."
    for kind in (PERSON, BODY, PLACE):
        found = Cast(text, [Mention((0, 12), PERSON), Mention((19, 24), kind)])
        assert {each.name for each in named(text, found)} == {"Sergei Orrin"}
        assert len(named(text, found)) == 3


def test_a_surname_inside_another_name_is_not_that_person() -> None:
    text = "Dale Orrin left. Orrin Tower burned. Anne Orrin wept. Orrin-era laws stayed."
    assert len(named(text, cast(text, Dale_Orrin=PERSON))) == 1


def test_a_son_is_not_his_father() -> None:
    text = "Dale Orrin left. Dale Jr. stayed."
    assert [each.name for each in named(text, cast(text, **{"Dale_Orrin": PERSON, "Dale_Jr.": PERSON}))] == [
        "Dale Orrin",
        "Dale Jr.",
    ]


def test_a_person_is_one_with_and_without_a_middle_name() -> None:
    text = "Dale K. Orrin left. Dale Orrin came back."
    assert {each.name for each in named(text, cast(text, **{"Dale_K._Orrin": PERSON, "Dale_Orrin": PERSON}))} == {
        "Dale K. Orrin"
    }


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Afghan interior ministry spokesperson Dale Orrin said", "Afghan interior ministry spokesperson"),
        ("Pentagon spokesman Navy Capt. Dale Orrin said", "Pentagon spokesman"),
        ("The army's spokesman, Colonel Dale Orrin, said", "army's spokesman"),
        ("Dale Orrin, adviser to George W. Bush, said", "adviser to George W. Bush"),
        ("Dale Orrin, 51, a farmer from Iskar, said", "farmer from Iskar"),
        ("Dale Orrin (D-Md.), chair of the committee, said", "chair of the committee"),
        ("She is in the White House. Virginia Gov. Dale Orrin said", "Virginia Gov."),
        ("He beat Secretary Dale Orrin", "Secretary"),
        ("Mr. Dale Orrin said", None),
        ("It was led by the couple's daughter, Chelsea. Mrs. Dale Orrin said", None),
        ("TARVIK - Ostrian Prime Minister Dale Orrin said", "Ostrian Prime Minister"),
        ("Dale Orrin, speaking to reporters, said", None),
        ("Dale Orrin, winner of nothing but Bo Lind and others, said", "winner of nothing but Bo Lind and others"),
        ("On Tuesday Dale Orrin said", None),
    ],
)
def test_a_role_is_what_a_person_is_said_to_be(text: str, role: str | None) -> None:
    start = text.index("Dale Orrin")
    assert role_around(text, (start, start + len("Dale Orrin"))) == role


def test_a_title_gives_way_to_what_says_more() -> None:
    text = "Secretary Dale Orrin came. Orrin, mayor of Tarvik, left."
    assert named(text, cast(text, Dale_Orrin=PERSON))[0].role == "mayor of Tarvik"
    text = "President Dale Orrin came. Orrin, candidate for mayor, left."
    assert named(text, cast(text, Dale_Orrin=PERSON))[0].role == "President"


@pytest.mark.parametrize(
    ("text", "sex"),
    [
        ("Mrs Dalet Orrin left.", "she"),
        ("Dalet Orrin and his dogs left.", "he"),
        ("Dalet Orrin left. She wept.", "she"),
        ("Dalet Orrin, a spokeswoman, left.", "she"),
        ("Hillary Orrin left.", "she"),
        ("Dalet Orrin left.", None),
    ],
)
def test_the_sex_is_what_the_words_around_tell(text: str, sex: str | None) -> None:
    assert named(text, cast(text, Dalet_Orrin=PERSON, Hillary_Orrin=PERSON))[0].sex == sex
