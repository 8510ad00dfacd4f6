-- Sends the requests of the file that the command line names: a line each, headers as name=value
-- and the body, separated by tabs. Each thread begins elsewhere in the file.
local threads = 0

function setup(thread)
  thread:set("first", threads * 5000)
  threads = threads + 1
end

function init(arguments)
  requests = {}
  for line in io.lines(arguments[1]) do
    local headers = {}
    local body
    for part in string.gmatch(line, "[^\t]+") do
      local name, value = string.match(part, "^([%w%-]+)=(.*)$")
      if name and string.sub(part, 1, 1) ~= "{" then
        headers[name] = value
      else
        body = part
      end
    end
    requests[#requests + 1] = wrk.format("POST", wrk.path, headers, body)
  end
  position = first
end

function request()
  position = position + 1
  return requests[position % #requests + 1]
end
