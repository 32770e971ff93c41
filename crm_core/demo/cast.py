"""The made-up people: a name from a culture's pools, a title, a company. Always the same ones."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

from crm_core.demo.companies import COMPANIES, Company

PEOPLE = 150
FIRST_NAMES = {
    "english": "Grace Owen Hannah Caleb Imogen Marcus Tessa Declan Naomi Rhys Bridget Silas",
    "spanish": "Lucía Mateo Inés Joaquín Pilar Andrés Nuria Gonzalo Ximena Álvaro",
    "german": "Jürgen Anke Matthias Käthe Lukas Heike Björn Wiebke Florian Grete",
    "french": "Élodie Thibault Zoé Rémi Agnès Loïc Camille Benoît Noémie Gaël",
    "italian": "Chiara Niccolò Giulia Davide Ilaria Matteo",
    "portuguese": "Inês João Conceição Tiago Beatriz Nuno Letícia",
    "nordic": "Åsa Sören Ingrid Håkon Freja Östen Solveig Måns Øyvind",
    "polish": "Łukasz Małgorzata Paweł Żaneta Zbigniew",
    "turkish": "Çağla Emre Gülşen Oğuz Şebnem Barış Tülay",
    "dutch": "Sanne Joost Maaike Bram Fenna",
    "japanese": "Yūko Haruto Sachiko Kōji Ayaka",
    "indian": "Ananya Rohan Meera Vikram Kavya Arjun Divya Nikhil Lakshmi",
    "kenyan": "Wanjiru Kamau Achieng Kiprono Njeri",
}
LAST_NAMES = {
    "english": "Whitfield O’Dowd Marlowe Penhale Ashby Kerrigan Thornbury Lockhart Doyle "
    "Fairweather Quill Brannigan",
    "spanish": "Ibáñez Carreño Valdés Montoya Quiñones Salcedo Bermúdez Peñalver Ordóñez",
    "german": "Großmann Weißhaupt Hülsmann Brückner Oßwald Schäfer Kühnert Lindemann Röder",
    "french": "Lefèvre Gauthier Desrosiers Béranger Marchand Châtelain Perréard Vasseur",
    "italian": "Bellandi Fioravanti Corsini Marchetti Lombardo",
    "portuguese": "Guimarães Falcão Antunes Brandão Moreira Teixeira",
    "nordic": "Åkerlund Bjørnstad Sjöholm Nygård Hedlund Östberg Kvist Strømme",
    "polish": "Zięba Kołodziej Wróbel Mrożek Sikora",
    "turkish": "Yıldırım Aydoğan Karaca Özdemir Güneş Şahin",
    "dutch": "Terpstra Brouwer Hoekstra Veenstra Dijkman",
    "japanese": "Morinaga Ōtsuka Shimizu Hayakawa Nishimura",
    "indian": "Krishnan Deshpande Banerjee Iyer Chaudhary Nair Kulkarni Menon",
    "kenyan": "Mwangi Otieno Cheruiyot Wambui Ochieng",
}
TITLES = (
    "Head of Logistics", "Warehouse Manager", "Operations Director", "Supply Chain Manager",
    "Transport Planner", "Site Manager", "Dock Supervisor", "Distribution Manager",
    "Inbound Manager", "Chief Operating Officer", "Yard Coordinator",
)  # fmt: skip
_LETTERS = str.maketrans(
    {"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "ß": "ss", "ı": "i", "’": "", "æ": "ae"}
)
_STRANGERS = (("Edda", "Falkner"), ("Cosmo", "Tarrant"))


@dataclass(frozen=True, slots=True)
class Person:
    """One made-up person. `company` is None for those who wrote from a private address."""

    number: int
    first_name: str
    last_name: str
    title: str
    company: Company | None
    email: str
    phone: str

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}"


def everybody() -> Iterator[Person]:
    """The hundred and fifty, company by company in turns, and last two who tell of no company."""
    pairs = {pool: _pairs(pool) for pool in FIRST_NAMES}
    for number in range(PEOPLE - len(_STRANGERS)):
        company = COMPANIES[number % len(COMPANIES)]
        first, last = next(pairs[company.names])
        yield Person(
            number=number,
            first_name=first,
            last_name=last,
            title=TITLES[(number * 5 + number // len(COMPANIES)) % len(TITLES)],
            company=company,
            email=f"{_ascii(first)}.{_ascii(last)}@{company.domain}",
            phone=company.phone(number),
        )
    for number, (first, last) in enumerate(_STRANGERS, PEOPLE - len(_STRANGERS)):
        email = f"{_ascii(first)}.{_ascii(last)}@mail.example.com"
        yield Person(number, first, last, "", None, email, "")


def _pairs(pool: str) -> Iterator[tuple[str, str]]:
    """Names of a pool, each pair once, first names in turns."""
    first, last = FIRST_NAMES[pool].split(), LAST_NAMES[pool].split()
    for turn in count():
        step = turn // len(first)
        yield first[turn % len(first)], last[(turn + step * 2 + step // len(last)) % len(last)]


def _ascii(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.translate(_LETTERS))
    return plain.encode("ascii", "ignore").decode().lower()
