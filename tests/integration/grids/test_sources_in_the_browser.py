"""A published file is brought, looked at through a drafted mapping, mended, and imported; it opens nothing else."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests import cast
from tests.integration.grids.forms import form_in

from groundswell.apps.indicators.models import Observation
from groundswell.apps.people.models import Community, Person
from groundswell.apps.sources.models import Source

pytestmark = pytest.mark.django_db
PROPOSE = "/elmwood/desk/sources/propose/"
FILE = b"District,School Year,Percent ready,MOE\nHill,2021-2022,41.0,2.0\nHil,2022-2023,42.5,2.0\nHill,2023-2024,*,\n"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder of the test's own."""
    monkeypatch.setattr(settings, "HOME", tmp_path)
    return tmp_path


def brought(client: Client, content: bytes = FILE, name: str = "readiness.csv", **facts: str) -> Any:
    return client.post(PROPOSE, {"file": SimpleUploadedFile(name, content), **facts})


def form_on(client: Client, address: str) -> dict[str, str]:
    return form_in(client.get(address).content.decode(), "action")


def test_a_file_becomes_a_draft_then_observations(dora: Client, home: Path) -> None:
    address = brought(dora)["Location"]
    assert address.startswith("/elmwood/desk/sources/readiness/mapping/?upload=")
    form = form_on(dora, address)
    assert form["m.period.column"] == "School Year"
    changed = {**form, "m.indicator_id": "k-readiness", "m.value.unit": "percent", "m.suppressed": "*"}
    looked = dora.post(address, {**changed, "do": "look"})
    page = looked.content.decode()
    assert "3 rows read, 3 observations" in page
    again = form_in(page, "action")
    assert "indicator_id: k-readiness" in again["mapping"]
    number = next(name[:-9] for name, text in again.items() if name.endswith("-spelling") and text == "Hil")
    again[f"{number}-is"] = "hill"
    done = dora.post(address, {**again, "do": "import"})
    assert "3 observations are new" in done.content.decode()
    assert ">Ready for kindergarten</a>" in done.content.decode()  # where to look next, by its name
    values = dict(Observation.objects.filter(place__public_id="hill").values_list("period", "value"))
    assert values == {"2021/2022": "41.0", "2022/2023": "42.5", "2023/2024": ""}
    assert "Hil: hill" in Source.objects.get(public_id="readiness").mapping
    assert list((home / "uploads").iterdir()) == []


def test_a_saved_mapping_reads_next_years_file(dora: Client) -> None:
    address = brought(dora)["Location"]
    form = {**form_on(dora, address), "m.indicator_id": "k-readiness", "m.value.unit": "percent", "m.suppressed": "*"}
    assert dora.post(address, {**form, "do": "save"}).status_code == 302
    later = brought(dora, FILE.replace(b"41.0", b"41.5"), source="readiness")["Location"]
    done = dora.post(later, {**form_on(dora, later), "do": "import"})
    assert done.status_code == 200
    assert Observation.objects.filter(value="41.5").exists()


def test_the_text_keeps_what_the_form_does_not_ask_for(dora: Client) -> None:
    address = brought(dora)["Location"]
    form = form_on(dora, address)
    text = """# mine
file: readiness.csv
indicator_id: k-readiness
unwrap_formulas: true  # as they publish it
period: {column: School Year, format: school_year}
value: {column: MOE}
"""
    changed = {**form, "mapping": text, "m.value.column": "Percent ready", "m.value.unit": "percent"}
    changed["shown"] = form["shown"]
    after = form_in(dora.post(address, {**changed, "do": "look"}).content.decode(), "action")["mapping"]
    assert after.startswith("# mine\nfile: readiness.csv\n")
    assert "unwrap_formulas: true  # as they publish it\n" in after


@pytest.mark.parametrize("pattern", ["/etc/passwd", "../about.json", "../../../secret-key", "C:\\secret", "~/x"])
def test_a_mapping_from_the_browser_opens_nothing_but_its_file(dora: Client, home: Path, pattern: str) -> None:
    (home / "secret-key").write_text("CANARY")
    address = brought(dora)["Location"]
    rules = "indicator_id: k-readiness\nperiod: {value: 2020}\nvalue: {column: x, unit: percent}\n"
    text = f"file: '{pattern}'\n{rules}"
    page = dora.post(address, {**form_on(dora, address), "mapping": text, "do": "look"}).content.decode()
    assert "CANARY" not in page
    assert "root:" not in page
    assert "leads outside" not in page
    stored = dora.post(address, {**form_on(dora, address), "mapping": text, "do": "import"})
    assert stored.status_code == 422


def test_a_file_belongs_to_who_brought_it(
    dora: Client, vic: Client, elmwood: Community, signed_in: Callable[[Person], Client]
) -> None:
    address = brought(dora)["Location"]
    other = signed_in(cast.steward(elmwood))
    assert other.get(address).status_code == 404
    assert vic.get(address).status_code == 403
    assert vic.get(PROPOSE).status_code == 403


def test_uploads_are_private_and_gone_after_a_day(dora: Client, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from groundswell.web.views.grids import uploads

    address = brought(dora, name="../../évil\x00name.csv")["Location"]
    folder = next((home / "uploads").iterdir())
    assert folder.stat().st_mode & 0o777 == 0o700
    file = next((folder / "file").iterdir())
    assert file.stat().st_mode & 0o777 == 0o600
    tomorrow = uploads.now() + 25 * 3600
    monkeypatch.setattr(uploads, "now", lambda: tomorrow)
    assert dora.get(address).status_code == 404
    uploads.remove_old()
    assert not folder.exists()


def test_what_is_no_table_is_refused_in_words(dora: Client) -> None:
    answer = brought(dora, b"%PDF-1.7 nothing", "report.csv")
    assert answer.status_code == 422
    assert "PDF" in answer.content.decode()
    assert dora.post(PROPOSE, {}).status_code == 422


def test_a_file_that_is_too_large_is_sent_to_the_command_line(dora: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from groundswell.web.views.grids import uploads

    monkeypatch.setattr(uploads, "LIMITS", uploads.Limits(file_bytes=10))
    assert "groundswell import" in brought(dora).content.decode()
