"""Writers of one process take turns, and a turn always ends."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import create_engine, text

from lms.core import database


@pytest.fixture
def engine(tmp_path):
    url = f"sqlite:///{tmp_path / 'turns.db'}"
    engine = create_engine(url, **database.engine_options(url))
    database.prepare(engine)
    with engine.begin() as connection:
        connection.execute(text("create table counts (value integer)"))
        connection.execute(text("insert into counts values (0)"))
    yield engine
    engine.dispose()


def add_one(engine):
    with engine.begin() as connection:
        value = connection.scalar(text("select value from counts"))
        time.sleep(0.002)
        connection.execute(text("update counts set value = :value"), {"value": value + 1})


def test_sixty_writers_at_once_lose_nothing_and_wait_for_no_pause(engine):
    started = time.monotonic()
    with ThreadPoolExecutor(60) as pool:
        list(pool.map(lambda _: add_one(engine), range(60)))

    with engine.connect() as connection:
        assert connection.scalar(text("select value from counts")) == 60
    assert time.monotonic() - started < 10


def test_a_turn_ends_also_when_the_work_fails(engine):
    def fail():
        with engine.begin() as connection:
            connection.execute(text("update counts set value = 7"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()

    started = time.monotonic()
    add_one(engine)

    assert time.monotonic() - started < 5


def test_a_turn_ends_when_its_connection_is_given_up(engine):
    connection = engine.connect()
    connection.begin()
    connection.invalidate()

    started = time.monotonic()
    add_one(engine)

    assert time.monotonic() - started < 5
    connection.close()


def test_who_only_reads_waits_for_nobody(engine):
    with engine.begin() as writer:
        writer.execute(text("update counts set value = 7"))
        token = database.reading_only.set(True)
        try:
            with engine.begin() as reader:
                assert reader.scalar(text("select value from counts")) == 0
        finally:
            database.reading_only.reset(token)
