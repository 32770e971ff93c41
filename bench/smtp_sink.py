"""A mail server that takes everything and keeps nothing: the other end of the e-mail benchmark.

Run as `python -m bench.smtp_sink`; prints its port, ends when its standard input closes.
"""

import asyncio
import sys


class Sink(asyncio.Protocol):
    """Just enough of RFC 5321 and PIPELINING (RFC 2920) to be no bottleneck."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self.buffer = b""
        self.in_data = False
        transport.write(b"220 sink\r\n")

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        answers = []
        while self.buffer:
            if self.in_data:
                end = self.buffer.find(b"\r\n.\r\n")
                if end < 0:
                    break
                self.buffer = self.buffer[end + 5 :]
                self.in_data = False
                answers.append(b"250 2.0.0 taken\r\n")
                continue
            line, mark, rest = self.buffer.partition(b"\r\n")
            if not mark:
                break
            self.buffer = rest
            verb = line[:4].upper()
            if verb == b"EHLO":
                answers.append(b"250-sink\r\n250-PIPELINING\r\n250-8BITMIME\r\n250 SIZE\r\n")
            elif verb == b"DATA":
                self.in_data = True
                answers.append(b"354 go on\r\n")
            elif verb == b"QUIT":
                self.transport.write(b"".join(answers) + b"221 bye\r\n")
                self.transport.close()
                return
            else:
                answers.append(b"250 2.0.0 fine\r\n")
        self.transport.write(b"".join(answers))


async def main() -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Sink, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(main())
