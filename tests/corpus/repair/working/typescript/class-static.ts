class Registry {
  static #instances: Registry[] = [];
  static count = 0;
  readonly id: number;

  constructor(readonly name: string) {
    this.id = ++Registry.count;
    Registry.#instances.push(this);
  }

  static names(): string[] {
    return Registry.#instances.map((r) => r.name + '#' + r.id);
  }
}

new Registry('a');
new Registry('b');
const result = Registry.names();
