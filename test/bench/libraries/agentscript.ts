/** The model in agentscript: residents are turtles, ties are links (a tie of strength 3 is three links). */
import './no-canvas.ts';
import { Model, type Turtle, World } from 'agentscript';
import { type Community, decide, learn, type Program, produce, type Resident } from './community.ts';

type Person = Turtle<Resident & { next: ReturnType<typeof decide> }>;

class Coproduction extends Model<Person> {
  constructor(private readonly community: Community) {
    super(World.defaultOptions(1));
    this.setup();
  }

  override setup() {
    const { residents, ties } = this.community;
    this.turtles.create(residents.length, (turtle) => {
      Object.assign(turtle, residents[turtle.id]);
    });
    for (const [a, b] of ties) this.links.create(this.turtles[a]!, this.turtles[b]!);
  }

  override step() {
    const { parameters, blocks } = this.community;
    // nobody sees what the others do this week
    this.turtles.ask((t) => {
      t.next = decide(t, parameters);
    });
    this.turtles.ask((t) => {
      Object.assign(t, t.next);
    });
    this.turtles.ask((t) => {
      const neighbours = t.linkNeighbors();
      t.acting = neighbours.length === 0 ? 0 : neighbours.with((other) => other.mode !== 0).length / neighbours.length;
    });
    produce(
      blocks,
      this.turtles.with((t) => t.mode !== 0),
      parameters,
    );
    this.turtles.ask((t) => {
      Object.assign(t, learn(t, parameters));
    });
  }
}

export function createAgentscript(community: Community): Program {
  const model = new Coproduction(community);
  return {
    week() {
      model.step();
      return model.turtles.with((t) => t.mode !== 0).length;
    },
  };
}
