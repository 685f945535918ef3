abstract class Animal {
  constructor(protected readonly name: string) {}
  abstract sound(): string;

  speak(): string {
    return `${this.name} says ${this.sound()}`;
  }
}

class Dog extends Animal {
  sound(): string {
    return 'woof';
  }
}

class Cow extends Animal {
  override sound(): string {
    return 'moo';
  }
}

const animals: Animal[] = [new Dog('Rex'), new Cow('Daisy')];
const result = animals.map((animal) => animal.speak());
