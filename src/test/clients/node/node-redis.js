// node-redis, with its defaults (argument: port), or with a protocol (port, then 2 or 3).
'use strict';

const { createClient, RESP_TYPES } = require('redis');
const { main, named } = require('./round.js');

main('node-redis', async (port, protocol) => {
  const options = { url: `redis://127.0.0.1:${port}` };
  if (protocol) {
    options.RESP = Number(protocol);
  }
  const redis = await createClient(options).connect();
  const binary = redis.withTypeMapping({ [RESP_TYPES.BLOB_STRING]: Buffer });

  return {
    load: (source, replace) => redis.functionLoad(source, { REPLACE: replace }),
    list: async () =>
      Object.fromEntries(
        (await redis.functionList()).map((library) => [
          library.library_name,
          library.functions.map((f) => f.name),
        ])),
    source: async (library) =>
      (await redis.functionListWithCode({ LIBRARYNAME: library }))[0].library_code,
    call: (name, keys, args) => redis.fCall(name, { keys, arguments: args }),
    callReadOnly: (name, keys, args) => redis.fCallRo(name, { keys, arguments: args }),
    dump: () => binary.functionDump(),
    restore: (payload, policy) => redis.functionRestore(payload, { mode: policy }),
    delete: (library) => redis.functionDelete(library),
    flush: () => redis.functionFlush(),
    kill: () => redis.functionKill(),
    stats: async () => {
      const engine = named((await redis.functionStats()).engines.LUA);
      return { libraries: engine.libraries_count, functions: engine.functions_count };
    },
    close: () => redis.close(),
  };
});
