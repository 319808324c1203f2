// bee-queue as applications use it, against one server: jobs that succeed, wait for their time,
// fail, are tried again, and are left by a worker that dies. Each is done as often as bee-queue says.
'use strict';

const assert = require('node:assert/strict');
const { fork } = require('node:child_process');
const { once } = require('node:events');
const { producer, worker } = require('./bee-queues.js');
const { Tally, fail, until } = require('./jobs.js');

const PLAIN = 300;
const DELAYED = 20;
const STUBBORN = 10;
const HOPELESS = 5;
const WORKERS = 4;

async function play(port) {
  const runs = new Tally();
  const heard = new Tally();
  const stalled = [];
  const queue = producer(port, 'round');
  for (const event of ['succeeded', 'retrying', 'failed', 'progress']) {
    queue.on(`job ${event}`, (id) => heard.add(`${event} ${id}`));
  }
  await queue.ready();

  const left = await leaveToADyingWorker(port, queue);
  await create(queue, runs);
  const workers = [];
  for (let i = 0; i < WORKERS; i++) {
    workers.push(await work(port, runs, stalled));
  }
  const all = PLAIN + DELAYED + STUBBORN + HOPELESS + 1;
  let health;
  await until(
    () => `all is done: ${JSON.stringify(health)}`,
    async () => {
      health = await queue.checkHealth();
      return health.succeeded + health.failed === all;
    });

  assert.deepEqual(
    health,
    {
      waiting: 0,
      active: 0,
      succeeded: all - HOPELESS,
      failed: HOPELESS,
      delayed: 0,
      newestJob: PLAIN,
    });
  assert.deepEqual(stalled, [left]);
  await checkEachJob(queue, runs, heard);
  await retryAndRemove(queue, runs);
  await Promise.all([queue, ...workers].map((each) => each.close()));
}

/** A process of its own takes the only job there is, and is gone. */
async function leaveToADyingWorker(port, queue) {
  const job = await queue.createJob({ kind: 'left' }).setId('left').save();
  const child = fork(__filename, [port, 'die']);
  const [code, signal] = await once(child, 'exit');
  assert.deepEqual([code, signal], [null, 'SIGKILL']);
  assert.deepEqual((await queue.getJobs('active')).map((active) => active.id), ['left']);
  return job.id;
}

async function create(queue, runs) {
  const plain = Array.from({ length: PLAIN }, (_, n) => queue.createJob({ kind: 'plain', n }));
  assert.equal((await queue.saveAll(plain)).size, 0);
  assert.deepEqual(plain.map((job) => job.id), plain.map((_, n) => String(n + 1)));

  for (let n = 0; n < DELAYED; n++) {
    const due = Date.now() + 500 + 50 * n;
    await queue.createJob({ kind: 'delayed', due }).setId(`delayed-${n}`).delayUntil(due).save();
  }
  for (let n = 0; n < STUBBORN; n++) {
    await queue
      .createJob({ kind: 'stubborn', runs: n % 3 + 1 })
      .setId(`stubborn-${n}`)
      .retries(3)
      .backoff(['immediate', 'fixed', 'exponential'][n % 3], n % 3 === 0 ? undefined : 20)
      .save();
  }
  for (let n = 0; n < HOPELESS; n++) {
    await queue.createJob({ kind: 'hopeless' }).setId(`hopeless-${n}`).retries(1).save();
  }
  const twice = await queue.createJob({ kind: 'plain' }).setId('hopeless-0').save();
  assert.equal(twice.id, null, 'a name is taken once');
}

async function work(port, runs, stalled) {
  const queue = worker(port, 'round');
  queue.on('stalled', (id) => stalled.push(id));
  await queue.ready();
  queue.process(5, (job) => run(job, runs));
  queue.checkStalledJobs(200);
  return queue;
}

async function run(job, runs) {
  runs.add(job.id);
  switch (job.data.kind) {
    case 'plain':
      if (job.data.n % 10 === 0) {
        await job.reportProgress({ part: job.data.n });
      }
      return 2 * job.data.n;
    case 'delayed':
      assert(Date.now() >= job.data.due, 'not before its time');
      return 'late';
    case 'stubborn':
      if (runs.of(job.id) < job.data.runs) {
        throw new Error('not yet');
      }
      return 'in the end';
    case 'hopeless':
      throw new Error('never');
    default:
      return 'taken over';
  }
}

async function checkEachJob(queue, runs, heard) {
  const jobs = [
    ...(await queue.getJobs('succeeded', { size: 1000 })),
    ...(await queue.getJobs('failed', { size: 1000 })),
  ];
  assert.equal(new Set(jobs.map((job) => job.id)).size, jobs.length);
  const asked = { plain: () => 1, delayed: () => 1, stubborn: (job) => job.data.runs,
    hopeless: () => 2, left: () => 1 };
  const final = (job) => job.data.kind === 'hopeless' ? 'failed' : 'succeeded';
  await until(
    'all events are heard',
    () => jobs.every((job) => heard.of(`${final(job)} ${job.id}`) > 0));
  for (const job of jobs) {
    const times = asked[job.data.kind](job);
    assert.equal(runs.of(job.id), times, `runs of ${job.id}`);
    assert.equal(job.status, final(job), job.id);
    assert.equal(heard.of(`${final(job)} ${job.id}`), 1, job.id);
    assert.equal(heard.of(`retrying ${job.id}`), times - 1, job.id);
    const failures = job.data.kind === 'hopeless' ? 2 : times - 1;
    assert.equal(job.options.stacktraces.length, failures, job.id);
    const progress = job.data.kind === 'plain' && job.data.n % 10 === 0 ? 1 : 0;
    assert.equal(heard.of(`progress ${job.id}`), progress, job.id);
  }
}

/** An operator tries what has failed once more, and removes it. */
async function retryAndRemove(queue, runs) {
  const job = await queue.getJob('hopeless-0');
  await job.retry();
  await until('it is tried again', async () =>
    runs.of('hopeless-0') === 3 && await job.isInSet('failed'));
  await queue.removeJob('hopeless-0');
  assert.equal(await queue.getJob('hopeless-0'), null);
  assert.equal((await queue.checkHealth()).failed, HOPELESS - 1);
  await queue.destroy();
  assert.deepEqual((await queue.checkHealth()).succeeded, 0);
}

/** Takes a job and is killed with it. */
async function die(port) {
  const queue = worker(port, 'round');
  await queue.ready();
  queue.process(() => process.kill(process.pid, 'SIGKILL'));
}

if (process.argv[3] === 'die') {
  die(Number(process.argv[2])).catch(fail);
} else {
  play(Number(process.argv[2]))
    .then(() => console.log('bee-queue: the round is complete'))
    .catch(fail);
}
