"""A listener on 127.0.0.1 for the servers that tests play, each conversation in a thread."""

from collections.abc import Iterator
from contextlib import contextmanager
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Thread


class _Listener(ThreadingTCPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def handle_error(self, request: object, client_address: object) -> None:
        """What goes wrong in a conversation is its server's to tell."""


@contextmanager
def listening(conversation: type[StreamRequestHandler]) -> Iterator[int]:
    """Hold conversations while the block runs; gives the port."""
    with _Listener(("127.0.0.1", 0), conversation) as listener:
        thread = Thread(target=listener.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield listener.server_address[1]
        finally:
            listener.shutdown()
            thread.join()
