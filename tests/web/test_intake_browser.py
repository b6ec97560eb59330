"""Staff enter a complaint in a real browser, which refuses by itself to send what lacks."""

import threading

import pytest
from pages_room import PATIENCE_MS
from werkzeug.serving import make_server

from integration.sop.choices import CHANNELS
from integration.sop.proof import PROOFS


@pytest.fixture
def page(house, chromium):
    """The page behind the desk's link, on a phone."""
    server = make_server("127.0.0.1", 0, house.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    path = house.links.intake_page("petugas@balai.example").split("pages.example", 1)[1]
    context = chromium.new_context(viewport={"width": 390, "height": 800})
    context.set_default_timeout(PATIENCE_MS)
    shown = context.new_page()
    shown.goto(f"http://127.0.0.1:{server.server_port}{path}")
    yield shown
    context.close()
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize("channel", [key for key, _ in CHANNELS])
def test_a_complaint_is_sent_with_the_proof_of_its_own_channel_alone(page, house, channel):
    page.check(f"[name=channel][value={channel}]")
    page.fill("[name=description]", "LHU salah cetak.")
    for asked in PROOFS.get(channel, ()):
        said = (
            "2026-11-23"
            if asked.kind.value == "date"
            else f"{asked.key}-081234567890@usaha.example"
        )
        page.fill(f".for-{channel} [name={asked.key}]", said)
    with page.expect_navigation():
        page.click("text=Simpan dan buat tanda terima")

    assert house.service.case("ADU/2026/0001").intake.channel == channel


def test_a_browser_does_not_send_a_complaint_without_its_text(page):
    page.check("[name=channel][value=walk_in]")
    page.click("text=Simpan dan buat tanda terima")

    assert page.locator("[name=description]:invalid").count() == 1
    assert page.evaluate("document.activeElement.name") == "description"
