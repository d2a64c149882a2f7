/**
 * The model in flocc: residents are agents with a `tick`, whose answers take effect when all have answered. Neighbours
 * are kept in the agents' data: flocc's Network has a matrix of all pairs, which it makes anew for every agent added.
 */
import { Agent, Environment } from 'flocc';
import { type Community, decide, learn, type Program, produce, type Resident } from './community.ts';

const residentOf = (agent: Agent) => agent.getData() as unknown as Resident;

export function createFlocc(community: Community): Program {
  const { parameters, residents, ties, blocks } = community;
  const environment = new Environment();
  const agents = residents.map((resident) => {
    const agent = new Agent({ ...resident, friends: [] });
    agent.set('tick', (self: Agent) => decide(residentOf(self), parameters));
    environment.addAgent(agent);
    return agent;
  });
  for (const [a, b] of ties) {
    agents[a]!.get('friends').push(agents[b]);
    agents[b]!.get('friends').push(agents[a]);
  }
  const isActive = (agent: Agent) => agent.get('mode') !== 0;

  return {
    week() {
      environment.tick();
      for (const agent of agents) {
        const friends: Agent[] = agent.get('friends');
        agent.set('acting', friends.length === 0 ? 0 : friends.filter(isActive).length / friends.length);
      }
      const active = agents.filter(isActive);
      produce(blocks, active.map(residentOf), parameters);
      for (const agent of agents) agent.set(learn(residentOf(agent), parameters));
      return active.length;
    },
  };
}
