// bee-queue while its server ends and comes back, twice. The program says when it is to end, and goes
// on: whoever started it ends the server and starts it again on the same port.
'use strict';

const assert = require('node:assert/strict');
const { producer, worker } = require('./bee-queues.js');
const { Tally, fail, until } = require('./jobs.js');

const JOBS = 600;
const WORKERS = 4;
const ENDS = [JOBS / 4, JOBS / 2];

/** What a server that has gone makes of a request; a queue says it and goes on. */
const GONE = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'UNCERTAIN_STATE', 'NOSCRIPT']);

const isGone = (error) => GONE.has(error.code);

class Application {
  #port;
  #queues = [];
  #runs = new Tally();
  #stalls = new Tally();
  #done = new Set();
  #lostChecks = 0;

  constructor(port) {
    this.#port = port;
  }

  async play() {
    const queue = await this.#open(producer);
    for (let i = 0; i < WORKERS; i++) {
      await this.#work();
    }
    const guard = this.#takeFromTheDead(queue);
    const milestones = this.#askForEnds();
    await this.#create(queue);
    await milestones;

    let health;
    await until(
      () => `all is done: ${JSON.stringify(health)}`,
      async () => {
        health = await this.#surely(() => queue.checkHealth());
        return health.succeeded === JOBS;
      });
    await guard.end();
    assert.deepEqual(
      health,
      { waiting: 0, active: 0, succeeded: JOBS, failed: 0, delayed: 0, newestJob: 0 });
    await this.#checkEachJob();
    await Promise.all(this.#queues.map((each) => each.close()));
  }

  /** The short window makes workers look for delayed jobs again soon after a look that was lost. */
  async #open(make) {
    const queue = make(this.#port, 'restart', { nearTermWindow: 500 });
    queue.expectedErrors = isGone;
    queue.on('stalled', (id) => this.#stalls.add(id));
    await queue.ready();
    this.#queues.push(queue);
    return queue;
  }

  async #work() {
    const queue = await this.#open(worker);
    queue.on('succeeded', (job) => this.#done.add(job.id));
    queue.process(5, (job) => this.#run(job));
  }

  async #run(job) {
    assert(!this.#done.has(job.id), `${job.id} was acknowledged as done, and is run again`);
    this.#runs.add(job.id);
    await new Promise((resolve) => setTimeout(resolve, 20));
    assert(Date.now() >= (job.data.due ?? 0), 'not before its time');
    if (job.options.retries === 1) {
      throw new Error('not yet');
    }
  }

  /** Checks for stalled jobs until it is told to end. */
  #takeFromTheDead(queue) {
    let goesOn = true;
    const looks = (async () => {
      while (goesOn) {
        await queue.checkStalledJobs().catch((error) => this.#refuse(error));
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
    })();
    looks.catch(fail);
    return { end: () => { goesOn = false; return looks; } };
  }

  async #refuse(error) {
    if (!isGone(error)) {
      throw error;
    }
    if (error.code !== 'NOSCRIPT') {
      this.#lostChecks++;
    }
    await this.#loadScripts(error);
  }

  /** A server forgets scripts at its end, Valkey too: a queue that is opened loads them again. */
  async #loadScripts(error) {
    if (error.code === 'NOSCRIPT') {
      await producer(this.#port, 'loads').close();
    }
  }

  async #askForEnds() {
    for (const end of ENDS) {
      await until(`${end} jobs are done`, () => this.#done.size >= end);
      console.log('end the server');
    }
  }

  /** A name makes it safe to save a job again where the reply was lost. */
  async #create(queue) {
    for (let n = 0; n < JOBS; n++) {
      let attempts = 0;
      const saved = await this.#surely(() => {
        attempts++;
        const job = queue.createJob({ n }).setId(`job-${n}`);
        if (n % 10 === 3) {
          job.data.due = Date.now() + 300;
          job.delayUntil(job.data.due);
        } else if (n % 10 === 7) {
          job.retries(1).backoff('fixed', 30);
        }
        return job.save();
      });
      assert(saved.id !== null || attempts > 1, `job-${n} is there before it was saved`);
    }
  }

  /** Asks until there is an answer. */
  async #surely(ask) {
    for (;;) {
      try {
        return await ask();
      } catch (error) {
        if (!isGone(error)) {
          throw error;
        }
        await this.#loadScripts(error);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    }
  }

  /** Nothing is lost, and only what was found stalled was run again. */
  async #checkEachJob() {
    // the producer has jobs in memory, which are old where an event was lost
    const fresh = await this.#open(producer);
    const jobs = await fresh.getJobs('succeeded', { size: 2 * JOBS });
    assert.equal(new Set(jobs.map((job) => job.id)).size, JOBS);
    let again = 0;
    for (const job of jobs) {
      const asked = job.data.n % 10 === 7 ? 2 : 1;
      const runs = this.#runs.of(job.id);
      assert(runs >= asked, `${job.id} was run ${runs} times`);
      if (this.#lostChecks === 0) {
        assert(runs <= asked + this.#stalls.of(job.id), `${job.id} was run ${runs} times`);
      }
      assert.equal(job.status, 'succeeded', job.id);
      assert.equal(job.options.stacktraces.length, asked - 1, job.id);
      again += runs - asked;
    }
    console.log(`${JOBS} jobs, ${again} run again, ${this.#stalls.size} found stalled, ` +
      `${this.#lostChecks} checks lost`);
  }
}

new Application(Number(process.argv[2])).play()
  .then(() => console.log('bee-queue: the round is complete'))
  .catch(fail);
