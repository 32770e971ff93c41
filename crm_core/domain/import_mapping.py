"""What the columns of a file of leads mean: proposed by their names, then applied row by row.

A mapping gives each column's name a target: a field of `ImportField`, `custom.<name>`, or
`IGNORE`. The facts that come out are those of the contract's `LeadInput`; whether they hold is
decided where every lead's facts are (`crm_core.usecases.person_facts`).
"""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from crm_core.domain.country_names import country_code
from crm_core.domain.csv_files import REASON, CsvColumn
from crm_core.domain.person_names import split_name
from crm_core.errors import InvalidInput

IGNORE = "ignore"
CUSTOM = "custom."


class ImportField(StrEnum):
    """A fact that a column can hold; spelled as in the contract's `LeadInput`."""

    FIRST_NAME = "firstName"
    LAST_NAME = "lastName"
    FULL_NAME = "fullName"
    EMAIL = "email"
    PHONE = "phone"
    COMPANY = "company"
    TITLE = "title"
    TIMEZONE = "timezone"
    COUNTRY = "country"
    SOURCE = "source"
    STATUS = "status"
    OWNER = "owner"


_NAMES_SOMEBODY = (
    ImportField.FIRST_NAME, ImportField.LAST_NAME, ImportField.FULL_NAME,
    ImportField.EMAIL, ImportField.PHONE,
)  # fmt: skip
_KEYS = {
    ImportField.FIRST_NAME: "first_name",
    ImportField.LAST_NAME: "last_name",
    ImportField.OWNER: "owner_email",
}

# Letters and digits only, as `_plain` leaves them; "name" alone is decided by what stands beside.
_SPELLINGS: dict[ImportField, str] = {
    ImportField.FIRST_NAME: "firstname first fname givenname forename leadfirstname "
    "contactfirstname vorname rufname prenom nombre nombredepila primernombre nome primeironome "
    "voornaam imie fornamn fornavn etunimi",
    ImportField.LAST_NAME: "lastname last lname surname familyname leadlastname contactlastname "
    "nachname familienname zuname nomdefamille apellido apellidos cognome sobrenome apelido "
    "achternaam nazwisko efternamn etternavn efternavn sukunimi",
    ImportField.FULL_NAME: "fullname contactname contact personname person leadname lead "
    "displayname vollername vollstandigername namevollstandig kontakt kontaktname ansprechpartner "
    "ansprechperson nomcomplet nometprenom prenomnom nombrecompleto nombreyapellidos contacto "
    "nomecompleto nomecognome volledigenaam contactpersoon imieinazwisko",
    ImportField.EMAIL: "email emailaddress mail mailaddress emailid workemail businessemail "
    "primaryemail contactemail personemail leademail email1 email1value emailwork emailadresse "
    "emailadress mailadresse epost epostadresse epostadress courriel adressemail adresseemail "
    "adressemel adressecourriel mel correo correoelectronico direcciondecorreo indirizzoemail "
    "postaelettronica enderecodeemail emailadres adresemail sahkoposti",
    ImportField.PHONE: "phone phonenumber phoneno telephone telephonenumber tel telno mobile "
    "mobilephone mobilenumber mobileno cell cellphone workphone businessphone directphone "
    "workdirectphone phone1 phone1value primaryphone telefon telefonnummer telefonnr rufnummer "
    "handy handynummer mobil mobilnummer mobiltelefon telefono numerodetelefono telefonomovil "
    "movil cellulare portable numerodetelephone telefone celular telemovel telefoon "
    "telefoonnummer numertelefonu puhelin",
    ImportField.COMPANY: "company companyname organization organisation organizationname "
    "organisationname organization1name account accountname employer business businessname "
    "firma firmenname unternehmen unternehmensname organisationsname betrieb societe entreprise "
    "nomdelasociete nomdelentreprise raisonsociale empresa nombredelaempresa compania azienda "
    "societa ragionesociale nomeazienda nomedaempresa bedrijf bedrijfsnaam foretag virksomhed "
    "yritys spolka",
    ImportField.TITLE: "title jobtitle position role jobrole function jobposition "
    "organization1title positiontitle funktion berufsbezeichnung stelle stellenbezeichnung "
    "jobbezeichnung titredeposte poste fonction intituleduposte cargo puesto ruolo qualifica "
    "funcao functie functietitel stanowisko titel befattning stilling",
    ImportField.TIMEZONE: "timezone tz timezonename zeitzone fuseauhoraire zonahoraria fusoorario "
    "fusohorario tijdzone tidszon strefaczasowa",
    ImportField.COUNTRY: "country countrycode countryname countryregion countryregioncode nation "
    "land landercode landeskennzeichen landercode pays codepays pais codigodepais paese nazione "
    "kraj maa",
    ImportField.SOURCE: "source leadsource originalsource origin channel utmsource quelle "
    "leadquelle herkunft source1 sourceduprospect origine fuente origen fonte origem bron "
    "herkomst kalla kilde zrodlo",
    ImportField.STATUS: "status leadstatus stage leadstage contactstatus leadstate stufe statut "
    "estado stato estadodolead",
    ImportField.OWNER: "owner owneremail leadowner leadowneremail contactowner contactowneremail "
    "accountowner assignedto assignee salesrep salesrepresentative rep besitzer zustandig "
    "zustandigeperson verantwortlich betreuer bearbeiter proprietaire responsable propietario "
    "proprietario responsabile responsavel eigenaar agare ansvarig",
}
_TARGETS = {spelling: field for field, words in _SPELLINGS.items() for spelling in words.split()}
_NAME_ALONE = frozenset({"name", "nom", "naam", "namn", "navn", "nazwa", "nimi"})


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """Which of a file's columns, by their places, hold which facts; made by `check_mapping`."""

    columns: tuple[str, ...]
    fields: dict[ImportField, int]
    custom: dict[str, int]

    def facts(self, cells: Sequence[str]) -> dict[str, object]:
        """What a row says of a lead (snake_case keys, `owner_email`); blanks say nothing."""
        found: dict[str, object] = {}
        for field, place in self.fields.items():
            if typed := cells[place].strip():
                found[_KEYS.get(field, field)] = typed
        full = found.pop(ImportField.FULL_NAME, None)
        if full is not None and not ("first_name" in found or "last_name" in found):
            first, last = split_name(str(full))
            found |= {"first_name": first, "last_name": last}
        if "country" in found:
            found["country"] = country_code(str(found["country"]))
        custom = {name: cells[place] for name, place in self.custom.items() if cells[place].strip()}
        if custom:
            found["custom"] = custom
        return found

    def column_of(self, field: str | None) -> str:
        """The column that a refusal's field (as the API spells it) came from; empty without one."""
        if field is None:
            return ""
        name = "owner" if field == "ownerId" else field
        if name.startswith(CUSTOM):
            place = self.custom.get(name.removeprefix(CUSTOM))
        else:
            # A name that was taken apart is refused as a first or last name.
            whole = self.fields.get(ImportField.FULL_NAME) if name.endswith("Name") else None
            place = self.fields.get(ImportField(name), whole) if name in _FIELDS else None
        return "" if place is None else self.columns[place]


