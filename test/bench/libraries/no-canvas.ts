/** agentscript asks for a canvas when it is loaded, also where nothing is drawn; Node has none. */
Object.assign(globalThis, {
  OffscreenCanvas: class {
    getContext() {
      return {};
    }
  },
});
