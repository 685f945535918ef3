class InsufficientFunds extends Error {
  constructor(owner, balance) {
    super(`${owner} has only ${balance}`);
    this.name = 'InsufficientFunds';
  }
}

class Account {
  #history = [];

  constructor(owner, balance = 0) {
    this.owner = owner;
    this.balance = balance;
  }

  deposit(amount) {
    if (amount <= 0) {
      throw new RangeError('amount must be positive');
    }
    this.balance += amount;
    this.#history.push(['deposit', amount]);
  }

  withdraw(amount) {
    if (amount > this.balance) {
      throw new InsufficientFunds(this.owner, this.balance);
    }
    this.balance -= amount;
    this.#history.push(['withdraw', amount];
  }

  get moves() {
    return this.#history.length;
  }
}

const account = new Account('ada', 100);
account.deposit(50);
let message = '';
try {
  account.withdraw(500);
} catch (error) {
  message = error.message;
}
account.withdraw(30);
const result = { balance: account.balance, message, moves: account.moves };
