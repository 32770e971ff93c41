"""The made-up companies: who they are, where, and how a phone number looks there.

Addresses lie under example.com (RFC 2606). Phone numbers come from the ranges that regulators
keep for fiction (NANPA 555-01XX, Ofcom, Bundesnetzagentur, Arcep, PTS, ACMA); where a country
keeps none, people have no number.
"""

from typing import NamedTuple

PHONES = {
    "US": "+1{area}5550{n:03}",
    "CA": "+1{area}5550{n:03}",
    "GB": "+442079460{n:03}",
    "DE": "+493023125{n:03}",
    "FR": "+33199000{n:03}",
    "SE": "+4684650{n:04}",
    "AU": "+61255500{n:03}",
}
_FIRST_NUMBER = {"US": 100, "CA": 100, "SE": 400}
CURRENCIES = {
    "US": "USD", "CA": "CAD", "GB": "GBP", "CH": "CHF", "SE": "SEK", "NO": "NOK", "PL": "PLN",
    "JP": "JPY", "AU": "AUD", "BR": "BRL", "MX": "MXN",
}  # fmt: skip


class Company(NamedTuple):
    """`names` is the pool that its people's names come from; `docks` the doors of its sites."""

    name: str
    host: str
    country: str
    timezone: str
    names: str
    docks: int
    area: str = ""

    @property
    def domain(self) -> str:
        return f"{self.host}.example.com"

    @property
    def currency(self) -> str:
        return CURRENCIES.get(self.country, "EUR")

    def phone(self, number: int) -> str:
        """The fictional number of the `number`-th person of all; empty without a range."""
        shape = PHONES.get(self.country, "")
        return shape.format(area=self.area, n=_FIRST_NUMBER.get(self.country, 0) + number % 100)


COMPANIES = (
    Company("Harbor Logistics", "harbor-logistics", "US", "America/Los_Angeles", "english", 34,
            "206"),
    Company("Prairie Mills", "prairie-mills", "US", "America/Chicago", "english", 18, "312"),
    Company("Blue Mesa Foods", "blue-mesa-foods", "US", "America/Denver", "spanish", 22, "303"),
    Company("Copperline Hardware", "copperline", "US", "America/Phoenix", "english", 12, "602"),
    Company("Lakeshore Grocers", "lakeshore-grocers", "US", "America/Chicago", "english", 41,
            "312"),
    Company("Pinecrest Furniture", "pinecrest", "US", "America/New_York", "english", 9, "212"),
    Company("Gulfstar Cold Storage", "gulfstar", "US", "America/Chicago", "spanish", 28, "713"),
    Company("Evergreen Paper", "evergreen-paper", "US", "America/Los_Angeles", "indian", 16, "503"),
    Company("Keystone Bottling", "keystone-bottling", "US", "America/New_York", "italian", 14,
            "215"),
    Company("Red Barn Dairy", "red-barn-dairy", "US", "America/Chicago", "english", 11, "608"),
    Company("Tidewater Textiles", "tidewater-textiles", "US", "America/New_York", "english", 20,
            "757"),
    Company("Maple Ridge Freight", "maple-ridge", "CA", "America/Toronto", "english", 26, "416"),
    Company("Bois Boréal", "bois-boreal", "CA", "America/Toronto", "french", 8, "514"),
    Company("Thames Valley Parcels", "thames-valley", "GB", "Europe/London", "english", 37),
    Company("Pennine Ceramics", "pennine-ceramics", "GB", "Europe/London", "english", 7),
    Company("Albion Breweries", "albion-breweries", "GB", "Europe/London", "english", 15),
    Company("Severn Steel", "severn-steel", "GB", "Europe/London", "indian", 10),
    Company("Shannon Medical Supplies", "shannon-medical", "IE", "Europe/Dublin", "english", 13),
    Company("Nordkai Spedition", "nordkai", "DE", "Europe/Berlin", "german", 45),
    Company("Rheinwerk Antriebe", "rheinwerk", "DE", "Europe/Berlin", "german", 19),
    Company("Bäckerei Sonnfeld", "sonnfeld", "DE", "Europe/Berlin", "turkish", 6),
    Company("Elbtal Glas", "elbtal-glas", "DE", "Europe/Berlin", "german", 12),
    Company("Alpenrose Käse", "alpenrose", "CH", "Europe/Zurich", "german", 8),
    Company("Primeurs de Loire", "primeurs-loire", "FR", "Europe/Paris", "french", 24),
    Company("Atelier Vauban", "atelier-vauban", "FR", "Europe/Paris", "french", 5),
    Company("Transports Garonne", "garonne", "FR", "Europe/Paris", "french", 33),
    Company("Aceites del Sur", "aceites-del-sur", "ES", "Europe/Madrid", "spanish", 17),
    Company("Logística Mediterránea", "log-mediterranea", "ES", "Europe/Madrid", "spanish", 29),
    Company("Ceramiche Adriatiche", "ceramiche-adriatiche", "IT", "Europe/Rome", "italian", 11),
    Company("Vinhos da Serra", "vinhos-da-serra", "PT", "Europe/Lisbon", "portuguese", 6),
    Company("Nordljus Belysning", "nordljus", "SE", "Europe/Stockholm", "nordic", 9),
    Company("Västkust Fisk", "vastkust-fisk", "SE", "Europe/Stockholm", "nordic", 14),
    Company("Fjordvik Seafood", "fjordvik", "NO", "Europe/Oslo", "nordic", 12),
    Company("Młyny Wiślane", "mlyny-wislane", "PL", "Europe/Warsaw", "polish", 21),
    Company("Ege Zeytin", "ege-zeytin", "TR", "Europe/Istanbul", "turkish", 10),
    Company("Polderland Bloemen", "polderland", "NL", "Europe/Amsterdam", "dutch", 31),
    Company("Mikawa Precision", "mikawa-precision", "JP", "Asia/Tokyo", "japanese", 16),
    Company("Malabar Spice Works", "malabar-spice", "IN", "Asia/Kolkata", "indian", 13),
    Company("Café Serra Azul", "serra-azul", "BR", "America/Sao_Paulo", "portuguese", 18),
    Company("Textiles del Bajío", "textiles-bajio", "MX", "America/Mexico_City", "spanish", 15),
    Company("Savanna Tea Growers", "savanna-tea", "KE", "Africa/Nairobi", "kenyan", 9),
    Company("Coral Coast Produce", "coral-coast", "AU", "Australia/Brisbane", "english", 23),
)  # fmt: skip
