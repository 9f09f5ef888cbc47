"""Models that ship inside are opened, or it is said what to do."""

from __future__ import annotations

import pytest

from pullquote.errors import ModelError
from pullquote.sessions import open_shipped


@pytest.mark.parametrize(("name", "words"), [("list_model", "list_model"), ("leaning_model", "span_model")])
def test_what_ships_is_opened_with_the_tokenizer_that_it_takes(name: str, words: str) -> None:
    tokenizer, session = open_shipped(name, words)
    wanted = {each.name for each in session.get_inputs()}
    assert wanted - {"shares", "typed", "told"} == set(tokenizer("who", "They."))


def test_of_a_model_that_is_not_there_it_is_said_what_to_do() -> None:
    with pytest.raises(ModelError, match=r"no_such_model, cannot be loaded .*pip install"):
        open_shipped("no_such_model")