_FIELDS = frozenset(ImportField)


def propose_mapping(columns: Sequence[CsvColumn]) -> dict[str, str]:
    """What each column probably holds, by its name and, for addresses, by what stands in it.

    No field is proposed twice; a column that nobody knows is ignored, or is a custom field where
    its name says so (`custom.budget`).
    """
    plain = {column.name: _plain(column.name) for column in columns}
    proposed: dict[str, str] = {}
    taken: set[str] = set()

    def propose(column: str, target: str | None) -> None:
        if target is not None and target not in taken and column not in proposed:
            proposed[column] = target
            taken.add(target)

    for column in columns:
        if column.name != REASON:
            propose(column.name, _by_name(column.name, plain[column.name]))
    for column in columns:
        if plain[column.name] in _NAME_ALONE:
            with_first = ImportField.FIRST_NAME in taken and ImportField.LAST_NAME not in taken
            propose(column.name, ImportField.LAST_NAME if with_first else ImportField.FULL_NAME)
    for column in columns:
        if column.samples and all(_is_address(value) for value in column.samples):
            propose(column.name, ImportField.EMAIL)
    return {column.name: proposed.get(column.name, IGNORE) for column in columns}


def check_mapping(columns: Sequence[CsvColumn], mapping: Mapping[str, str]) -> ColumnMapping:
    """The mapping by places; a column that it does not name is ignored.

    Raises `InvalidInput` with the column as its field: for one that the file does not have, for
    a target that nobody knows, for a field that two columns claim, and where no column could
    name a person.
    """
    names = tuple(column.name for column in columns)
    places: dict[str, int] = {}
    for column, target in mapping.items():
        if column not in names:
            raise InvalidInput("The file has no such column.", field=column)
        if target == IGNORE:
            continue
        if target not in _FIELDS and not target.startswith(CUSTOM):
            known = ", ".join([*ImportField, f"{CUSTOM}NAME", IGNORE])
            raise InvalidInput(f"Must be one of {known}.", field=column)
        if target in places:
            other = names[places[target]]
            raise InvalidInput(f"The column “{other}” gives this field already.", field=column)
        places[target] = names.index(column)
    if not any(field in places for field in _NAMES_SOMEBODY):
        raise InvalidInput("Choose a column for the name, the e-mail address or the phone number.")
    return ColumnMapping(
        names,
        {ImportField(key): place for key, place in places.items() if key in _FIELDS},
        {key.removeprefix(CUSTOM): at for key, at in places.items() if key not in _FIELDS},
    )


def custom_name(column: str) -> str:
    """The name of a custom field for a column: "Budget (EUR)" becomes `budget_eur`."""
    letters = unicodedata.normalize("NFKC", column).lower().removeprefix(CUSTOM)
    name = "".join(letter if letter.isalnum() else " " for letter in letters)
    name = "_".join(name.split())[:64]
    return name if name.isidentifier() else f"field_{name}"[:64].rstrip("_")


def _by_name(column: str, plain: str) -> str | None:
    if plain in _TARGETS:
        return _TARGETS[plain]
    if column.casefold().startswith(CUSTOM) and column[len(CUSTOM) :].isidentifier():
        return CUSTOM + column[len(CUSTOM) :]
    return None


def _is_address(value: str) -> bool:
    user, at, host = value.partition("@")
    return bool(user and at and "." in host and " " not in value)


def _plain(name: str) -> str:
    """Only letters and digits, in one case and without accents, so that spellings meet."""
    letters = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in letters if letter.isalnum())
