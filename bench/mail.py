"""E-mails: the engine, all included, against bare smtplib sending prebuilt messages."""

import smtplib
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from time import perf_counter

from bench.seed import NOW, a_sequence, bench_services, fill
from crm_core.mail.message import OutgoingMessage, compose
from crm_core.touches.run import run_touches

CONNECTIONS = 4
PARAGRAPHS = "".join(
    f"<p>Paragraph {n}: our customers in your field keep their pipeline clean and answer each"
    " reply within a day.</p>\n"
    for n in range(18)
)
BODY = f"<p>Hi {{{{ first_name }}}},</p>\n{PARAGRAPHS}<p>{{{{ title }}}}</p>"
STEP: dict[str, object] = {
    "type": "EMAIL_AUTO",
    "subject": "{{ first_name }}, a question",
    "body": BODY,
}


@contextmanager
def sink() -> Iterator[int]:
    """The port of a running sink."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bench.smtp_sink"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    try:
        yield int(process.stdout.readline())
    finally:
        process.communicate()


def engine_rate(kind: str, number: int, port: int) -> float:
    """E-mails a second, from due rows to recorded answers."""
    url = f"smtp://127.0.0.1:{port}"
    with bench_services(kind, crm_mail_url=url, crm_send_connections=CONNECTIONS) as services:
        fill(services, a_sequence(services, STEP), number, number)
        begin = perf_counter()
        counts = run_touches(services, now=NOW)
        seconds = perf_counter() - begin
        assert counts.sent == number, counts
        return number / seconds


def bare_rate(number: int, port: int) -> float:
    """E-mails a second by `smtplib.sendmail` over as many connections, one message prebuilt."""
    payload = compose(
        OutgoingMessage(
            message_id="bench@example.com", sender_address="sales@example.com", sender_name="",
            recipient_address="ada@example.com", recipient_name="Ada Byron",
            subject="Ada, a question", text=PARAGRAPHS.replace("<p>", "").replace("</p>", "\n"),
            html=BODY, date=NOW, unsubscribe_url="https://example.com/u/token",
        )
    )  # fmt: skip

    def work(count: int) -> None:
        with smtplib.SMTP("127.0.0.1", port) as client:
            for _ in range(count):
                client.sendmail("sales@example.com", ["ada@example.com"], payload)

    begin = perf_counter()
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        list(pool.map(work, [number // CONNECTIONS] * CONNECTIONS))
    return number / (perf_counter() - begin)


def run(number: int, kinds: tuple[str, ...]) -> dict[str, float]:
    results = {}
    with sink() as port:
        bare = bare_rate(number, port)
        results["mail.bare_smtplib_per_second"] = bare
        for kind in kinds:
            rate = engine_rate(kind, number, port)
            results[f"mail.{kind}.engine_per_second"] = rate
            results[f"mail.{kind}.engine_over_bare"] = rate / bare
    return results
