"""The main job, end to end: from a Form answer to an archived, delivered reply."""

from integration.demo.play import Play


def test_a_complaint_goes_from_the_form_to_the_archive(play: Play) -> None:
    play.perform()

    papers = play.check()

    customer = play.person("customer")
    subjects = [customer.read(message_id).subject for message_id in customer.inbox()]
    acknowledgements = [
        customer.read(message_id)
        for message_id in customer.inbox()
        if "telah kami terima" in customer.read(message_id).text
    ]
    assert len(acknowledgements) == 1
    assert len(set(subjects)) == 1, "everything is one thread for the customer"
    assert papers[-1]["title"] == "Berkas Lengkap"

    desk, register = play.person("service_desk"), play.house.addresses["register_id"]
    asked = {"fields": "sheets.properties(title,hidden)"}
    tabs = [
        one["properties"] for one in desk.api(f"/v4/spreadsheets/{register}", **asked)["sheets"]
    ]
    shown = [one["title"] for one in tabs if not one.get("hidden")]
    assert shown == ["Register", "Pengaturan", "Kalender", "Dasbor"], "and not the Form's answers"
