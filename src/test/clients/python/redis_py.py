"""redis-py, with its defaults, makes the round of FunctionRound.java. Argument: port."""

import sys

import redis

GREETINGS = """#!lua name=greetings
server.register_function('greet', function(keys, args)
  return {'hello', args[1], #keys, {1, {2}}, false, true, 3.9}
end)
server.register_function{
  function_name = 'peek',
  description = 'Reads a key.',
  flags = {'no-writes'},
  callback = function(keys) return server.call('GET', keys[1]) end}
server.register_function('put', function(keys, args)
  return server.call('SET', keys[1], args[1])
end)
server.register_function('typed', function()
  server.setresp(3)
  return {map = {half = {double = 1.5}}}
end)
server.register_function('told', function() return server.error_reply('SORRY not today') end)
server.register_function('broken', function() error('on purpose') end)
"""

GREETINGS_AGAIN = """#!lua name=greetings
server.register_function('greet', function(keys, args) return {'grüße', args[1]} end)
"""

OTHER = """#!lua name=other
server.register_function('size', function(keys, args) return #args[1] end)
"""


def same(actual, expected):
    """Ends the program at the first difference."""
    if actual != expected:
        raise AssertionError(f"expected {expected!r}, was {actual!r}")


def refused(text, action):
    """The library takes the code ERR away, and keeps any other."""
    try:
        reply = action()
    except redis.ResponseError as error:
        same(str(error).removeprefix("ERR "), text.removeprefix("ERR "))
        return
    raise AssertionError(f"expected the refusal {text!r}, was {reply!r}")


def named(reply):
    """A reply of alternating names and values."""
    return dict(zip(reply[::2], reply[1::2]))


def libraries(client):
    """Libraries, each with the names of its functions in order."""
    found = {}
    for library in map(named, client.function_list()):
        found[library["library_name"]] = sorted(named(f)["name"] for f in library["functions"])
    return found


def source(client, library):
    """FUNCTION LIST LIBRARYNAME library WITHCODE: the source text."""
    return named(client.function_list(library=library, withcode=True)[0])["library_code"]


def stats(client):
    """How many libraries and functions the engine LUA has."""
    engine = named(named(named(client.function_stats())["engines"])["LUA"])
    return engine["libraries_count"], engine["functions_count"]


def play(port):
    """The whole round; to this library, OK is True."""
    client = redis.Redis(port=port, decode_responses=True)
    binary = redis.Redis(port=port)

    same(client.function_load(GREETINGS), "greetings")
    same(
        libraries(client),
        {"greetings": ["broken", "greet", "peek", "put", "told", "typed"]},
    )
    same(source(client, "greetings"), GREETINGS)
    same(stats(client), (1, 6))

    same(
        client.fcall("greet", 2, "k1", "k2", "grüße €"),
        ["hello", "grüße €", 2, [1, [2]], None, 1, 3],
    )
    same(client.fcall("put", 1, "key", "value"), "OK")
    same(client.fcall_ro("peek", 1, "key"), "value")
    same(client.fcall_ro("peek", 1, "none"), None)
    same(client.fcall("typed", 0), ["half", "1.5"])

    refused("ERR Library 'greetings' already exists", lambda: client.function_load(GREETINGS))
    refused(
        "ERR Error compiling function: user_function:2: unexpected symbol near '='",
        lambda: client.function_load("#!lua name=bad\n= 1"),
    )
    refused("ERR Missing library metadata", lambda: client.function_load("return 1"))
    refused("ERR Function not found", lambda: client.fcall("nobody", 0))
    refused(
        "ERR Can not execute a script with write flag using *_ro command.",
        lambda: client.fcall_ro("put", 1, "key", "v"),
    )
    refused("SORRY not today", lambda: client.fcall("told", 0))
    refused(
        "ERR user_function:18: on purpose script: broken, on @user_function:18.",
        lambda: client.fcall("broken", 0),
    )
    refused("ERR Library not found", lambda: client.function_delete("nobody"))
    refused("NOTBUSY No scripts in execution right now.", client.function_kill)
    refused(
        "ERR DUMP payload version or checksum are wrong",
        lambda: client.function_restore("these bytes are no payload", "APPEND"),
    )
    same(stats(client), (1, 6))

    same(client.function_load(GREETINGS_AGAIN, replace=True), "greetings")
    same(client.fcall("greet", 0, "you"), ["grüße", "you"])
    same(libraries(client), {"greetings": ["greet"]})

    payload = binary.function_dump()
    same(client.function_flush(), True)
    same(libraries(client), {})
    same(client.function_restore(payload, "APPEND"), True)
    same(source(client, "greetings"), GREETINGS_AGAIN)
    refused(
        "ERR Library greetings already exists",
        lambda: client.function_restore(payload, "APPEND"),
    )
    same(client.function_load(OTHER), "other")
    same(client.fcall("size", 0, "x" * 200_000), 200_000)
    same(client.function_restore(payload, "REPLACE"), True)
    same(libraries(client), {"greetings": ["greet"], "other": ["size"]})
    same(client.function_restore(payload, "FLUSH"), True)
    same(libraries(client), {"greetings": ["greet"]})

    same(client.function_delete("greetings"), True)
    same(stats(client), (0, 0))
    refused("ERR Function not found", lambda: client.fcall("greet", 0))
    same(client.function_flush(), True)


play(int(sys.argv[1]))
print("redis-py: the round is complete")
