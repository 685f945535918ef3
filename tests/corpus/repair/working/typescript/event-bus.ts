type Handler<T> = (payload: T) => void;

class Bus<Events extends Record<string, unknown>> {
  private handlers: { [K in keyof Events]?: Handler<Events[K]>[] } = {};

  on<K extends keyof Events>(name: K, handler: Handler<Events[K]>): void {
    (this.handlers[name] ??= []).push(handler);
  }

  emit<K extends keyof Events>(name: K, payload: Events[K]): number {
    const handlers = this.handlers[name] ?? [];
    handlers.forEach((handler) => handler(payload));
    return handlers.length;
  }
}

const bus = new Bus<{ order: { id: number }; stop: string }>();
const log: string[] = [];
bus.on('order', ({ id }) => log.push(`order ${id}`));
bus.on('stop', (why) => log.push(`stop: ${why}`));
bus.emit('order', { id: 7 });
bus.emit('stop', 'done');
const result = log;
