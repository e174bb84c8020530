"""The peer: the same page by Django's ORM and templates, with the session looked up in the same table."""

import hashlib
import json
import os
from pathlib import Path
from urllib.parse import parse_qsl, urlparse

import django
from django.conf import settings

SETUP = json.loads(Path(os.environ["BENCH_PEER"]).read_text())
_address = urlparse(SETUP["connection"])
settings.configure(
    SECRET_KEY="bench",
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    USE_TZ=False,
    MIDDLEWARE=["django.middleware.common.CommonMiddleware"],
    INSTALLED_APPS=[],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": _address.path.strip("/"),
            "USER": _address.username or "thacba",
            "HOST": dict(parse_qsl(_address.query))["host"],
            "CONN_MAX_AGE": None,
        }
    },
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {
                "loaders": [("django.template.loaders.locmem.Loader", {"page.html": SETUP["template"]})],
                "autoescape": True,
            },
        }
    ],
)
django.setup()

from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import models  # noqa: E402
from django.db.models import Count, Q  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.template.loader import get_template  # noqa: E402
from django.urls import path  # noqa: E402

from peer_rows import chips, row  # noqa: E402


class Account(models.Model):
    id = models.TextField(primary_key=True)
    display_name = models.TextField()
    state = models.TextField()

    class Meta:
        app_label = "bench"
        managed = False
        db_table = "kernel_account"


class Session(models.Model):
    token_hash = models.TextField(primary_key=True)
    account = models.ForeignKey(Account, models.DO_NOTHING)
    expires_at = models.BigIntegerField()
    revoked_at = models.BigIntegerField(null=True)

    class Meta:
        app_label = "bench"
        managed = False
        db_table = "kernel_session"


class HeldRole(models.Model):
    id = models.TextField(primary_key=True)
    account = models.ForeignKey(Account, models.DO_NOTHING, related_name="grants")
    role = models.TextField()
    valid_from = models.TextField()
    valid_to = models.TextField(null=True)

    class Meta:
        app_label = "bench"
        managed = False
        db_table = "kernel_grant"


class Procedure(models.Model):
    id = models.TextField(primary_key=True)
    code = models.TextField()
    name = models.TextField()
    name_sort = models.TextField()
    field = models.TextField()
    level = models.TextField()
    time_value = models.BigIntegerField(null=True)
    time_unit = models.TextField(null=True)
    fee_vnd = models.BigIntegerField(null=True)
    fee_online_vnd = models.BigIntegerField(null=True)
    fee_note = models.TextField()
    version_from = models.TextField()
    version_to = models.TextField(null=True)

    class Meta:
        app_label = "bench"
        managed = False
        db_table = "procedures_procedure"


TODAY = SETUP["today"]


def procedures(request: HttpRequest) -> HttpResponse:
    token = request.COOKIES.get("session", "")
    session = (
        Session.objects.select_related("account")
        .filter(
            token_hash=hashlib.sha256(token.encode()).hexdigest(),
            revoked_at=None,
            expires_at__gt=SETUP["now"],
            account__state="active",
        )
        .first()
    )
    if session is None:
        return HttpResponse("sign in", status=401)
    in_force = Q(valid_to=None) | Q(valid_to__gt=TODAY)
    list(session.account.grants.filter(in_force, valid_from__lte=TODAY))
    valid = Procedure.objects.filter(Q(version_to=None) | Q(version_to__gt=TODAY), version_from__lte=TODAY)
    rows = [
        row(p.code, p.name, p.field, p.level, p.time_value, p.time_unit, p.fee_vnd, p.fee_online_vnd, p.fee_note)
        for p in valid.order_by("name_sort", "id")[:51]
    ][:50]
    fields = list(valid.values_list("field").annotate(Count("id")).order_by())
    page = get_template("page.html").render(
        {"rows": rows, "fields": chips(fields, SETUP["order"]), "display_name": session.account.display_name}
    )
    return HttpResponse(page, headers=SETUP["headers"])


urlpatterns = [
    path("healthz", lambda _: HttpResponse("ok")),
    path("procedures", procedures),
]
application = get_wsgi_application()
