"""What we know about an authority: what it does, how to reach it, with every source."""

from flask import Blueprint, abort, render_template

from portal.web.clock import today
from portal.web.known import known
from portal.web.language import PREFIX

blueprint = Blueprint("authorities", __name__, url_prefix=f"{PREFIX}/authorities")


@blueprint.route("/<string:pack_id>")
def authority(pack_id: str) -> str:
    pack = known().packs.get(pack_id)
    if pack is None:
        abort(404)
    return render_template(
        "pages/authorities/authority.html",
        pack=pack,
        is_own=pack_id in known().own,
        is_stale=pack.is_stale(today()),
    )
