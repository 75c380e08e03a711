"""What the site is, what it promises, where to find help, and the way out."""

from flask import Blueprint, Response, current_app, make_response, redirect, render_template

from portal.services.sharing import team_of_site
from portal.web.current import is_signed_in, visit
from portal.web.group import retention_months
from portal.web.language import PREFIX
from portal.web.security import forget_everything

blueprint = Blueprint("home", __name__, url_prefix=PREFIX)


@blueprint.route("/")
def index() -> str:
    return render_template(
        "pages/home/index.html", months=retention_months(), has_case=is_signed_in()
    )


@blueprint.route("/privacy")
def privacy() -> str:
    return render_template(
        "pages/home/privacy.html", months=retention_months(), team=team_of_site()
    )


@blueprint.route("/help")
def help() -> str:  # noqa: A001 (the page's name)
    return render_template("pages/home/help.html")


@blueprint.route("/exit")
def exit_page() -> Response:
    """Ends the visit and shows a page, or the site that the host chose, without a word of this.

    The only GET that changes something: it must work as a link, at once. Other sites cannot use
    it to sign a player out, since his cookie does not come with their requests.
    """
    visit().sign_out()
    elsewhere = str(current_app.extensions["settings"].exit_site)
    left = redirect(elsewhere, code=303) if elsewhere else render_template("pages/home/exit.html")
    return forget_everything(make_response(left))
