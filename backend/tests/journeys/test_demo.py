"""The demo hospital, as somebody finds it who has just made it."""

from typing import Any

from backend.features.demo.accounts import DEMO_PASSWORD
from backend.tests.journeys.conftest import Server, run_command


def test_shows_every_state_and_a_report_with_refusals_and_claims_nothing_clinical(product: Server) -> None:
    made = run_command(product, "demo")
    assert made.returncode == 0, made.stderr
    product.start()
    sign_in(product, "lead@demo.example")
    sets = {found["name"].split(":")[0]: found["id"] for found in items(product, "/sets")}

    packages = items(product, f"/sets/{sets['Phantoms']}/packages")
    assert [package["status"] for package in packages] == ["done", "started", "assigned", "free"]
    refusals_are_reported(product)
    only_artificial_images_are_read(product, sets["Phantoms"])


def refusals_are_reported(product: Server) -> None:
    (report,) = [upload for upload in items(product, "/uploads") if upload["counts"]["refused"]]
    found = items(product, f"/uploads/{report['id']}/items")
    assert {item["path"].split("/")[-1]: item["outcome"] for item in found} == {
        "cut-off.dcm": "quarantined",
        "empty.dcm": "refused",
        "no-study.dcm": "quarantined",
        "notes.txt": "refused",
        "photograph.dcm": "stored_with_warning",
        "sent-before.jpg": "already_stored",
    }


def only_artificial_images_are_read(product: Server, set_id: str) -> None:
    read = [sample for sample in items(product, f"/sets/{set_id}/samples") if sample["state"] != "unread"]
    assert [sample["position"] for sample in read] == [1, 2, 3]  # the phantoms come first, what is borrowed after
    for sample in read:
        (reading,) = items(product, f"/sets/{set_id}/samples/{sample['id']}/examinations")
        assert "no clinical finding" in reading["comment"]


def sign_in(product: Server, email: str) -> None:
    answer = product.client.post("/auth/token", json={"email": email, "password": DEMO_PASSWORD})
    product.client.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"


def items(product: Server, path: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = product.get(path, page_size=100)["items"]
    return found
