// The round that every client makes, as FunctionRound.java has it for those of Java: load, list,
// call, dump, flush, restore, delete, and be refused. It stops at the first difference.
'use strict';

const assert = require('node:assert/strict');

const GREETINGS = `#!lua name=greetings
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
`;

const GREETINGS_AGAIN = `#!lua name=greetings
server.register_function('greet', function(keys, args) return {'grüße', args[1]} end)
`;

const OTHER = `#!lua name=other
server.register_function('size', function(keys, args) return #args[1] end)
`;

/**
 * Plays the round.
 *
 * @param client what client.js files adapt a library to: load(source, replace), list(),
 *     source(library), call(function, keys, args), callReadOnly(...), dump() to a Buffer,
 *     restore(buffer, policy), delete(library), flush(), kill(), stats(); each gives a promise that
 *     is rejected with an error whose message is the server's
 */
async function play(client) {
  assert.equal(await client.load(GREETINGS, false), 'greetings');
  const listed = await client.list();
  assert.deepEqual(Object.keys(listed), ['greetings']);
  assert.deepEqual(listed.greetings.sort(), ['broken', 'greet', 'peek', 'put', 'told', 'typed']);
  assert.equal(await client.source('greetings'), GREETINGS);
  assert.deepEqual(await client.stats(), { libraries: 1, functions: 6 });

  assert.deepEqual(
    await client.call('greet', ['k1', 'k2'], ['grüße €']),
    ['hello', 'grüße €', 2, [1, [2]], null, 1, 3]);
  assert.equal(await client.call('put', ['key'], ['value']), 'OK');
  assert.equal(await client.callReadOnly('peek', ['key'], []), 'value');
  assert.equal(await client.callReadOnly('peek', ['none'], []), null);
  assert.deepEqual(flat(await client.call('typed', [], [])), ['half', '1.5']);

  await refused("ERR Library 'greetings' already exists", client.load(GREETINGS, false));
  await refused(
    "ERR Error compiling function: user_function:2: unexpected symbol near '='",
    client.load('#!lua name=bad\n= 1', false));
  await refused('ERR Missing library metadata', client.load('return 1', false));
  await refused('ERR Function not found', client.call('nobody', [], []));
  await refused(
    'ERR Can not execute a script with write flag using *_ro command.',
    client.callReadOnly('put', ['key'], ['v']));
  await refused('SORRY not today', client.call('told', [], []));
  await refused(
    'ERR user_function:18: on purpose script: broken, on @user_function:18.',
    client.call('broken', [], []));
  await refused('ERR Library not found', client.delete('nobody'));
  await refused('NOTBUSY No scripts in execution right now.', client.kill());
  await refused(
    'ERR DUMP payload version or checksum are wrong',
    client.restore(Buffer.from('these bytes are no payload'), 'APPEND'));
  assert.deepEqual(await client.stats(), { libraries: 1, functions: 6 });

  assert.equal(await client.load(GREETINGS_AGAIN, true), 'greetings');
  assert.deepEqual(await client.call('greet', [], ['you']), ['grüße', 'you']);
  assert.deepEqual(await client.list(), { greetings: ['greet'] });

  const payload = await client.dump();
  assert.equal(await client.flush(), 'OK');
  assert.deepEqual(await client.list(), {});
  assert.equal(await client.restore(payload, 'APPEND'), 'OK');
  assert.equal(await client.source('greetings'), GREETINGS_AGAIN);
  await refused('ERR Library greetings already exists', client.restore(payload, 'APPEND'));
  assert.equal(await client.load(OTHER, false), 'other');
  assert.equal(await client.call('size', [], ['x'.repeat(200000)]), 200000);
  assert.equal(await client.restore(payload, 'REPLACE'), 'OK');
  assert.deepEqual(Object.keys(await client.list()).sort(), ['greetings', 'other']);
  assert.equal(await client.restore(payload, 'FLUSH'), 'OK');
  assert.deepEqual(Object.keys(await client.list()), ['greetings']);

  assert.equal(await client.delete('greetings'), 'OK');
  assert.deepEqual(await client.stats(), { libraries: 0, functions: 0 });
  await refused('ERR Function not found', client.call('greet', [], []));
  assert.equal(await client.flush(), 'OK');
}

async function refused(text, reply) {
  await assert.rejects(reply, (error) => {
    assert.equal(error.message, text);
    return true;
  });
}

/** A map is a map in RESP3, an array in RESP2; libraries give it as they like. */
function flat(reply) {
  if (reply instanceof Map) {
    return [...reply.entries()].flatMap(flat);
  } else if (Array.isArray(reply)) {
    return reply.flatMap(flat);
  } else if (reply !== null && typeof reply === 'object') {
    return Object.entries(reply).flatMap(flat);
  }
  return [String(reply)];
}

/** A reply of alternating names and values, or what RESP3 makes of it, as an object. */
function named(reply) {
  if (reply instanceof Map) {
    return Object.fromEntries(reply);
  } else if (!Array.isArray(reply)) {
    return reply;
  }
  const object = {};
  for (let i = 0; i < reply.length; i += 2) {
    object[reply[i]] = reply[i + 1];
  }
  return object;
}

/** Runs `connect(port)`'s client through the round and ends the process with what came of it. */
function main(name, connect) {
  const port = Number(process.argv[2]);
  const protocol = process.argv[3];
  connect(port, protocol)
    .then(async (client) => {
      await play(client);
      await client.close();
      console.log(`${name}: the round is complete`);
    })
    .catch((error) => {
      console.error(`${name}: ${error.stack}`);
      process.exit(1);
    });
}

module.exports = { main, named };
