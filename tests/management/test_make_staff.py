"""How the first administrator comes to be."""

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

pytestmark = pytest.mark.django_db

ANNA = "anna.smirnova@example.com"


def test_one_who_has_signed_in_becomes_staff_and_ceases_to_be(capsys: pytest.CaptureFixture[str]) -> None:
    User.objects.create_user("anna", ANNA)
    User.objects.create_user("ivan", "ivan.petrov@example.com")

    call_command("make_staff", ANNA.upper())

    assert list(User.objects.filter(is_staff=True, is_superuser=True).values_list("email", flat=True)) == [
        ANNA
    ]
    call_command("make_staff", ANNA, "--remove")
    assert not User.objects.filter(is_staff=True).exists()
    assert not User.objects.filter(is_superuser=True).exists()
    assert capsys.readouterr().out == "✅ Права администратора даны\n✅ Права администратора отобраны\n"


@pytest.mark.parametrize("users", [0, 2])
def test_address_that_names_nobody_or_several_is_refused(users: int) -> None:
    for number in range(users):
        User.objects.create_user(f"google-{number}", ANNA)

    with pytest.raises(CommandError, match=f"{ANNA}: {users}, нужен ровно один"):
        call_command("make_staff", ANNA)

    assert not User.objects.filter(is_staff=True).exists()
