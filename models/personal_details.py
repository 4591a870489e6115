"""What a person's details look like in a free text, where they were typed by accident."""

# Words that stand before a person's number or day of birth.
PERSONAL_DETAILS = (
    r"(?i)\b(?:NHS\s*(?:no|number)|(?:NI|national insurance)\s*(?:no|number))\b\W*[A-Z]{0,2}\W*\d"
    r"|\b(?:DOB|D\.O\.B|date of birth|born)\b\W*\d{1,2}[\s/.-]+(?:\d{1,2}|[a-z]{3,9})[\s/.-]+\d{2}"
)

# An address of e-mail; a telephone number as the United Kingdom writes it, in groups or in one.
CONTACT_DETAILS = (
    r"[\w.+-]+@[\w-]+\.\w"
    r"|(?<![\w/-])(?:\+44[\s\d()-]{9,}\d|\(?0\d{2,4}\)?[\s-]\d{3,4}[\s-]?\d{3,4}\b|07\d{9}\b)"
)
