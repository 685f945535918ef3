class Animal {
  constructor() {
    this.legs = 4;
  }
}

class Dog extends Animal {
  constructor(name) {
    this.name = name;
  }
}

const result = new Dog('rex').name;
