"""The forms of signing in."""

from flask_wtf import FlaskForm
from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import Length

LONGEST = 200


class SignInForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types.
    email = StringField(validators=[Length(max=LONGEST)])
    password = PasswordField(validators=[Length(max=LONGEST)])
    next = HiddenField(validators=[Length(max=2000)])
