"""The files of a pack, by the path of its page: the forms beside it have its name."""

from pathlib import Path
from shutil import rmtree


def workbook_beside(page: Path) -> Path:
    """Return where a page's workbook is."""
    return page.with_suffix(".xlsx")


def tables_beside(page: Path) -> Path:
    """Return the folder of a page's tables."""
    return page.with_suffix("")


def document_beside(page: Path) -> Path:
    """Return where a page's PDF is, if one was asked for."""
    return page.with_suffix(".pdf")


def pages_forms(page: Path) -> tuple[Path, Path]:
    """Return the forms that every page is issued with: its folder of tables and its workbook."""
    return tables_beside(page), workbook_beside(page)


def files_of(page: Path) -> list[Path]:
    """Return every file of a pack that is there: the page, its workbook, its document, its tables."""
    alone = (page, workbook_beside(page), document_beside(page))
    found = (*alone, *sorted(tables_beside(page).glob("*")))
    return [path for path in found if path.is_file()]


def remove_pack(page: Path) -> None:
    """Remove every file of a pack, the page last."""
    for path in (workbook_beside(page), document_beside(page)):
        path.unlink(missing_ok=True)
    if tables_beside(page).is_dir():
        rmtree(tables_beside(page))
    page.unlink(missing_ok=True)
