// What the programs that run queues of jobs have alike: how often each job was run, and patience.
'use strict';

/** A limit for what has to happen some time: generous, since it is no measure of speed. */
const LIMIT_MS = 60000;

function fail(error) {
  console.error(error.stack);
  process.exit(1);
}

/** Counts by name. */
class Tally {
  #counts = new Map();

  add(name) {
    this.#counts.set(name, this.of(name) + 1);
  }

  of(name) {
    return this.#counts.get(name) ?? 0;
  }

  get size() {
    return this.#counts.size;
  }
}

/** Looks again and again until `condition` holds; a promise is waited for. */
async function until(what, condition) {
  const begin = Date.now();
  while (!(await condition())) {
    if (Date.now() - begin > LIMIT_MS) {
      throw new Error(`not so in the end: ${typeof what === 'function' ? what() : what}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

module.exports = { Tally, fail, until };
