from google_oauth.templatetags.icons import icon


def test_icon_is_decoration() -> None:
    assert icon("star", "filled") == (
        '<svg class="icon filled" aria-hidden="true" focusable="false">'
        '<use href="/static/google_oauth/icons.svg#star"/></svg>'
    )


def test_icon_without_a_class_of_its_own() -> None:
    assert icon("star").startswith('<svg class="icon " ')
