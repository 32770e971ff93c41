"""Countries as files spell them, by their two-letter codes (ISO 3166-1).

English names, the usual short forms, three-letter codes of the larger ones, and the names that
Europe's own languages use. What is not here stays as it was typed, and the rule for countries
says what it thinks of it.
"""

import unicodedata

_NAMES = """
AD Andorra|AE United Arab Emirates,UAE,ARE|AF Afghanistan|AG Antigua and Barbuda|AL Albania|AM Armenia
AO Angola|AR Argentina,ARG,Argentinien|AT Austria,AUT,Österreich,Autriche|AU Australia,AUS,Australien
AZ Azerbaijan|BA Bosnia and Herzegovina|BB Barbados|BD Bangladesh|BE Belgium,BEL,Belgien,Belgique,België
BF Burkina Faso|BG Bulgaria,BGR,Bulgarien|BH Bahrain|BI Burundi|BJ Benin|BN Brunei|BO Bolivia
BR Brazil,BRA,Brasil,Brasilien|BS Bahamas|BT Bhutan|BW Botswana|BY Belarus|BZ Belize
CA Canada,CAN,Kanada|CD Democratic Republic of the Congo|CF Central African Republic|CG Congo
CH Switzerland,CHE,Schweiz,Suisse,Svizzera|CI Ivory Coast,Côte d'Ivoire|CL Chile,CHL|CM Cameroon
CN China,CHN,PRC|CO Colombia,COL|CR Costa Rica|CU Cuba|CV Cape Verde,Cabo Verde|CY Cyprus,CYP,Zypern
CZ Czech Republic,Czechia,CZE,Tschechien,Česko|DE Germany,DEU,GER,Deutschland,Allemagne,Alemania,Germania
DJ Djibouti|DK Denmark,DNK,Danmark,Dänemark|DM Dominica|DO Dominican Republic|DZ Algeria|EC Ecuador
EE Estonia,EST,Estland,Eesti|EG Egypt,EGY|ER Eritrea|ES Spain,ESP,España,Spanien,Espagne|ET Ethiopia
FI Finland,FIN,Suomi,Finnland|FJ Fiji|FR France,FRA,Frankreich,Francia|GA Gabon
GB United Kingdom,UK,GBR,Great Britain,England,Scotland,Wales,Northern Ireland,Vereinigtes Königreich,Großbritannien,Royaume-Uni,Reino Unido
GD Grenada|GE Georgia|GH Ghana|GM Gambia|GN Guinea|GQ Equatorial Guinea|GR Greece,GRC,Griechenland
GT Guatemala|GW Guinea-Bissau|GY Guyana|HK Hong Kong,HKG|HN Honduras|HR Croatia,HRV,Hrvatska,Kroatien
HT Haiti|HU Hungary,HUN,Magyarország,Ungarn|ID Indonesia,IDN|IE Ireland,IRL,Irland,Republic of Ireland
IL Israel,ISR|IN India,IND,Indien|IQ Iraq|IR Iran|IS Iceland,ISL,Island|IT Italy,ITA,Italia,Italien,Italie
JM Jamaica|JO Jordan|JP Japan,JPN|KE Kenya,KEN|KG Kyrgyzstan|KH Cambodia|KM Comoros|KP North Korea
KR South Korea,KOR,Korea,Republic of Korea|KW Kuwait|KZ Kazakhstan|LA Laos|LB Lebanon|LI Liechtenstein,LIE
LK Sri Lanka|LR Liberia|LS Lesotho|LT Lithuania,LTU,Lietuva,Litauen|LU Luxembourg,LUX,Luxemburg
LV Latvia,LVA,Latvija,Lettland|LY Libya|MA Morocco,MAR,Maroc|MC Monaco|MD Moldova|ME Montenegro
MG Madagascar|MK North Macedonia|ML Mali|MM Myanmar|MN Mongolia|MR Mauritania|MT Malta,MLT|MU Mauritius
MV Maldives|MW Malawi|MX Mexico,MEX,México,Mexiko|MY Malaysia,MYS|MZ Mozambique|NA Namibia|NE Niger
NG Nigeria,NGA|NI Nicaragua|NL Netherlands,NLD,The Netherlands,Holland,Nederland,Niederlande,Pays-Bas
NO Norway,NOR,Norge,Norwegen|NP Nepal|NZ New Zealand,NZL,Neuseeland|OM Oman|PA Panama|PE Peru,PER,Perú
PG Papua New Guinea|PH Philippines,PHL|PK Pakistan|PL Poland,POL,Polska,Polen|PR Puerto Rico
PT Portugal,PRT|PY Paraguay|QA Qatar|RO Romania,ROU,România,Rumänien|RS Serbia,SRB,Srbija,Serbien
RU Russia,RUS,Russian Federation,Russland|RW Rwanda|SA Saudi Arabia,SAU|SC Seychelles|SD Sudan
SE Sweden,SWE,Sverige,Schweden|SG Singapore,SGP|SI Slovenia,SVN,Slovenija,Slowenien
SK Slovakia,SVK,Slovensko,Slowakei|SL Sierra Leone|SM San Marino|SN Senegal|SO Somalia|SR Suriname
SS South Sudan|SV El Salvador|SY Syria|SZ Eswatini|TD Chad|TG Togo|TH Thailand,THA|TJ Tajikistan
TM Turkmenistan|TN Tunisia|TR Turkey,TUR,Türkiye,Türkei|TT Trinidad and Tobago|TW Taiwan,TWN|TZ Tanzania
UA Ukraine,UKR|UG Uganda
US United States,USA,United States of America,America,U.S.,U.S.A.,Vereinigte Staaten,États-Unis,Estados Unidos,Stati Uniti
UY Uruguay|UZ Uzbekistan|VE Venezuela|VN Vietnam,VNM,Viet Nam|XK Kosovo|YE Yemen
ZA South Africa,ZAF,Südafrika|ZM Zambia|ZW Zimbabwe
"""  # noqa: E501 - a table


def country_code(typed: str) -> str:
    """The code of a country that is spelled in full; anything else as it was typed."""
    return _CODES.get(_key(typed), typed)


def country_names() -> dict[str, str]:
    """Every code with its country's English name, in the order of the names."""
    return dict(_CHOICES)


def _key(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in letters if letter.isalnum())


_CODES = {
    _key(name): entry[:2]
    for entry in _NAMES.replace("\n", "|").split("|")
    if entry
    for name in entry[3:].split(",")
}
_CHOICES = sorted(
    (
        (entry[:2], entry[3:].partition(",")[0])
        for entry in _NAMES.replace("\n", "|").split("|")
        if entry
    ),
    key=lambda pair: _key(pair[1]),
)
