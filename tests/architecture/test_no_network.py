"""The guard that keeps tests on this machine really guards."""

import socket

import pytest
from tests.network import NetworkBlockedError


def test_a_test_cannot_reach_another_machine() -> None:
    with socket.socket() as wire, pytest.raises(NetworkBlockedError):
        wire.connect(("192.0.2.1", 80))


def test_a_test_may_reach_a_server_on_this_machine() -> None:
    with socket.socket() as server, socket.socket() as wire:
        server.bind(("127.0.0.1", 0))
        server.listen()
        wire.connect(server.getsockname())
        assert wire.getpeername() == server.getsockname()
