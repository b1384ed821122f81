"""What is kept in memory: never stale, never more than fits."""

from groundswell.core.shelves import Shelf


def test_what_is_kept_is_found_at_its_version_and_at_no_other() -> None:
    shelf: Shelf[str] = Shelf(10)
    shelf.keep("page", "v1", "old", 3)
    assert shelf.of("page", "v1") == "old"
    assert shelf.of("page", "v2") is None
    assert shelf.of("other", "v1") is None


def test_a_new_version_takes_the_place_of_the_old_one() -> None:
    shelf: Shelf[str] = Shelf(10)
    shelf.keep("page", "v1", "old", 3)
    shelf.keep("page", "v2", "new", 4)
    assert (shelf.of("page", "v1"), shelf.of("page", "v2"), shelf.size) == (None, "new", 4)


def test_what_was_asked_for_longest_ago_makes_room() -> None:
    shelf: Shelf[str] = Shelf(10)
    for name in ("a", "b"):
        shelf.keep(name, 1, name, 4)
    shelf.of("a", 1)
    shelf.keep("c", 1, "c", 4)
    assert [shelf.of(name, 1) for name in ("a", "b", "c")] == ["a", None, "c"]
    assert shelf.size == 8


def test_what_does_not_fit_by_itself_is_not_kept_and_drives_nothing_out() -> None:
    shelf: Shelf[str] = Shelf(10)
    shelf.keep("a", 1, "a", 4)
    shelf.keep("large", 1, "large", 11)
    assert (shelf.of("a", 1), shelf.of("large", 1), shelf.size) == ("a", None, 4)


def test_a_cleared_shelf_is_empty() -> None:
    shelf: Shelf[str] = Shelf(10)
    shelf.keep("a", 1, "a", 4)
    shelf.clear()
    assert (shelf.of("a", 1), shelf.size) == (None, 0)
