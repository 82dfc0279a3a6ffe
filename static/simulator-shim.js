// Development only: gives an Activity frame of the simulator its network and
// its clock. Runs before the app, so the app cannot tell.
(() => {
  const simulator = parent !== self && parent.cowatchSimulator;
  const frameId = new URLSearchParams(location.search).get("frame_id");
  const network = simulator?.networkOf(frameId);
  if (!network) return;

  const waitMs = () =>
    network.delayMs.value / 2 + Math.random() * network.jitterMs.value;
  /** Runs tasks after a wait of their own, in their order, as TCP would. */
  const line = () => {
    let freeAt = 0;
    return (task) => {
      const now = performance.now();
      freeAt = Math.max(freeAt, now + waitMs());
      setTimeout(task, freeAt - now);
    };
  };

  const RealSocket = self.WebSocket;
  self.WebSocket = class extends RealSocket {
    #out = line();
    constructor(...args) {
      super(...args);
      const into = line();
      const delayed = new WeakSet();
      this.addEventListener("message", (event) => {
        if (delayed.has(event)) return;
        event.stopImmediatePropagation();
        into(() => {
          // Offline is half-open: what was sent is lost, and nobody says so.
          if (network.isOffline.value) return;
          const copy = new MessageEvent("message", { data: event.data });
          delayed.add(copy);
          this.dispatchEvent(copy);
        });
      });
      // Behind what was said before it.
      this.addEventListener("close", (event) => {
        if (delayed.has(event)) return;
        event.stopImmediatePropagation();
        into(() => {
          const { code, reason, wasClean } = event;
          const copy = new CloseEvent("close", { code, reason, wasClean });
          delayed.add(copy);
          this.dispatchEvent(copy);
        });
      });
    }
    send(data) {
      if (network.isOffline.value) return;
      this.#out(() => {
        if (this.readyState === RealSocket.OPEN) super.send(data);
      });
    }
  };

  const realFetch = self.fetch;
  self.fetch = async (...args) => {
    await new Promise((resolve) => setTimeout(resolve, 2 * waitMs()));
    if (network.isOffline.value) throw new TypeError("Failed to fetch");
    return realFetch.apply(self, args);
  };

  const realNow = Date.now;
  const RealDate = Date;
  Date.now = () => realNow() + network.clockErrorMs.value;
  self.Date = new Proxy(RealDate, {
    construct: (target, args) =>
      args.length ? new target(...args) : new target(Date.now()),
  });

  let wasOffline = false;
  network.isOffline.subscribe((isOffline) => {
    if (isOffline !== wasOffline) {
      dispatchEvent(new Event(isOffline ? "offline" : "online"));
    }
    wasOffline = isOffline;
  });
})();
