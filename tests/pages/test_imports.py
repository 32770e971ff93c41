"""The screen Import leads: each step, each refusal, the result and the history."""

import csv
from io import StringIO
from threading import Event

import pytest
from streamlit.testing.v1 import AppTest

from crm_core.domain.csv_files import REASON, read_csv
from crm_core.domain.import_mapping import propose_mapping
from crm_core.domain.permissions import Actor, Role
from crm_core.domain.words import LeadStatus
from crm_core.services import Services
from crm_core.usecases.import_leads import ImportResult, import_leads
from crm_core.views.imports import get_refused, list_imports
from crm_core.views.people import list_leads
from pages._imports import running
from tests.builders import a_lead
from tests.pages.conftest import OpenPage, SignInAs
from tests.pages.reading import buttons_of, text_of

TABLE = (
    "Vorname;Name;E-Mail;Etage\n"
    "Ada;Byron;ada@example.com;007\n"
    "Grace;Hopper;nobody;2\n"
    "<b>Joan</b>;*Clarke*;joan@example.com;\n"
)

pytestmark = pytest.mark.usefixtures("manager")


def with_file(page: AppTest, content: str | bytes = TABLE, name: str = "people.csv") -> AppTest:
    data = content if isinstance(content, bytes) else content.encode()
    return page.file_uploader[0].upload(name, data, "text/csv").run()


def meaning(page: AppTest, column: str, target: str) -> AppTest:
    (choice,) = [one for one in page.selectbox if f"“{column}”" in one.label]
    return choice.set_value(target).run()


def begin(page: AppTest) -> AppTest:
    """Press Import, wait until the thread is through, and look again."""
    (button,) = [one for one in page.button if one.label.startswith("Import ")]
    page = button.click().run()
    work: running.Work = page.session_state["imports_work"]
    work.outcome.exception(timeout=30)
    return page.run()


def brought(services: Services, actor: Actor, content: str = TABLE) -> ImportResult:
    file = read_csv(content.encode(), "before.csv")
    mapping = propose_mapping(file.columns)
    return import_leads(services, actor=actor, file=file, mapping=mapping)


def names(services: Services, actor: Actor) -> list[str]:
    return [lead.person.name for lead in list_leads(services, actor=actor).items]


def test_an_empty_screen_offers_a_file_and_a_sample(open_page: OpenPage) -> None:
    page = open_page("imports")

    seen = text_of(page)
    assert "A row for each person, and a first row that names the columns." in seen
    assert "Nothing was imported yet" in seen
    assert [button.label for button in page.get("download_button")] == ["Download a sample"]
    assert not [label for label in buttons_of(page) if label.startswith("Import ")]


