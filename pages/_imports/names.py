"""What the screen's parts are called, and what the fields of a file are called for people."""

from crm_core.domain.import_mapping import ImportField

PLACE = "imports"
FIELDS = {
    ImportField.FIRST_NAME: "First name",
    ImportField.LAST_NAME: "Last name",
    ImportField.FULL_NAME: "Full name, to be taken apart",
    ImportField.EMAIL: "E-mail address",
    ImportField.PHONE: "Phone number",
    ImportField.COMPANY: "Company",
    ImportField.TITLE: "Job title",
    ImportField.TIMEZONE: "Time zone",
    ImportField.COUNTRY: "Country",
    ImportField.SOURCE: "Source",
    ImportField.STATUS: "Status",
    ImportField.OWNER: "Owner, by e-mail address",
}
