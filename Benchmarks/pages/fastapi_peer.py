"""The peer: the same page in FastAPI, Jinja2 (escaping on) and psycopg 3 with its asynchronous pool."""

import hashlib
import json
import os
from contextlib import asynccontextmanager
from pathlib import Path

import jinja2
from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, PlainTextResponse, Response
from psycopg_pool import AsyncConnectionPool

from peer_rows import chips, row

SETUP = json.loads(Path(os.environ["BENCH_PEER"]).read_text())
pool = AsyncConnectionPool(SETUP["connection"], min_size=4, max_size=4, open=False, kwargs={"prepare_threshold": 0})
pages = jinja2.Environment(autoescape=True, auto_reload=False, keep_trailing_newline=True).from_string(SETUP["template"])

SESSION = """
    SELECT a.id, a.name, a.display_name, a.language, a.person_id, s.id, s.csrf_secret, a.must_change_password,
        s.seen_at, s.lifetime_seconds, g.id, g.role, g.unit_id, v.full_name
    FROM kernel_session s JOIN kernel_account a ON a.id = s.account_id
    LEFT JOIN kernel_grant g ON g.account_id = a.id AND g.valid_from <= %(today)s
        AND (g.valid_to IS NULL OR g.valid_to > %(today)s)
    LEFT JOIN kernel_unit_version v ON v.unit_id = g.unit_id AND v.valid_from <= %(today)s
        AND (v.valid_to IS NULL OR v.valid_to > %(today)s)
    WHERE s.token_hash = %(hash)s AND s.revoked_at IS NULL AND s.expires_at > %(now)s AND a.state = 'active'
    ORDER BY g.id
"""
PAGE = """
    SELECT p.code, p.name, p.field, p.level, p.time_value, p.time_unit, p.fee_vnd, p.fee_online_vnd, p.fee_note
    FROM procedures_procedure p
    WHERE p.version_from <= %(today)s AND (p.version_to IS NULL OR p.version_to > %(today)s)
    ORDER BY p.name_sort, p.id LIMIT 51
"""
FIELDS = """
    SELECT p.field, COUNT(*) FROM procedures_procedure p
    WHERE p.version_from <= %(today)s AND (p.version_to IS NULL OR p.version_to > %(today)s) GROUP BY p.field
"""


@asynccontextmanager
async def lifespan(_: FastAPI):
    await pool.open(wait=True)
    yield
    await pool.close()


app = FastAPI(lifespan=lifespan, openapi_url=None)


@app.get("/healthz")
async def health() -> PlainTextResponse:
    return PlainTextResponse("ok")


@app.get("/procedures")
async def procedures(request: Request) -> Response:
    token = request.cookies.get("session", "")
    facts = {"today": SETUP["today"], "now": SETUP["now"], "hash": hashlib.sha256(token.encode()).hexdigest()}
    async with pool.connection() as connection:
        signed_in = await (await connection.execute(SESSION, facts)).fetchone()
        if signed_in is None:
            return PlainTextResponse("sign in", status_code=401)
        rows = [row(*one) for one in (await (await connection.execute(PAGE, facts)).fetchall())[:50]]
        fields = await (await connection.execute(FIELDS, facts)).fetchall()
    page = pages.render(rows=rows, fields=chips(fields, SETUP["order"]), display_name=signed_in[2])
    return HTMLResponse(page, headers=SETUP["headers"])
