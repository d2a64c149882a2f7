// agentscript comes without types; these are of what the benchmark uses.
declare module 'agentscript' {
  interface AgentArray<T> extends Array<T> {
    with(condition: (agent: T) => boolean): AgentArray<T>;
    ask(action: (agent: T) => void): this;
  }
  export type Turtle<Own> = Own & { readonly id: number; linkNeighbors(): AgentArray<Turtle<Own>> };
  export class Model<T> {
    constructor(world: unknown);
    readonly turtles: AgentArray<T> & { create(count: number, init: (turtle: T) => void): AgentArray<T> };
    readonly links: { create(from: T, to: T): unknown };
    setup(): void;
    step(): void;
  }
  export const World: { defaultOptions(maxX: number): unknown };
}
