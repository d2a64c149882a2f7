import { transfer } from 'comlink';
import { createFrames, traceResidents } from '../../sim/index.ts';
import { createFastModel } from '../kernel/model.ts';
import { createLooking, framesBuffers, type Looking } from './looking.ts';
import type { WorkerApi } from './protocol.ts';
import { buffersOf, createService } from './service.ts';

/** What both worker shells expose: the model's service, its results transferred. */
export function createWorkerApi(): WorkerApi & Looking {
  const model = createFastModel();
  const service = createService(model);
  const looking = createLooking({ ...model, traceResidents, createFrames });
  return {
    ready: () => true,
    run(task) {
      const answer = service.run(task);
      return transfer(answer, buffersOf(answer));
    },
    trace: (task) => looking.trace(task),
    frames(task) {
      const answer = looking.frames(task);
      return transfer(answer, framesBuffers(answer));
    },
  };
}
