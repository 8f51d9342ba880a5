"""What a focal point does first: pastes a list and has it checked."""

FAMILIES = ("Абдылдаева", "Бакирова", "Дуйшеева", "Жумабекова", "Исакова", "Касымова", "Маматова", "Орозова")


def home(court):
    return f"/en/reports/institutions/{court.id}/nominations"


def lines(count, separator="\t"):
    return "\n".join(
        separator.join(
            (f"{FAMILIES[n % 8]} {'Айгүл' if n < 8 else 'Нуриза' if n < 16 else 'Зарина'}", f"055512{n:04}", "судья")
        )
        for n in range(count)
    )


def paste(browser, who, court, text, **values):
    page = browser(who).visit(home(court)).click("Nominate staff")
    return page.submit("Check the list", pasted=text, asked="nothing", **values)