def test_a_file_is_mapped_and_shown_as_it_would_be_stored(
    services: Services, actor: Actor, open_page: OpenPage
) -> None:
    page = with_file(open_page("imports"))

    seen = text_of(page)
    assert "3 rows below the header · UTF-8 · semicolons" in seen
    assert [one.value for one in page.selectbox[:4]] == ["firstName", "lastName", "email", "ignore"]
    assert "Of 3 rows: 2 new, 1 refused." in seen
    assert "Ada Byron ada@example.com" in seen
    assert "Grace · Hopper · nobody · 2" in seen
    assert "Refused E-Mail: Not an e-mail address" in seen
    drawn = "".join(element.proto.body for element in page.main.get("html"))
    assert "&lt;b&gt;Joan&lt;/b&gt; *Clarke*" in drawn
    assert "Import 3 rows" in buttons_of(page)
    assert names(services, actor) == []


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The file is empty."),
        (b"PK\x03\x04", "This is a spreadsheet"),
        (b"Ada,ada@example.com\n", "The first row has to name the columns"),
        (b'Name\n"Ada\nGrace\n', "is never closed"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_under_its_place(
    open_page: OpenPage, content: bytes, words: str
) -> None:
    page = with_file(open_page("imports"), content)

    assert words in text_of(page)
    assert not [label for label in buttons_of(page) if label.startswith("Import ")]


def test_a_mapping_that_cannot_work_is_told_and_cannot_be_imported(open_page: OpenPage) -> None:
    page = with_file(open_page("imports"))

    page = meaning(page, "Etage", "email")
    assert "The column “E-Mail” gives this field already." in text_of(page)
    assert "Import 3 rows" not in buttons_of(page)

    page = meaning(page, "Etage", "phone")
    assert "Import 3 rows" in buttons_of(page)


def test_a_file_without_a_column_for_a_person_is_told(open_page: OpenPage) -> None:
    page = with_file(open_page("imports"), "Shoe,Size\nboot,40\n")
    assert "Choose a column for the name, the e-mail address or the phone number." in text_of(page)


def test_a_source_that_is_too_long_is_told_before_the_import(open_page: OpenPage) -> None:
    page = with_file(open_page("imports"))
    page = page.text_input(key="imports_source").set_value("x" * 201).run()
    assert [error.value for error in page.error] == ["At most 200 characters\\."]
    assert "Import 3 rows" not in buttons_of(page)


def test_an_import_tells_what_became_of_the_rows(
    services: Services, actor: Actor, open_page: OpenPage
) -> None:
    a_lead(services, actor, email="ada@example.com")
    page = with_file(open_page("imports"))
    page = meaning(page, "Etage", "custom.etage")
    page.text_input(key="imports_source").set_value("Fair")
    page = page.selectbox(key="imports_status").set_value(LeadStatus.WORKING).run()

    page = begin(page)

    seen = text_of(page)
    assert "“people.csv” is imported Added 1 Known 1 Refused 1" in seen
    assert "See the leads" in seen
    assert "people.csv by Ada Lovelace just now Rows 3 Added 1 Known 1 Refused 1" in seen
    lead = list_leads(services, actor=actor).items[0]
    assert (lead.person.name, lead.source, lead.status) == (
        "<b>Joan</b> *Clarke*", "Fair", "WORKING",
    )  # fmt: skip
    assert lead.owner_id is not None
    line = list_imports(services, actor=actor).items[0]
    told = get_refused(services, actor=actor, import_id=line.id).content.decode("utf-8-sig")
    (row,) = csv.DictReader(StringIO(told), delimiter=";")
    assert row[REASON].startswith("E-Mail: Not an e-mail address")
    assert (row["Vorname"], row["Etage"]) == ("Grace", "2")


def test_another_file_can_be_imported_afterwards(open_page: OpenPage) -> None:
    page = begin(with_file(open_page("imports")))
    (another,) = [one for one in page.button if one.label == "Import another file"]

    page = another.click().run()

    assert page.file_uploader[0].value is None
    assert "Import 3 rows" in buttons_of(with_file(page))


def test_while_it_runs_the_page_shows_how_far_it_is_and_begins_no_other(
    services: Services, actor: Actor, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_go_on = Event()
    began: list[str] = []

    def slow(services: Services, **given: object) -> ImportResult:
        began.append("once")
        given["progress"](1, 3)  # type: ignore[operator]
        may_go_on.wait(30)
        return import_leads(services, **{**given, "progress": None})  # type: ignore[arg-type]

    monkeypatch.setattr(running, "import_leads", slow)
    page = with_file(open_page("imports"))
    button = next(one for one in page.button if one.label == "Import 3 rows")
    page = button.click().run()

    assert "It goes on when you leave this page." in text_of(page)
    assert not page.file_uploader
    again = page.run()  # Another run of the page, as a second click makes one.
    assert not [label for label in buttons_of(again) if label.startswith("Import ")]
    may_go_on.set()
    again.session_state["imports_work"].outcome.result(timeout=30)
    assert "is imported Added 2" in text_of(again.run())
    assert began == ["once"]


def test_the_history_stays_for_whoever_comes_later(
    services: Services, actor: Actor, open_page: OpenPage
) -> None:
    brought(services, actor)
    brought(services, actor, "E-mail\nada@example.com\n")

    page = open_page("imports")

    seen = text_of(page)
    assert "before.csv by the command line just now Rows 1 Added 0 Known 1 Refused 0" in seen
    assert "before.csv by the command line just now Rows 3 Added 2 Known 0 Refused 1" in seen
    labels = [button.label for button in page.get("download_button")]
    assert labels == ["Download a sample", "Refused rows"]


def test_an_import_that_was_cut_short_says_what_to_do(
    services: Services, actor: Actor, open_page: OpenPage
) -> None:
    class Killed(BaseException):
        pass

    def progress(done: int, total: int) -> None:
        raise Killed

    file = read_csv(("E-mail\n" + "\n".join(f"a{n}@b.com" for n in range(2100))).encode(), "a.csv")
    mapping = propose_mapping(file.columns)
    with pytest.raises(Killed):
        import_leads(services, actor=actor, file=file, mapping=mapping, progress=progress)

    assert "2,000 done; unless it still runs, import the file again to complete it" in text_of(
        open_page("imports")
    )


def test_the_sample_can_be_imported_as_it_is(services: Services, actor: Actor) -> None:
    from pages._imports.choose import SAMPLE

    file = read_csv(SAMPLE.encode("utf-8-sig"), "leads sample.csv")
    mapping = propose_mapping(file.columns)
    assert "ignore" not in mapping.values()
    result = import_leads(services, actor=actor, file=file, mapping=mapping)
    assert (result.added, result.refused) == (2, 0)


def test_whoever_may_only_read_sees_the_history_alone(
    services: Services, actor: Actor, open_page: OpenPage, sign_in_as: SignInAs
) -> None:
    sign_in_as(Role.READ_ONLY)
    brought(services, actor)

    page = open_page("imports")

    assert "Your role may read people, and not import them." in text_of(page)
    assert not page.file_uploader
    assert "before.csv" in text_of(page)
