-- Sends the last POST of many drafts, each once, and stops when all have been answered.
local ffi = require("ffi")
ffi.cdef [[
typedef struct { long s; long us; } bench_time;
int gettimeofday(bench_time *t, void *zone);
]]
local function now()
    local t = ffi.new("bench_time")
    ffi.C.gettimeofday(t, nil)
    return tonumber(t.s) + tonumber(t.us) / 1e6
end

local threads = {}
function setup(thread)
    table.insert(threads, thread)
end

function init()
    drafts = {}
    for line in io.lines(os.getenv("BENCH_DRAFTS")) do
        local id, token, csrf, under = line:match("^([^\t]+)\t([^\t]+)\t([^\t]+)\t([^\t]+)")
        if id then drafts[#drafts + 1] = { id, token, csrf, under } end
    end
    first = tonumber(os.getenv("BENCH_FIRST") or "1")
    last = math.min(#drafts, tonumber(os.getenv("BENCH_LAST") or #drafts))
    nextDraft, total = first, last - first + 1
    answered, sent303, others = 0, 0, 0
    startedAt, endedAt = 0, 0
end

-- When there is nothing left to send, a connection waits instead of sending anything else.
function delay()
    if nextDraft > last then return 60000 end
    return 0
end

function request()
    -- wrk asks once before it sends anything, to look at what it gets.
    if not isAsked then
        isAsked = true
        return wrk.format("GET", "/healthz")
    end
    if nextDraft > last then return wrk.format("GET", "/healthz") end
    if startedAt == 0 then startedAt = now() end
    local d = drafts[nextDraft]
    nextDraft = nextDraft + 1
    local body = "_csrf=" .. d[3] .. "&_key=bench-" .. d[1] .. "&draft=" .. d[1] .. "&under=" .. d[4] .. "&pledge=1"
    return wrk.format("POST", "/dossiers", {
        ["Cookie"] = "session=" .. d[2],
        ["Content-Type"] = "application/x-www-form-urlencoded",
    }, body)
end

function response(status, headers)
    -- Between the look at what is left and the sending somebody else may have taken the last draft.
    if status == 200 then return end
    answered = answered + 1
    if status == 303 and headers["Location"] and headers["Location"]:find("/receipt", 1, true) then
        sent303 = sent303 + 1
    else
        others = others + 1
    end
    if answered >= total then
        endedAt = now()
        wrk.thread:stop()
        io.open(os.getenv("BENCH_DONE"), "w"):close()
    end
end

function done(summary, latency)
    local t = threads[1]
    local seconds = tonumber(t:get("endedAt")) - tonumber(t:get("startedAt"))
    io.write(string.format(
        '@@{"sent": %d, "others": %d, "total": %d, "seconds": %.6f, "p50": %.3f, "p99": %.3f, "errors": %d}\n',
        t:get("sent303"), t:get("others"), t:get("total"), seconds,
        latency:percentile(50) / 1000, latency:percentile(99) / 1000,
        summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout))
end
