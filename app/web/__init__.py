"""Pages and interfaces over HTTP."""

from flask import Flask
from flask_wtf.csrf import CSRFProtect

from app.web import (
    account,
    analytics,
    api,
    bearer,
    benefits,
    builder,
    calendars,
    channels,
    database,
    designs,
    doors,
    earning,
    flows,
    forms,
    gallery,
    hooks,
    islands,
    messages,
    objects,
    pages,
    portal,
    problems,
    records,
    security,
    settings,
    tasks,
    trouble,
    unsubscribe,
)
from app.web.policy import refuse_views_without_policy
from app.web.services import NAME, Services

LARGEST_REQUEST = 2 * 2**20
csrf = CSRFProtect()


def register(app: Flask) -> None:
    """Join the pages to an application that has its services."""
    _configure(app)
    security.register(app)
    database.register(app)
    trouble.register(app)
    bearer.register(app)
    # Who may come in is asked first: a stranger learns nothing from a form's token.
    doors.register(app)
    csrf.init_app(app)
    problems.register(app)
    pages.register(app)
    islands.register(app)
    packages = (
        *(account, gallery, records, benefits, earning, calendars, builder, settings),
        *(analytics, api),
        *(objects, designs, portal, forms, flows, channels, messages, unsubscribe, hooks, tasks),
    )
    for package in packages:
        app.register_blueprint(package.blueprint)
    # A key in a header is nothing that a page elsewhere could send along.
    csrf.exempt(api.blueprint)
    # Nobody is signed in on a public form: there is nothing that a page elsewhere could abuse.
    csrf.exempt(portal.blueprint)
    app.register_blueprint(hooks.pages)
    # Whoever calls signs, and no browser is asked for anything.
    csrf.exempt(hooks.blueprint)
    # One click of a mail program carries no token, and the link itself is signed.
    csrf.exempt(unsubscribe.blueprint)
    refuse_views_without_policy(app)


def _configure(app: Flask) -> None:
    services: Services = app.extensions[NAME]
    secure = services.is_secure
    app.config.update(
        MAX_CONTENT_LENGTH=LARGEST_REQUEST,
        SESSION_COOKIE_NAME="__Host-rungs-form" if secure else "rungs-form",
        SESSION_COOKIE_SECURE=secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        # A form is good for as long as the session is: nobody loses what they typed overnight.
        WTF_CSRF_TIME_LIMIT=None,
        # The same-origin referrer policy would refuse browsers that send none.
        WTF_CSRF_SSL_STRICT=False,
    )
