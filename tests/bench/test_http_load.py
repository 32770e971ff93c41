"""The load that the link benchmark makes: its rate, its errors, its waiting."""

import asyncio

from bench.http_load import Asked, Came, Load

REQUEST = "GET / HTTP/1.1\r\nHost: x\r\n\r\n"


async def measured(status: int, delay: float, *, ends: bool = False, expected: int = 200) -> Came:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                await reader.readuntil(b"\r\n\r\n")
                await asyncio.sleep(delay)
                if ends:
                    break
                writer.write(f"HTTP/1.1 {status} X\r\nContent-Length: 2\r\n\r\nok".encode())
        except asyncio.IncompleteReadError:
            pass
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    asked = Asked(port, rate=100, seconds=0.5, payloads=[REQUEST], expected=expected, connections=4)
    try:
        return await Load(asked).run()
    finally:
        server.close()


def test_right_answers_are_counted_and_timed() -> None:
    came = asyncio.run(measured(200, 0.01))
    assert came.errors == 0
    assert came.p99 >= came.p50 >= 10
    assert 0 < came.per_second <= 110


def test_another_status_and_a_lost_connection_are_errors() -> None:
    assert asyncio.run(measured(500, 0)).errors == 50
    assert asyncio.run(measured(200, 0, ends=True)).errors == 50


def test_a_request_waits_from_when_it_was_due() -> None:
    """Four connections of 100 ms each serve 40 a second; the last of 50 waits for all before."""
    assert asyncio.run(measured(200, 0.1)).p99 > 500
