#!lua name=session

-- Sessions as JSON documents that expire, with a set of all sessions of a user.
-- KEYS are always: session, sessions of the user.

-- ARGS: session id, user, seconds to live.  Returns the document.
local function create(keys, args)
  local document = cjson.encode({user = args[2], visits = 1})
  if not server.call('SET', keys[1], document, 'NX', 'EX', args[3]) then
    return server.error_reply('ERR there is a session of this id')
  end
  server.call('SADD', keys[2], args[1])
  return document
end

-- ARGS: seconds to live.  Counts a visit and keeps the session alive; nil if it has expired.
local function touch(keys, args)
  local document = server.call('GET', keys[1])
  if not document then
    return nil
  end
  local session = cjson.decode(document)
  session.visits = session.visits + 1
  server.call('SET', keys[1], cjson.encode(session), 'EX', args[1])
  return session.visits
end

-- ARGS: session id.  Returns 1 if there was one.
local function destroy(keys, args)
  server.call('SREM', keys[2], args[1])
  return server.call('DEL', keys[1])
end

server.register_function('session_create', create)
server.register_function('session_touch', touch)
server.register_function('session_destroy', destroy)
server.register_function{
  function_name = 'session_user',
  callback = function(keys)
    local document = server.call('GET', keys[1])
    return document and cjson.decode(document).user
  end,
  flags = {'no-writes'},
}
