import { transfer } from 'comlink';
import { createFrames, traceResidents } from '../../sim/index.ts';
import { createFastModel, type StartThreads } from '../kernel/model.ts';
import { createLooking, framesBuffers, type Looking } from './looking.ts';
import type { Answer, WorkerApi } from './protocol.ts';
import { createReceiver } from './sending.ts';
import { buffersOf, createService } from './service.ts';

/**
 * What both worker shells expose: the model's service, its results transferred.
 *
 * @param startThreads how threads are started here, for runs that are large enough to be shared
 */
export function createWorkerApi(startThreads: StartThreads): WorkerApi & Looking {
  const model = createFastModel(startThreads);
  const service = createService(model);
  const receive = createReceiver();
  const looking = createLooking({ ...model, traceResidents, createFrames });
  return {
    ready: () => true,
    async run(sent) {
      const answers: Answer[] = [];
      for (const task of sent.map(receive)) {
        await model.makeReady(task.scenario, task.threads);
        answers.push(service.run(task));
      }
      return transfer(answers, answers.flatMap(buffersOf));
    },
    trace: (task) => looking.trace(task),
    frames(task) {
      const answer = looking.frames(task);
      return transfer(answer, framesBuffers(answer));
    },
  };
}
