"""A pack's page as a PDF document: tagged for those who listen to it, with its title and language (PDF/UA)."""

import logging

from commissioning.errors import RequestError

VARIANT = "pdf/ua-1"


def must_be_possible() -> None:
    """Raise RequestError where the library that makes a PDF is not installed."""
    try:
        # Imported here because it is an extra, and hardly any run makes a PDF.
        import weasyprint  # noqa: F401
    except (ImportError, OSError) as problem:
        raise RequestError(
            "No PDF can be made here, because WeasyPrint or the Pango library it needs is not installed "
            f"({problem}); run: pip install 'commissioning-cycle[pdf]', or ask for a pack without --pdf."
        ) from problem


def document(html: bytes) -> bytes:
    """Return the page as PDF, the same bytes each time; nothing is fetched for it."""
    must_be_possible()
    from weasyprint import HTML
    from weasyprint.urls import URLFetcher

    # A link to a file beside the page leads nowhere in a document that is passed on; it is left out.
    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    page = HTML(string=html.decode("utf-8"), url_fetcher=URLFetcher(allowed_protocols=("data",)))
    return bytes(page.write_pdf(pdf_variant=VARIANT))
