"""Addresses on servers: a password never stays in one."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rrsa.errors import BadInput
from rrsa.store import addresses


@pytest.fixture(autouse=True)
def nothing_typed_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(addresses, "_typed", {})


WITH = [
    "postgresql://lead:s3cret@db.school.example/rrsa",
    "postgres://lead:s3cret@db/rrsa?sslmode=require",
    "postgresql+psycopg://lead:s3cret@[::1]:5433/rrsa",
    "postgresql://lead@db/rrsa?password=s3cret",
    "postgresql://lead@db/rrsa?sslmode=verify-full&password=s3cret",
    "postgresql://db/rrsa?user=lead&sslpassword=s3cret",
    "postgresql:///rrsa?password=s3cret",
]
WITHOUT = [
    "postgresql://lead@db.school.example/rrsa",
    "postgresql://db:5433/rrsa?sslmode=require",
    "postgresql://lead@db:5433/rrsa?passfile=/home/lead/pass",
    "postgresql:///rrsa",
    "rrsa.db",
    "sqlite:///C:/Users/lead:s3cret@home/rrsa.db",
]


@pytest.mark.parametrize("address", WITH)
def test_a_password_in_an_address_is_refused_where_others_see_it_and_taken_out_elsewhere(
    address: str,
) -> None:
    with pytest.raises(BadInput, match="PGPASSWORD, keep it in a pgpass file, or type it") as refused:
        addresses.refuse_password(address)
    assert "s3cret" not in str(refused.value)
    bare = addresses.without_password(address)
    assert "s3cret" not in bare
    assert not addresses.has_password(bare)
    assert addresses.without_password(bare) == bare
    for kept in ("sslmode=require", "sslmode=verify-full", "user=lead"):
        assert (kept in bare) == (kept in address)


@pytest.mark.parametrize("address", WITHOUT)
def test_an_address_without_one_stays_as_it_is(address: str) -> None:
    addresses.refuse_password(address)
    assert addresses.without_password(address) == address
    assert addresses.password_for(address) is None


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=20))
def test_any_password_is_taken_out_whole_and_handed_to_the_server_as_it_was(password: str) -> None:
    for address in (
        f"postgresql://lead:{quote(password, safe='')}@db/rrsa",
        f"postgresql://lead@db/rrsa?password={quote(password, safe='')}",
    ):
        bare = addresses.without_password(address)
        assert bare == "postgresql://lead@db/rrsa"
        assert addresses.password_for(bare) == password


@pytest.mark.parametrize(
    "address", ["postgresql://lead:s3@cret@db/rrsa", "postgresql://lead:@s3cret@db/rrsa"]
)
def test_a_password_whose_end_cannot_be_told_is_not_guessed_at(address: str) -> None:
    try:
        bare = addresses.without_password(address)
    except BadInput as problem:
        assert "%40" in str(problem)
        assert "cret" not in str(problem)
    else:
        assert addresses.password_for(bare) is None
