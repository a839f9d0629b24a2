-- Gives wrk the requests of a file, one a line, each once before any comes again, and tells what came of them as JSON.
-- A line is "GET path" or "POST path form". Arguments: the file, and the media types that are accepted.

local requests, at = {}, 0

function init(args)
  local headers = { ["Accept"] = args[2], ["Content-Type"] = "application/x-www-form-urlencoded" }
  for line in io.lines(args[1]) do
    local method, path, form = line:match("^(%S+) (%S+) ?(%S*)$")
    requests[#requests + 1] = wrk.format(method, path, headers, form ~= "" and form or nil)
  end
end

function request()
  at = at % #requests + 1
  return requests[at]
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '\nRESULT {"requests": %d, "microseconds": %d, "p50": %d, "p99": %d, "refused": %d, "broken": %d}\n',
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(99), errors.status,
    errors.connect + errors.read + errors.write + errors.timeout
  ))
end
