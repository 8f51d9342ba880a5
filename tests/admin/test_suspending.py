"""A person is suspended and restored; sign-ins end at once."""

from tests.admin.people import last_record, page_of


def test_a_suspended_persons_next_request_asks_to_sign_in(browser, administrator, judge):
    theirs = browser(judge)
    assert theirs.visit("/en/profile", follow=False).status == 200

    page = browser(administrator).visit(page_of(judge, "/suspension"))
    assert page.submit("Suspend the account").status == 422
    page.submit("Suspend the account", reason="Asked for by the person.")

    assert theirs.visit("/en/profile", follow=False).status in (302, 303)
    record = last_record("accounts.account.suspended")
    assert (record.subject_id, record.reason) == (str(judge.id), "Asked for by the person.")
    shown = browser(administrator).visit(page_of(judge))
    assert "Suspended since" in shown.text


def test_a_restored_person_signs_in_anew(browser, administrator, judge):
    admin, theirs = browser(administrator), browser(judge)
    admin.visit(page_of(judge, "/suspension")).submit("Suspend the account", reason="By mistake.")

    admin.visit(page_of(judge)).click("Restore the account").submit("Restore the account", reason="It was a mistake.")

    assert theirs.visit("/en/profile", follow=False).status in (302, 303)
    theirs.sign_in(judge)
    assert theirs.visit("/en/profile", follow=False).status == 200
    assert last_record("accounts.account.restored").reason == "It was a mistake."


def test_a_page_with_errors_can_be_read_in_another_language(browser, administrator, judge):
    admin = browser(administrator)
    refused = [
        admin.visit(page_of(judge, "/roles/trainer")).submit("Give the role"),
        admin.visit(page_of(judge, "/suspension")).submit("Suspend the account"),
    ]

    assert [page.click("Русский").status for page in refused] == [200, 200]
